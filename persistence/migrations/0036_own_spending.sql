-- The office's own obligations, such as purchase orders: what is set aside on a budget line until it is spent
-- or released. What is left of one stands in the ledger (account obligated of the obligation and its line).
create table funding.obligation (
    id bigint primary key,
    project_id bigint not null constraint obligation_project_fkey references funding.project,
    budget_line_id bigint not null,
    code reference.entity_code not null,
    obligated_on date not null,
    payee_kind text not null,
    description text not null,
    currency reference.currency_code not null,
    amount bigint not null,
    rate numeric(22, 10) not null,
    base_amount bigint not null,
    source_system text,
    external_reference text,
    illustrative boolean not null default false,
    recorded_by bigint not null,
    constraint obligation_line_fkey
        foreign key (budget_line_id, project_id) references funding.budget_line (id, project_id),
    constraint obligation_code_key unique (project_id, code),
    constraint obligation_id_line_key unique (id, budget_line_id),
    constraint obligation_positive_check check (amount > 0 and base_amount > 0),
    constraint obligation_source_check check (source_system is null or external_reference is not null)
);
create unique index obligation_source_key
    on funding.obligation (source_system, external_reference) where source_system is not null;
create index obligation_project_idx on funding.obligation (project_id);
grant select, insert on funding.obligation to tranche_staff;

-- Expenses out of the office's accounting systems: a reference is unique within the system it comes from.
-- Without one it is unique in its project, as before.
alter table funding.direct_expenditure
    add column source_system text,
    add column obligation_id bigint,
    drop constraint direct_expenditure_external_key,
    add constraint direct_expenditure_source_check
        check (source_system is null or external_reference is not null),
    -- What an obligation set aside on a line is spent on that line.
    add constraint direct_expenditure_obligation_fkey
        foreign key (obligation_id, budget_line_id) references funding.obligation (id, budget_line_id);
create unique index direct_expenditure_source_key
    on funding.direct_expenditure (source_system, external_reference) where source_system is not null;
create unique index direct_expenditure_external_key
    on funding.direct_expenditure (project_id, external_reference) where source_system is null;
create index direct_expenditure_obligation_idx
    on funding.direct_expenditure (obligation_id) where obligation_id is not null;

-- R60: a residue that is not worth its return is written off, out of what the line gave.
insert into reference.rule (code, kind) values ('R60', 'gate');
alter table funding.closure
    add column written_off_amount bigint not null default 0,
    add constraint closure_written_off_check check (written_off_amount >= 0);
