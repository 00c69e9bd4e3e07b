-- What a partner owes in reports under an agreement (R49 to R54): computed when read, from the days of the
-- agreement and its dated schedule. deploy/decisions/0024 says what answers what. And all that is owed, of open
-- projects only where that is asked, for the queue.

-- From its first day on until the next; an agreement without any owes nothing by itself.
create table partner.reporting_schedule (
    agreement_id bigint not null constraint reporting_schedule_agreement_fkey references partner.agreement,
    valid_from date not null,
    period_months smallint,  -- null: the final report only
    due_days smallint not null,
    final_due_days smallint not null,
    document text not null,
    recorded_by bigint not null constraint reporting_schedule_recorded_by_fkey references people.user_account,
    recorded_for bigint,
    primary key (agreement_id, valid_from),
    constraint reporting_schedule_period_check check (period_months between 1 and 60),
    constraint reporting_schedule_days_check check (due_days between 0 and 365 and final_due_days between 0 and 365),
    constraint reporting_schedule_document_check check (document <> '')
);

-- One after the other, within the agreement, the first from its first day: no period is without.
create function partner.check_schedule() returns trigger
language plpgsql set search_path = '' as $$
begin
    if not exists (
        select 1 from partner.agreement a
         where a.id = new.agreement_id and new.valid_from between a.start_on and a.end_on
           and case when exists (select 1 from partner.reporting_schedule s where s.agreement_id = a.id)
                    then new.valid_from > (select pg_catalog.max(s.valid_from) from partner.reporting_schedule s
                                            where s.agreement_id = a.id)
                    else new.valid_from = a.start_on end) then
        raise exception 'agreement % has no schedule to change from %', new.agreement_id, new.valid_from
            using errcode = 'check_violation', constraint = 'reporting_schedule_in_order_check';
    end if;
    return new;
end
$$;
revoke all on function partner.check_schedule from public;
create trigger reporting_schedule_in_order before insert on partner.reporting_schedule
    for each row execute function partner.check_schedule();

grant select, insert on partner.reporting_schedule to tranche_staff;
grant select on partner.reporting_schedule to tranche_partner;
alter table partner.reporting_schedule enable row level security;
create policy staff_see_all on partner.reporting_schedule to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.reporting_schedule for select to tranche_partner
    using (exists (select 1 from partner.agreement a where a.id = agreement_id));

-- Since when it has been with the partner again; earlier ones are known by the day they were handed in.
alter table partner.expenditure_report
    add column sent_back_on date,
    add constraint expenditure_report_sent_back_check check (sent_back_on is null or submitted_on is not null);
create index expenditure_report_agreement on partner.expenditure_report (agreement_id, period_last);

-- Of one project or, for null, of all; with p_open only of what is not closed, as far as it is open by that day.
-- Without search paths of their own, so that PostgreSQL writes these functions into the query that calls them.
-- A terminated agreement owes nothing for the time after; 0056, where its steps begin to be kept, says so.
create function partner.owes_until(p_agreement bigint, p_end date, p_on date) returns date
language sql stable as $$ select p_end $$;
revoke all on function partner.owes_until from public;
grant execute on function partner.owes_until to tranche_staff, tranche_partner;

create function partner.report_obligations(p_on date, p_project bigint, p_open boolean)
returns table (agreement_id bigint, project_id bigint, kind text, number smallint, period_first date, period_last date,
               opens_on date, due_on date)
language sql stable as $$
    with schedule as (
        select a.id, a.project_id, e.end_on, s.valid_from as first, coalesce(s.period_months, 1200) as months,
               s.due_days, s.final_due_days,
               -- Until the next one, if the agreement lasts so long.
               least(e.end_on, pg_catalog.lead(s.valid_from) over (partition by a.id order by s.valid_from) - 1) as last
          from partner.reporting_schedule s
          join partner.agreement a on a.id = s.agreement_id
          cross join lateral (select case a.state when 'terminated' then partner.owes_until(a.id, a.end_on, p_on)
                                          else a.end_on end as end_on) e
         where a.origin = 'current' and a.state in ('signed', 'suspended', 'terminated', 'closed')
           and s.valid_from <= e.end_on
           and (not p_open or (a.state <> 'closed' and s.valid_from <= p_on))
           and (p_project is null or a.project_id = p_project)),
    period as (
        select x.id, x.project_id, x.end_on, x.due_days, x.final_due_days, b.first,
               least(x.last, reference.add_months(x.first - 1, x.months * n)) as last
          from schedule x
          cross join lateral pg_catalog.generate_series(1, (
              12 * (pg_catalog.date_part('year', x.last) - pg_catalog.date_part('year', x.first))
              + pg_catalog.date_part('month', x.last) - pg_catalog.date_part('month', x.first))::integer / x.months + 1) n
          cross join lateral (select reference.add_months(x.first - 1, x.months * (n - 1)) + 1 as first) b
         where b.first <= x.last and (not p_open or b.first < p_on))
    select r.id, r.project_id, case when r.last = r.end_on then 'partner_final_report' else 'partner_report' end,
           case when r.last = r.end_on then 1
                else pg_catalog.row_number() over (partition by r.id order by r.first) end::smallint,
           r.first, r.last, r.last + 1, r.last + case when r.last = r.end_on then r.final_due_days else r.due_days end
      from period r where not p_open or r.last < p_on;
