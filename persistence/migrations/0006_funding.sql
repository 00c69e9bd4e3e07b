create table funding.instrument (
    id bigint primary key,
    code reference.entity_code not null,
    name_en text not null, name_fr text not null, name_es text not null,
    established_on date,
    base_currency reference.currency_code not null,
    fiscal_year_start smallint not null default 1,
    rate_series text constraint instrument_rate_series_fkey references reference.rate_series,
    version bigint not null default 1,
    constraint instrument_code_key unique (code),
    constraint instrument_fiscal_year_start_check check (fiscal_year_start between 1 and 12)
);

-- How many persons money out takes, as dated data of the fund (R39): never fewer than two.
create table funding.instrument_terms (
    instrument_id bigint not null constraint instrument_terms_instrument_fkey references funding.instrument,
    valid_from date not null,
    payment_persons smallint not null,
    certifier_differs boolean not null,
    source text not null,
    illustrative boolean not null default false,
    primary key (instrument_id, valid_from),
    constraint instrument_terms_persons_check check (payment_persons between 2 and 4)
);

create table funding.funding_line (
    id bigint primary key,
    instrument_id bigint not null constraint funding_line_instrument_fkey references funding.instrument,
    code reference.entity_code not null,
    name_en text not null, name_fr text not null, name_es text not null,
    currency reference.currency_code not null,
    version bigint not null default 1,
    constraint funding_line_code_key unique (code)
);

-- Dated terms of a line (R4, R8 to R10, R15, R16). Null means: the line sets no such limit.
create table funding.line_terms (
    line_id bigint not null constraint line_terms_line_fkey references funding.funding_line,
    valid_from date not null,
    ceiling_national bigint,
    ceiling_regional bigint,
    excludes_article_4 boolean not null,
    staff_office_cap reference.percent,
    evaluation_minimum reference.percent,
    excluded_types text[] not null default '{}',
    endorsements_national smallint not null default 1,
    endorsements_regional smallint not null default 2,
    source text not null,
    illustrative boolean not null default false,
    primary key (line_id, valid_from),
    constraint line_terms_ceiling_check check (ceiling_national > 0 and ceiling_regional > 0),
    constraint line_terms_endorsements_check
        check (endorsements_national between 0 and 20 and endorsements_regional between 0 and 20)
);

create table funding.donor (
    id bigint primary key,
    code reference.entity_code not null,
    name text not null,
    kind text not null,
    country reference.country_code,
    organisation_ref text,
    version bigint not null default 1,
    constraint donor_code_key unique (code),
    constraint donor_kind_check check (kind in ('government', 'multilateral', 'foundation', 'private', 'own_income', 'other'))
);
alter table people.user_account
    add constraint user_account_donor_fkey foreign key (donor_id) references funding.donor;

-- A gift of a donor to a line. Pledged and committed amounts are facts of the row; money received
-- is in contribution_receipt. R23: a pledge moves nothing, a commitment binds, a receipt pays.
create table funding.contribution (
    id bigint primary key,
    code reference.entity_code not null,
    donor_id bigint not null constraint contribution_donor_fkey references funding.donor,
    line_id bigint not null constraint contribution_line_fkey references funding.funding_line,
    currency reference.currency_code not null,
    pledged_amount bigint not null,
    pledged_on date not null,
    committed_amount bigint not null default 0,
    committed_on date,
    earmarking char(1) not null default 'A',
    restriction text,
    project_id bigint,
    illustrative boolean not null default false,
    version bigint not null default 1,
    constraint contribution_code_key unique (code),
    constraint contribution_pledge_positive_check check (pledged_amount > 0),
    constraint contribution_commitment_check
        check (committed_amount >= 0 and (committed_amount > 0) = (committed_on is not null)),
    constraint contribution_earmarking_check check (earmarking between 'A' and 'L'),
    -- I and J are tied to a project or theme: the restriction is written down.
    constraint contribution_restriction_check check (earmarking < 'D' or restriction is not null)
);
create index contribution_line on funding.contribution (line_id);

create table funding.contribution_receipt (
    id bigint primary key,
    contribution_id bigint not null constraint contribution_receipt_contribution_fkey references funding.contribution,
    received_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    rate numeric(22, 10) not null,
    base_amount bigint not null,
    unapplied_amount bigint not null default 0,
    external_reference text,
    constraint contribution_receipt_positive_check check (amount > 0 and base_amount > 0),
    constraint contribution_receipt_unapplied_check check (unapplied_amount between 0 and amount),
    constraint contribution_receipt_external_key unique (contribution_id, external_reference)
);

