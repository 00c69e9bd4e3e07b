-- The plain aggregate: what the disbursement report would cost without kept cells.
select i.code, s.state, extract(year from e.effective_on)::int as year, count(*),
       sum(p.base_amount * s.share / 100) as amount
  from ledger.posting p
  join ledger.account a on a.id = p.account_id and a.kind = 'partner_bank'
  join ledger.entry e on e.id = p.entry_id
  join funding.project j on j.id = e.project_id
  join funding.instrument i on i.id = j.instrument_id
  join funding.benefiting_state s on s.project_id = j.id
 group by i.code, s.state, extract(year from e.effective_on) order by 1, 2, 3;