$$;

-- A report answers a period when it reaches over its last day, the final one when it says that it is. What was
-- sent back is owed again, by the same day (R51).
create function partner.report_obligations_as_of(p_on date, p_project bigint, p_open boolean default false)
returns table (agreement_id bigint, project_id bigint, kind text, number smallint, period_first date, period_last date,
               opens_on date, due_on date, state text, waits_for text, waits_since date, submitted_on date,
               document text, reason text)
language sql stable as $$
    select o.*, n.state,
           case when n.state = 'submitted' then 'reviewer' when n.state not in ('accepted', 'upcoming') then 'partner' end,
           case n.state when 'submitted' then s.submitted_on when 'overdue' then greatest(o.due_on + 1, s.back_on)
               when 'sent_back' then s.back_on when 'due' then o.opens_on end,
           s.submitted_on, s.code, case when s.back_on <= p_on then s.review_reason end
      from partner.report_obligations(p_on, p_project, p_open) o
      left join lateral (
          select r.code, r.state, r.submitted_on, r.reviewed_on, r.review_reason,
                 case when r.state in ('sent_back', 'draft') then coalesce(r.sent_back_on, r.submitted_on) end as back_on
            from partner.expenditure_report r
           where r.agreement_id = o.agreement_id and r.period_last >= o.period_last and r.period_first <= o.period_last
             and (r.final or o.kind = 'partner_report') and r.submitted_on <= p_on
             -- One that its partner took back itself was never handed in.
             and (r.state <> 'draft' or r.sent_back_on is not null)
           order by (r.state in ('sent_back', 'draft')), r.submitted_on desc, r.id limit 1) s on true
      cross join lateral (select case
          when s.state in ('accepted', 'partly_accepted') and s.reviewed_on <= p_on then 'accepted'
          when s.code is not null and (s.back_on is null or s.back_on > p_on) then 'submitted'
          when o.due_on < p_on then 'overdue'
          when s.code is not null then 'sent_back'
          when o.opens_on <= p_on then 'due' else 'upcoming' end as state) n;
$$;
revoke all on function partner.report_obligations, partner.report_obligations_as_of from public;
grant execute on function partner.report_obligations, partner.report_obligations_as_of to tranche_staff, tranche_partner;
grant execute on function reference.add_months to tranche_partner;

-- The project's own, as in 0034, but for p_open: of projects that are not closed, what is open by that day.
drop function funding.obligations_as_of, funding.obligations, funding.days_of_project;
create index project_open on funding.project (id)
    where origin = 'current' and state in ('active', 'suspended', 'activities_completed', 'terminated');

-- The days a project runs as agreed by a day: R50 follows from that.
create function funding.days_of_project(p_on date, p_project bigint, p_open boolean default false)
returns table (project_id bigint, terms_from date, start_on date, agreed_end_on date, end_on date)
language sql stable as $$
    select p.id, (select pg_catalog.max(t.valid_from) from funding.project_terms t
                   where t.instrument_id = p.instrument_id and t.valid_from <= coalesce(a.start_on, p.start_on)),
           coalesce(a.start_on, p.start_on), coalesce(a.end_on, p.end_on),
           -- One that ended before its time owes from then on.
           least(coalesce(a.end_on, p.end_on),
                 (select s.taken_on from funding.project_step s
                   where s.project_id = p.id and s.step in ('complete', 'terminate') and s.taken_on <= p_on
                   order by s.number desc limit 1))
      from funding.project p
      left join lateral (
          select s.start_on, s.end_on from funding.project_step s
           where s.project_id = p.id and s.end_on is not null
           order by (s.taken_on <= p_on) desc, case when s.taken_on <= p_on then s.number end desc, s.number
           limit 1) a on true
     where p.origin = 'current' and (p_project is null or p.id = p_project)
       and (not p_open or p.state in ('active', 'suspended', 'activities_completed', 'terminated'))
       and p.state in ('active', 'suspended', 'activities_completed', 'terminated', 'financially_closed')
       and p.start_on is not null and p.end_on is not null;