create table funding.project (
    id bigint primary key,
    code reference.entity_code not null,
    prima_id text,
    title_en text not null, title_fr text, title_es text,
    instrument_id bigint not null constraint project_instrument_fkey references funding.instrument,
    project_type text constraint project_type_fkey references reference.project_type,
    coverage text not null,
    sector text constraint project_sector_fkey references reference.sector,
    state text not null,
    start_on date, end_on date,
    date_precision text not null default 'day',
    focal_point text,
    protection boolean not null default false,
    origin reference.origin not null default 'current',
    illustrative boolean not null default false,
    note text,
    -- What public listings state for a historical project. Quoted text, never part of a sum.
    published_amount bigint,
    published_currency reference.currency_code,
    published_year smallint,
    proposed_by bigint not null,
    version bigint not null default 1,
    constraint project_code_key unique (code),
    constraint project_coverage_check check (coverage in ('national', 'regional', 'multi_regional', 'global')),
    constraint project_date_precision_check check (date_precision in ('day', 'month', 'year')),
    constraint project_dates_in_order_check check (end_on >= start_on),
    constraint project_published_is_historical_check
        check (origin = 'historical' or (published_amount is null and published_year is null)),
    constraint project_state_check check (state in (
        'concept', 'proposal_draft', 'submitted', 'ro_endorsed', 'fund_review', 'approved', 'declined', 'retained',
        'allocated', 'active', 'suspended', 'activities_completed', 'financially_closed', 'terminated', 'cancelled')),
    constraint project_active_has_dates_check
        check (origin <> 'current' or state not in ('active', 'activities_completed', 'financially_closed')
               or (start_on is not null and end_on is not null and focal_point is not null))
);
create index project_instrument on funding.project (instrument_id, code);
alter table funding.contribution
    add constraint contribution_project_fkey foreign key (project_id) references funding.project;

create table funding.phase (
    id bigint primary key,
    project_id bigint not null constraint phase_project_fkey references funding.project,
    code reference.entity_code not null,
    name_en text not null, name_fr text, name_es text,
    amount bigint, currency reference.currency_code,
    start_on date, end_on date,
    constraint phase_code_key unique (project_id, code),
    constraint phase_id_project_key unique (id, project_id),
    constraint phase_dates_in_order_check check (end_on >= start_on),
    constraint phase_amount_check check ((amount is null) = (currency is null) and amount > 0)
);

-- Shares are percents that add to 100 on each day they start to count. Historical records may name
-- States without a share: then nothing is attributed to any of them.
create table funding.benefiting_state (
    project_id bigint not null constraint benefiting_state_project_fkey references funding.project,
    state reference.country_code not null constraint benefiting_state_state_fkey references reference.member_state,
    valid_from date not null default '0001-01-01',
    share reference.percent,
    member boolean not null default true,
    primary key (project_id, valid_from, state)
);

create function funding.check_state_shares() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_sum numeric;
    v_missing bigint;
begin
    select pg_catalog.sum(share), pg_catalog.count(*) filter (where share is null and member)
      into v_sum, v_missing
      from funding.benefiting_state
     where project_id = new.project_id and valid_from = new.valid_from;
    if (v_sum is not null and (v_sum <> 100 or v_missing > 0)) then
        raise exception 'shares of project % add to %', new.project_id, v_sum
            using errcode = 'check_violation', constraint = 'benefiting_state_shares_add_to_100_check';
    end if;
    return null;
end
$$;
create constraint trigger benefiting_state_shares_add_to_100
    after insert or update on funding.benefiting_state
    deferrable initially deferred
    for each row execute function funding.check_state_shares();

create table funding.endorsement (
    id bigint primary key,
    project_id bigint not null constraint endorsement_project_fkey references funding.project,
    kind text not null,
    state reference.country_code constraint endorsement_state_fkey references reference.member_state,
    endorsed_on date not null,
    document text not null,
    recorded_by bigint not null,
    constraint endorsement_kind_check check (kind in ('government_letter', 'regional_office', 'fund_review')),
    constraint endorsement_letter_names_state_check check ((kind = 'government_letter') = (state is not null)),
    constraint endorsement_once_key unique (project_id, kind, state)
);

