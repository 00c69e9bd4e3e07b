-- The steps of an agreement's life, what it said at every time, and the amendments that changed it.

create table partner.agreement_step (
    id bigint primary key,
    agreement_id bigint not null constraint agreement_step_agreement_fkey references partner.agreement,
    number bigint generated always as identity,
    step text not null,
    from_state text not null,
    to_state text not null,
    taken_on date not null,
    reason text,
    document text,
    taken_by bigint not null constraint agreement_step_taken_by_fkey references people.user_account,
    taken_for bigint,
    constraint agreement_step_reason_check check (
        reason <> '' and (reason is not null or step not in ('send_back', 'cancel', 'suspend', 'resume', 'terminate'))),
    constraint agreement_step_document_check check (document <> '' and (document is not null or step <> 'terminate'))
);
create index agreement_step_agreement on partner.agreement_step (agreement_id, number desc);
grant select, insert on partner.agreement_step to tranche_staff;
alter table partner.agreement_step enable row level security;
create policy staff_see_all on partner.agreement_step to tranche_staff using (true) with check (true);

create or replace function partner.owes_until(p_agreement bigint, p_end date, p_on date) returns date
language sql stable security definer set search_path = '' as $$
    select least(p_end, (select pg_catalog.max(s.taken_on) from partner.agreement_step s
                          where s.agreement_id = p_agreement and s.step = 'terminate' and s.taken_on <= p_on));
$$;

-- Of agreements that are there already, what they are is the first that is known.
create function partner.check_agreement_steps() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_last partner.agreement_step;
begin
    select * into v_last from partner.agreement_step s where s.agreement_id = new.id order by s.number desc limit 1;
    if v_last.to_state is distinct from new.state then
        raise exception 'no step says why agreement % is %', new.id, new.state
            using errcode = 'check_violation', constraint = 'agreement_state_has_reason_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_agreement_steps from public;
create constraint trigger agreement_steps_are_known after update of state on partner.agreement
    deferrable initially deferred for each row
    when (new.state is distinct from old.state and new.state in ('cancelled', 'suspended', 'terminated'))
    execute function partner.check_agreement_steps();

-- Nothing is asked for, approved or paid while an agreement is suspended; after its end before its time only
-- what was spent. A request holds the agreement's row, so that it is not suspended meanwhile; the others hold
-- the project's lock.
create function partner.check_agreement_in_force() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_state text;
begin
    if tg_table_name = 'disbursement_request' and tg_op = 'INSERT' then
        perform 1 from partner.agreement a where a.id = new.agreement_id for share;
    end if;
    select a.state into v_state from partner.agreement a where a.id = new.agreement_id;
    if v_state <> 'signed' and not (v_state = 'terminated' and new.kind = 'reimbursement') then
        raise exception 'agreement % is %', new.agreement_id, v_state
            using errcode = 'check_violation', constraint = tg_argv[0];
    end if;
    return new;
end
$$;
revoke all on function partner.check_agreement_in_force from public;
create trigger disbursement_request_of_agreement_in_force before insert on partner.disbursement_request
    for each row execute function partner.check_agreement_in_force('disbursement_request_agreement_in_force_check');
create trigger disbursement_request_approved_in_force before update of state on partner.disbursement_request
    for each row when (new.state = 'approved' and old.state <> 'approved')
    execute function partner.check_agreement_in_force('disbursement_request_agreement_in_force_check');
create trigger payment_of_agreement_in_force before insert on partner.payment
    for each row when (new.origin = 'current' and new.request_id is not null)
    execute function partner.check_agreement_in_force('payment_agreement_in_force_check');

-- What of an agreement's value an amendment may move and be approved for its change alone.
alter table partner.agreement_terms add column amendment_percent reference.percent not null default 20;
-- A line or an instalment that an amendment takes out stays, with nothing.
alter table partner.agreement_line
    drop constraint agreement_line_positive_check,
    add constraint agreement_line_not_negative_check check (amount >= 0);
alter table partner.tranche
    drop constraint tranche_amount_positive_check,
    add constraint tranche_amount_not_negative_check check (amount >= 0);

-- What an agreement says: as it was signed, and as each amendment would have it. Never changed.
create table partner.agreement_version (
    id bigint primary key,
    agreement_id bigint not null constraint agreement_version_agreement_fkey references partner.agreement,
    -- Null: as it was signed.
    amendment_id bigint,
    title text not null,
    value bigint not null,
    start_on date not null,
    end_on date not null,
    -- The columns of agreement_terms, whichever there are.
    terms jsonb not null,
    constraint agreement_version_id_agreement_key unique (id, agreement_id),
    constraint agreement_version_value_check check (value > 0),
    constraint agreement_version_dates_check check (end_on >= start_on)
);
create unique index agreement_version_one_original_key on partner.agreement_version (agreement_id)
    where amendment_id is null;
