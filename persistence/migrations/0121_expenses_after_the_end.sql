-- R41, the second wall: what is accepted was spent while the agreement lasted. It lasts to its end as amended,
-- or to the day it was terminated. Leave of two persons is given for a document on a budget line, when the
-- line is written or when it is accepted; a fund may have made the rule a remark.

-- The lines of a report's current round that were spent outside its agreement, and nobody gave leave for.
create function partner.lines_outside_agreement(p_report bigint)
returns table (line_id bigint, part text, document text, spent_on date, first_day date, last_day date)
language sql stable security definer set search_path = '' as $$
    select n.id, w.part, n.document, n.spent_on, a.start_on, u.last_day
      from partner.expenditure_report r
      join partner.agreement a on a.id = r.agreement_id
      cross join lateral (select partner.owes_until(a.id, a.end_on, 'infinity'::date) as last_day) u
      join partner.expenditure_line n on n.report_id = r.id and n.round = r.round
       and (n.spent_on < a.start_on or n.spent_on > u.last_day)
      join funding.budget_line l on l.id = n.budget_line_id
      cross join lateral (select n.document || ':' || l.code as part) w
     where r.id = p_report and n.amount > 0
       and not funding.was_opened('R41', w.part, array[r.id, a.id])
     order by n.position;
$$;
revoke all on function partner.lines_outside_agreement from public;
grant execute on function partner.lines_outside_agreement to tranche_staff;

create function partner.check_accepted_in_agreement() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_document text;
begin
    select o.document into v_document
      from partner.lines_outside_agreement(new.id) o
      join partner.expenditure_line n on n.id = o.line_id and n.accepted_amount > 0
     limit 1;
    if v_document is not null then
        raise exception 'document % was spent outside the agreement', v_document
            using errcode = 'check_violation', constraint = 'expenditure_line_in_agreement_check',
                  hint = 'document=' || pg_catalog.translate(v_document, ';=', '  ');
    end if;
    return null;
end
$$;
revoke all on function partner.check_accepted_in_agreement from public;
-- Deferred: leave is used up at the end of the act that needs it.
create constraint trigger expenditure_report_in_agreement after update of state on partner.expenditure_report
    deferrable initially deferred for each row
    when (new.state in ('accepted', 'partly_accepted') and new.state is distinct from old.state)
    execute function partner.check_accepted_in_agreement();