create table funding.allocation (
    id bigint primary key,
    project_id bigint not null constraint allocation_project_fkey references funding.project,
    phase_id bigint,
    line_id bigint not null constraint allocation_line_fkey references funding.funding_line,
    contribution_id bigint constraint allocation_contribution_fkey references funding.contribution,
    currency reference.currency_code not null,
    amount bigint not null,
    allocated_on date not null,
    allocation_year smallint not null,
    eligibility jsonb not null,
    rules_checked boolean not null,
    origin reference.origin not null default 'current',
    illustrative boolean not null default false,
    decided_by bigint not null,
    constraint allocation_phase_fkey foreign key (phase_id, project_id) references funding.phase (id, project_id),
    constraint allocation_not_zero_check check (amount <> 0),
    constraint allocation_unchecked_is_historical_check check (rules_checked or origin <> 'current')
);
create index allocation_project on funding.allocation (project_id);
create index allocation_line on funding.allocation (line_id, allocation_year);

-- A budget line keeps its identity over all versions of the budget.
create table funding.budget_line (
    id bigint primary key,
    project_id bigint not null constraint budget_line_project_fkey references funding.project,
    phase_id bigint,
    code reference.entity_code not null,
    title_en text not null, title_fr text, title_es text,
    kind text not null,
    category text not null constraint budget_line_category_fkey references reference.cost_category,
    result_id bigint,
    flexibility reference.percent not null default 0,
    constraint budget_line_phase_fkey foreign key (phase_id, project_id) references funding.phase (id, project_id),
    constraint budget_line_code_key unique (project_id, code),
    constraint budget_line_id_project_key unique (id, project_id),
    constraint budget_line_kind_check check (kind in ('staff', 'office', 'operational', 'evaluation', 'support'))
);

create table funding.budget_version (
    id bigint primary key,
    project_id bigint not null constraint budget_version_project_fkey references funding.project,
    number smallint not null,
    currency reference.currency_code not null,
    state text not null,
    reason text not null,
    drafted_by bigint not null,
    approved_by bigint,
    approved_on date,
    version bigint not null default 1,
    constraint budget_version_number_key unique (project_id, number),
    constraint budget_version_state_check check (state in ('draft', 'submitted', 'approved', 'withdrawn')),
    constraint budget_version_approval_check
        check ((state = 'approved') = (approved_by is not null and approved_on is not null)),
    constraint budget_version_approved_by_other_check check (approved_by <> drafted_by)
);
create unique index budget_version_one_open_per_project_key on funding.budget_version (project_id)
    where state in ('draft', 'submitted');

create table funding.budget_version_line (
    version_id bigint not null constraint budget_version_line_version_fkey references funding.budget_version,
    line_id bigint not null constraint budget_version_line_line_fkey references funding.budget_line,
    quantity numeric(14, 3) not null,
    unit_price bigint not null,
    amount bigint not null,
    primary key (version_id, line_id),
    constraint budget_version_line_not_negative_check check (quantity >= 0 and unit_price >= 0),
    constraint budget_version_line_product_check check (amount = round(quantity * unit_price))
);
create index budget_version_line_line on funding.budget_version_line (line_id);

create table funding.direct_expenditure (
    id bigint primary key,
    project_id bigint not null constraint direct_expenditure_project_fkey references funding.project,
    budget_line_id bigint not null,
    document text not null,
    spent_on date not null,
    payee_kind text not null,
    description text not null,
    currency reference.currency_code not null,
    amount bigint not null,
    rate numeric(22, 10) not null,
    base_amount bigint not null,
    external_reference text,
    illustrative boolean not null default false,
    recorded_by bigint not null,
    constraint direct_expenditure_line_fkey
        foreign key (budget_line_id, project_id) references funding.budget_line (id, project_id),
    constraint direct_expenditure_not_zero_check check (amount <> 0),
    constraint direct_expenditure_external_key unique (project_id, external_reference)
);
create index direct_expenditure_project on funding.direct_expenditure (project_id, spent_on);

create table funding.closure (
    project_id bigint not null constraint closure_project_fkey references funding.project,
    closed_on date not null,
    line_id bigint not null constraint closure_line_fkey references funding.funding_line,
    currency reference.currency_code not null,
    returned_amount bigint not null,
    closed_by bigint not null,
    primary key (project_id, line_id),
    constraint closure_returned_check check (returned_amount >= 0)
);

-- Opening balances on the day a running fund moves in, with what the figure rests on.
create table funding.opening_balance (
    id bigint primary key,
    line_id bigint not null constraint opening_balance_line_fkey references funding.funding_line,
    opened_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    source text not null,
    illustrative boolean not null default false,
    recorded_by bigint not null,
    constraint opening_balance_positive_check check (amount > 0),
    constraint opening_balance_once_key unique (line_id, opened_on)
);

grant select, insert on all tables in schema funding to tranche_staff;
grant update on funding.instrument, funding.instrument_terms, funding.funding_line, funding.line_terms,
    funding.donor, funding.contribution, funding.project, funding.phase, funding.budget_version to tranche_staff;