create table partner.agreement_version_line (
    version_id bigint not null constraint agreement_version_line_version_fkey references partner.agreement_version,
    budget_line_id bigint not null
        constraint agreement_version_line_budget_line_fkey references funding.budget_line,
    amount bigint not null,
    primary key (version_id, budget_line_id),
    constraint agreement_version_line_amount_check check (amount >= 0)
);
create table partner.agreement_version_tranche (
    version_id bigint not null constraint agreement_version_tranche_version_fkey references partner.agreement_version,
    code reference.entity_code not null,
    number smallint not null,
    kind text not null,
    amount bigint not null,
    planned_on date,
    primary key (version_id, code),
    constraint agreement_version_tranche_number_key unique (version_id, number),
    constraint agreement_version_tranche_kind_check check (kind in ('advance', 'reimbursement', 'direct_payment')),
    constraint agreement_version_tranche_amount_check check (amount >= 0)
);

create table partner.agreement_amendment (
    id bigint primary key,
    agreement_id bigint not null constraint agreement_amendment_agreement_fkey references partner.agreement,
    number smallint not null,
    state text not null default 'draft',
    -- Computed from the change, never asked. domain/amendment.cpp
    kind text not null,
    route text not null,
    reason text not null,
    results_change text,
    -- From when its terms count; null: from the later signature.
    terms_from date,
    from_version_id bigint not null,
    version_id bigint not null,
    drafted_by bigint not null constraint agreement_amendment_drafted_by_fkey references people.user_account,
    drafted_for bigint, drafted_on date not null,
    submitted_by bigint, submitted_for bigint, submitted_on date,
    approved_by bigint, approved_for bigint, approved_on date,
    partner_signed_on date, partner_signatory text, office_signed_on date,
    signed_by bigint, signed_for bigint,
    ended_by bigint, ended_for bigint, ended_on date, ended_reason text,
    remark text,
    version bigint not null default 1,
    constraint agreement_amendment_number_key unique (agreement_id, number),
    constraint agreement_amendment_from_version_fkey
        foreign key (from_version_id, agreement_id) references partner.agreement_version (id, agreement_id),
    constraint agreement_amendment_version_fkey
        foreign key (version_id, agreement_id) references partner.agreement_version (id, agreement_id)
        deferrable initially deferred,
    constraint agreement_amendment_state_check
        check (state in ('draft', 'submitted', 'approved', 'merged', 'withdrawn')),
    constraint agreement_amendment_kind_check check (kind in (
        'administrative_correction', 'budget_within', 'budget_beyond', 'results_change', 'no_cost_extension', 'other')),
    constraint agreement_amendment_route_check check (
        route = case kind when 'administrative_correction' then 'notice' when 'budget_beyond' then 'full'
                          else 'approval' end),
    constraint agreement_amendment_reason_check check (reason <> '' and results_change <> ''),
    constraint agreement_amendment_submitted_check check (
        (submitted_by is null) = (submitted_on is null)
        and (submitted_by is not null or state in ('draft', 'withdrawn'))),
    constraint agreement_amendment_approved_check check (
        (approved_by is null) = (approved_on is null)
        and (approved_by is not null or state in ('draft', 'submitted', 'withdrawn') or route = 'notice')),
    constraint agreement_amendment_signed_check check (
        (state = 'merged') = (partner_signed_on is not null and office_signed_on is not null
                              and partner_signatory <> '' and signed_by is not null)),
    constraint agreement_amendment_ended_check check (
        (state = 'withdrawn') = (ended_by is not null and ended_on is not null and ended_reason <> '')),
    -- Whoever approves neither drafted nor submitted it.
    constraint agreement_amendment_approved_by_other_check check (
        approved_by <> drafted_by and approved_by <> drafted_for and approved_for <> drafted_by
        and approved_for <> drafted_for and approved_by <> submitted_by and approved_by <> submitted_for
        and approved_for <> submitted_by and approved_for <> submitted_for)
);
create index agreement_amendment_waits on partner.agreement_amendment (id) where state not in ('merged', 'withdrawn');
-- R33
create unique index agreement_amendment_one_open_key on partner.agreement_amendment (agreement_id)
    where state in ('draft', 'submitted', 'approved');
