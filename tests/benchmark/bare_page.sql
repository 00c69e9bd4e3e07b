-- Anchor: the page and its total as a plain service asks for them.
\set n random(0, 19)
\startpipeline
select p.id, p.code, p.title_en, p.title_fr, p.title_es, p.project_type, p.coverage, p.sector, p.state, p.start_on,
       p.end_on, p.version, i.code as instrument
  from funding.project p join funding.instrument i on i.id = p.instrument_id
 where i.code = 'BI' || :n::int and p.state = 'active' order by p.start_on desc, p.id desc limit 50;
select count(*) from funding.project p join funding.instrument i on i.id = p.instrument_id
 where i.code = 'BI' || :n::int and p.state = 'active';
\endpipeline
