-- What a new version of a list adds counts at once. What it would let go, a name with a match that nobody has
-- cleared, stays in force until another person than loaded the version confirms it.
alter table partner.sanctions_list
    add column state text not null default 'confirmed',
    add column confirmed_by bigint constraint sanctions_list_confirmed_by_fkey references people.user_account,
    add column confirmed_for bigint,
    add column confirmed_on date,
    add column version bigint not null default 1,
    add constraint sanctions_list_state_check check (state in ('loaded', 'confirmed')),
    add constraint sanctions_list_confirmed_check check (
        (confirmed_by is null) = (confirmed_on is null) and (confirmed_by is null or state = 'confirmed')),
    add constraint sanctions_list_confirmed_by_other_check check (
        confirmed_by <> loaded_by and coalesce(confirmed_by <> loaded_for, true)
        and coalesce(confirmed_for <> loaded_by, true) and coalesce(confirmed_for <> loaded_for, true));
alter table partner.sanctions_list alter column state set default 'loaded';

-- Of each code the newest that is confirmed, and all after it.
create or replace view partner.sanctions_list_in_force as
    select l.id, l.code, l.threshold from partner.sanctions_list l
     where not exists (select 1 from partner.sanctions_list x
                        where x.code = l.code and x.state = 'confirmed' and x.published_on > l.published_on);

-- A partner that is called something else is still paid, so its own name counts whatever it is now. Of everybody
-- else a name counts while money may go there.
create or replace view partner.match_in_force as
    select m.id, m.partner_id, m.state
      from partner.screening_match m
     where m.state <> 'cleared'
       and (m.state = 'confirmed' or exists (select 1 from partner.sanctions_list_in_force l
                     join partner.sanctions_entry e on e.list_id = l.id and e.reference = m.reference
                      and e.name_key = m.entry_key
                    where l.code = m.list_code)
       and (m.role = 'partner' or exists (select 1 from partner.screened_name n
                    where n.partner_id = m.partner_id and n.role = m.role and n.name_key = m.name_key)));

-- How many matches in force end when a version with these names counts alone. Keys are made of names under the numbers
-- that matches speak of, which are few.
create function partner.matches_let_go(p_code text, p_references text[], p_names text[]) returns bigint
language sql stable security definer set search_path = '' as $$
    with open as materialized (
        select m.reference, m.entry_key
          from partner.match_in_force f join partner.screening_match m on m.id = f.id
         where m.list_code = p_code and f.state <> 'confirmed'
    ), kept as materialized (
        select e.reference, e.name from unnest(p_references, p_names) as e (reference, name)
         where e.reference in (select o.reference from open o)
    )
    select count(*) from open o
     where not exists (select 1 from kept k
                        where k.reference = o.reference and reference.name_key(k.name) = o.entry_key)
$$;
create function partner.matches_let_go(p_list bigint) returns bigint
language sql stable security definer set search_path = '' as $$
    select partner.matches_let_go(l.code,
               (select pg_catalog.array_agg(e.reference order by e.reference, e.name) from partner.sanctions_entry e
                 where e.list_id = l.id),
               (select pg_catalog.array_agg(e.name order by e.reference, e.name) from partner.sanctions_entry e
                 where e.list_id = l.id))
      from partner.sanctions_list l where l.id = p_list
$$;

-- Waits from the first; one person's word is enough only where nothing ends.
create function partner.check_list_confirmed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'loaded' then
            raise exception 'list % is confirmed before its names are known', new.code
                using errcode = 'check_violation', constraint = 'sanctions_list_loaded_first_check';
        end if;
    elsif old.state = 'confirmed' then
        raise exception 'list % is confirmed', new.code
            using errcode = 'check_violation', constraint = 'sanctions_list_confirmed_stays_check';
    elsif new.confirmed_by is null and partner.matches_let_go(new.id) > 0 then
        raise exception 'list % lets matches go that nobody has cleared', new.code
            using errcode = 'check_violation', constraint = 'sanctions_list_lets_go_check';
    end if;
    return new;
end
$$;
create trigger sanctions_list_loaded_first before insert on partner.sanctions_list
    for each row execute function partner.check_list_confirmed();
create trigger sanctions_list_confirmed before update on partner.sanctions_list
    for each row execute function partner.check_list_confirmed();

revoke all on function partner.matches_let_go(text, text[], text[]), partner.matches_let_go(bigint),
    partner.check_list_confirmed from public;
grant execute on function partner.matches_let_go(text, text[], text[]), partner.matches_let_go(bigint)
    to tranche_staff;
grant update (state, confirmed_by, confirmed_for, confirmed_on, version) on partner.sanctions_list to tranche_staff;
