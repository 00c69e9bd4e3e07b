-- Anchor: a project with what was paid and spent, summed from its transactions when asked.
\set n random(0, :projects - 1)
\set id (((:n * 2654435761) & 4294967295) << 24) | (6 << 16) | 1
select p.id, p.code, p.title_en, p.title_fr, p.title_es, p.state, p.start_on, p.end_on, i.code as instrument,
       coalesce(sum(t.base_amount) filter (where t.kind = 'payment'), 0) as paid,
       coalesce(sum(t.base_amount) filter (where t.kind = 'expenditure'), 0) as spent, count(t.id) as transactions
  from funding.project p join funding.instrument i on i.id = p.instrument_id
  left join bare.transaction t on t.project_id = p.id
 where p.id = :id group by p.id, i.code;
