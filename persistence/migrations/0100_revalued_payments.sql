-- What was paid at a rate that was corrected later is valued anew: a row of its own without an amount (R42, R48).
alter table partner.payment
    add column revalues_id bigint constraint payment_revalues_fkey references partner.payment,
    add column correction_id bigint constraint payment_correction_fkey references reference.rate_correction,
    drop constraint payment_kind_check,
    drop constraint payment_sign_check,
    drop constraint payment_out_has_request_check,
    add constraint payment_kind_check check (kind in (
        'advance', 'reimbursement', 'direct_payment', 'refund', 'returned', 'offset', 'refund_reversed', 'revalued')),
    add constraint payment_sign_check check (
        case when kind = 'revalued' then amount = 0 and base_amount <> 0
             when kind in ('refund', 'returned', 'offset') then amount < 0 and base_amount <= 0
             else amount > 0 and base_amount >= 0 end),
    add constraint payment_out_has_request_check check (
        kind in ('refund', 'returned', 'offset', 'refund_reversed', 'revalued') or request_id is not null
        or origin <> 'current'),
    add constraint payment_revalued_check check (
        (kind = 'revalued') = (revalues_id is not null) and (kind = 'revalued') = (correction_id is not null)
        and (kind <> 'revalued' or (request_id is null and coalesce(tranche_amount, 0) = 0)));
create unique index payment_revalued_once_key on partner.payment (revalues_id, correction_id)
    where revalues_id is not null;
grant select (revalues_id) on partner.payment to tranche_donor;

create function partner.check_payment_revalued() returns trigger
language plpgsql set search_path = '' as $$
begin
    if not exists (select 1 from reference.rate_correction c
                     join partner.payment y on y.id = new.revalues_id
                    where c.id = new.correction_id and c.approved_by is not null
                      and (y.agreement_id, y.currency, y.base_currency)
                          = (new.agreement_id, new.currency, new.base_currency)
                      and y.kind in ('advance', 'reimbursement', 'direct_payment')
                      and not exists (select 1 from partner.payment r where r.reverses_id = y.id)) then
        raise exception 'payment % is not valued anew so', new.revalues_id
            using errcode = 'check_violation', constraint = 'payment_revalued_by_correction_check';
    end if;
    return new;
end
$$;
revoke all on function partner.check_payment_revalued from public;
create trigger payment_revalued_by_correction before insert on partner.payment
    for each row when (new.kind = 'revalued') execute function partner.check_payment_revalued();

-- The rate valid for a payment, and what it counts for.
create view partner.payment_value with (security_invoker = true) as
    select y.id as payment_id, coalesce(v.rate, y.rate) as rate, (y.base_amount + coalesce(v.change, 0))::bigint as base
      from partner.payment y
      left join lateral (select (array_agg(r.rate order by e.id desc))[1] as rate, sum(r.base_amount) as change
            from partner.payment r join ledger.entry e on e.source_id = r.id and e.source_type = 'payment'
           where r.revalues_id = y.id) v on true;
grant select on partner.payment_value to tranche_staff, tranche_partner;

-- And the day its rate is of: of what a batch sent, that of the batch.
create view partner.payment_rate with (security_invoker = true) as
    select v.payment_id, v.rate, v.base, coalesce(b.pay_on, y.paid_on) as day
      from partner.payment_value v
      join partner.payment y on y.id = v.payment_id
      left join partner.payment_batch_item x on x.request_id = y.request_id and x.outcome is null
      left join partner.payment_batch b on b.id = x.batch_id;
grant select on partner.payment_rate to tranche_staff;