alter table partner.agreement_version add constraint agreement_version_amendment_fkey
    foreign key (amendment_id) references partner.agreement_amendment deferrable initially deferred;

insert into partner.agreement_version (id, agreement_id, title, value, start_on, end_on, terms)
select ('x' || substr(md5('agreement_version' || a.id), 1, 15))::bit(60)::bigint, a.id, a.title, a.value, a.start_on,
       a.end_on, coalesce((select to_jsonb(m) - 'agreement_id' - 'valid_from' from partner.agreement_terms m
                            where m.agreement_id = a.id order by m.valid_from limit 1), '{}')
  from partner.agreement a where a.state in ('signed', 'suspended', 'terminated', 'closed');
insert into partner.agreement_version_line (version_id, budget_line_id, amount)
select v.id, n.budget_line_id, n.amount from partner.agreement_version v
  join partner.agreement_line n on n.agreement_id = v.agreement_id;
insert into partner.agreement_version_tranche (version_id, code, number, kind, amount, planned_on)
select v.id, t.code, t.number, t.kind, t.amount, t.planned_on from partner.agreement_version v
  join partner.tranche t on t.agreement_id = v.agreement_id;
-- No table is altered below while checks of these rows are pending.
set constraints all immediate;
set constraints all deferred;

-- As an agreement is signed, so it is kept.
create function partner.keep_signed_version(p_agreement bigint, p_id bigint) returns void
language plpgsql set search_path = '' as $$
begin
    insert into partner.agreement_version (id, agreement_id, title, value, start_on, end_on, terms)
    select p_id, a.id, a.title, a.value, a.start_on, a.end_on,
           (select pg_catalog.to_jsonb(m) - 'agreement_id' - 'valid_from' from partner.agreement_terms m
             where m.agreement_id = a.id order by m.valid_from limit 1)
      from partner.agreement a where a.id = p_agreement;
    insert into partner.agreement_version_line (version_id, budget_line_id, amount)
    select p_id, n.budget_line_id, n.amount from partner.agreement_line n where n.agreement_id = p_agreement;
    insert into partner.agreement_version_tranche (version_id, code, number, kind, amount, planned_on)
    select p_id, t.code, t.number, t.kind, t.amount, t.planned_on from partner.tranche t
     where t.agreement_id = p_agreement;
end
$$;
revoke all on function partner.keep_signed_version from public;
grant execute on function partner.keep_signed_version to tranche_staff;

create function partner.version_in_force(p_agreement bigint) returns bigint
language sql stable set search_path = '' as $$
    select coalesce(
        (select m.version_id from partner.agreement_amendment m
          where m.agreement_id = p_agreement and m.state = 'merged' order by m.number desc limit 1),
        (select v.id from partner.agreement_version v where v.agreement_id = p_agreement and v.amendment_id is null))
$$;
-- Agreed by a full approval, or at first: what the next changes are measured against.
create function partner.version_decided(p_agreement bigint) returns bigint
language sql stable set search_path = '' as $$
    select coalesce(
        (select m.version_id from partner.agreement_amendment m
          where m.agreement_id = p_agreement and m.state = 'merged' and m.route = 'full'
          order by m.number desc limit 1),
        (select v.id from partner.agreement_version v where v.agreement_id = p_agreement and v.amendment_id is null))
$$;

-- R31: lines and instalments of whatever an agreement says add to its value.
create function partner.check_version_adds_up() returns trigger
language plpgsql set search_path = '' as $$
begin
    if new.value is distinct from (select pg_catalog.sum(n.amount) from partner.agreement_version_line n
                                    where n.version_id = new.id)
       or new.value is distinct from (select pg_catalog.sum(n.amount) from partner.agreement_version_tranche n
                                       where n.version_id = new.id) then
        raise exception 'version % does not add to its value', new.id
            using errcode = 'check_violation', constraint = 'agreement_version_adds_up_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_version_adds_up from public;
create constraint trigger agreement_version_adds_up after insert on partner.agreement_version
    deferrable initially deferred for each row execute function partner.check_version_adds_up();

