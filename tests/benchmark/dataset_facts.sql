-- The reference dataset, part 1: everything but the journal. Needs a migrated, empty database and a
-- superuser, because foreign keys are not checked row by row here; laws.sql checks afterwards.
--   psql -v projects=10000 -v requests=7 -f dataset_facts.sql
-- Per project two agreements; per agreement 36 payments and 12 accepted reports, and `requests`
-- approved requests for the benchmark to pay. Amounts are multiples of 1000 minor units, so that
-- shares of 60 and 40 percent and the rate of 0.8 leave no remainder.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;
set work_mem = '128MB';
set maintenance_work_mem = '512MB';

create schema bench;
-- The id of the n-th thing of a kind: scattered like the program's random ids, and computable by
-- pgbench, which has no hash function that PostgreSQL shares.
create function bench.id(kind bigint, n bigint) returns bigint
language sql immutable parallel safe
return (((n * 2654435761) & 4294967295) << 24) | (kind << 16) | 1;

-- The n-th State in the order of its code.
create function bench.state(n int) returns text
language sql immutable parallel safe
return case when n < 26 then 'Q' || chr(65 + n) else 'X' || chr(65 + n - 26) end;

-- The text form of an id, as the API shows it.
create function bench.public_id(prefix text, id bigint) returns text
language sql immutable parallel safe
return prefix || '_' || (
    select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz', (((id >> (5 * d)) & 31) + 1)::int, 1),
                      '' order by d desc)
      from generate_series(0, 12) as d);

insert into people.user_account (id, name, display_name, roles) values
    (bench.id(20, 1), 'bench.officer', 'Officer', '{programme_officer}'),
    (bench.id(20, 2), 'bench.approver', 'Approver', '{approver}'),
    (bench.id(20, 3), 'bench.finance', 'Finance', '{finance_officer}');

insert into reference.cost_category values ('1', 'Staff', 'Personnel', 'Personal', true);
insert into reference.project_type values ('TC', 'Technical', 'Technique', 'Técnico');
insert into reference.sector values ('15190', 'Migration', 'Migration');
insert into reference.member_state (iso2, iso3, m49, name_en, name_fr, name_es, region)
select bench.state(n), bench.state(n) || 'Z', lpad(n::text, 3, '0'), 'State ' || n, 'État ' || n, 'Estado ' || n,
       'none'
  from generate_series(0, 39) as n;
insert into reference.rate_series values
    ('BENCH', 'USD', 'explicit', 'Benchmark', 'Mesure', 'Medición', 'made up');
insert into reference.exchange_rate (series, currency, valid_from, valid_to, quoted_on, rate,
                                     loaded_by, confirmed_by)
select 'BENCH', 'EUR', d::date, (d + interval '1 month' - interval '1 day')::date, d::date, 0.8,
       bench.id(20, 1), bench.id(20, 2)
  from generate_series(date '2009-01-01', date '2030-12-01', interval '1 month') as d;

insert into funding.instrument (id, code, name_en, name_fr, name_es, base_currency, rate_series)
select bench.id(1, n), 'BI' || n, 'Instrument ' || n, 'Instrument ' || n, 'Instrumento ' || n, 'USD', 'BENCH'
  from generate_series(0, 19) as n;
insert into funding.instrument_terms (instrument_id, valid_from, payment_persons, certifier_differs, source)
select bench.id(1, n), '2000-01-01', 3, false, 'made up' from generate_series(0, 19) as n;
insert into funding.funding_line (id, instrument_id, code, name_en, name_fr, name_es, currency)
select bench.id(2, n), bench.id(1, n), 'BL' || n, 'Line ' || n, 'Ligne ' || n, 'Línea ' || n, 'USD'
  from generate_series(0, 19) as n;
insert into funding.donor (id, code, name, kind)
select bench.id(3, n), 'BD' || n, 'Donor ' || n, 'government' from generate_series(0, 19) as n;
insert into partner.partner (id, code, name, kind, country)
select bench.id(12, n), 'BP' || n, 'Partner number ' || n, 'national_ngo', 'QA'
  from generate_series(0, 499) as n;
