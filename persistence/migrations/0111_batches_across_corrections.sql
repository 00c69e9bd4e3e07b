-- What a batch sent is paid as it was sent; its rate may have been corrected since (R42).
create or replace function partner.check_payee() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_account bigint;
begin
    if not partner.is_at_bank(new.request_id)
       and exists (select 1 from partner.agreement a join partner.partner r on r.id = a.partner_id
                    where a.id = new.agreement_id and r.blocked) then
        raise exception 'the partner of agreement % is blocked', new.agreement_id
            using errcode = 'check_violation', constraint = 'payment_partner_not_blocked_check';
    end if;
    select x.bank_account_id into v_account from partner.payment_batch_item x
     where x.request_id = new.request_id and x.outcome is null;
    if not found and new.kind <> 'direct_payment' then
        v_account := (select partner.account_in_force(a.partner_id) from partner.agreement a
                       where a.id = new.agreement_id);
    end if;
    if new.bank_account_id is distinct from v_account then
        raise exception 'payment % goes to another account', new.id
            using errcode = 'check_violation', constraint = 'payment_account_in_force_check';
    end if;
    if exists (select 1 from partner.payment_batch_item x join partner.payment_batch b on b.id = x.batch_id
                where x.request_id = new.request_id and x.outcome is null
                  and ((x.amount, x.currency) is distinct from (new.amount, new.currency)
                       or (x.rate is distinct from new.rate
                           and not exists (select 1 from reference.corrected_rate c
                                            where c.currency = x.currency and c.old_rate = x.rate
                                              and c.new_rate = new.rate
                                              and b.pay_on between c.valid_from and c.valid_to)))) then
        raise exception 'payment % is not what its batch sent', new.id
            using errcode = 'check_violation', constraint = 'payment_as_released_check';
    end if;
    return new;
end
$$;
