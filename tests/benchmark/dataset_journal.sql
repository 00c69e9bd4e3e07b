-- The reference dataset, part 2: the journal behind the facts of part 1, with the accounts, balances,
-- cells and shares that ledger.post would have kept. Same session settings as part 1.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;
set work_mem = '128MB';
set maintenance_work_mem = '512MB';

-- Entries in the order of their days, so that ids and days run alike as they do in life.
create table bench.entry as
select row_number() over (order by effective_on, source_id) as id, *
  from (select 'commitment' as event, 'contribution' as source_type, bench.id(4, n) as source_id, n,
               bench.id(1, n) as instrument_id, null::bigint as project_id, null::bigint as agreement_id,
               date '2009-01-01' as effective_on
          from generate_series(0, 19) as n
        union all
        select 'receipt', 'contribution_receipt', bench.id(5, n), n, bench.id(1, n), null, null, date '2009-02-01'
          from generate_series(0, 19) as n
        union all
        select 'allocation', 'allocation', bench.id(9, n), n, instrument_id, id, null, start_on from bench.project
        union all
        select 'budget_approved', 'budget_version', bench.id(11, n), n, instrument_id, id, null, start_on + 1
          from bench.project
        union all
        select 'agreement_signed', 'agreement', id, n, instrument_id, project_id, id, start_on + 2
          from bench.agreement
        union all
        select 'payment', 'payment', bench.id(16, p.n), p.n, a.instrument_id, a.project_id, a.id, p.paid_on
          from bench.payment p join bench.agreement a on a.n = p.agreement
        union all
        select 'acceptance', 'expenditure_report', bench.id(18, p.n), p.n, a.instrument_id, a.project_id, a.id,
               p.paid_on + 60
          from bench.payment p join bench.agreement a on a.n = p.agreement where p.k <= 12) as e;

insert into ledger.entry (id, event, origin, instrument_id, project_id, agreement_id, effective_on, recorded_at,
                          actor_id, source_type, source_id)
overriding system value
select id, event, 'current', instrument_id, project_id, agreement_id, effective_on,
       effective_on + interval '12 hours', bench.id(20, 3), source_type, source_id
  from bench.entry order by entry.id;
select setval(pg_get_serial_sequence('ledger.entry', 'id'), (select max(id) from bench.entry)) \g /dev/null

-- Every posting with its account spelled out; the rules are those of domain/posting_rules*.cpp.
create table bench.posting (entry_id bigint, event text, kind text, owner_id bigint, part_id bigint,
                            currency text, amount bigint, base bigint, rate numeric);
insert into bench.posting
select e.id, e.event, x.kind, x.owner, 0, 'USD', x.sign * 9000000000000, x.sign * 9000000000000, null
  from bench.entry e, lateral (values
       ('commitment', 'donor_source', bench.id(4, e.n), -1), ('commitment', 'commitment_open', bench.id(4, e.n), 1),
       ('receipt', 'commitment_open', bench.id(4, e.n), -1), ('receipt', 'line_available', bench.id(2, e.n), 1),
       ('receipt', 'donor_bank', bench.id(3, e.n), -1), ('receipt', 'fund_cash', e.instrument_id, 1))
       as x(event, kind, owner, sign)
 where x.event = e.event;
insert into bench.posting
select e.id, e.event, x.kind, x.owner, 0, 'USD', x.sign * l.amount, x.sign * l.amount, null
  from bench.entry e join funding.allocation l on l.id = e.source_id, lateral (values
       ('line_available', l.line_id, -1), ('project_unbudgeted', e.project_id, 1)) as x(kind, owner, sign)
 where e.event = 'allocation';
insert into bench.posting
select e.id, e.event, 'budget_available', n.line_id, 0, 'USD', n.amount, n.amount, null::numeric
  from bench.entry e join funding.budget_version_line n on n.version_id = e.source_id
 where e.event = 'budget_approved'
union all
select e.id, e.event, 'project_unbudgeted', e.project_id, 0, 'USD', -sum(n.amount), -sum(n.amount), null::numeric
  from bench.entry e join funding.budget_version_line n on n.version_id = e.source_id
 where e.event = 'budget_approved' group by e.id, e.event, e.project_id;
insert into bench.posting
select e.id, e.event, x.kind, x.owner, x.part, 'USD', x.sign * n.amount, x.sign * n.amount, null::numeric
  from bench.entry e join bench.agreement a on a.n = e.n
  join funding.budget_version_line n on n.line_id in (a.first_line, a.second_line), lateral (values
       ('budget_available', n.line_id, 0, -1), ('obligated', a.id, n.line_id, 1)) as x(kind, owner, part, sign)
 where e.event = 'agreement_signed'