insert into people.user_account (id, name, display_name, roles, partner_id) values
    (bench.id(20, 4), 'bench.partner', 'Partner', '{partner_authorised_officer}', bench.id(12, 0));

create table bench.project as
select n, bench.id(6, n) as id, (n % 20)::int as instrument, bench.id(1, n % 20) as instrument_id,
       date '2010-01-01' + (n * 37 % 4000)::int as start_on,
       n % 10 = 9 as is_shared,
       bench.state(((n % 20 * 2 + n / 20 % 20) % 40)::int) as state,
       bench.state(((n % 20 * 2 + n / 20 % 20 + 1) % 40)::int) as second_state
  from generate_series(0, :projects - 1) as n;

insert into funding.project (id, code, title_en, title_fr, title_es, instrument_id, project_type, coverage,
                             sector, state, start_on, end_on, focal_point, proposed_by)
select id, 'BX.' || lpad(n::text, 5, '0'), 'Project number ' || n || ' of the reference dataset',
       'Projet numéro ' || n, 'Proyecto número ' || n, instrument_id, 'TC',
       case when is_shared then 'regional' else 'national' end, '15190',
       (array['active', 'active', 'active', 'activities_completed', 'suspended'])[1 + n / 20 % 5],
       start_on, start_on + 1095, 'Ministry', bench.id(20, 1)
  from bench.project;
insert into ledger.project_lock select id from bench.project;

create table bench.share as
select id as project_id, state, case when is_shared then 60 else 100 end as percent from bench.project
union all
select id, second_state, 40 from bench.project where is_shared;
insert into funding.benefiting_state (project_id, state, share) select project_id, state, percent from bench.share;

create table bench.agreement as
select a as n, bench.id(13, a) as id, a / 2 as project, p.id as project_id, p.instrument_id, p.instrument,
       p.start_on, bench.id(12, a % 500) as partner_id,
       bench.id(10, a * 2) as first_line, bench.id(10, a * 2 + 1) as second_line,
       case when a % 10 = 3 then 'EUR' else 'USD' end as currency,
       case when a % 10 = 3 then 0.8 else 1 end as rate,
       a % 10 <> 3 and not p.is_shared as is_payable
  from generate_series(0, :projects * 2 - 1) as a join bench.project p on p.n = a / 2;
create unique index on bench.agreement (n);

-- Payments 1 to 36 of an agreement, nine on each of its first four tranches.
create table bench.payment as
select a.n * 36 + k - 1 as n, a.n as agreement, k, bench.id(14, a.n * 5 + (k - 1) / 9) as tranche_id,
       100000 + (a.n * 31 + k * 17) % 500 * 1000 as base,
       ((100000 + (a.n * 31 + k * 17) % 500 * 1000) * a.rate)::bigint as amount,
       a.start_on + 20 + k * 28 as paid_on
  from bench.agreement a, generate_series(1, 36) as k;
-- Requests approved and not paid, all on the fifth tranche of agreements in base currency that
-- benefit one State. Neighbours are of different agreements; statements.py computes the same numbers.
create table bench.request as
select n, bench.id(15, n + 1000000000) as id,
       n % e / 16 * 20 + n % 16 + (n % 16 >= 3)::int + (n % 16 >= 12)::int as agreement
  from (select :projects * 2 / 20 * 16 as e) as eligible,
       generate_series(0::bigint, e::bigint * :requests - 1) as n;

create table bench.value as
select a.n as agreement, sum(p.base)::bigint as paid_base, sum(p.amount)::bigint as paid_amount,
       (:requests * 100000)::bigint as open_base, (:requests * 100000 * a.rate)::bigint as open_amount
  from bench.agreement a join bench.payment p on p.agreement = a.n group by a.n, a.rate;

insert into funding.budget_line (id, project_id, code, title_en, kind, category)
select bench.id(10, a.n * 2 + i), a.project_id, (a.n % 2 * 2 + i + 1)::text, 'Budget line', 'operational', '1'
  from bench.agreement a, generate_series(0, 1) as i;
