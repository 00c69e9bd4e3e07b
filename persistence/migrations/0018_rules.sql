-- Walls, gates and remarks: what sort a numbered rule is, from which day on, and what was opened or
-- acknowledged. The story is deploy/decisions/0012-walls-gates-remarks.md.

-- The rules the program enforces, as domain/rule.cpp lists them; a test compares the two. A rule is
-- what stands here where a fund has decided nothing else.
create table reference.rule (
    code text primary key,
    kind text not null,
    constraint rule_kind_check check (kind in ('wall', 'gate', 'remark')),
    constraint rule_code_kind_key unique (code, kind)
);
insert into reference.rule (code, kind) values
    ('R1', 'wall'), ('R3', 'gate'), ('R4', 'gate'), ('R6', 'wall'), ('R8', 'gate'), ('R9', 'gate'),
    ('R10', 'wall'), ('R12', 'gate'), ('R15', 'gate'), ('R15-near', 'remark'), ('R16', 'gate'),
    ('R19', 'gate'), ('R21', 'gate'), ('R25', 'wall'), ('R27', 'wall'), ('R28', 'gate'), ('R30', 'wall'),
    ('R34', 'wall'), ('R36', 'gate'), ('R37', 'gate'), ('R39', 'wall'), ('R41', 'gate'),
    ('R42-age', 'remark'), ('R46', 'gate'), ('R55', 'remark'), ('R59', 'gate');

-- R12 is a gate: an active project may be without a focal point when a second person agreed.
alter table funding.project drop constraint project_active_has_dates_check;
alter table funding.project add constraint project_active_has_dates_check
    check (origin <> 'current' or state not in ('active', 'activities_completed', 'financially_closed')
           or (start_on is not null and end_on is not null));

-- What a fund made of a rule, from a day on. There is no kind "off", and a wall has no row here:
-- the reference carries the kind by default, and that is never a wall.
create table funding.rule_kind (
    id bigint primary key,
    instrument_id bigint not null constraint rule_kind_instrument_fkey references funding.instrument,
    rule text not null,
    default_kind text not null,
    valid_from date not null,
    kind text not null,
    reason text not null,
    proposed_by bigint not null constraint rule_kind_proposed_by_fkey references people.user_account,
    proposed_for bigint,
    proposed_on date not null,
    confirmed_by bigint constraint rule_kind_confirmed_by_fkey references people.user_account,
    confirmed_for bigint,
    confirmed_on date,
    version bigint not null default 1,
    constraint rule_kind_rule_fkey foreign key (rule, default_kind) references reference.rule (code, kind),
    constraint rule_kind_wall_stays_wall_check check (default_kind <> 'wall'),
    constraint rule_kind_known_check check (kind in ('wall', 'gate', 'remark')),
    constraint rule_kind_reason_check check (reason <> ''),
    constraint rule_kind_confirmation_check check ((confirmed_by is null) = (confirmed_on is null)),
    constraint rule_kind_confirmed_by_other_check check (
        confirmed_by <> proposed_by and confirmed_by <> proposed_for
        and confirmed_for <> proposed_by and confirmed_for <> proposed_for)
);
create unique index rule_kind_one_per_day_key on funding.rule_kind (instrument_id, rule, valid_from)
    where confirmed_by is not null;

create function funding.check_confirmed_once() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.confirmed_by is not null then
        raise exception 'this kind was confirmed before'
            using errcode = 'check_violation', constraint = 'rule_kind_confirmed_once_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_confirmed_once from public;
create trigger rule_kind_confirmed_once before update on funding.rule_kind
    for each row execute function funding.check_confirmed_once();