$$;

create function funding.obligations(p_on date, p_project bigint, p_open boolean default false)
returns table (project_id bigint, kind text, number smallint, period_first date, period_last date,
               opens_on date, due_on date)
language sql stable as $$
    with terms as (
        select d.*, case when p_open then least(d.end_on, p_on) else d.end_on end as until,
               coalesce(t.obligations, '{results_framework,workplan,interim_report,final_report,evaluation}') as kinds,
               coalesce(t.interim_from_months, 12) as interim_from, coalesce(t.interim_period_months, 6) as period,
               coalesce(t.interim_due_weeks, 6) as weeks, coalesce(t.final_due_months, 3) as final_months,
               coalesce(t.framework_due_months, 1) as framework, coalesce(t.evaluation_from, '2017-01-01') as evaluated_from,
               coalesce(t.evaluation_after_months, 6) as not_before, coalesce(t.evaluation_before_months, 12) as not_after
          from funding.days_of_project(p_on, p_project, p_open) d
          join funding.project p on p.id = d.project_id
          left join funding.project_terms t on t.instrument_id = p.instrument_id and t.valid_from = d.terms_from),
    owed as (
        select x.project_id, x.kinds, k.kind, 1 as number, x.start_on as first, x.start_on as last, x.start_on as opens,
               reference.add_months(x.start_on, x.framework) as due
          from terms x cross join (values ('results_framework'), ('workplan')) k (kind)
        union all
        -- A period that ends with the project has the final report only.
        select x.project_id, x.kinds, 'interim_report', n, reference.add_months(x.start_on - 1, x.period * (n - 1)) + 1,
               l.last, l.last + 1, l.last + 7 * x.weeks
          from terms x
          cross join lateral pg_catalog.generate_series(1, (
              12 * (pg_catalog.date_part('year', x.until) - pg_catalog.date_part('year', x.start_on))
              + pg_catalog.date_part('month', x.until) - pg_catalog.date_part('month', x.start_on))::integer / x.period + 1) n
          cross join lateral (select reference.add_months(x.start_on - 1, x.period * n) as last) l
         where l.last < x.end_on
           and x.agreed_end_on >= (x.start_on + pg_catalog.make_interval(months => x.interim_from))::date - 1
        union all
        select x.project_id, x.kinds, 'final_report', 1, x.start_on, x.end_on, x.end_on + 1,
               reference.add_months(x.end_on, x.final_months)
          from terms x
        union all
        select x.project_id, x.kinds, 'evaluation', 1, x.start_on, x.end_on, reference.add_months(x.end_on, x.not_before),
               reference.add_months(x.end_on, x.not_after)
          from terms x where x.start_on >= x.evaluated_from)
    select o.project_id, o.kind, o.number::smallint, o.first, o.last, o.opens, o.due from owed o
     where o.kind = any(o.kinds) and (not p_open or o.opens <= p_on);
$$;

-- The same with where each stands at the end of a day. What was sent back is owed again, by the same day.
create function funding.obligations_as_of(p_on date, p_project bigint, p_open boolean default false)
returns table (project_id bigint, kind text, number smallint, period_first date, period_last date, opens_on date,
               due_on date, state text, waits_for text, waits_since date, submission_id bigint, submitted_on date,
               document text, reason text)
language sql stable as $$
    select o.*, n.state,
           case n.state when 'accepted' then null when 'submitted' then 'reviewer' when 'upcoming' then null
               else 'programme_officer' end,
           case n.state when 'submitted' then s.submitted_on
               when 'overdue' then greatest(o.due_on + 1, case when s.decided_on <= p_on then s.decided_on end)
               when 'sent_back' then s.decided_on when 'due' then o.opens_on end,
           s.id, s.submitted_on, s.document, case when s.decided_on <= p_on then s.reason end
      from funding.obligations(p_on, p_project, p_open) o
      left join lateral (
          select * from funding.obligation_submission b
           where b.project_id = o.project_id and b.kind = o.kind and b.number = o.number and b.submitted_on <= p_on
           order by b.submitted_on desc, b.state = 'sent_back', b.id limit 1) s on true
      cross join lateral (select case
          when s.id is not null and (s.state = 'submitted' or s.decided_on > p_on) then 'submitted'
          when s.state = 'accepted' then 'accepted'
          when o.due_on < p_on then 'overdue'
          when s.state = 'sent_back' then 'sent_back'
          when o.opens_on <= p_on then 'due' else 'upcoming' end as state) n;
$$;
revoke all on function funding.days_of_project, funding.obligations, funding.obligations_as_of from public;
grant execute on function funding.days_of_project, funding.obligations, funding.obligations_as_of to tranche_staff;