union all
select e.id, e.event, 'tranche_unpaid', t.id, 0, t.currency, t.amount, t.base, null::numeric
  from bench.entry e join (
       select t.id, t.agreement_id, a.currency, t.amount, (t.amount / a.rate)::bigint as base
         from partner.tranche t join bench.agreement a on a.id = t.agreement_id) t on t.agreement_id = e.source_id
 where e.event = 'agreement_signed'
union all
select e.id, e.event, 'agreement_value', a.id, 0, a.currency, -(v.paid_amount + v.open_amount),
       -(v.paid_base + v.open_base), null::numeric
  from bench.entry e join bench.agreement a on a.n = e.n join bench.value v on v.agreement = a.n
 where e.event = 'agreement_signed';
insert into bench.posting
select e.id, e.event, x.kind, x.owner, 0, x.currency, x.amount, x.base, x.rate
  from bench.entry e join bench.payment p on p.n = e.n join bench.agreement a on a.n = p.agreement, lateral (values
       ('tranche_unpaid', p.tranche_id, a.currency, -p.amount, -p.base, null::numeric),
       ('advance', bench.id(17, p.n), a.currency, p.amount, p.base, null),
       ('fund_cash', a.instrument_id, 'USD', -p.base, -p.base, nullif(a.rate, 1)),
       ('cash_exchange', case when a.rate <> 1 then a.instrument_id end, 'USD', p.base, p.base, a.rate),
       ('cash_exchange', case when a.rate <> 1 then a.instrument_id end, a.currency, -p.amount, -p.base, a.rate),
       ('partner_bank', a.partner_id, a.currency, p.amount, p.base, nullif(a.rate, 1)))
       as x(kind, owner, currency, amount, base, rate)
 where e.event = 'payment' and x.owner is not null;
insert into bench.posting
select e.id, e.event, x.kind, x.owner, x.part, x.currency, x.amount, x.base, null
  from bench.entry e join bench.payment p on p.n = e.n join bench.agreement a on a.n = p.agreement,
       lateral (select case when p.k % 2 = 0 then a.first_line else a.second_line end as line) l, lateral (values
       ('obligated', a.id, l.line, 'USD', -p.base, -p.base), ('spent', l.line, a.id, 'USD', p.base, p.base),
       ('advance', bench.id(17, p.n), 0, a.currency, -p.amount, -p.base),
       ('settled', a.id, 0, a.currency, p.amount, p.base)) as x(kind, owner, part, currency, amount, base)
 where e.event = 'acceptance';
analyze bench.posting, bench.entry;

insert into ledger.account (kind, owner_id, part_id, currency)
select kind, owner_id, part_id, currency from bench.posting
 group by kind, owner_id, part_id, currency order by min(entry_id);
analyze ledger.account;
insert into ledger.posting (entry_id, account_id, amount, base_amount, rate)
select p.entry_id, a.id, p.amount, p.base, p.rate
  from bench.posting p
  join ledger.account a on a.owner_id = p.owner_id and a.kind = p.kind and a.part_id = p.part_id
                       and a.currency::text = p.currency
 order by p.entry_id;
insert into ledger.balance (account_id, amount, base_amount)
select a.id, sum(p.amount), sum(p.base_amount)
  from ledger.account a join ledger.account_kind k on k.kind = a.kind and k.kept
  join ledger.posting p on p.account_id = a.id
 group by a.id order by a.id;

-- Which postings feed which figure, as domain/journal.cpp has it, for the events that occur here.
create table bench.measure_rule (kind text, event text, measure text, sign int);
insert into bench.measure_rule values
    ('line_available', 'allocation', 'allocated', -1), ('budget_available', 'budget_approved', 'budgeted', 1),
    ('budget_available', null, 'available', 1), ('obligated', null, 'obligated', 1), ('spent', null, 'accepted', 1),
    ('partner_bank', 'payment', 'disbursed', 1), ('advance', null, 'advance', 1);
create table bench.measured as
select e.id as entry_id, e.project_id, m.measure, s.state, p.currency,
       extract(year from e.effective_on)::smallint as year,
       (sum(m.sign * p.amount) * s.percent / 100)::bigint as amount,
       (sum(m.sign * p.base) * s.percent / 100)::bigint as base, s.percent
  from bench.posting p
  join bench.measure_rule m on m.kind = p.kind and coalesce(m.event, p.event) = p.event
  join bench.entry e on e.id = p.entry_id join bench.share s on s.project_id = e.project_id
 group by e.id, e.project_id, m.measure, s.state, s.percent, p.currency, e.effective_on;
insert into ledger.cell (project_id, measure, effective_year, known_year, state, currency, amount, base_amount, entries)
select project_id, measure, year, year, state, currency, sum(amount), sum(base), count(*)
  from bench.measured group by project_id, measure, year, state, currency;
insert into ledger.entry_share (entry_id, measure, state, currency, amount, base_amount)
select entry_id, measure, state, currency, amount, base from bench.measured where percent < 100 order by entry_id;

drop table bench.posting, bench.entry, bench.measured;
