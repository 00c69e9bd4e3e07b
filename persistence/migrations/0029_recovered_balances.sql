-- Money of a line without a record behind it: what it held when the fund moved in, what came back from
-- projects closed before (R62), and what such projects had been given.
alter table funding.opening_balance
    add column kind text not null default 'opening',
    add column project_id bigint constraint opening_balance_project_fkey references funding.project,
    drop constraint opening_balance_once_key,
    add constraint opening_balance_kind_check check (kind in ('opening', 'recovered', 'allocated')),
    add constraint opening_balance_project_check check (project_id is null or kind <> 'opening');
create unique index opening_balance_once_key on funding.opening_balance (line_id, opened_on) where kind = 'opening';

create function funding.check_earlier_allocation() returns trigger
language plpgsql set search_path = '' as $$
begin
    if funding.available_from(new.line_id, 0, new.opened_on) < 0 then
        raise exception 'line % did not have % on %', new.line_id, new.amount, new.opened_on
            using errcode = 'check_violation', constraint = 'allocation_within_line_check';
    end if;
    return null;
end
$$;
revoke all on function funding.check_earlier_allocation from public;
create constraint trigger earlier_allocation_within_line after insert on funding.opening_balance
    deferrable initially deferred for each row when (new.kind = 'allocated')
    execute function funding.check_earlier_allocation();