-- An agreement that was signed is what its version in force says: nothing else changes it.
create function partner.differs_from_version(p_agreement bigint) returns boolean
language sql stable set search_path = '' as $$
    select not exists (
               select 1 from partner.agreement a
                 join partner.agreement_version v on v.id = partner.version_in_force(a.id)
                  and (v.value, v.start_on, v.end_on) = (a.value, a.start_on, a.end_on)
                where a.id = p_agreement)
        or exists (
               select 1 from (select n.budget_line_id, n.amount from partner.agreement_line n
                               where n.agreement_id = p_agreement) s
                 full join (select n.budget_line_id, n.amount from partner.agreement_version_line n
                             where n.version_id = partner.version_in_force(p_agreement)) w using (budget_line_id)
                where coalesce(s.amount, 0) <> coalesce(w.amount, 0))
        or exists (
               select 1 from (select t.code, t.amount from partner.tranche t where t.agreement_id = p_agreement) s
                 full join (select n.code, n.amount from partner.agreement_version_tranche n
                             where n.version_id = partner.version_in_force(p_agreement)) w using (code)
                where coalesce(s.amount, 0) <> coalesce(w.amount, 0))
$$;
create function partner.check_agreement_as_agreed() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_agreement constant bigint := case tg_table_name when 'agreement' then pg_catalog.to_jsonb(new) ->> 'id'
                                                      else pg_catalog.to_jsonb(new) ->> 'agreement_id' end;
begin
    if exists (select 1 from partner.agreement a where a.id = v_agreement
                  and a.state in ('signed', 'suspended', 'terminated', 'closed'))
       and partner.differs_from_version(v_agreement) then
        raise exception 'agreement % is not as it was agreed', v_agreement
            using errcode = 'check_violation', constraint = 'agreement_as_agreed_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_agreement_as_agreed from public;
create constraint trigger agreement_as_agreed
    after update of state, value, start_on, end_on on partner.agreement
    deferrable initially deferred for each row
    when ((new.state, new.value, new.start_on, new.end_on)
          is distinct from (old.state, old.value, old.start_on, old.end_on))
    execute function partner.check_agreement_as_agreed();
create constraint trigger agreement_line_as_agreed after insert or update of amount on partner.agreement_line
    deferrable initially deferred for each row execute function partner.check_agreement_as_agreed();
create constraint trigger tranche_inserted_as_agreed after insert on partner.tranche
    deferrable initially deferred for each row execute function partner.check_agreement_as_agreed();
create constraint trigger tranche_amount_as_agreed after update of amount on partner.tranche
    deferrable initially deferred for each row when (new.amount <> old.amount)
    execute function partner.check_agreement_as_agreed();

-- The second wall behind the command: more than the agreement's percentage needs a full approval, and
-- notice is given of nothing that moves money, days or terms.
create function partner.check_amendment_route() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_moves boolean;
    v_beyond boolean;
    v_other boolean;
begin
    select coalesce(pg_catalog.bool_or(l.after <> l.before), false),
           100 * greatest(pg_catalog.sum(greatest(l.after - l.decided, 0)), pg_catalog.sum(greatest(l.decided - l.after, 0)))
             > max(t.amendment_percent) * pg_catalog.sum(l.decided)
      into v_moves, v_beyond
      from (select n.budget_line_id,
                   coalesce(pg_catalog.sum(n.amount) filter (where n.version_id = new.version_id), 0) as after,
                   coalesce(pg_catalog.sum(n.amount) filter (where n.version_id = new.from_version_id), 0) as before,
                   coalesce(pg_catalog.sum(n.amount)
                       filter (where n.version_id = partner.version_decided(new.agreement_id)), 0) as decided
              from partner.agreement_version_line n
             where n.version_id in (new.version_id, new.from_version_id, partner.version_decided(new.agreement_id))
             group by n.budget_line_id) l
     cross join (select m.amendment_percent from partner.agreement_terms m
                  join partner.agreement a on a.id = m.agreement_id
                  where m.agreement_id = new.agreement_id
                    and m.valid_from <= greatest(new.submitted_on, a.start_on)
                  order by m.valid_from desc limit 1) t;
    select (v.start_on, v.end_on, v.terms) is distinct from (o.start_on, o.end_on, o.terms)
           or exists (select 1 from (select n.code, n.amount from partner.agreement_version_tranche n
                                      where n.version_id = v.id) s
                        full join (select n.code, n.amount from partner.agreement_version_tranche n
                                    where n.version_id = o.id) w using (code)
                       where s.amount is distinct from w.amount)
      into v_other
      from partner.agreement_version v, partner.agreement_version o
     where v.id = new.version_id and o.id = new.from_version_id;
    if (new.route = 'full') <> (v_moves and coalesce(v_beyond, false))
       or (new.route = 'notice' and (v_moves or v_other or new.results_change is not null)) then
        raise exception 'amendment % does not go by %', new.id, new.route
            using errcode = 'check_violation', constraint = 'agreement_amendment_route_held_check';
    end if;
    if new.from_version_id <> partner.version_in_force(new.agreement_id) and new.state <> 'merged' then
        raise exception 'amendment % does not start from what is in force', new.id
            using errcode = 'check_violation', constraint = 'agreement_amendment_from_in_force_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_amendment_route from public;
