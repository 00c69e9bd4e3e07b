-- More numbered rules, the way out of an exception, approvals counted together, and what a closed
-- project gives back. Why: deploy/decisions/0016-opened-by-two.md.

insert into reference.rule (code, kind) values
    ('R13-timing', 'remark'), ('R22', 'gate'), ('R26', 'remark'), ('R40', 'gate'), ('R58', 'gate');

-- R22 counts from the day a change was filed.
alter table funding.budget_version add column drafted_on date;
grant insert (drafted_on) on funding.budget_version to tranche_staff;

-- Whoever asked may take it back while nobody has decided.
alter table funding.rule_exception
    add column withdrawn_on date,
    drop constraint exception_state_check,
    drop constraint exception_decision_check,
    add constraint exception_state_check check (state in ('requested', 'withdrawn', 'granted', 'refused', 'used')),
    add constraint exception_decision_check
        check ((state in ('requested', 'withdrawn')) = (decided_by is null)
               and (decided_by is null) = (decided_on is null)
               and (decided_by is null) = (decision_reason is null)),
    add constraint exception_withdrawal_check check ((state = 'withdrawn') = (withdrawn_on is not null));
create or replace function funding.check_exception_move() returns trigger
language plpgsql set search_path = '' as $$
begin
    if (old.state, new.state) not in (('requested', 'granted'), ('requested', 'refused'),
                                      ('requested', 'withdrawn'), ('granted', 'used')) then
        raise exception 'an exception does not go from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'exception_moves_forward_check';
    end if;
    return new;
end
$$;
grant update (withdrawn_on) on funding.rule_exception to tranche_staff;

-- A fund with one approver may let finance officers open gates too; two persons all the same.
alter table funding.instrument_terms add column finance_opens_gates boolean not null default false;

-- R12: without a focal point a project is active only by an exception that was used, or a remark that
-- was acknowledged, for that act. Looked at when the transaction ends: the act comes first.
create function funding.check_focal_point() returns trigger
language plpgsql set search_path = '' as $$
begin
    if not exists (select 1 from funding.rule_exception x
                    where x.subject_id = new.id and x.operation = 'activate_project'
                      and x.rule = 'R12' and x.state = 'used')
       and not exists (select 1 from funding.remark m
                        where m.project_id = new.id and m.subject_id = new.id and m.rule = 'R12') then
        raise exception 'project % has no focal point', new.id
            using errcode = 'check_violation', constraint = 'project_active_has_focal_point_check';
    end if;
    return null;
end
$$;
revoke all on function funding.check_focal_point from public;
create constraint trigger project_active_has_focal_point
    after insert or update of state, focal_point, origin on funding.project
    deferrable initially deferred for each row
    when (new.origin = 'current' and new.focal_point is null
          and new.state in ('active', 'activities_completed', 'financially_closed'))
    execute function funding.check_focal_point();

-- What is compared with a level: this amount and all that was approved before on the same tranche.
alter table partner.disbursement_request
    add column counted_base bigint,
    add constraint disbursement_request_counted_within_level_check check (counted_base <= approval_limit);
create function partner.check_counted_with_tranche() returns trigger
language plpgsql set search_path = '' as $$
begin
    if new.counted_base is null or new.counted_base < (
            select t.paid_amount + t.reserved_amount from partner.tranche t where t.id = new.tranche_id) then
        raise exception 'request % does not count what its tranche had before', new.id
            using errcode = 'check_violation', constraint = 'disbursement_request_counts_tranche_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_counted_with_tranche from public;
create constraint trigger disbursement_request_counts_tranche
    after insert or update of approved_by, approval_limit, counted_base on partner.disbursement_request
    deferrable initially deferred for each row
    when (new.approved_by is not null and new.approval_limit is not null)
    execute function partner.check_counted_with_tranche();

-- The lowest level that would do for an amount; partners are told of none.
create function funding.approval_level_needed(p_instrument bigint, p_amount bigint, p_day date) returns smallint
language sql stable security definer set search_path = '' as $$
    select min(l.level) from funding.approval_level l
     where session_user <> 'tranche_partner'
       and l.instrument_id = p_instrument and (l.up_to_amount is null or l.up_to_amount >= p_amount)
       and l.valid_from = (select max(m.valid_from) from funding.approval_level m
                            where m.instrument_id = p_instrument and m.valid_from <= p_day)
$$;
revoke all on function funding.approval_level_needed from public;
grant execute on function funding.approval_level_needed to tranche_staff, tranche_partner;

-- A project closed with open agreements (R59) gives back later what these set free: a closure may have
-- several rows on one line.
alter table funding.closure
    add column number smallint not null default 1,
    drop constraint closure_pkey,
    add primary key (project_id, line_id, number);
