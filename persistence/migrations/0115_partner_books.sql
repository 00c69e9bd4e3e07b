-- What partners state and keep holds together when something behind it changes: the lines of a report in its next
-- round, the period before or after, a file that is taken off its record.

-- The line that stands for this one in the last round of its report, found as rounds are compared: the same document
-- on its budget line, the same document, or one whose document alone was mistyped. Null: it is not reported any more.
create function partner.line_now(p_line bigint) returns bigint
language sql stable set search_path = '' as $$
    select l.id
      from partner.expenditure_line o
      join partner.expenditure_report r on r.id = o.report_id
      join partner.expenditure_line l on l.report_id = r.id and l.round = r.round
     where o.id = p_line
       and (l.id = o.id or l.document_key = o.document_key
            or (l.spent_on, l.payee, l.currency, l.amount) = (o.spent_on, o.payee, o.currency, o.amount))
     order by l.id = o.id desc, l.document_key = o.document_key desc, l.budget_line_id = o.budget_line_id desc,
              l.amount = o.amount desc, l.position
     limit 1
$$;
revoke all on function partner.line_now from public;
grant execute on function partner.line_now to tranche_staff, tranche_partner;

-- A thing is listed on an expense as it is reported now.
create function partner.check_asset_line() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if not exists (select 1 from partner.expenditure_line l
                     join partner.expenditure_report r on r.id = l.report_id and r.round = l.round
                    where l.id = new.line_id) then
        raise exception 'line % was given anew since', new.line_id
            using errcode = 'check_violation', constraint = 'asset_line_is_current_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_asset_line from public;
create trigger asset_line_is_current after insert on partner.asset
    for each row execute function partner.check_asset_line();

-- Periods, as last stated, share no day; and the bank's statement is a file of the agreement or of its reports.
create function partner.check_cash_book() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if exists (select 1
                 from (select distinct on (c.period_first) c.period_first, c.period_last
                         from partner.cash_book c
                        where c.agreement_id = new.agreement_id and c.period_first <> new.period_first
                        order by c.period_first, c.turn desc) c
                where c.period_first <= new.period_last and c.period_last >= new.period_first) then
        raise exception 'the cash of agreement % is stated for some of these days', new.agreement_id
            using errcode = 'check_violation', constraint = 'cash_book_periods_apart_check';
    end if;
    if new.bank_statement_id is not null
       and not exists (select 1 from document.attachment x
                        where x.id = new.bank_statement_id and x.removed_by is null
                          and (x.subject_type = 'agreement' and x.subject_id = new.agreement_id
                               or x.subject_type = 'expenditure_report' and exists (
                                  select 1 from partner.expenditure_report r
                                   where r.id = x.subject_id and r.agreement_id = new.agreement_id))) then
        raise exception 'attachment % is no file of agreement %', new.bank_statement_id, new.agreement_id
            using errcode = 'check_violation', constraint = 'cash_book_bank_statement_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_cash_book from public;
create trigger cash_book_holds_together after insert on partner.cash_book
    for each row execute function partner.check_cash_book();

-- A paper whose file was taken off the partner's record is as good as none, and may be recorded again.
alter table partner.due_diligence_document
    add column turn smallint not null default 1,
    drop constraint due_diligence_document_day_key,
    add constraint due_diligence_document_day_key unique (partner_id, kind, issued_on, turn);
create function partner.count_due_diligence_turn() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    select 1 + pg_catalog.count(*) into new.turn
      from partner.due_diligence_document d
      join document.attachment x on x.id = d.attachment_id and x.removed_by is not null
     where d.partner_id = new.partner_id and d.kind = new.kind and d.issued_on = new.issued_on;
    return new;
end
$$;
revoke all on function partner.count_due_diligence_turn from public;
create trigger due_diligence_document_turn before insert on partner.due_diligence_document
    for each row execute function partner.count_due_diligence_turn();

create or replace function partner.papers_wanting(p_partner bigint, p_instrument bigint, p_on date)
returns table (kind text, expired_on date)
language sql stable security definer set search_path = '' as $$
    select k, d.expires_on
      from (select t.kinds from funding.due_diligence_terms t
             where t.instrument_id = p_instrument and t.valid_from <= p_on
             order by t.valid_from desc limit 1) t
     cross join lateral pg_catalog.unnest(t.kinds) k
      left join lateral (select d.id, d.expires_on from partner.due_diligence_document d
                          where d.partner_id = p_partner and d.kind = k and d.issued_on <= p_on
                            and not exists (select 1 from document.attachment x
                                             where x.id = d.attachment_id and x.removed_by is not null)
                          order by d.issued_on desc limit 1) d on true
     where session_user <> 'tranche_partner' and (d.id is null or d.expires_on < p_on)
     order by k
$$;

create or replace function partner.papers_expiring(p_on date)
returns table (partner_id bigint, kind text, expires_on date)
language sql stable set search_path = '' as $$
    with standing as (select d.partner_id, d.kind, d.issued_on, d.expires_on
                        from partner.due_diligence_document d
                       where not exists (select 1 from document.attachment x
                                          where x.id = d.attachment_id and x.removed_by is not null))
    select distinct d.partner_id, d.kind, d.expires_on
      from standing d
      join partner.agreement a on a.partner_id = d.partner_id and a.state in ('draft', 'under_review', 'cleared',
           'signed', 'suspended')
      join funding.project p on p.id = a.project_id
      join lateral (select t.kinds, t.remind_days from funding.due_diligence_terms t
                     where t.instrument_id = p.instrument_id and t.valid_from <= p_on
                     order by t.valid_from desc limit 1) t on d.kind = any (t.kinds)
     where d.expires_on between p_on - 30 and p_on + t.remind_days
       and not exists (select 1 from standing n
                        where n.partner_id = d.partner_id and n.kind = d.kind and n.issued_on > d.issued_on)
$$;
