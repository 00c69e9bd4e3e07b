-- What else is known of a project: its goals and markers, places, projects it goes on from, the shares of
-- its States from a day on, and the form of its code.

insert into reference.rule (code, kind) values ('R18', 'wall'), ('R63', 'wall');

-- Which forms a fund gives its projects' codes; without terms any. And whether a decision taken on paper
-- stands for the steps of the review, as in a small fund.
alter table funding.project_terms
    add column short_review boolean not null default false,
    add column code_forms text[] not null default '{modern,legacy,own}',
    add constraint project_terms_code_forms_check check (
        code_forms <@ array['modern', 'legacy', 'own'] and cardinality(code_forms) > 0);

alter table funding.project
    add column goals text[] not null default '{}',  -- framework:code of reference.goal_target
    -- 0 not targeted, 1 significant, 2 principal; null: nobody said.
    add column gender_marker smallint,
    add constraint project_gender_marker_check check (gender_marker between 0 and 2);

create function funding.check_goals() returns trigger
language plpgsql set search_path = '' as $$
begin
    if exists (select 1 from pg_catalog.unnest(new.goals) g (name)
                where not exists (select 1 from reference.goal_target t where t.framework || ':' || t.code = g.name)) then
        raise exception 'a goal of project % is none', new.id
            using errcode = 'check_violation', constraint = 'project_goals_are_known_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_goals from public;
create trigger project_goals_are_known before insert or update of goals on funding.project
    for each row when (new.goals <> '{}') execute function funding.check_goals();

-- R18: another donor's money goes to a project of its own code, which may go on from this one.
create table funding.project_relation (
    id bigint primary key,
    project_id bigint not null constraint project_relation_project_fkey references funding.project,
    kind text not null,
    other_id bigint not null constraint project_relation_other_fkey references funding.project,
    reason text not null,
    recorded_by bigint not null constraint project_relation_recorded_by_fkey references people.user_account,
    recorded_for bigint,
    constraint project_relation_kind_check check (kind in ('successor_of', 'related_to')),
    constraint project_relation_to_another_check check (other_id <> project_id),
    constraint project_relation_reason_check check (reason <> ''),
    constraint project_relation_once_key unique (project_id, kind, other_id)
);
create index project_relation_other on funding.project_relation (other_id);
-- A project does not go on from what goes on from it.
create unique index project_relation_one_way_key on funding.project_relation
    (least(project_id, other_id), greatest(project_id, other_id)) where kind = 'successor_of';

create function funding.check_fund_of_project() returns trigger
language plpgsql set search_path = '' as $$
begin
    if (select l.instrument_id from funding.funding_line l where l.id = new.line_id)
       is distinct from (select p.instrument_id from funding.project p where p.id = new.project_id) then
        raise exception 'line % is of another fund than project %', new.line_id, new.project_id
            using errcode = 'check_violation', constraint = 'project_of_one_fund_check';
    end if;
    return null;
end
$$;
revoke all on function funding.check_fund_of_project from public;
create constraint trigger allocation_of_one_fund after insert on funding.allocation
    for each row execute function funding.check_fund_of_project();
create constraint trigger contribution_of_one_fund after insert or update of project_id, line_id on funding.contribution
    for each row when (new.project_id is not null) execute function funding.check_fund_of_project();

-- R63: a protection project names its country and no site.
create table funding.project_location (
    id bigint primary key,
    project_id bigint not null constraint project_location_project_fkey references funding.project,
    name text not null,
    latitude numeric(8, 6) not null,
    longitude numeric(9, 6) not null,
    exactness text not null,
    recorded_by bigint not null constraint project_location_recorded_by_fkey references people.user_account,
    recorded_for bigint,
    constraint project_location_name_check check (name <> ''),
    constraint project_location_latitude_check check (latitude between -90 and 90),
    constraint project_location_longitude_check check (longitude between -180 and 180),
    constraint project_location_exactness_check check (exactness in ('exact', 'approximate', 'administrative_area'))
);
create index project_location_project on funding.project_location (project_id);

create function funding.check_location() returns trigger
language plpgsql set search_path = '' as $$
begin
    -- The lock keeps the project from becoming one of protection meanwhile.
    perform 1 from funding.project p where p.id = new.project_id and not p.protection for share;
    if not found then
        raise exception 'project % shows no site', new.project_id
            using errcode = 'check_violation', constraint = 'project_location_not_of_protection_check';
    end if;
    return new;
end
$$;
create function funding.check_protection() returns trigger
language plpgsql set search_path = '' as $$
begin
    if exists (select 1 from funding.project_location l where l.project_id = new.id) then
        raise exception 'project % names a site', new.id
            using errcode = 'check_violation', constraint = 'project_location_not_of_protection_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_location, funding.check_protection from public;
create trigger project_location_not_of_protection before insert or update on funding.project_location
    for each row execute function funding.check_location();
create trigger project_protection_names_no_site before update of protection on funding.project
    for each row when (new.protection) execute function funding.check_protection();

grant select, insert on funding.project_relation, funding.project_location to tranche_staff;

-- Shares count from a day on: not from one that money was divided on already.
create function funding.check_states_uncounted() returns trigger
language plpgsql set search_path = '' as $$
begin
    if exists (select 1 from ledger.entry e where e.project_id = new.project_id and e.effective_on >= new.valid_from) then
        raise exception 'project % has entries from % on', new.project_id, new.valid_from
            using errcode = 'check_violation', constraint = 'benefiting_state_not_counted_yet_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_states_uncounted from public;
create trigger benefiting_state_not_counted_yet before insert on funding.benefiting_state
    for each row when (new.valid_from > '0001-01-01') execute function funding.check_states_uncounted();

-- Rates are read by everybody, who loaded and confirmed them by the office only: others may not see people.
create function reference.name_for_staff(p_user bigint) returns text
language sql stable security definer set search_path = '' as $$
    select u.name from people.user_account u
     where u.id = p_user and session_user not in ('tranche_partner', 'tranche_donor');
$$;
revoke all on function reference.name_for_staff from public;
grant execute on function reference.name_for_staff to tranche_staff, tranche_partner, tranche_donor;
