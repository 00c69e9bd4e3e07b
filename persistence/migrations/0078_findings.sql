-- What somebody who looked at a partner's books or work found, what the partner says to it, and how it ended
-- (R59). Facts all of them; only the finding's state moves, and the facts move it.

create table partner.assurance_activity (
    id bigint primary key,
    code text not null,
    partner_id bigint not null constraint assurance_activity_partner_fkey references partner.partner,
    -- Null: of the partner as a whole.
    agreement_id bigint constraint assurance_activity_agreement_fkey references partner.agreement,
    kind text not null,
    done_on date not null,
    period_first date, period_last date,
    conducted_by text not null,
    document text not null,
    recorded_by bigint not null constraint assurance_activity_recorded_by_fkey references people.user_account,
    recorded_for bigint,
    recorded_on date not null,
    constraint assurance_activity_code_key unique (code),
    constraint assurance_activity_kind_check check (kind in ('programmatic_visit', 'spot_check', 'audit')),
    constraint assurance_activity_text_check check (code <> '' and conducted_by <> '' and document <> ''),
    constraint assurance_activity_period_check check (
        (period_first is null) = (period_last is null) and period_last >= period_first)
);
create index assurance_activity_partner on partner.assurance_activity (partner_id, done_on);

create table partner.finding (
    id bigint primary key,
    activity_id bigint not null constraint finding_activity_fkey references partner.assurance_activity,
    number smallint not null,
    agreement_id bigint not null constraint finding_agreement_fkey references partner.agreement,
    severity text not null,
    finding text not null,
    recommendation text,
    -- What is not supported; null: it is not about money.
    currency reference.currency_code,
    amount bigint,
    answer_due_on date not null,
    made_on date not null,
    state text not null default 'open',
    recorded_by bigint not null constraint finding_recorded_by_fkey references people.user_account,
    recorded_for bigint,
    version bigint not null default 1,
    constraint finding_number_key unique (activity_id, number),
    constraint finding_severity_check check (severity in ('low', 'medium', 'high')),
    constraint finding_text_check check (finding <> '' and recommendation <> ''),
    constraint finding_amount_check check ((amount is null) = (currency is null) and amount > 0),
    constraint finding_answer_due_check check (answer_due_on >= made_on),
    constraint finding_state_check check (state in ('open', 'answered', 'decided'))
);
create index finding_agreement on partner.finding (agreement_id);
create index finding_waits on partner.finding (id) where state in ('open', 'answered');

-- Accepted lines it is about, and how much of each.
create table partner.finding_line (
    finding_id bigint not null constraint finding_line_finding_fkey references partner.finding,
    line_id bigint not null constraint finding_line_line_fkey references partner.expenditure_line,
    amount bigint not null,
    primary key (finding_id, line_id),
    constraint finding_line_amount_check check (amount > 0)
);
create index finding_line_line on partner.finding_line (line_id);

create table partner.finding_answer (
    id bigint primary key,
    finding_id bigint not null constraint finding_answer_finding_fkey references partner.finding,
    answer text not null,
    document text,
    answered_by bigint not null constraint finding_answer_answered_by_fkey references people.user_account,
    answered_for bigint,
    answered_on date not null,
    recorded_at timestamptz not null default clock_timestamp(),
    constraint finding_answer_text_check check (answer <> '' and document <> '')
);
create index finding_answer_finding on partner.finding_answer (finding_id, recorded_at);

-- What needs not be paid back: documents came later, it was right after all, the recommendation is carried out.
create table partner.finding_clearance (
    id bigint primary key,
    finding_id bigint not null constraint finding_clearance_finding_fkey references partner.finding,
    kind text not null,
    amount bigint,
    document text not null,
    reason text not null,
    cleared_on date not null,
    cleared_by bigint not null constraint finding_clearance_cleared_by_fkey references people.user_account,
    cleared_for bigint,
    constraint finding_clearance_kind_check check (kind in ('supported', 'justified', 'implemented')),
    constraint finding_clearance_amount_check check ((amount is null) = (kind = 'implemented') and amount > 0),
    constraint finding_clearance_text_check check (document <> '' and reason <> '')
);
create index finding_clearance_finding on partner.finding_clearance (finding_id);

alter table partner.disallowance
    add column finding_id bigint constraint disallowance_finding_fkey references partner.finding;
create index disallowance_finding on partner.disallowance (finding_id) where finding_id is not null;

-- A finding names lines of its own agreement, in their currency, and no more than its amount.
create function partner.check_finding_line() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    perform 1 from partner.finding f where f.id = new.finding_id for no key update;
    if not exists (select 1 from partner.finding f
                     join partner.expenditure_line l on l.id = new.line_id and l.currency = f.currency
                     join partner.expenditure_report r on r.id = l.report_id and r.agreement_id = f.agreement_id
                    where f.id = new.finding_id
                      and f.amount >= (select sum(o.amount) from partner.finding_line o where o.finding_id = f.id)) then
        raise exception 'line % is not of finding %', new.line_id, new.finding_id
            using errcode = 'check_violation', constraint = 'finding_line_within_finding_check';
    end if;
    return null;