-- Leave for one act: an operation on one subject (and one part of it), up to a limit, until a day.
create table funding.rule_exception (
    id bigint primary key,
    instrument_id bigint not null constraint exception_instrument_fkey references funding.instrument,
    project_id bigint constraint exception_project_fkey references funding.project,
    rule text not null,
    default_kind text not null,
    operation text not null,
    subject_type text not null,
    subject_id bigint not null,
    part text not null default '',
    most_amount bigint,
    most_currency reference.currency_code,
    most_count bigint,
    reason text not null,
    requested_by bigint not null constraint exception_requested_by_fkey references people.user_account,
    requested_for bigint,
    requested_on date not null,
    expires_on date not null,
    state text not null default 'requested',
    decided_by bigint constraint exception_decided_by_fkey references people.user_account,
    decided_for bigint,
    decided_on date,
    decision_reason text,
    used_by bigint constraint exception_used_by_fkey references people.user_account,
    used_on date,
    used_at timestamptz,
    audit_event_id bigint,
    version bigint not null default 1,
    constraint exception_rule_fkey foreign key (rule, default_kind) references reference.rule (code, kind),
    constraint exception_opens_no_wall_check check (default_kind <> 'wall'),
    constraint exception_state_check check (state in ('requested', 'granted', 'refused', 'used')),
    constraint exception_reason_check check (reason <> '' and decision_reason <> ''),
    constraint exception_limit_check
        check (most_amount >= 0 and most_count >= 0 and (most_amount is null) = (most_currency is null)),
    constraint exception_expiry_check check (expires_on >= requested_on and used_on <= expires_on),
    constraint exception_decision_check
        check ((state = 'requested') = (decided_by is null)
               and (decided_by is null) = (decided_on is null)
               and (decided_by is null) = (decision_reason is null)),
    constraint exception_use_check
        check ((state = 'used') = (used_by is not null)
               and (used_by is null) = (used_on is null)
               and (used_by is null) = (used_at is null)
               and (used_by is null) = (audit_event_id is null)),
    -- Whoever decides neither asked nor acts on it.
    constraint exception_decided_by_other_check check (
        decided_by <> requested_by and decided_by <> requested_for
        and decided_for <> requested_by and decided_for <> requested_for),
    constraint exception_used_by_other_check check (used_by <> decided_by and used_by <> decided_for)
);
create index exception_subject on funding.rule_exception (subject_id, operation);
create index exception_project on funding.rule_exception (project_id);

create function funding.check_exception_move() returns trigger
language plpgsql set search_path = '' as $$
begin
    if (old.state, new.state) not in (('requested', 'granted'), ('requested', 'refused'), ('granted', 'used')) then
        raise exception 'an exception does not go from % to %', old.state, new.state
            using errcode = 'check_violation', constraint = 'exception_moves_forward_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_exception_move from public;
create trigger exception_moves_forward before update on funding.rule_exception
    for each row execute function funding.check_exception_move();

-- A remark that somebody acknowledged with the act.
create table funding.remark (
    id bigint primary key,
    instrument_id bigint constraint remark_instrument_fkey references funding.instrument,
    project_id bigint constraint remark_project_fkey references funding.project,
    rule text not null,
    default_kind text not null,
    operation text not null,
    subject_type text not null,
    subject_id bigint not null,
    part text not null default '',
    reason text not null,
    acknowledged_by bigint not null constraint remark_acknowledged_by_fkey references people.user_account,
    acknowledged_on date not null,
    audit_event_id bigint not null,
    constraint remark_rule_fkey foreign key (rule, default_kind) references reference.rule (code, kind),
    constraint remark_passes_no_wall_check check (default_kind <> 'wall'),
    constraint remark_reason_check check (reason <> '')
);
create index remark_rule on funding.remark (rule, part);
create index remark_project on funding.remark (project_id);

