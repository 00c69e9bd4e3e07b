-- How a version of a budget comes into force, and what becomes of one that does not.
alter table funding.budget_version
    add column submitted_by bigint,
    add column submitted_for bigint,
    add column submitted_on date,
    -- Null where it was approved before there were routes.
    add column route text,
    add column remark text,
    add column ended_by bigint,
    add column ended_for bigint,
    add column ended_on date,
    add column ended_reason text,
    drop constraint budget_version_approval_check,
    add constraint budget_version_route_check check (route in ('first', 'notice', 'approval', 'amendment')),
    -- Notice is given by whoever submits; everything else is approved by a person (R21).
    add constraint budget_version_approval_check check (
        case when state = 'approved'
             then approved_on is not null
                  and case when route = 'notice' then approved_by is null and submitted_by is not null
                           else approved_by is not null end
             else approved_by is null and approved_on is null end),
    add constraint budget_version_submitted_check check (
        (submitted_by is null) = (submitted_on is null) and (state <> 'submitted' or submitted_by is not null)),
    add constraint budget_version_ended_check check (
        (ended_by is null) = (ended_on is null) and (ended_by is null) = (ended_reason is null)
        and (ended_by is null or state = 'withdrawn')),
    add constraint budget_version_submitted_by_other_check check (
        approved_by <> submitted_by and approved_by <> submitted_for
        and approved_for <> submitted_by and approved_for <> submitted_for);

-- The change against what a person decided last: another total is an amendment, a line moved beyond
-- its flexibility an approval, the rest a notice (R20, R21). domain/budget.cpp says the same.
create function funding.budget_route(p_version bigint) returns text
language sql stable set search_path = '' as $$
    with v as (select id, project_id, number from funding.budget_version where id = p_version),
    decided as (
        select w.id from funding.budget_version w join v on v.project_id = w.project_id
         where w.state = 'approved' and w.approved_by is not null and w.number < v.number
         order by w.number desc limit 1),
    step as (
        select l.flexibility, pg_catalog.sum(n.amount) filter (where n.version_id = v.id) as after,
               pg_catalog.sum(n.amount) filter (where n.version_id <> v.id) as before
          from v
          join funding.budget_version_line n on n.version_id in (v.id, (select d.id from decided d))
          join funding.budget_line l on l.id = n.line_id
         group by l.id, l.flexibility)
    select case when not exists (select 1 from decided) then 'first'
                when pg_catalog.sum(coalesce(s.after, 0) - coalesce(s.before, 0)) <> 0 then 'amendment'
                when pg_catalog.bool_or(
                         100 * pg_catalog.abs(coalesce(s.after, 0) - coalesce(s.before, 0))
                         > s.flexibility * coalesce(s.before, 0)) then 'approval'
                else 'notice' end
      from step s
$$;
revoke all on function funding.budget_route from public;
grant execute on function funding.budget_route to tranche_staff;
-- A donor reads amounts, not what people wrote to each other.
revoke select on funding.budget_version from tranche_donor;
grant select (id, project_id, number, state, currency, approved_on) on funding.budget_version to tranche_donor;

-- The second wall behind the command. A person may approve what needed notice only.
create function funding.check_budget_route() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_route constant text := funding.budget_route(new.id);
begin
    if exists (select 1 from funding.budget_version w
                where w.project_id = new.project_id and w.state = 'approved' and w.id <> new.id
                  and w.approved_on > new.approved_on) then
        raise exception 'budget version % would come into force before an earlier one', new.id
            using errcode = 'check_violation', constraint = 'budget_version_in_order_check';
    end if;
    if new.route is distinct from v_route and not (new.route = 'approval' and v_route = 'notice') then
        raise exception 'budget version % goes by %, not by %', new.id, v_route, new.route
            using errcode = 'check_violation', constraint = 'budget_version_route_held_check';
    end if;
    return null;
end
$$;
revoke all on function funding.check_budget_route from public;
create trigger budget_version_route_held after update of state, route on funding.budget_version
    for each row when (new.state = 'approved' and old.state <> 'approved')
    execute function funding.check_budget_route();

-- What a line is for, and how far it bends, may be written again until a version that names it is in
-- force; from then on it stays.
create function funding.check_budget_line_fixed() returns trigger
language plpgsql set search_path = '' as $$
begin
    if exists (select 1 from funding.budget_version_line n join funding.budget_version v on v.id = n.version_id
                where n.line_id = new.id and v.state = 'approved') then
        raise exception 'budget line % is in force', new.id
            using errcode = 'check_violation', constraint = 'budget_line_fixed_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_budget_line_fixed from public;
create trigger budget_line_fixed before update on funding.budget_line
    for each row execute function funding.check_budget_line_fixed();
grant update (phase_id, title_en, title_fr, title_es, kind, category, result_id, flexibility)
    on funding.budget_line to tranche_staff;

insert into reference.rule (code, kind) values ('R20', 'wall');

-- A version begins as a draft and only steps change it; its lines are written with it, and one that is
-- decided stays as it is.
alter table funding.budget_version alter column state set default 'draft';
revoke insert, update on funding.budget_version from tranche_staff;
grant insert (id, project_id, number, currency, reason, drafted_by, drafted_for)
    on funding.budget_version to tranche_staff;
grant update (state, submitted_by, submitted_for, submitted_on, approved_by, approved_for, approved_on, route,
              remark, ended_by, ended_for, ended_on, ended_reason, version)
    on funding.budget_version to tranche_staff;
create policy decided_stays on funding.budget_version as restrictive for update to tranche_staff
    using (state in ('draft', 'submitted')) with check (true);
create policy lines_of_drafts on funding.budget_version_line as restrictive for insert to tranche_staff
    with check (exists (select 1 from funding.budget_version v where v.id = version_id and v.state = 'draft'));