end
$$;
create trigger finding_line_within_finding after insert on partner.finding_line
    for each row execute function partner.check_finding_line();

create function partner.check_activity() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if not exists (select 1 from partner.agreement a
                    where a.id = new.agreement_id and a.partner_id = new.partner_id) then
        raise exception 'agreement % is of another partner', new.agreement_id
            using errcode = 'check_violation', constraint = 'assurance_activity_of_its_partner_check';
    end if;
    return new;
end
$$;
create trigger assurance_activity_of_its_partner before insert on partner.assurance_activity
    for each row when (new.agreement_id is not null) execute function partner.check_activity();

create function partner.check_finding() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    -- Whoever closes the agreement waits for this, or is waited for; an audit may come after its end.
    if (select a.state from partner.agreement a where a.id = new.agreement_id for share) = 'cancelled' then
        raise exception 'agreement % is cancelled', new.agreement_id
            using errcode = 'check_violation', constraint = 'finding_of_open_agreement_check';
    end if;
    if not exists (select 1 from partner.assurance_activity v
                     join partner.agreement a on a.id = new.agreement_id and a.partner_id = v.partner_id
                      and a.id = coalesce(v.agreement_id, a.id)
                      and a.payment_currency = coalesce(new.currency, a.payment_currency)
                    where v.id = new.activity_id and v.done_on <= new.made_on) then
        raise exception 'finding % is not of its activity', new.id
            using errcode = 'check_violation', constraint = 'finding_of_its_activity_check';
    end if;
    return new;
end
$$;
create trigger finding_of_its_activity before insert on partner.finding
    for each row execute function partner.check_finding();

create function partner.finding_is_about(p_finding bigint, p_line bigint, p_currency text) returns boolean
language sql stable set search_path = '' as $$
    select exists (select 1 from partner.finding f
                     join partner.expenditure_line l on l.id = p_line
                     join partner.expenditure_report r on r.id = l.report_id and r.agreement_id = f.agreement_id
                    where f.id = p_finding and f.currency = p_currency
                      and (not exists (select 1 from partner.finding_line o where o.finding_id = f.id)
                           or exists (select 1 from partner.finding_line o
                                       where o.finding_id = f.id and o.line_id = p_line)))
$$;

-- What was decided of a finding: one at a time, no more than is left, not by who made it.
create function partner.move_finding() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_row constant jsonb := pg_catalog.to_jsonb(new);
    v_finding partner.finding;
    v_decided bigint;
    v_state text;
begin
    select f.* into v_finding from partner.finding f
     where f.id = (v_row ->> 'finding_id')::bigint for no key update;
    if v_finding.state = 'decided' then
        raise exception 'finding % is decided', v_finding.id
            using errcode = 'check_violation', constraint = 'finding_decided_stays_check';
    end if;
    select coalesce((select sum(c.amount) from partner.finding_clearance c where c.finding_id = v_finding.id), 0)
           + coalesce((select sum(d.amount) from partner.disallowance d where d.finding_id = v_finding.id), 0)
      into v_decided;
    if tg_table_name = 'finding_answer' then
        v_state := 'answered';
    elsif v_decided > coalesce(v_finding.amount, 0)
          or (v_finding.amount is not null and v_row ->> 'kind' = 'implemented') then
        raise exception 'more than finding % is decided', v_finding.id
            using errcode = 'check_violation', constraint = 'finding_within_amount_check';
    elsif v_decided = coalesce(v_finding.amount, 0) then
        v_state := 'decided';
    else
        v_state := v_finding.state;
    end if;
    if tg_table_name = 'disallowance' and not partner.finding_is_about(
           v_finding.id, (v_row ->> 'line_id')::bigint, v_row ->> 'currency') then
        raise exception 'line % is not of finding %', v_row ->> 'line_id', v_finding.id
            using errcode = 'check_violation', constraint = 'disallowance_of_its_finding_check';
    end if;
    if tg_table_name = 'finding_clearance' and (
        (v_row ->> 'cleared_by')::bigint in (v_finding.recorded_by, v_finding.recorded_for)
        or (v_row ->> 'cleared_for')::bigint in (v_finding.recorded_by, v_finding.recorded_for)) then
        raise exception 'finding % is cleared by who made it', v_finding.id
            using errcode = 'check_violation', constraint = 'finding_cleared_by_other_check';
    end if;
    update partner.finding f set state = v_state, version = f.version + 1 where f.id = v_finding.id;
    return null;
