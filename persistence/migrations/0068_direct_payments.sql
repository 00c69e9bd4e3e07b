-- A direct payment pays a third party what a partner owes it: expenditure that was accepted and not advanced.
-- No advance arises. Why: deploy/decisions/0030-batches-before-the-bank.md.
alter table partner.disbursement_request
    add column payee_name text,
    add column payee_bank text,
    add column payee_bic text,
    add column payee_account text,
    add column payee_document text,
    add constraint disbursement_request_payee_check check (
        (payee_name is null) = (payee_account is null) and (payee_name is null) = (payee_bank is null)
        and (payee_name is null) = (payee_document is null) and (kind = 'direct_payment' or payee_name is null)
        and payee_name <> '' and payee_account <> '' and payee_bank <> '' and payee_document <> ''),
    add constraint disbursement_request_payee_bic_check
        check (payee_bic is null
               or (payee_bic ~ '^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$' and payee_name is not null));
grant insert (payee_name, payee_bank, payee_bic, payee_account, payee_document)
    on partner.disbursement_request to tranche_partner;

-- One from before has none, and is cancelled.
create function partner.check_direct_has_payee() returns trigger
language plpgsql set search_path = '' as $$
begin
    raise exception 'direct payment % names no payee', new.id
        using errcode = 'check_violation', constraint = 'disbursement_request_direct_has_payee_check';
end
$$;
revoke all on function partner.check_direct_has_payee from public;
create trigger disbursement_request_direct_has_payee before insert or update of state on partner.disbursement_request
    for each row when (new.kind = 'direct_payment' and new.payee_name is null
                       and new.state in ('submitted', 'certified', 'approved', 'paid'))
    execute function partner.check_direct_has_payee();

-- What was spent, by the partner or on its behalf, is owed also once an agreement has ended before its time.
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
        raise exception 'agreement % is %', new.agreement_id, v_state
            using errcode = 'check_violation', constraint = tg_argv[0];
    end if;
    return new;
end
$$;

-- A direct payment opens no advance (R37 has nothing to count).
create function partner.check_advance_of_advance() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if (select y.kind from partner.payment y where y.id = new.payment_id) in ('reimbursement', 'direct_payment') then
        raise exception 'payment % is no advance', new.payment_id
            using errcode = 'check_violation', constraint = 'advance_of_advance_check';
    end if;
    return new;
end
$$;
revoke all on function partner.check_advance_of_advance from public;
create trigger advance_of_advance before insert on partner.advance
    for each row when (new.payment_id is not null) execute function partner.check_advance_of_advance();
