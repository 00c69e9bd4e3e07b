-- What a project owes in reports and plans (R49 to R53): computed when read, from the days of the project
-- and the terms of its fund; and what was handed in for it. deploy/decisions/0019 says why so.

insert into reference.rule (code, kind) values ('R51', 'remark'), ('R53', 'remark');

-- Months and weeks are the fund's; without a row the rules' own count. The terms of the day a project
-- starts hold for it.
create table funding.project_terms (
    instrument_id bigint not null constraint project_terms_instrument_fkey references funding.instrument,
    valid_from date not null,
    obligations text[] not null
        default '{results_framework,workplan,interim_report,final_report,evaluation}',
    interim_from_months smallint not null default 12,
    interim_period_months smallint not null default 6,
    interim_due_weeks smallint not null default 6,
    final_due_months smallint not null default 3,
    framework_due_months smallint not null default 1,
    -- Projects that start from this day on are evaluated, not before and not after so many months.
    evaluation_from date not null default '2017-01-01',
    evaluation_after_months smallint not null default 6,
    evaluation_before_months smallint not null default 12,
    source text not null,
    illustrative boolean not null default false,
    primary key (instrument_id, valid_from),
    constraint project_terms_obligations_check check (
        obligations <@ array['results_framework', 'workplan', 'interim_report', 'final_report', 'evaluation']),
    constraint project_terms_months_check check (
        interim_from_months between 1 and 120 and interim_period_months between 1 and 60
        and interim_due_weeks between 0 and 52 and final_due_months between 0 and 24
        and framework_due_months between 0 and 24 and evaluation_after_months between 0 and 60
        and evaluation_before_months between evaluation_after_months and 60)
);
grant select, insert on funding.project_terms to tranche_staff;

-- The same as domain::add_months: the last day of a month stays the last. Without a search path of its own,
-- so that PostgreSQL can write it into the query that calls it a hundred thousand times.
create function reference.add_months(p_day date, p_months integer) returns date
language sql immutable parallel safe as $$
    select case when pg_catalog.date_part('month', p_day + 1) <> pg_catalog.date_part('month', p_day)
                then (pg_catalog.date_trunc('month', p_day::timestamp)
                      + pg_catalog.make_interval(months => p_months + 1))::date - 1
                else (p_day + pg_catalog.make_interval(months => p_months))::date end;
$$;

create table funding.obligation_submission (
    id bigint primary key,
    project_id bigint not null constraint obligation_submission_project_fkey references funding.project,
    kind text not null,
    number smallint not null,
    submitted_on date not null,
    document text not null,
    submitted_by bigint not null constraint obligation_submission_submitted_by_fkey references people.user_account,
    submitted_for bigint,
    state text not null default 'submitted',
    decided_on date,
    decided_by bigint constraint obligation_submission_decided_by_fkey references people.user_account,
    decided_for bigint,
    reason text,
    version bigint not null default 1,
    constraint obligation_submission_kind_check check (
        kind in ('results_framework', 'workplan', 'interim_report', 'final_report', 'evaluation')),
    constraint obligation_submission_number_check check (number > 0),
    constraint obligation_submission_document_check check (document <> ''),
    constraint obligation_submission_state_check check (state in ('submitted', 'accepted', 'sent_back')),
    constraint obligation_submission_decision_check check (
        (state = 'submitted') = (decided_by is null) and (decided_by is null) = (decided_on is null)
        and decided_on >= submitted_on and (state = 'sent_back') = (reason is not null) and reason <> ''),
    constraint obligation_submission_decided_by_other_check check (
        decided_by <> submitted_by and decided_by <> submitted_for
        and decided_for <> submitted_by and decided_for <> submitted_for)
);
create unique index obligation_submission_once_key on funding.obligation_submission (project_id, kind, number)
    where state <> 'sent_back';
create index obligation_submission_project on funding.obligation_submission (project_id);
grant select, insert on funding.obligation_submission to tranche_staff;
grant update (state, decided_on, decided_by, decided_for, reason, version) on funding.obligation_submission
    to tranche_staff;

create function funding.check_submission_move() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.state <> 'submitted' then
        raise exception 'a submission that is % stays so', old.state
            using errcode = 'check_violation', constraint = 'obligation_submission_moves_forward_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_submission_move from public;
create trigger obligation_submission_moves_forward before update on funding.obligation_submission
    for each row execute function funding.check_submission_move();

-- The days a project runs as agreed by a day: R50 follows from that. Of one project, or of all for null.
create function funding.days_of_project(p_on date, p_project bigint)
returns table (project_id bigint, terms_from date, start_on date, agreed_end_on date, end_on date)
language sql stable set search_path = '' as $$
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
       and p.state in ('active', 'suspended', 'activities_completed', 'terminated', 'financially_closed')
       and p.start_on is not null and p.end_on is not null;
$$;

create function funding.obligations(p_on date, p_project bigint)
returns table (project_id bigint, kind text, number smallint, period_first date, period_last date,
               opens_on date, due_on date)
language sql stable set search_path = '' as $$
    with terms as (
        select d.*, coalesce(t.obligations, '{results_framework,workplan,interim_report,final_report,evaluation}') as kinds,
               coalesce(t.interim_from_months, 12) as interim_from, coalesce(t.interim_period_months, 6) as period,
               coalesce(t.interim_due_weeks, 6) as weeks, coalesce(t.final_due_months, 3) as final_months,
               coalesce(t.framework_due_months, 1) as framework, coalesce(t.evaluation_from, '2017-01-01') as evaluated_from,
               coalesce(t.evaluation_after_months, 6) as not_before, coalesce(t.evaluation_before_months, 12) as not_after
          from funding.days_of_project(p_on, p_project) d
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
              12 * (pg_catalog.date_part('year', x.end_on) - pg_catalog.date_part('year', x.start_on))
              + pg_catalog.date_part('month', x.end_on) - pg_catalog.date_part('month', x.start_on))::integer / x.period + 1) n
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
    select o.project_id, o.kind, o.number::smallint, o.first, o.last, o.opens, o.due from owed o where o.kind = any(o.kinds);
$$;

-- The same with where each stands at the end of a day. What was sent back is owed again, by the same day.
create function funding.obligations_as_of(p_on date, p_project bigint)
returns table (project_id bigint, kind text, number smallint, period_first date, period_last date, opens_on date,
               due_on date, state text, waits_for text, waits_since date, submission_id bigint, submitted_on date,
               document text, reason text)
language sql stable set search_path = '' as $$
    select o.*, n.state,
           case n.state when 'accepted' then null when 'submitted' then 'reviewer' when 'upcoming' then null
               else 'programme_officer' end,
           case n.state when 'submitted' then s.submitted_on
               when 'overdue' then greatest(o.due_on + 1, case when s.decided_on <= p_on then s.decided_on end)
               when 'sent_back' then s.decided_on when 'due' then o.opens_on end,
           s.id, s.submitted_on, s.document, case when s.decided_on <= p_on then s.reason end
      from funding.obligations(p_on, p_project) o
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
revoke all on function reference.add_months, funding.days_of_project, funding.obligations, funding.obligations_as_of
    from public;
grant execute on function reference.add_months, funding.days_of_project, funding.obligations,
    funding.obligations_as_of to tranche_staff;
