-- The laws of the ledger, checked over the whole dataset. Prints one row per broken law with how
-- often it is broken, and nothing when all hold. Run after generating, and after paying under load.
\set ON_ERROR_STOP on
set work_mem = '128MB';
with broken(law, times) as (
    select 'the requests to be paid are on agreements in base currency with one State', count(*)
      from bench.request r join bench.agreement a on a.n = r.agreement where not a.is_payable
    union all
    select 'an entry sums to zero per book and currency', count(*)
      from (select p.entry_id from ledger.posting p join ledger.account a on a.id = p.account_id
              join ledger.account_kind k on k.kind = a.kind
             group by p.entry_id, k.book, a.currency having sum(p.amount) <> 0) as x
    union all
    select 'an entry sums to zero per book in base currency', count(*)
      from (select p.entry_id from ledger.posting p join ledger.account a on a.id = p.account_id
              join ledger.account_kind k on k.kind = a.kind
             group by p.entry_id, k.book having sum(p.base_amount) <> 0) as x
    union all
    select 'a kept balance is the sum of its postings', count(*)
      from (select a.id, sum(p.amount) as amount, sum(p.base_amount) as base
              from ledger.account a join ledger.account_kind k on k.kind = a.kind and k.kept
              join ledger.posting p on p.account_id = a.id group by a.id) as x
      full join ledger.balance b on b.account_id = x.id
     where (b.amount, b.base_amount) is distinct from (x.amount, x.base)
    union all
    select 'the cells of a measure add to its postings', count(*)
      from (select e.project_id, m.measure, a.currency, sum(m.sign * p.amount) as amount,
                   sum(m.sign * p.base_amount) as base
              from ledger.posting p join ledger.account a on a.id = p.account_id
              join ledger.entry e on e.id = p.entry_id
              join bench.measure_rule m on m.kind = a.kind and coalesce(m.event, e.event) = e.event
             where e.project_id is not null group by e.project_id, m.measure, a.currency) as x
      full join (select project_id, measure, currency, sum(amount) as amount, sum(base_amount) as base
                   from ledger.cell group by project_id, measure, currency) as c
        on c.project_id = x.project_id and c.measure = x.measure and c.currency = x.currency
     where (c.amount, c.base) is distinct from (x.amount, x.base)
    union all
    select 'shares of an entry add to its measure', count(*)
      from (select s.entry_id, s.measure, s.currency, sum(s.amount) as amount
              from ledger.entry_share s group by s.entry_id, s.measure, s.currency) as s
      join (select p.entry_id, m.measure, a.currency, sum(m.sign * p.amount) as amount
              from ledger.posting p join ledger.account a on a.id = p.account_id
              join ledger.entry e on e.id = p.entry_id
              join bench.measure_rule m on m.kind = a.kind and coalesce(m.event, e.event) = e.event
             group by p.entry_id, m.measure, a.currency) as x
        on x.entry_id = s.entry_id and x.measure = s.measure and x.currency = s.currency
     where x.amount <> s.amount
    union all
    select 'a payment is in the ledger once, at its amount', count(*)
      from partner.payment y left join (
           select e.source_id, sum(p.amount) as amount, sum(p.base_amount) as base
             from ledger.entry e join ledger.posting p on p.entry_id = e.id
             join ledger.account a on a.id = p.account_id and a.kind = 'partner_bank'
            where e.source_type = 'payment' group by e.source_id) as x on x.source_id = y.id
     where (x.amount, x.base) is distinct from (y.amount, y.base_amount)
    union all
    select 'a request is paid exactly when it has a payment', count(*)
      from partner.disbursement_request q left join partner.payment y on y.request_id = q.id
     where (q.state = 'paid') <> (y.id is not null)
    union all
    select 'a tranche knows what was paid and what is reserved', count(*)
      from partner.tranche t join (
           select tranche_id, coalesce(sum(approved_amount) filter (where state = 'paid'), 0) as paid,
                  sum(reserved_amount) as reserved
             from partner.disbursement_request group by tranche_id) as q on q.tranche_id = t.id
     where (t.paid_amount, t.reserved_amount) <> (q.paid, q.reserved)
    union all
    select 'what a tranche has not paid is its balance', count(*)
      from partner.tranche t join ledger.account a on a.owner_id = t.id and a.kind = 'tranche_unpaid'
      join ledger.balance b on b.account_id = a.id where b.amount <> t.amount - t.paid_amount
    union all
    select 'every reference leads somewhere', count(*)
      from partner.payment y left join partner.agreement a on a.id = y.agreement_id and a.project_id = y.project_id
      left join partner.tranche t on t.id = y.tranche_id and t.agreement_id = y.agreement_id
      left join partner.disbursement_request q on q.id = y.request_id and q.tranche_id = y.tranche_id
      left join partner.advance v on v.payment_id = y.id
     where a.id is null or t.id is null or q.id is null or v.id is null
    union all
    select 'shares of a project add to 100', count(*)
      from (select 1 from funding.benefiting_state group by project_id having sum(share) <> 100) as x)
select law, times from broken where times > 0;
