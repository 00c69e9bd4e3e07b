-- Once a batch is released its money is the bank's to send. What the bank then says it paid is a fact, also if the
-- partner was blocked, matched, or its agreement suspended or ended meanwhile: refused, the books would be wrong.
create function partner.is_at_bank(p_request bigint) returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (select 1 from partner.payment_batch_item x join partner.payment_batch b on b.id = x.batch_id
                    where x.request_id = p_request and x.outcome is null and b.state = 'released')
$$;
revoke all on function partner.is_at_bank from public;

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
    if exists (select 1 from partner.payment_batch_item x
                where x.request_id = new.request_id and x.outcome is null
                  and (x.amount, x.currency, x.rate) is distinct from (new.amount, new.currency, new.rate)) then
        raise exception 'payment % is not what its batch sent', new.id
            using errcode = 'check_violation', constraint = 'payment_as_released_check';
    end if;
    return new;
end
$$;

create or replace function partner.check_agreement_in_force() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_state text;
begin
    if tg_table_name = 'disbursement_request' and tg_op = 'INSERT' then
        perform 1 from partner.agreement a where a.id = new.agreement_id for share;
    end if;
    select a.state into v_state from partner.agreement a where a.id = new.agreement_id;
    if v_state <> 'signed' and not (v_state = 'terminated' and new.kind in ('reimbursement', 'direct_payment')) then
        if tg_table_name = 'payment' then
            if partner.is_at_bank(new.request_id) then
                return new;
            end if;
        end if;
        raise exception 'agreement % is %', new.agreement_id, v_state
            using errcode = 'check_violation', constraint = tg_argv[0];
    end if;
    return new;
end
$$;

create or replace function partner.check_screened() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_row constant jsonb := pg_catalog.to_jsonb(new);
begin
    if tg_table_name = 'payment' and partner.is_at_bank((v_row ->> 'request_id')::bigint) then
        return new;
    end if;
    if exists (select 1 from partner.agreement a join partner.match_in_force m on m.partner_id = a.partner_id
                where a.id = coalesce((v_row ->> 'agreement_id')::bigint, (v_row ->> 'id')::bigint)) then
        raise exception 'the partner of % is on a list of sanctions, or nobody has looked', new.id
            using errcode = 'check_violation', constraint = 'partner_not_matched_check';
    end if;
    return new;
end
$$;
