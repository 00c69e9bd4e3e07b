create table result.result (
    id bigint primary key,
    project_id bigint not null constraint result_project_fkey references funding.project,
    parent_id bigint,
    code reference.entity_code not null,
    result_type text not null,
    title_en text not null, title_fr text, title_es text,
    position smallint not null,
    version bigint not null default 1,
    constraint result_code_key unique (project_id, code),
    constraint result_id_project_key unique (id, project_id),
    constraint result_parent_fkey foreign key (parent_id, project_id) references result.result (id, project_id),
    constraint result_type_check check (result_type in ('outcome', 'output', 'impact', 'other')),
    constraint result_output_has_parent_check check (parent_id is distinct from id)
);
alter table funding.budget_line
    add constraint budget_line_result_fkey foreign key (result_id, project_id)
        references result.result (id, project_id);

create table result.indicator (
    id bigint primary key,
    result_id bigint not null constraint indicator_result_fkey references result.result,
    code reference.entity_code not null,
    title_en text not null, title_fr text, title_es text,
    unit_en text not null, unit_fr text, unit_es text,
    measure text not null default 'unit',
    aggregation text not null,
    ascending boolean not null default true,
    baseline numeric(20, 4),
    position smallint not null,
    illustrative boolean not null default false,
    note text,
    version bigint not null default 1,
    constraint indicator_code_key unique (result_id, code),
    constraint indicator_measure_check check (measure in ('unit', 'percentage', 'nominal', 'ordinal', 'qualitative')),
    -- R56: the indicator says how its periods add up; there is no default.
    constraint indicator_aggregation_check check (aggregation in ('sum', 'max', 'latest'))
);

create table result.target (
    id bigint primary key,
    indicator_id bigint not null constraint target_indicator_fkey references result.indicator,
    period_first date not null,
    period_last date not null,
    value numeric(20, 4) not null,
    set_on date not null,
    reason text,
    illustrative boolean not null default false,
    constraint target_period_check check (period_last >= period_first),
    constraint target_set_once_key unique (indicator_id, period_first, period_last, set_on)
);

create table result.actual (
    id bigint primary key,
    indicator_id bigint not null constraint actual_indicator_fkey references result.indicator,
    period_first date not null,
    period_last date not null,
    value numeric(20, 4) not null,
    source text not null,
    disaggregation jsonb not null default '{}',
    illustrative boolean not null default false,
    note text,
    reported_by bigint not null,
    reported_on date not null,
    verified_by bigint,
    verified_on date,
    evidence text,
    version bigint not null default 1,
    constraint actual_period_check check (period_last >= period_first),
    constraint actual_once_per_period_key unique (indicator_id, period_first, period_last),
    constraint actual_verified_by_other_check check (verified_by <> reported_by),
    constraint actual_verification_check check ((verified_by is null) = (verified_on is null))
);

grant select, insert on all tables in schema result to tranche_staff;
grant update on result.result, result.indicator to tranche_staff;
grant update (verified_by, verified_on, evidence, version) on result.actual to tranche_staff;
