-- The name of a payee leaves a match with the retention term that takes it off the lines; what was decided stays.
-- What somebody confirmed keeps its name until it is cleared.
create or replace function partner.check_match_cleared_stays() returns trigger
language plpgsql set search_path = '' as $$
begin
    if new.name = '[erased]'
       and pg_catalog.to_jsonb(new) - '{name,name_key}'::text[] = pg_catalog.to_jsonb(old) - '{name,name_key}'::text[]
    then
        return new;
    end if;
    raise exception 'match % is cleared', old.id
        using errcode = 'check_violation', constraint = 'screening_match_cleared_stays_check';
end
$$;

-- Matches of payees whom nobody writes any more, once what was decided before a day has lost its names.
create function partner.matches_to_erase(p_before date) returns setof bigint
language sql stable set search_path = '' as $$
    select m.id
      from partner.screening_match m
     where m.role = 'payee' and m.state <> 'confirmed' and m.name <> '[erased]' and m.found_on < p_before
       and not exists (select 1 from partner.expenditure_line x
                         join partner.expenditure_report r on r.id = x.report_id
                         join partner.agreement a on a.id = r.agreement_id
                        where a.partner_id = m.partner_id and x.payee <> '[erased]'
                          and not coalesce(r.reviewed_on < p_before, false)
                          and reference.name_key(x.payee) = m.name_key)
       and not exists (select 1 from partner.disbursement_request q
                         join partner.agreement a on a.id = q.agreement_id
                        where a.partner_id = m.partner_id and reference.name_key(q.payee_name) = m.name_key)
$$;
revoke all on function partner.matches_to_erase from public;
