-- Who partners are, how far they are trusted, where their money goes, and who signs for them.

create table partner.partner_identifier (
    id bigint primary key,
    partner_id bigint not null constraint partner_identifier_partner_fkey references partner.partner,
    kind text not null,
    value text not null,
    recorded_by bigint not null constraint partner_identifier_recorded_by_fkey references people.user_account,
    recorded_for bigint,
    recorded_on date not null,
    constraint partner_identifier_kind_check check (kind in ('tax', 'registration', 'iati', 'un_vendor', 'other')),
    constraint partner_identifier_value_check check (value <> ''),
    constraint partner_identifier_value_key unique (kind, value)
);
create index partner_identifier_partner on partner.partner_identifier (partner_id);

-- How far a partner is trusted, until when. The last one made counts (R30).
create table partner.partner_assessment (
    id bigint primary key,
    partner_id bigint not null constraint partner_assessment_partner_fkey references partner.partner,
    risk text not null,
    assessed_on date not null,
    expires_on date not null,
    document text not null,
    recorded_by bigint not null constraint partner_assessment_recorded_by_fkey references people.user_account,
    recorded_for bigint,
    constraint partner_assessment_risk_check check (risk in ('low', 'medium', 'significant', 'high')),
    constraint partner_assessment_dates_check check (expires_on >= assessed_on),
    constraint partner_assessment_document_check check (document <> ''),
    constraint partner_assessment_day_key unique (partner_id, assessed_on)
);

-- Where a partner's money goes: one person proposes, another confirms, and until then the one before counts.
create table partner.bank_account (
    id bigint primary key,
    partner_id bigint not null constraint bank_account_partner_fkey references partner.partner,
    holder text not null,
    bank text not null,
    account text not null,
    reason text not null,
    state text not null default 'proposed',
    proposed_by bigint not null constraint bank_account_proposed_by_fkey references people.user_account,
    proposed_for bigint, proposed_on date not null,
    decided_by bigint constraint bank_account_decided_by_fkey references people.user_account,
    decided_for bigint, decided_on date, decision_reason text,
    -- Of two confirmed on one day the later one counts.
    decided_at timestamptz,
    version bigint not null default 1,
    constraint bank_account_state_check check (state in ('proposed', 'confirmed', 'refused')),
    constraint bank_account_text_check check (holder <> '' and bank <> '' and account <> '' and reason <> ''),
    constraint bank_account_decision_check check (
        (state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_on is null)
        and (state <> 'refused' or decision_reason <> '')),
    constraint bank_account_decided_by_other_check check (
        decided_by <> proposed_by and decided_by <> proposed_for
        and decided_for <> proposed_by and decided_for <> proposed_for)
);
create unique index bank_account_one_proposed_key on partner.bank_account (partner_id) where state = 'proposed';
create index bank_account_waits on partner.bank_account (id) where state = 'proposed';
create index bank_account_partner on partner.bank_account (partner_id, decided_on);

create function partner.check_bank_account_stays() returns trigger
language plpgsql set search_path = '' as $$
begin
    raise exception 'bank account % is decided', old.id
        using errcode = 'check_violation', constraint = 'bank_account_decided_stays_check';
end
$$;
revoke all on function partner.check_bank_account_stays from public;
create trigger bank_account_decided_stays before update on partner.bank_account
    for each row when (old.state <> 'proposed') execute function partner.check_bank_account_stays();

-- Who signs for a partner, from when until when.
create table partner.authorised_officer (
    id bigint primary key,
    partner_id bigint not null constraint authorised_officer_partner_fkey references partner.partner,
    name text not null,
    position text not null,
    -- Whoever signs in; null: somebody who signs on paper only.
    user_id bigint constraint authorised_officer_user_fkey references people.user_account,
    valid_from date not null,
    valid_until date,
    document text not null,
    named_by bigint not null constraint authorised_officer_named_by_fkey references people.user_account,
    named_for bigint,
    ended_by bigint, ended_for bigint, ended_on date, ended_reason text,
    version bigint not null default 1,
    constraint authorised_officer_text_check check (name <> '' and position <> '' and document <> ''),
    constraint authorised_officer_dates_check check (valid_until >= valid_from),
    constraint authorised_officer_ended_check check (
        (ended_by is null) = (ended_on is null) and (ended_by is null) = (ended_reason is null))
);
create index authorised_officer_partner on partner.authorised_officer (partner_id);

-- Whoever lifts a block did not set it.
alter table partner.partner
    add column blocked_by bigint, add column blocked_for bigint, add column blocked_on date,
    add column unblocked_by bigint, add column unblocked_for bigint, add column unblocked_on date,
    add constraint partner_unblocked_by_other_check check (
        unblocked_by <> blocked_by and unblocked_by <> blocked_for
        and unblocked_for <> blocked_by and unblocked_for <> blocked_for),
    add constraint partner_unblocked_by_somebody_check check (
        blocked or blocked_by is null or unblocked_by is not null);