-- Fund and project behind the subject of an act. A partner's session learns of no other's.
create function funding.place_of(p_type text, p_id bigint, out instrument_id bigint, out project_id bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
    project_id := case p_type
        when 'project' then p_id
        when 'budget_version' then (select v.project_id from funding.budget_version v where v.id = p_id)
        when 'agreement' then (select a.project_id from partner.agreement a where a.id = p_id)
        when 'disbursement_request' then (
            select a.project_id from partner.disbursement_request q
              join partner.agreement a on a.id = q.agreement_id where q.id = p_id)
        when 'expenditure_report' then (
            select a.project_id from partner.expenditure_report r
              join partner.agreement a on a.id = r.agreement_id where r.id = p_id)
        when 'indicator' then (
            select r.project_id from result.indicator i join result.result r on r.id = i.result_id where i.id = p_id)
        end;
    instrument_id := (select p.instrument_id from funding.project p where p.id = place_of.project_id);
    if session_user = 'tranche_partner' and project_id is not null then
        if not exists (select 1 from partner.agreement a where a.project_id = place_of.project_id
                          and a.partner_id = pg_catalog.current_setting('tranche.partner')::bigint) then
            raise exception 'not a project of this partner' using errcode = 'insufficient_privilege';
        end if;
    end if;
end
$$;

-- How the rules that an act broke stand: one row a rule and part, and one for each exception asked
-- for or granted. Called only when a rule did not hold.
create function funding.standing_of_rules(
    p_operation text, p_subject_type text, p_subject_id bigint, p_rules text[], p_parts text[], p_on date)
returns table (n bigint, kind text, acknowledged boolean, exception_id bigint, state text, expires_on date,
               decided_by bigint, decided_for bigint, most_amount bigint, most_currency text, most_count bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
    v_instrument bigint;
begin
    v_instrument := (select w.instrument_id from funding.place_of(p_subject_type, p_subject_id) w);
    return query
    select b.n,
           coalesce((select k.kind from funding.rule_kind k
                      where k.instrument_id = v_instrument and k.rule = b.rule and k.valid_from <= p_on
                        and k.confirmed_by is not null
                      order by k.valid_from desc limit 1), r.kind),
           exists (select 1 from funding.remark m
                    where m.rule = b.rule and m.part = b.part and m.instrument_id = v_instrument),
           x.id, x.state, x.expires_on, x.decided_by, x.decided_for, x.most_amount, x.most_currency::text, x.most_count
      from unnest(p_rules, p_parts) with ordinality as b (rule, part, n)
      join reference.rule r on r.code = b.rule
      left join funding.rule_exception x
        on x.rule = b.rule and x.part = b.part and x.operation = p_operation
       and x.subject_type = p_subject_type and x.subject_id = p_subject_id
       and x.state in ('requested', 'granted')
     order by b.n, x.expires_on desc, x.id;
end
$$;

-- The only way an exception is used: once, in time, by whoever acts, in the transaction of the act and
-- after its audit event.
create function funding.use_exception(p_id bigint, p_user bigint, p_on date) returns void
language plpgsql security definer set search_path = '' as $$
begin
    perform funding.place_of(x.subject_type, x.subject_id) from funding.rule_exception x where x.id = p_id;
    update funding.rule_exception x
       set state = 'used', used_by = p_user, used_on = p_on, used_at = pg_catalog.clock_timestamp(),
           audit_event_id = pg_catalog.currval('audit.event_id_seq'), version = x.version + 1
     where x.id = p_id and x.state = 'granted' and x.expires_on >= p_on;
    if not found then
        raise exception 'exception % is not open', p_id
            using errcode = 'check_violation', constraint = 'exception_is_open_check';
    end if;
end
$$;

create function funding.record_remark(
    p_id bigint, p_rule text, p_operation text, p_subject_type text, p_subject_id bigint, p_part text,
    p_reason text, p_user bigint, p_on date) returns void
language sql security definer set search_path = '' as $$
    insert into funding.remark (id, instrument_id, project_id, rule, default_kind, operation, subject_type,
                                subject_id, part, reason, acknowledged_by, acknowledged_on, audit_event_id)
    select p_id, w.instrument_id, w.project_id, r.code, r.kind, p_operation, p_subject_type, p_subject_id,
           p_part, p_reason, p_user, p_on, pg_catalog.currval('audit.event_id_seq')
      from reference.rule r, funding.place_of(p_subject_type, p_subject_id) w
     where r.code = p_rule;
$$;

revoke all on function funding.place_of, funding.standing_of_rules, funding.use_exception, funding.record_remark
    from public;
grant execute on function funding.place_of to tranche_staff;
grant execute on function funding.standing_of_rules, funding.use_exception, funding.record_remark
    to tranche_staff, tranche_partner;

grant select on reference.rule to tranche_staff;
grant select on funding.rule_kind, funding.rule_exception, funding.remark to tranche_staff;
grant insert (id, instrument_id, rule, default_kind, valid_from, kind, reason, proposed_by, proposed_for, proposed_on)
    on funding.rule_kind to tranche_staff;
grant update (confirmed_by, confirmed_for, confirmed_on, version) on funding.rule_kind to tranche_staff;
grant insert (id, instrument_id, project_id, rule, default_kind, operation, subject_type, subject_id, part,
    most_amount, most_currency, most_count, reason, requested_by, requested_for, requested_on, expires_on)
    on funding.rule_exception to tranche_staff;
grant update (state, decided_by, decided_for, decided_on, decision_reason, expires_on, version)
    on funding.rule_exception to tranche_staff;
