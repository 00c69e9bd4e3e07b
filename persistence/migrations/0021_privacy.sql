-- How long data about persons is kept, and what a donor's viewers are kept from.

-- Months after which `tranche erase` may remove it, from a day on. Without a term nothing is erased.
--   audit_details    who looked from where and what changed, of sealed audit events; the seal stands
--   sign_in_records  ended browser sessions with address and browser, counted attempts
--   payee_names      of expenditure lines whose report was decided; the amounts stay
create table reference.retention_term (
    kind text not null,
    valid_from date not null,
    months smallint not null,
    source text not null,
    illustrative boolean not null default false,
    primary key (kind, valid_from),
    constraint retention_term_kind_check check (kind in ('audit_details', 'sign_in_records', 'payee_names')),
    constraint retention_term_months_check check (months between 1 and 1200)
);
grant select, insert, update on reference.retention_term to tranche_staff;
grant select on reference.retention_term to tranche_partner, tranche_donor;

-- A donor reads figures and the titles written for it, not remarks: a word in passing, a source or a
-- breakdown could lead to a shelter or to a person.
revoke select on result.indicator, result.target, result.actual from tranche_donor;
grant select (id, result_id, code, title_en, title_fr, title_es, unit_en, unit_fr, unit_es, measure, aggregation,
    ascending, baseline, position, illustrative) on result.indicator to tranche_donor;
grant select (id, indicator_id, period_first, period_last, value, set_on, illustrative) on result.target
    to tranche_donor;
grant select (id, indicator_id, period_first, period_last, value, illustrative, reported_on, verified_by,
    verified_on) on result.actual to tranche_donor;
-- Its own title is what most likely names the site of a protection project.
grant select (protection) on funding.project to tranche_donor;
