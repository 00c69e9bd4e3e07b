-- Who may approve how much, who stands in for whom, and with which roles an act was taken.

-- The levels of a fund from a day on (R39); a later day replaces them all. Without any, whoever is an
-- approver approves. A level without an amount has no limit.
create table funding.approval_level (
    instrument_id bigint not null constraint approval_level_instrument_fkey references funding.instrument,
    valid_from date not null,
    level smallint not null,
    up_to_amount bigint,
    source text not null,
    illustrative boolean not null default false,
    primary key (instrument_id, valid_from, level),
    constraint approval_level_range_check check (level between 1 and 9),
    constraint approval_level_positive_check check (up_to_amount > 0)
);

create table people.approval_grant (
    id bigint primary key,
    user_id bigint not null constraint approval_grant_user_fkey references people.user_account,
    instrument_id bigint not null constraint approval_grant_instrument_fkey references funding.instrument,
    level smallint not null,
    valid_from date not null,
    valid_until date,
    granted_by bigint not null constraint approval_grant_granted_by_fkey references people.user_account,
    reason text not null,
    -- From this day on it counts no more.
    ended_on date,
    ended_by bigint constraint approval_grant_ended_by_fkey references people.user_account,
    version bigint not null default 1,
    constraint approval_grant_level_check check (level between 1 and 9),
    constraint approval_grant_dates_in_order_check check (valid_until >= valid_from),
    constraint approval_grant_given_by_other_check check (granted_by <> user_id),
    constraint approval_grant_ended_check check ((ended_on is null) = (ended_by is null))
);
create index approval_grant_instrument on people.approval_grant (instrument_id, user_id);

-- Leave: while it is in force, to_user may act on behalf of from_user with these of that person's roles
-- (null: all but administrator).
create table people.delegation (
    id bigint primary key,
    from_user bigint not null constraint delegation_from_user_fkey references people.user_account,
    to_user bigint not null constraint delegation_to_user_fkey references people.user_account,
    valid_from date not null,
    valid_until date not null,
    roles text[],
    reason text not null,
    decided_by bigint not null constraint delegation_decided_by_fkey references people.user_account,
    decided_at timestamptz not null default clock_timestamp(),
    revoked_at timestamptz,
    revoked_by bigint constraint delegation_revoked_by_fkey references people.user_account,
    version bigint not null default 1,
    constraint delegation_to_another_check check (to_user <> from_user),
    -- Nobody takes another's powers for himself.
    constraint delegation_decided_by_other_check check (decided_by <> to_user),
    constraint delegation_dates_check check (valid_until between valid_from and valid_from + 366),
    constraint delegation_roles_check check (
        cardinality(roles) > 0
        and roles <@ array['programme_officer', 'finance_officer', 'approver', 'auditor',
                           'partner_preparer', 'partner_authorised_officer']),
    constraint delegation_revoked_check check ((revoked_at is null) = (revoked_by is null))
);
create index delegation_to_user on people.delegation (to_user);
create index delegation_from_user on people.delegation (from_user);

create function people.check_delegation() returns trigger
language plpgsql set search_path = '' as $$
begin
    if not exists (select 1 from people.user_account f
                     join people.user_account t on t.id = new.to_user
                    where f.id = new.from_user and f.partner_id is not distinct from t.partner_id
                      and not 'donor_viewer' = any (f.roles || t.roles)) then
        raise exception 'delegation % is between two sides', new.id
            using errcode = 'check_violation', constraint = 'delegation_same_side_check';
    end if;
    if new.decided_by <> new.from_user
       and not exists (select 1 from people.user_account a
                        where a.id = new.decided_by and 'administrator' = any (a.roles)) then
        raise exception 'delegation % was decided by somebody else', new.id
            using errcode = 'check_violation', constraint = 'delegation_decided_by_entitled_check';
    end if;
    return null;
end
$$;
revoke all on function people.check_delegation from public;
create trigger delegation_is_allowed after insert on people.delegation
    for each row execute function people.check_delegation();

grant select, insert on funding.approval_level, people.approval_grant, people.delegation to tranche_staff;
grant update (ended_on, ended_by, version) on people.approval_grant to tranche_staff;
grant update (revoked_at, revoked_by, version) on people.delegation to tranche_staff;

-- Beside who took a step stands in whose name, where that was another person. Four eyes count both.
alter table partner.disbursement_request
    add column requested_for bigint,
    add column certified_for bigint,
    add column approved_for bigint,
    add column paid_for bigint,
    -- The approver's level on that day, its limit and the approved amount, in base currency.
    add column authority_on date,
    add column approval_level smallint,
    add column approval_limit bigint,
    add column approved_base bigint,
    add constraint disbursement_request_within_level_check check (approved_base <= approval_limit),
    add constraint disbursement_request_represented_persons_differ_check check (
        approved_by <> requested_for and approved_for <> requested_by and approved_for <> requested_for
        and paid_by <> requested_for and paid_for <> requested_by and paid_for <> requested_for);