end
$$;
create trigger finding_answered after insert on partner.finding_answer
    for each row execute function partner.move_finding();
create trigger finding_cleared after insert on partner.finding_clearance
    for each row execute function partner.move_finding();
create trigger finding_disallowed after insert on partner.disallowance
    for each row when (new.finding_id is not null) execute function partner.move_finding();

-- Whether nothing is left of it on a day: decided, and what is to be paid back is paid back.
create function partner.finding_is_settled(p_finding bigint, p_on date) returns boolean
language sql stable set search_path = '' as $$
    select case when f.amount is null
                then exists (select 1 from partner.finding_clearance c
                              where c.finding_id = f.id and c.cleared_on <= p_on)
                else coalesce((select pg_catalog.sum(c.amount) from partner.finding_clearance c
                                where c.finding_id = f.id and c.cleared_on <= p_on), 0)
                     + coalesce((select pg_catalog.sum(d.amount) from partner.disallowance d
                                  where d.finding_id = f.id and d.disallowed_on <= p_on), 0) >= f.amount
                     and 0 = coalesce((select pg_catalog.sum(g.amount)
                                         from partner.disallowance d
                                         join ledger.account k on k.owner_id = d.receivable_id and k.kind = 'receivable'
                                         join ledger.posting g on g.account_id = k.id
                                         join ledger.entry e on e.id = g.entry_id and e.effective_on <= p_on
                                        where d.finding_id = f.id), 0) end
      from partner.finding f where f.id = p_finding
$$;

-- Findings of an agreement that are open on a day, or of one finding whether it is.
create function partner.findings_open(p_agreement bigint, p_finding bigint, p_on date) returns bigint
language sql stable set search_path = '' as $$
    select pg_catalog.count(*) from partner.finding f
     where f.agreement_id = p_agreement
       and case when p_finding is null then f.made_on <= p_on else f.id = p_finding end
       and not partner.finding_is_settled(f.id, p_on)
$$;

-- The second wall: nothing is closed over an open finding.
create function partner.check_findings_settled() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if partner.findings_open(new.id, null, 'infinity') > 0 then
        raise exception 'agreement % has open findings', new.id
            using errcode = 'check_violation', constraint = 'agreement_findings_settled_check';
    end if;
    return null;
end
$$;
create trigger agreement_findings_settled after update of state on partner.agreement
    for each row when (new.state = 'closed' and old.state is distinct from new.state)
    execute function partner.check_findings_settled();

revoke all on function partner.check_activity, partner.check_finding, partner.check_finding_line, partner.move_finding,
    partner.check_findings_settled, partner.finding_is_settled, partner.findings_open, partner.finding_is_about
    from public;
grant execute on function partner.finding_is_settled, partner.findings_open, partner.finding_is_about
    to tranche_staff, tranche_partner;

grant select, insert on partner.assurance_activity, partner.finding_line, partner.finding_clearance to tranche_staff;
grant select on partner.finding, partner.finding_answer to tranche_staff;
grant insert (id, activity_id, number, agreement_id, severity, finding, recommendation, currency, amount,
    answer_due_on, made_on, recorded_by, recorded_for) on partner.finding to tranche_staff;
grant insert (id, finding_id, answer, document, answered_by, answered_for, answered_on) on partner.finding_answer
    to tranche_staff, tranche_partner;
grant select on partner.assurance_activity, partner.finding, partner.finding_line, partner.finding_answer,
    partner.finding_clearance to tranche_partner;
do $$
declare
    one record;
begin
    for one in
        select * from (values
        ('assurance_activity', 'partner_id = current_setting(''tranche.partner'')::bigint'),
        ('finding', 'exists (select 1 from partner.assurance_activity v where v.id = activity_id)'),
        ('finding_line', 'exists (select 1 from partner.finding f where f.id = finding_id)'),
        ('finding_answer', 'exists (select 1 from partner.finding f where f.id = finding_id)'),
        ('finding_clearance', 'exists (select 1 from partner.finding f where f.id = finding_id)')
        ) as listed (name, partner_sees)
    loop
        execute pg_catalog.format('alter table partner.%s enable row level security', one.name);
        execute pg_catalog.format(
            'create policy staff_see_all on partner.%s to tranche_staff using (true) with check (true)', one.name);
        execute pg_catalog.format(
            'create policy partner_sees_own on partner.%s for select to tranche_partner using (%s)',
            one.name, one.partner_sees);
    end loop;
end
$$;
create policy partner_answers on partner.finding_answer for insert to tranche_partner with check (
    exists (select 1 from partner.finding f where f.id = finding_id and f.state <> 'decided')
    and exists (select 1 from people.user_account u where u.id = answered_by)
    and (answered_for is null or exists (select 1 from people.user_account u where u.id = answered_for)));