insert into funding.budget_version (id, project_id, number, currency, state, reason, drafted_by, approved_by, approved_on)
select bench.id(11, n), id, 1, 'USD', 'approved', 'First budget', bench.id(20, 1), bench.id(20, 2), start_on
  from bench.project;
insert into funding.budget_version_line (version_id, line_id, quantity, unit_price, amount)
select bench.id(11, a.project), bench.id(10, a.n * 2 + i), 1, (v.paid_base + v.open_base) / 2,
       (v.paid_base + v.open_base) / 2
  from bench.agreement a join bench.value v on v.agreement = a.n, generate_series(0, 1) as i;
insert into funding.allocation (id, project_id, line_id, currency, amount, allocated_on, allocation_year,
                                eligibility, rules_checked, decided_by)
select bench.id(9, p.n), p.id, bench.id(2, p.instrument), 'USD', sum(v.paid_base + v.open_base), p.start_on,
       extract(year from p.start_on),
       (select jsonb_agg(jsonb_build_object('state', b.state, 'answer', 'unknown'))
          from funding.benefiting_state b where b.project_id = p.id), true, bench.id(20, 2)
  from bench.project p join bench.agreement a on a.project = p.n join bench.value v on v.agreement = a.n
 group by p.n, p.id, p.instrument, p.start_on;
insert into funding.contribution (id, code, donor_id, line_id, currency, pledged_amount, pledged_on,
                                  committed_amount, original_amount, committed_on)
select bench.id(4, n), 'BC' || n, bench.id(3, n), bench.id(2, n), 'USD', 9000000000000, '2009-01-01',
       9000000000000, 9000000000000, '2009-01-01'
  from generate_series(0, 19) as n;
insert into funding.contribution_receipt (id, contribution_id, received_on, currency, amount, rate, base_amount)
select bench.id(5, n), bench.id(4, n), '2009-02-01', 'USD', 9000000000000, 1, 9000000000000
  from generate_series(0, 19) as n;
-- One gift a line: all of the line's money is its.
insert into funding.money_source (source_type, source_id, line_id, contribution_id, amount, effective_on)
select 'contribution_receipt', bench.id(5, n), bench.id(2, n), bench.id(4, n), 9000000000000, '2009-02-01'
  from generate_series(0, 19) as n
union all
select 'allocation', a.id, a.line_id, c.id, -a.amount, a.allocated_on
  from funding.allocation a join funding.contribution c on c.line_id = a.line_id;

insert into partner.agreement (id, code, project_id, partner_id, funding_line_id, title, currency, payment_currency,
                               value, start_on, end_on, partner_signed_on, office_signed_on, state)
select a.id, 'BA-' || a.n, a.project_id, a.partner_id, bench.id(2, a.instrument), 'Agreement number ' || a.n,
       a.currency, a.currency, v.paid_amount + v.open_amount, a.start_on, a.start_on + 1095, a.start_on,
       a.start_on, 'signed'
  from bench.agreement a join bench.value v on v.agreement = a.n;
insert into partner.agreement_terms (agreement_id, valid_from, support_percent, liquidation_percent,
    overdue_months, flexibility_percent, retention_percent, rate_rule, rate_series,
    exchange_difference_borne_by, interest_rule)
select id, start_on, 0, 80, 6, 10, 0, 'month_of_expense', 'BENCH', 'fund', 'added' from bench.agreement;
insert into partner.agreement_line (agreement_id, budget_line_id, amount)
select a.id, bench.id(10, a.n * 2 + i), (v.paid_amount + v.open_amount) / 2
  from bench.agreement a join bench.value v on v.agreement = a.n, generate_series(0, 1) as i;
insert into partner.tranche (id, agreement_id, code, number, kind, amount, paid_amount)
select p.tranche_id, a.id, 'T' || 1 + (p.k - 1) / 9, 1 + (p.k - 1) / 9, 'advance', sum(p.amount), sum(p.amount)
  from bench.payment p join bench.agreement a on a.n = p.agreement group by p.tranche_id, a.id, (p.k - 1) / 9;
