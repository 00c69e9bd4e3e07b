-- What a bank sends back after its agreement was closed is due again, and is asked for and paid as before. Nothing else
-- of a closed agreement is.
create function partner.is_due(p_tranche bigint) returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (select 1 from ledger.account k join ledger.balance b on b.account_id = k.id
                    where k.kind = 'due' and k.owner_id = p_tranche and b.amount > 0)
$$;
revoke all on function partner.is_due from public;
grant execute on function partner.is_due to tranche_staff, tranche_partner;

create or replace function partner.check_agreement_in_force() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_state text;
begin
    if tg_table_name = 'disbursement_request' and tg_op = 'INSERT' then
        perform 1 from partner.agreement a where a.id = new.agreement_id for share;
    end if;
    select a.state into v_state from partner.agreement a where a.id = new.agreement_id;
    if v_state = 'signed' or (new.kind in ('reimbursement', 'direct_payment')
       and (v_state = 'terminated' or (v_state = 'closed' and partner.is_due(new.tranche_id)))) then
        return new;
    end if;
    if tg_table_name = 'payment' then
        if partner.is_at_bank(new.request_id) then
            return new;
        end if;
    end if;
    raise exception 'agreement % is %', new.agreement_id, v_state
        using errcode = 'check_violation', constraint = tg_argv[0];
end
$$;
