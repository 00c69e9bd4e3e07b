-- Money of one project for another, in one act with two sides: what the one gives back to its line the other
-- is allocated from it. One person asks, another decides.
create table funding.project_transfer (
    id bigint primary key,
    from_project_id bigint not null constraint project_transfer_from_fkey references funding.project,
    to_project_id bigint not null constraint project_transfer_to_fkey references funding.project,
    line_id bigint not null constraint project_transfer_line_fkey references funding.funding_line,
    contribution_id bigint constraint project_transfer_contribution_fkey references funding.contribution,
    currency reference.currency_code not null,
    amount bigint not null,
    reason text not null,
    requested_by bigint not null,
    requested_for bigint,
    requested_on date not null,
    approved_by bigint,
    approved_for bigint,
    transferred_on date,
    refused_by bigint,
    refused_for bigint,
    refused_on date,
    version bigint not null default 1,
    constraint project_transfer_two_projects_check check (from_project_id <> to_project_id),
    constraint project_transfer_positive_check check (amount > 0),
    constraint project_transfer_reason_check check (reason <> ''),
    constraint project_transfer_decided_once_check check (
        (approved_by is null) = (transferred_on is null) and (refused_by is null) = (refused_on is null)
        and (approved_by is null or refused_by is null)),
    constraint project_transfer_approved_by_other_check check (
        approved_by <> requested_by and approved_by <> requested_for
        and approved_for <> requested_by and approved_for <> requested_for)
);
create index project_transfer_from on funding.project_transfer (from_project_id);
create index project_transfer_to on funding.project_transfer (to_project_id);
grant select on funding.project_transfer to tranche_staff;
grant insert (id, from_project_id, to_project_id, line_id, contribution_id, currency, amount, reason, requested_by,
              requested_for, requested_on)
    on funding.project_transfer to tranche_staff;
grant update (approved_by, approved_for, transferred_on, refused_by, refused_for, refused_on, version)
    on funding.project_transfer to tranche_staff;

-- The two sides. Only so is money of a project given back while it runs.
alter table funding.allocation
    add column transfer_id bigint constraint allocation_transfer_fkey references funding.project_transfer,
    add constraint allocation_given_back_by_transfer_check check (amount >= 0 or transfer_id is not null);
create unique index allocation_transfer_side_key on funding.allocation (transfer_id, (amount < 0))
    where transfer_id is not null;

create function funding.check_project_transfer() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.approved_by is not null or old.refused_by is not null then
        raise exception 'transfer % was decided before', new.id
            using errcode = 'check_violation', constraint = 'project_transfer_decided_before_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_project_transfer from public;
create trigger project_transfer_decided_once before update on funding.project_transfer
    for each row execute function funding.check_project_transfer();

-- What one side gives the other gets, of the same givers, and no giver gets back more than it gave.
create function funding.check_transfer_sides() returns trigger
language plpgsql set search_path = '' as $$
begin
    if (select pg_catalog.count(*) from funding.allocation a
         where a.transfer_id = new.id and a.line_id = new.line_id
           and a.contribution_id is not distinct from new.contribution_id
           and ((a.project_id = new.from_project_id and a.amount = -new.amount)
                or (a.project_id = new.to_project_id and a.amount = new.amount))) <> 2
       or exists (select 1 from funding.allocation a
                    join funding.money_source m on m.source_type = 'allocation' and m.source_id = a.id
                   where a.transfer_id = new.id
                   group by m.line_id, m.pot_id, m.contribution_id having pg_catalog.sum(m.amount) <> 0)
       or exists (select 1 from funding.allocation a
                    join funding.money_source m on m.source_type = 'allocation' and m.source_id = a.id
                   where a.project_id = new.from_project_id
                   group by m.line_id, m.pot_id, m.contribution_id having pg_catalog.sum(m.amount) > 0)
    then
        raise exception 'transfer % has not two sides of the same money', new.id
            using errcode = 'check_violation', constraint = 'project_transfer_two_sides_check';
    end if;
    return null;
end
$$;
revoke all on function funding.check_transfer_sides from public;
create constraint trigger project_transfer_two_sides after update on funding.project_transfer
    deferrable initially deferred for each row when (new.approved_by is not null)
    execute function funding.check_transfer_sides();

-- What a tied gift may be used for is asked where it goes to, not where it leaves.
drop trigger allocation_obeys_restriction on funding.allocation;
create constraint trigger allocation_obeys_restriction after insert on funding.allocation
    deferrable initially deferred for each row when (new.contribution_id is not null and new.amount > 0)
    execute function funding.check_restriction();
