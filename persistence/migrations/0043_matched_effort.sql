-- What others bring to a project beside the instrument's money (R17): a government's staff, a partner's
-- rooms, another donor's grant. It stands apart from the ledger and enters none of its sums.
create table funding.matched_effort (
    id bigint primary key,
    project_id bigint not null constraint matched_effort_project_fkey references funding.project,
    kind text not null,
    provider_kind text not null,
    provider text not null,
    description text not null,
    currency reference.currency_code not null,
    amount bigint not null,
    valued_on date not null,
    -- How the value was come by; what is in kind has no invoice.
    basis text not null,
    recorded_by bigint not null,
    recorded_for bigint,
    withdrawn_by bigint,
    withdrawn_for bigint,
    withdrawn_on date,
    withdrawal_reason text,
    illustrative boolean not null default false,
    version bigint not null default 1,
    constraint matched_effort_kind_check check (kind in ('cash', 'in_kind')),
    constraint matched_effort_provider_kind_check check (provider_kind in ('government', 'partner', 'donor', 'other')),
    constraint matched_effort_positive_check check (amount > 0),
    constraint matched_effort_withdrawn_check check (
        (withdrawn_by is null) = (withdrawn_on is null) and (withdrawn_by is null) = (withdrawal_reason is null))
);
create index matched_effort_of_project on funding.matched_effort (project_id);

grant select, insert on funding.matched_effort to tranche_staff;
grant update (withdrawn_by, withdrawn_for, withdrawn_on, withdrawal_reason, version) on funding.matched_effort
    to tranche_staff;
alter table funding.matched_effort enable row level security;
create policy staff_see_all on funding.matched_effort to tranche_staff using (true) with check (true);
