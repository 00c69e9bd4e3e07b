-- R36, the second wall: a new advance is approved when enough of the last one and all that is asked of the
-- earlier ones is accounted for, by the terms of its day, unless two persons gave leave or the fund made the rule
-- a remark. The command judges the same: server/routes/payments/disbursement_approval.

-- Whether of any advance of the agreement less is accounted for than its terms want on a day. What counts is what
-- is accounted for by now.
create function partner.lacks_accounts(p_agreement bigint, p_on date) returns boolean
language sql stable security definer set search_path = '' as $$
    with t as (
        select x.liquidation_percent, x.earlier_percent,
               case x.liquidation_basis when 'submitted' then partner.undecided_as_of(a.id, p_on) else 0 end as counted
          from partner.agreement a
          join lateral (select m.* from partner.agreement_terms m
                         where m.agreement_id = a.id and m.valid_from <= greatest(p_on, a.start_on)
                         order by m.valid_from desc limit 1) x on true
         where a.id = p_agreement),
    advance as (
        select v.paid, v.open_amount,
               pg_catalog.sum(v.open_amount) over (order by v.opened_on, v.advance_id) as open_until,
               pg_catalog.row_number() over (order by v.opened_on desc, v.advance_id desc) as from_last
          from partner.advances_as_of(p_agreement, 'infinity'::date) v)
    select exists (
        select 1 from advance a cross join t
         where a.paid - least(a.open_amount, greatest(a.open_until - t.counted, 0))
             < pg_catalog.round(a.paid * case a.from_last when 1 then t.liquidation_percent
                                                          else t.earlier_percent end / 100));
$$;
revoke all on function partner.lacks_accounts from public;

create function partner.check_advances_accounted_for() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if partner.lacks_accounts(new.agreement_id, new.approved_on)
       and not funding.was_opened('R36', null, array[new.id]) then
        raise exception 'request % asks for an advance while earlier ones lack accounts', new.id
            using errcode = 'check_violation', constraint = 'disbursement_request_as_r36_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_advances_accounted_for from public;
-- Deferred: leave is used up at the end of the act that needs it.
create constraint trigger disbursement_request_accounted_for
    after update of state on partner.disbursement_request
    deferrable initially deferred for each row
    when (new.kind = 'advance' and new.state = 'approved' and old.state <> 'approved')
    execute function partner.check_advances_accounted_for();