create constraint trigger agreement_amendment_route_held
    after update of state, route, version_id on partner.agreement_amendment
    deferrable initially deferred for each row when (new.state in ('submitted', 'approved'))
    execute function partner.check_amendment_route();

-- What is decided stays.
create function partner.check_amendment_moves() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.state in ('merged', 'withdrawn')
       or (old.state <> 'draft' and (new.version_id, new.kind, new.reason, new.terms_from)
                                    is distinct from (old.version_id, old.kind, old.reason, old.terms_from)) then
        raise exception 'amendment % is %', new.id, old.state
            using errcode = 'check_violation', constraint = 'agreement_amendment_decided_stays_check';
    end if;
    return new;
end
$$;
revoke all on function partner.check_amendment_moves from public;
create trigger agreement_amendment_decided_stays before update on partner.agreement_amendment
    for each row execute function partner.check_amendment_moves();

-- The only way the amount of a line of a signed agreement changes.
create function partner.merge_lines(p_amendment bigint) returns void
language plpgsql security definer set search_path = '' as $$
declare
    v_amendment partner.agreement_amendment;
begin
    select * into v_amendment from partner.agreement_amendment m where m.id = p_amendment and m.state = 'merged';
    if v_amendment.version_id is distinct from partner.version_in_force(v_amendment.agreement_id) then
        raise exception 'amendment % is not in force', p_amendment
            using errcode = 'check_violation', constraint = 'agreement_as_agreed_check';
    end if;
    insert into partner.agreement_line (agreement_id, budget_line_id, amount)
    select v_amendment.agreement_id, n.budget_line_id, n.amount
      from partner.agreement_version_line n where n.version_id = v_amendment.version_id
        on conflict (agreement_id, budget_line_id) do update set amount = excluded.amount;
end
$$;
revoke all on function partner.merge_lines, partner.version_in_force, partner.version_decided,
    partner.differs_from_version from public;
grant execute on function partner.merge_lines, partner.version_in_force, partner.version_decided,
    partner.differs_from_version to tranche_staff;
grant execute on function partner.version_in_force to tranche_partner;

grant select, insert on partner.agreement_version, partner.agreement_version_line, partner.agreement_version_tranche
    to tranche_staff;
grant select on partner.agreement_amendment to tranche_staff;
grant insert (id, agreement_id, number, kind, route, reason, results_change, terms_from, from_version_id, version_id,
    drafted_by, drafted_for, drafted_on) on partner.agreement_amendment to tranche_staff;
grant update (state, kind, route, reason, results_change, terms_from, version_id, submitted_by, submitted_for,
    submitted_on, approved_by, approved_for, approved_on, partner_signed_on, partner_signatory, office_signed_on,
    signed_by, signed_for, ended_by, ended_for, ended_on, ended_reason, remark, version)
    on partner.agreement_amendment to tranche_staff;
-- A partner reads what it is to sign: not who of the office decided, nor the office's remarks.
grant select (id, agreement_id, number, state, kind, route, reason, results_change, terms_from, from_version_id, version_id,
    drafted_on, submitted_on, approved_on, partner_signed_on, partner_signatory, office_signed_on, version)
    on partner.agreement_amendment to tranche_partner;
grant select on partner.agreement_version, partner.agreement_version_line, partner.agreement_version_tranche
    to tranche_partner;

do $$
declare
    one record;
begin
    for one in
        select * from (values
        ('partner.agreement_amendment', 'state in (''approved'', ''merged'')'
            ' and exists (select 1 from partner.agreement a where a.id = agreement_id)'),
        ('partner.agreement_version', 'exists (select 1 from partner.agreement a where a.id = agreement_id)'
            ' and (amendment_id is null or exists (select 1 from partner.agreement_amendment m where m.version_id = agreement_version.id))'),
        ('partner.agreement_version_line', 'exists (select 1 from partner.agreement_version v where v.id = version_id)'),
        ('partner.agreement_version_tranche', 'exists (select 1 from partner.agreement_version v where v.id = version_id)')
        ) as listed (name, partner_sees)
    loop
        execute pg_catalog.format('alter table %s enable row level security', one.name);
        execute pg_catalog.format('create policy staff_see_all on %s to tranche_staff using (true) with check (true)', one.name);
        execute pg_catalog.format(
            'create policy partner_sees_own on %s for select to tranche_partner using (%s)', one.name, one.partner_sees);
    end loop;
end
$$;
