-- What an indicator counts, targets that are revised, actual values taken back, and figures too small to
-- be published. deploy/decisions/0021 says why so.

-- R57: what there is room for is not what was achieved. R56: a sum counts what is new; what is present or
-- counted from the start is no sum.
alter table result.indicator
    add column nature text not null default 'achievement',
    add column counts text,
    -- Its small figures stand for few persons.
    add column counts_people boolean not null default false,
    -- The kinds its values are broken down by; null: whatever was reported.
    add column categories text[],
    add constraint indicator_nature_check check (nature in ('achievement', 'capacity')),
    add constraint indicator_counts_check check (counts in ('new', 'present', 'cumulative')),
    add constraint indicator_counts_units_check check (counts is null or measure = 'unit'),
    add constraint indicator_counts_people_check check (not counts_people or (measure = 'unit' and nature = 'achievement')),
    add constraint indicator_categories_check check (cardinality(categories) between 1 and 50);
update result.indicator set counts = 'new' where aggregation = 'sum' and measure = 'unit';
-- Nobody said what the earlier ones count: hiding too much is the lesser harm.
update result.indicator set counts_people = true where measure = 'unit';
alter table result.indicator
    add constraint indicator_new_is_summed_check check (counts is null or (counts = 'new') = (aggregation = 'sum')),
    -- Of what was entered before, nobody can be asked any more.
    add constraint indicator_sums_units_check check (measure = 'unit' or aggregation <> 'sum') not valid,
    add constraint indicator_capacity_is_not_summed_check check (nature = 'achievement' or aggregation <> 'sum');
grant select (nature, counts, counts_people) on result.indicator to tranche_donor;

-- A value taken back stays to be seen and counts no more; its period can be reported again.
alter table result.actual
    add column returned_by bigint,
    add column returned_for bigint,
    add column returned_on date,
    add column return_reason text,
    add constraint actual_returned_check check (
        (returned_by is null) = (returned_on is null) and (returned_by is null) = (return_reason is null)),
    add constraint actual_evidence_check check (
        verified_by is null or evidence is not null or returned_by is not null) not valid,
    drop constraint actual_once_per_period_key;
create unique index actual_once_per_period_key on result.actual (indicator_id, period_first, period_last)
    where returned_by is null;
grant update (returned_by, returned_for, returned_on, return_reason) on result.actual to tranche_staff;
grant select (returned_on) on result.actual to tranche_donor;

create function result.guard_actual() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.returned_by is not null then
        raise exception 'actual % was returned', old.id
            using errcode = 'check_violation', constraint = 'actual_returned_is_final_check';
    end if;
    return new;
end
$$;
revoke all on function result.guard_actual from public;
create trigger actual_returned_is_final before update on result.actual
    for each row execute function result.guard_actual();

create or replace function result.check_actual_overlap() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('result.actual', new.indicator_id));
    if exists (select 1 from result.actual v
                 join result.indicator i on i.id = v.indicator_id and i.aggregation = 'sum'
                where v.indicator_id = new.indicator_id and v.id <> new.id and v.returned_by is null
                  and v.period_first <= new.period_last and v.period_last >= new.period_first) then
        raise exception 'actuals of indicator % overlap', new.indicator_id
            using errcode = 'check_violation', constraint = 'actual_sums_do_not_overlap_check';
    end if;
    -- What is known of a day would hold both.
    if exists (select 1 from result.actual v
                where v.indicator_id = new.indicator_id and v.returned_on > new.reported_on
                  and v.period_first <= new.period_last and v.period_last >= new.period_first) then
        raise exception 'an actual of indicator % was returned later', new.indicator_id
            using errcode = 'check_violation', constraint = 'actual_reported_after_return_check';
    end if;
    return null;
end
$$;

-- Money beside results, and what is too small to be published: terms of the fund.
alter table funding.instrument_terms
    add column flag_spent_percent numeric(5, 2) not null default 80,
    add column flag_achieved_percent numeric(5, 2) not null default 30,
    add column small_cell smallint not null default 5,
    add constraint instrument_terms_flag_check check (
        flag_spent_percent between 0 and 100 and flag_achieved_percent between 0 and 100),
    add constraint instrument_terms_small_cell_check check (small_cell between 1 and 100);

grant select (instrument_id, valid_from, small_cell) on funding.instrument_terms to tranche_donor;
alter table funding.instrument_terms enable row level security;
create policy staff_see_all on funding.instrument_terms to tranche_staff using (true) with check (true);
create policy donor_sees_reached on funding.instrument_terms for select to tranche_donor
    using (instrument_id in (select i.id from funding.instrument i));

-- R63: kinds of an indicator of persons whose figures are not published. A kind that was small in one
-- period is hidden in all of them, and never alone: neither a total nor an earlier edition gives it away.
create view result.hidden_category with (security_barrier = true) as
    with cell as (
        select n.id as indicator_id, c.key as category, sum(c.value::numeric) as total,
               bool_or(c.value::numeric between 1 and coalesce(t.small_cell, 5) - 1) as small
          from result.indicator n
          join result.result r on r.id = n.result_id
          join funding.project p on p.id = r.project_id
          join result.actual v on v.indicator_id = n.id and v.returned_by is null
          left join lateral (select x.small_cell from funding.instrument_terms x
                              where x.instrument_id = p.instrument_id and x.valid_from <= (now() at time zone 'UTC')::date
                              order by x.valid_from desc limit 1) t on true
         cross join jsonb_each_text(v.disaggregation) c
         where n.counts_people
         group by n.id, c.key),
    ranked as (
        select indicator_id, category, small, count(*) filter (where small) over (partition by indicator_id) as smalls,
               row_number() over (partition by indicator_id, small order by total = 0, total, category) as place
          from cell)
    select indicator_id, category from ranked where small or (smalls = 1 and place = 1);

-- What is published of a value: the kinds its indicator names, hidden ones without a figure; of
-- protection projects nothing.
create view result.published_cell with (security_barrier = true) as
    select v.id as actual_id, n.id as indicator_id, r.project_id, k.category,
           case when h.category is null then (v.disaggregation ->> k.category)::numeric end as value,
           h.category is not null as hidden
      from result.indicator n
      join result.result r on r.id = n.result_id
      join funding.project p on p.id = r.project_id and not p.protection
      join result.actual v on v.indicator_id = n.id and v.returned_by is null
     cross join unnest(n.categories) as k (category)
      left join result.hidden_category h on h.indicator_id = n.id and h.category = k.category
     where v.disaggregation ? k.category;
grant select on result.published_cell to tranche_staff;

create view donor.published_cell with (security_barrier = true) as
    select c.actual_id, c.indicator_id, c.project_id, c.category, c.value, c.hidden
      from result.published_cell c
     where c.project_id in (select d.id from donor.project d);
grant select on donor.published_cell to tranche_donor;
