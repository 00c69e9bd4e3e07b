-- R37: which advances keep a new one back is a term of the agreement: its own, all that the partner holds of the
-- same fund, or all that it holds. The second wall behind the approval. What another agreement's advance is about
-- is told to nobody here, only since when it is open.
alter table partner.agreement_terms
    add column overdue_scope text not null default 'agreement',
    add constraint agreement_terms_overdue_scope_check
        check (overdue_scope in ('agreement', 'instrument', 'partner'));

-- Of the advances in the scope of an agreement's terms that are open for longer than they allow the oldest of its
-- own and the oldest of others.
create function partner.overdue_advances(p_agreement bigint, p_on date)
returns table (opened_on date, months smallint, is_own boolean)
language sql stable security definer set search_path = '' as $$
    select distinct on (d.agreement_id = a.id) d.opened_on, t.overdue_months, d.agreement_id = a.id
      from partner.agreement a
      join funding.project p on p.id = a.project_id
      cross join lateral (
          select m.overdue_months, m.overdue_scope from partner.agreement_terms m
           where m.agreement_id = a.id and m.valid_from <= greatest(p_on, a.start_on)
           order by m.valid_from desc limit 1) t
      join partner.agreement o on o.partner_id = a.partner_id
      join funding.project q on q.id = o.project_id
       and (o.id = a.id or t.overdue_scope = 'partner'
            or (t.overdue_scope = 'instrument' and q.instrument_id = p.instrument_id))
      join partner.advance d on d.agreement_id = o.id
       and (d.opened_on + pg_catalog.make_interval(months => t.overdue_months))::date < p_on
      join ledger.account k on k.owner_id = d.id and k.kind = 'advance'
      join ledger.balance b on b.account_id = k.id and b.amount > 0
     where a.id = p_agreement
     order by (d.agreement_id = a.id) desc, d.opened_on;
$$;
revoke all on function partner.overdue_advances from public;
grant execute on function partner.overdue_advances to tranche_staff;

create function partner.check_no_advance_overdue() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if exists (select 1 from partner.overdue_advances(new.agreement_id, new.approved_on))
       and not funding.was_opened('R37', null, array[new.id]) then
        raise exception 'request % asks for an advance while another is open for too long', new.id
            using errcode = 'check_violation', constraint = 'disbursement_request_as_r37_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_no_advance_overdue from public;
-- Deferred: leave is used up at the end of the act that needs it.
create constraint trigger disbursement_request_no_advance_overdue
    after update of state on partner.disbursement_request
    deferrable initially deferred for each row
    when (new.kind = 'advance' and new.state = 'approved' and old.state <> 'approved')
    execute function partner.check_no_advance_overdue();
