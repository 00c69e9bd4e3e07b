-- Code lists with their labels, and dated facts about States. Loaded by commands, never by hand.

create table reference.cost_category (
    code text primary key,
    name_en text not null, name_fr text not null, name_es text not null,
    direct boolean not null
);
create table reference.project_type (
    prefix text primary key,
    name_en text not null, name_fr text not null, name_es text not null,
    constraint project_type_prefix_form_check check (prefix ~ '^[A-Z]{2}$')
);
create table reference.sector (
    code text primary key,
    name_en text not null, name_fr text not null
);
create table reference.goal_target (
    framework text not null,
    code text not null,
    name_en text not null, name_fr text not null, name_es text not null,
    primary key (framework, code),
    constraint goal_target_framework_check check (framework in ('sdg', 'gcm'))
);

create table reference.member_state (
    iso2 reference.country_code primary key,
    iso3 char(3) not null,
    m49 char(3) not null,
    name_en text not null, name_fr text not null, name_es text not null,
    region text not null,
    constraint member_state_iso3_key unique (iso3)
);

-- What was known of a State from a day on. Unknown is null, which is an answer of its own.
create table reference.member_state_status (
    state reference.country_code not null
        constraint member_state_status_state_fkey references reference.member_state,
    valid_from date not null,
    membership text,
    income_group text,
    eu_member boolean,
    article_4 boolean,
    withdrawn boolean,
    line_2_listed boolean,
    source text not null,
    illustrative boolean not null default false,
    primary key (state, valid_from),
    constraint member_state_status_membership_check check (membership in ('member', 'observer', 'none')),
    constraint member_state_status_income_check
        check (income_group in ('low', 'lower_middle', 'upper_middle', 'high', 'not_classified'))
);

-- A rate series says who quotes it and from when to when a quotation holds.
create table reference.rate_series (
    code text primary key,
    base_currency reference.currency_code not null,
    convention text not null,
    name_en text not null, name_fr text not null, name_es text not null,
    source text not null,
    constraint rate_series_convention_check
        check (convention in ('month_end_for_next_month', 'month_itself', 'year_itself', 'explicit'))
);

-- Units of currency per one unit of the series' base currency. A rate counts once a second person
-- has confirmed it, and only between its two dates: outside them there is no rate, not the latest one.
create table reference.exchange_rate (
    id bigint generated always as identity primary key,
    series text not null constraint exchange_rate_series_fkey references reference.rate_series,
    currency reference.currency_code not null,
    valid_from date not null,
    valid_to date not null,
    quoted_on date not null,
    rate numeric(22, 10) not null,
    loaded_by bigint not null,
    loaded_at timestamptz not null default clock_timestamp(),
    confirmed_by bigint,
    constraint exchange_rate_positive_check check (rate > 0),
    constraint exchange_rate_validity_check check (valid_to >= valid_from),
    constraint exchange_rate_confirmed_by_other_check check (confirmed_by <> loaded_by),
    constraint exchange_rate_no_overlap_excl
        exclude using gist (series with =, currency with =, daterange(valid_from, valid_to, '[]') with &&)
);

grant select, insert on all tables in schema reference to tranche_staff;
grant update on reference.cost_category, reference.project_type, reference.sector,
    reference.goal_target, reference.member_state, reference.member_state_status to tranche_staff;
grant update (confirmed_by) on reference.exchange_rate to tranche_staff;
