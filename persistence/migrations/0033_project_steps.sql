-- The steps of a project's life, each with its day and, where it stops or ends something, its reason; and
-- the days agreed with a step, so that what was agreed then stays known beside what holds now.
create table funding.project_step (
    id bigint primary key,
    project_id bigint not null constraint project_step_project_fkey references funding.project,
    number bigint generated always as identity,
    step text not null,
    from_state text not null,
    to_state text not null,
    taken_on date not null,
    -- The day it was asked for (R22).
    filed_on date,
    reason text,
    document text,
    -- First and last day of the project from this step on.
    start_on date, end_on date,
    taken_by bigint not null constraint project_step_taken_by_fkey references people.user_account,
    taken_for bigint,
    constraint project_step_reason_check check (
        reason <> '' and (reason is not null or step not in (
            'decline', 'retain', 'reopen', 'withdraw', 'cancel', 'suspend', 'resume', 'terminate', 'extend'))),
    constraint project_step_document_check check (document <> '' and (document is not null or step not in ('terminate', 'record_approval'))),
    constraint project_step_dates_in_order_check check (end_on >= start_on),
    constraint project_step_extension_has_end_check check (step <> 'extend' or end_on is not null)
);
create index project_step_project on funding.project_step (project_id, number desc);
grant select, insert on funding.project_step to tranche_staff;

-- Of projects that are there already, what holds today is the first that is known.
insert into funding.project_step
    (id, project_id, step, from_state, to_state, taken_on, start_on, end_on, taken_by, taken_for)
select ('x' || substr(md5('project_step' || p.id), 1, 15))::bit(60)::bigint, p.id, 'propose', p.state, p.state,
       coalesce((select min((e.at at time zone 'UTC')::date) from audit.event e
                  where e.subject_type = 'project' and e.subject_id = p.id), current_date),
       p.start_on, p.end_on, p.proposed_by, p.proposed_for
  from funding.project p;

-- The state a project has been given up, stopped or ended in is one that a step with a reason led to, and
-- its days are those agreed last. Looked at when the transaction ends: the rows come in any order.
create function funding.check_project_steps() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_last funding.project_step;
begin
    if new.state is distinct from old.state
       and new.state in ('declined', 'retained', 'withdrawn', 'cancelled', 'suspended', 'terminated') then
        select * into v_last from funding.project_step s
         where s.project_id = new.id order by s.number desc limit 1;
        if v_last.to_state is distinct from new.state then
            raise exception 'no step says why project % is %', new.id, new.state
                using errcode = 'check_violation', constraint = 'project_state_has_reason_check';
        end if;
    end if;
    if (new.start_on, new.end_on) is distinct from (old.start_on, old.end_on) then
        select * into v_last from funding.project_step s
         where s.project_id = new.id and s.end_on is not null order by s.number desc limit 1;
        if (v_last.start_on, v_last.end_on) is distinct from (new.start_on, new.end_on) then
            raise exception 'the days of project % were not agreed', new.id
                using errcode = 'check_violation', constraint = 'project_days_are_agreed_check';
        end if;
    end if;
    return null;
end
$$;
revoke all on function funding.check_project_steps from public;
create constraint trigger project_steps_are_known
    after update of state, start_on, end_on on funding.project
    deferrable initially deferred for each row execute function funding.check_project_steps();

alter table funding.project
    drop constraint project_state_check,
    add constraint project_state_check check (state in (
        'concept', 'proposal_draft', 'submitted', 'ro_endorsed', 'fund_review', 'approved', 'declined', 'retained',
        'allocated', 'active', 'suspended', 'activities_completed', 'financially_closed', 'terminated',
        'withdrawn', 'cancelled'));
