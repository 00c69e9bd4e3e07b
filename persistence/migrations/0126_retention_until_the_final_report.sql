-- R40, the second wall: before the final report is accepted, neither the last tranche is approved nor so much of the
-- others that less than the retention would be left, unless two persons gave leave or the fund made the rule a
-- remark. The command judges the same: server/routes/payments/retention.

-- Whether what is approved and paid, with a request just approved, takes of what is kept back.
create function partner.takes_of_retention(p_request bigint) returns boolean
language sql stable security definer set search_path = '' as $$
    select x.retention_percent > 0
           and not exists (select 1 from partner.expenditure_report e
                            where e.agreement_id = a.id and e.final and e.state in ('accepted', 'partly_accepted'))
           and (not exists (select 1 from partner.tranche o
                             where o.agreement_id = a.id and o.number > t.number and o.amount > o.cancelled_amount)
                or s.value - s.paid_out < pg_catalog.floor(s.value * x.retention_percent * 0.01))
      from partner.disbursement_request q
      join partner.tranche t on t.id = q.tranche_id
      join partner.agreement a on a.id = q.agreement_id
      -- What was given up is neither kept back nor still to be paid.
      cross join lateral (select a.value - pg_catalog.sum(o.cancelled_amount) as value,
                                 pg_catalog.sum(o.paid_amount + o.reserved_amount) as paid_out
                            from partner.tranche o where o.agreement_id = a.id) s
      join lateral (select m.retention_percent from partner.agreement_terms m
                     where m.agreement_id = a.id and m.valid_from <= greatest(q.approved_on, a.start_on)
                     order by m.valid_from desc limit 1) x on true
     where q.id = p_request
$$;
revoke all on function partner.takes_of_retention from public;

create function partner.check_retention() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if partner.takes_of_retention(new.id) and not funding.was_opened('R40', null, array[new.id]) then
        raise exception 'request % takes of what is kept back until the final report', new.id
            using errcode = 'check_violation', constraint = 'disbursement_request_as_r40_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_retention from public;
-- Deferred: leave is used up at the end of the act that needs it.
create constraint trigger disbursement_request_leaves_retention
    after update of state on partner.disbursement_request
    deferrable initially deferred for each row
    when (new.state = 'approved' and old.state <> 'approved')
    execute function partner.check_retention();