alter table funding.budget_version
    add column drafted_for bigint,
    add column approved_for bigint,
    add constraint budget_version_represented_persons_differ_check check (
        approved_by <> drafted_for and approved_for <> drafted_by and approved_for <> drafted_for);
alter table partner.expenditure_report
    add column submitted_for bigint,
    add column reviewed_for bigint,
    add constraint expenditure_report_represented_persons_differ_check check (
        reviewed_by <> submitted_for and reviewed_for <> submitted_by and reviewed_for <> submitted_for);
alter table result.actual
    add column reported_for bigint,
    add column verified_for bigint,
    add constraint actual_represented_persons_differ_check check (
        verified_by <> reported_for and verified_for <> reported_by and verified_for <> reported_for);
alter table funding.project add column proposed_for bigint;

create function people.approval_authority(person bigint, instrument bigint, day date)
    returns table (by_level boolean, level smallint, up_to_amount bigint)
language sql stable set search_path = '' as $$
    with levels as (
        select l.level, l.up_to_amount from funding.approval_level l
         where l.instrument_id = instrument
           and l.valid_from = (select max(m.valid_from) from funding.approval_level m
                                where m.instrument_id = instrument and m.valid_from <= day)),
    held as (
        select max(l.level) as level
          from people.approval_grant g join levels l on l.level <= g.level
         where g.user_id = person and g.instrument_id = instrument and g.valid_from <= day
           and (g.valid_until is null or g.valid_until >= day) and (g.ended_on is null or g.ended_on > day))
    select exists (select 1 from levels), h.level, l.up_to_amount
      from held h left join levels l on l.level = h.level
$$;
revoke all on function people.approval_authority from public;
grant execute on function people.approval_authority to tranche_staff;

-- The second wall behind the command: the level written down is the one held.
create function partner.check_approval_authority() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_held record;
begin
    select a.* into v_held
      from partner.agreement g join funding.project p on p.id = g.project_id,
           people.approval_authority(coalesce(new.approved_for, new.approved_by), p.instrument_id,
                                     coalesce(new.authority_on, new.approved_on)) a
     where g.id = new.agreement_id;
    if v_held.by_level and (v_held.level is null or new.approved_base is null
                            or new.approval_level is distinct from v_held.level
                            or new.approval_limit is distinct from v_held.up_to_amount) then
        raise exception 'request % was approved beyond a level', new.id
            using errcode = 'check_violation', constraint = 'disbursement_request_level_held_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_approval_authority from public;
create trigger disbursement_request_level_held
    after insert or update of approved_by, approved_for, approval_level, approval_limit, approved_base
    on partner.disbursement_request
    for each row when (new.approved_by is not null)
    execute function partner.check_approval_authority();

grant update (verified_for) on result.actual to tranche_staff;

-- Which roles the act was taken with: own ones, or those of the person it was taken for.
alter table audit.event add column roles text;

-- A partner's people act for each other.
grant insert (requested_for) on partner.disbursement_request to tranche_partner;
grant update (submitted_for) on partner.expenditure_report to tranche_partner;
grant insert (reported_for) on result.actual to tranche_partner;
alter policy partner_asks on partner.disbursement_request with check (
    state = 'submitted'
    and exists (select 1 from partner.agreement a where a.id = agreement_id)
    and exists (select 1 from people.user_account u where u.id = requested_by)
    and (requested_for is null or exists (select 1 from people.user_account u where u.id = requested_for)));
alter policy partner_submits on partner.expenditure_report
    with check (state in ('draft', 'submitted')
                and (submitted_by is null or state = 'draft'
                     or exists (select 1 from people.user_account u where u.id = submitted_by))
                and (submitted_for is null or state = 'draft'
                     or exists (select 1 from people.user_account u where u.id = submitted_for)));
alter policy partner_measures on result.actual with check (
    exists (select 1 from result.indicator i where i.id = indicator_id)
    and exists (select 1 from people.user_account u where u.id = reported_by)
    and (reported_for is null or exists (select 1 from people.user_account u where u.id = reported_for)));
alter policy partner_is_audited on audit.event with check (
    exists (select 1 from people.user_account u where u.id = actor_id)
    and (on_behalf_of is null or exists (select 1 from people.user_account u where u.id = on_behalf_of)));
