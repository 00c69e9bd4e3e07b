-- Checks of a report against the periods before it. What a warning was acknowledged with, by its facts: when
-- they change it is asked again.
create table partner.check_acknowledgement (
    id bigint primary key,
    report_id bigint not null
        constraint check_acknowledgement_report_fkey references partner.expenditure_report,
    check_code text not null,
    part text not null,
    facts text not null,
    reason text not null,
    acknowledged_by bigint not null
        constraint check_acknowledgement_acknowledged_by_fkey references people.user_account,
    acknowledged_for bigint,
    acknowledged_on date not null,
    constraint check_acknowledgement_once_key unique (report_id, check_code, part, facts),
    constraint check_acknowledgement_reason_check check (reason <> '')
);

-- Thresholds of a fund from a day on. A check without its threshold is not made.
create table funding.report_check_terms (
    instrument_id bigint not null
        constraint report_check_terms_instrument_fkey references funding.instrument,
    valid_from date not null,
    -- More than so many percent of the lines are whole multiples of this, in units of their currency.
    round_unit integer,
    round_percent reference.percent,
    -- So many lines of one day, payee, budget line and amount.
    copied_lines smallint,
    -- Months at which the age of an advance enters the next band.
    advance_bands smallint[] not null default '{3,6,9}',
    source text not null,
    illustrative boolean not null default false,
    primary key (instrument_id, valid_from),
    constraint report_check_terms_round_check
        check ((round_unit is null) = (round_percent is null) and round_unit > 0 and round_percent <= 100),
    constraint report_check_terms_copied_check check (copied_lines > 1),
    constraint report_check_terms_bands_check
        check (cardinality(advance_bands) between 1 and 6 and 0 < all (advance_bands)
               and array_position(advance_bands, null) is null)
);

grant select, insert on partner.check_acknowledgement, funding.report_check_terms to tranche_staff;
grant select on partner.check_acknowledgement, funding.report_check_terms to tranche_partner;
grant insert (id, report_id, check_code, part, facts, reason, acknowledged_by, acknowledged_for, acknowledged_on)
    on partner.check_acknowledgement to tranche_partner;
alter table partner.check_acknowledgement enable row level security;
create policy staff_see_all on partner.check_acknowledgement to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.check_acknowledgement for select to tranche_partner using (
    exists (select 1 from partner.expenditure_report e where e.id = report_id));
create policy partner_acknowledges on partner.check_acknowledgement for insert to tranche_partner with check (
    exists (select 1 from partner.expenditure_report e where e.id = report_id and e.state in ('draft', 'sent_back'))
    and exists (select 1 from people.user_account u where u.id = acknowledged_by)
    and (acknowledged_for is null or exists (select 1 from people.user_account u where u.id = acknowledged_for)));
alter table funding.report_check_terms enable row level security;
create policy staff_see_all on funding.report_check_terms to tranche_staff using (true) with check (true);
create policy partner_sees_own on funding.report_check_terms for select to tranche_partner using (
    exists (select 1 from funding.instrument i where i.id = instrument_id));
