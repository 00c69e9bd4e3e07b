-- A project that becomes one of protection loses its sites: they are erased in the same act, by whoever
-- may mark it, who could not erase them otherwise (R63).
create or replace function funding.check_protection() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    delete from funding.project_location l where l.project_id = new.id;
    return new;
end
$$;
