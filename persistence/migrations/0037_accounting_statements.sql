-- What an accounting system says was booked in a period, to be held against ours by reference. It moves no money.
create table funding.accounting_statement (
    id bigint primary key,
    code reference.entity_code not null,
    source_system text not null,
    first_day date not null,
    last_day date not null,
    recorded_on date not null,
    recorded_by bigint not null,
    constraint accounting_statement_code_key unique (code),
    constraint accounting_statement_period_check check (last_day >= first_day)
);
create table funding.accounting_figure (
    statement_id bigint not null
        constraint accounting_figure_statement_fkey references funding.accounting_statement,
    external_reference text not null,
    booked_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    description text,
    primary key (statement_id, external_reference)
);
grant select, insert on funding.accounting_statement, funding.accounting_figure to tranche_staff;
