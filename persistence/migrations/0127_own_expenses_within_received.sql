-- R23, the second wall behind the office's own expenses, as payments have it (0112): what was allocated against a
-- signature is spent once it is there.
create function funding.check_spent_within_received() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    perform 1 from ledger.project_lock l where l.project_id = new.project_id for no key update;
    if funding.payable_of(new.project_id) < 0 then
        raise exception 'expense % is more than project % has received', new.id, new.project_id
            using errcode = 'check_violation', constraint = 'direct_expenditure_within_received_check';
    end if;
    return null;
end
$$;
revoke all on function funding.check_spent_within_received from public;
-- Deferred: its entry is posted beside it.
create constraint trigger direct_expenditure_within_received after insert on funding.direct_expenditure
    deferrable initially deferred for each row when (new.reverses_id is null and new.base_amount > 0)
    execute function funding.check_spent_within_received();