-- The account it was sent to: the one confirmed last on the day it was recorded.
alter table partner.payment add column bank_account_id bigint
    constraint payment_bank_account_fkey references partner.bank_account;

-- The expiry of the assessment that counts on a day; a partner is told of none.
create function partner.assessed_until(p_partner bigint, p_on date) returns date
language sql stable security definer set search_path = '' as $$
    select a.expires_on from partner.partner_assessment a
     where a.partner_id = p_partner and a.assessed_on <= p_on and session_user <> 'tranche_partner'
     order by a.assessed_on desc limit 1
$$;
create function partner.set_account_decided_at() returns trigger
language plpgsql set search_path = '' as $$
begin
    new.decided_at := pg_catalog.clock_timestamp();
    return new;
end
$$;
revoke all on function partner.set_account_decided_at from public;
create trigger bank_account_decided_at before update on partner.bank_account
    for each row when (old.state = 'proposed' and new.state <> 'proposed')
    execute function partner.set_account_decided_at();

create function partner.account_in_force(p_partner bigint) returns bigint
language sql stable set search_path = '' as $$
    select b.id from partner.bank_account b where b.partner_id = p_partner and b.state = 'confirmed'
     order by b.decided_at desc nulls last, b.id desc limit 1
$$;
revoke all on function partner.assessed_until, partner.account_in_force from public;
grant execute on function partner.assessed_until, partner.account_in_force to tranche_staff, tranche_partner;

-- The second wall for money out: nothing is paid to a blocked partner, nor to an account nobody confirmed.
create function partner.check_payee() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if exists (select 1 from partner.agreement a join partner.partner r on r.id = a.partner_id
                where a.id = new.agreement_id and r.blocked) then
        raise exception 'the partner of agreement % is blocked', new.agreement_id
            using errcode = 'check_violation', constraint = 'payment_partner_not_blocked_check';
    end if;
    if new.bank_account_id is distinct from (select partner.account_in_force(a.partner_id) from partner.agreement a
                                              where a.id = new.agreement_id) then
        raise exception 'payment % goes to another account', new.id
            using errcode = 'check_violation', constraint = 'payment_account_in_force_check';
    end if;
    return new;
end
$$;
revoke all on function partner.check_payee from public;
create trigger payment_payee before insert on partner.payment
    for each row when (new.origin = 'current' and new.request_id is not null) execute function partner.check_payee();

revoke update on partner.partner from tranche_staff;
grant update (name, blocked, blocked_reason, blocked_by, blocked_for, blocked_on, unblocked_by, unblocked_for,
    unblocked_on, version) on partner.partner to tranche_staff;
grant select, insert on partner.partner_identifier, partner.partner_assessment to tranche_staff;
grant select on partner.bank_account, partner.authorised_officer to tranche_staff;
grant insert (id, partner_id, holder, bank, account, reason, proposed_by, proposed_for, proposed_on)
    on partner.bank_account to tranche_staff;
grant update (state, decided_by, decided_for, decided_on, decision_reason, version) on partner.bank_account
    to tranche_staff;
grant insert (id, partner_id, name, position, user_id, valid_from, valid_until, document, named_by, named_for)
    on partner.authorised_officer to tranche_staff;
grant update (ended_by, ended_for, ended_on, ended_reason, version) on partner.authorised_officer to tranche_staff;
-- A partner reads who signs for it and where its money goes, not how it was judged.
grant select on partner.partner_identifier to tranche_partner;
grant select (id, partner_id, holder, bank, account, state, proposed_on, decided_on, decided_at, version)
    on partner.bank_account to tranche_partner;
grant select (id, partner_id, name, position, user_id, valid_from, valid_until, ended_on, version)
    on partner.authorised_officer to tranche_partner;
do $$
declare
    one text;
begin
    foreach one in array array['partner_identifier', 'partner_assessment', 'bank_account', 'authorised_officer'] loop
        execute pg_catalog.format('alter table partner.%s enable row level security', one);
        execute pg_catalog.format(
            'create policy staff_see_all on partner.%s to tranche_staff using (true) with check (true)', one);
        if one <> 'partner_assessment' then
            execute pg_catalog.format(
                'create policy partner_sees_own on partner.%s for select to tranche_partner'
                ' using (partner_id = current_setting(''tranche.partner'')::bigint)', one);
        end if;
    end loop;
end
$$;

insert into reference.rule (code, kind) values ('R30-assessed', 'gate');
