-- One search over codes and names, without accents. Projects and agreements are many: an index of
-- three-letter pieces finds a word inside their texts. Its expressions are those of search.cpp.
create extension if not exists pg_trgm with schema public;

-- For "like": what is plain and contains this, whatever signs it holds.
create function reference.contains_pattern(p_text text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
    select '%' || pg_catalog.regexp_replace(reference.plain(p_text), '([\\%_])', '\\\1', 'g') || '%';
$$;
revoke all on function reference.contains_pattern from public;
grant execute on function reference.contains_pattern, reference.plain to tranche_staff, tranche_partner;

create index project_search on funding.project using gin ((reference.plain(
    code || ' ' || coalesce(prima_id, '') || ' ' || title_en || ' ' || coalesce(title_fr, '') || ' ' ||
    coalesce(title_es, ''))) public.gin_trgm_ops);
create index agreement_search on partner.agreement using gin ((reference.plain(code || ' ' || title))
    public.gin_trgm_ops);