insert into partner.tranche (id, agreement_id, code, number, kind, amount, reserved_amount)
select bench.id(14, a.n * 5 + 4), a.id, 'T5', 5, 'advance', v.open_amount,
       case when a.is_payable then v.open_amount else 0 end
  from bench.agreement a join bench.value v on v.agreement = a.n;
insert into partner.agreement_version (id, agreement_id, title, value, start_on, end_on, terms)
select id, id, title, value, start_on, end_on, '{}' from partner.agreement;
insert into partner.agreement_version_line (version_id, budget_line_id, amount)
select agreement_id, budget_line_id, amount from partner.agreement_line;
insert into partner.agreement_version_tranche (version_id, code, number, kind, amount)
select agreement_id, code, number, kind, amount from partner.tranche;

insert into partner.disbursement_request (id, agreement_id, tranche_id, kind, requested_on, asked_currency,
    asked_amount, currency, requested_amount, approved_amount, state, requested_by, approved_by, approved_on,
    paid_by, paid_on)
select bench.id(15, p.n), a.id, p.tranche_id, 'advance', p.paid_on - 10, a.currency, p.amount, a.currency,
       p.amount, p.amount, 'paid', bench.id(20, 1), bench.id(20, 2), p.paid_on - 5, bench.id(20, 3), p.paid_on
  from bench.payment p join bench.agreement a on a.n = p.agreement;
insert into partner.disbursement_request (id, agreement_id, tranche_id, kind, requested_on, asked_currency,
    asked_amount, currency, requested_amount, approved_amount, reserved_amount, state, requested_by,
    approved_by, approved_on)
select r.id, a.id, bench.id(14, a.n * 5 + 4), 'advance', date '2025-01-05', a.currency, x.amount, a.currency,
       x.amount, x.amount, x.amount, 'approved', bench.id(20, 1), bench.id(20, 2), date '2025-01-10'
  from bench.request r join bench.agreement a on a.n = r.agreement,
       lateral (select (100000 * a.rate)::bigint as amount) x;
insert into partner.payment (id, kind, request_id, agreement_id, tranche_id, project_id, paid_on, currency,
                             amount, rate, base_currency, base_amount, bank_reference, recorded_by)
select bench.id(16, p.n), 'advance', bench.id(15, p.n), a.id, p.tranche_id, a.project_id, p.paid_on, a.currency,
       p.amount, a.rate, 'USD', p.base, 'TRF-' || lpad(p.n::text, 8, '0'), bench.id(20, 3)
  from bench.payment p join bench.agreement a on a.n = p.agreement order by p.paid_on;
insert into partner.advance (id, agreement_id, tranche_id, payment_id, kind, opened_on, currency, amount, base_amount)
select bench.id(17, p.n), a.id, p.tranche_id, bench.id(16, p.n), 'payment', p.paid_on, a.currency, p.amount, p.base
  from bench.payment p join bench.agreement a on a.n = p.agreement order by p.paid_on;

-- The first twelve advances of each agreement were accounted for, each by one accepted report.
insert into partner.expenditure_report (id, agreement_id, code, number, period_first, period_last, currency, state,
    submitted_by, submitted_on, reviewed_by, reviewed_on)
select bench.id(18, p.n), a.id, 'R' || p.k, p.k, p.paid_on, p.paid_on + 27, a.currency, 'accepted',
       bench.id(20, 1), p.paid_on + 40, bench.id(20, 3), p.paid_on + 60
  from bench.payment p join bench.agreement a on a.n = p.agreement where p.k <= 12;
insert into partner.expenditure_line (id, report_id, round, position, document, spent_on, budget_line_id, payee,
    currency, amount, rate, base_amount, accepted_amount, accepted_base, decision)
select bench.id(19, p.n), bench.id(18, p.n), 1, 1, 'DOC-' || p.k, p.paid_on + 15,
       case when p.k % 2 = 0 then a.first_line else a.second_line end, 'Supplier', a.currency, p.amount, a.rate,
       p.base, p.amount, p.base, 'accepted'
  from bench.payment p join bench.agreement a on a.n = p.agreement where p.k <= 12;
