-- Partners, who signs for them, who holds their account and whom they pay, held against lists of sanctioned
-- persons. Nothing happens while no list was loaded.

-- Without accents, signs and order of words, so that "PÉREZ, Juan" is "Juan Perez". Other scripts stay as they
-- are written: a list gives its names in Latin letters too.
create function reference.name_key(p_name text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
    select coalesce((
        select pg_catalog.string_agg(w, ' ' order by w collate "C")
          from pg_catalog.regexp_split_to_table(
               pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(
                   pg_catalog.translate(reference.plain(p_name), U&'\0142\00F8\0111\00F0\0131\0027\0060',
                                        'loddi'),
                   U&'\00DF', 'ss'), U&'\00E6', 'ae'), U&'\0153', 'oe'), U&'\00FE', 'th'),
               U&'[\0001-\002F\003A-\0060\007B-\00BF\2000-\206F]+') w
         where w <> ''), '')
$$;
revoke all on function reference.name_key from public;
grant execute on function reference.name_key to tranche_staff, tranche_partner;

-- Each version of a list is kept whole; the newest of each code counts.
create table partner.sanctions_list (
    id bigint primary key,
    code reference.entity_code not null,
    published_on date not null,
    source text not null,
    -- How alike two names must be to be looked at.
    threshold reference.percent not null default 60,
    loaded_by bigint not null constraint sanctions_list_loaded_by_fkey references people.user_account,
    loaded_for bigint,
    loaded_on date not null,
    constraint sanctions_list_version_key unique (code, published_on),
    constraint sanctions_list_source_check check (source <> ''),
    constraint sanctions_list_threshold_check check (threshold between 50 and 100)
);
create table partner.sanctions_entry (
    list_id bigint not null constraint sanctions_entry_list_fkey references partner.sanctions_list,
    reference text not null,
    -- One row for each name a person or body goes by.
    name text not null,
    name_key text not null generated always as (reference.name_key(name)) stored,
    primary key (list_id, reference, name),
    constraint sanctions_entry_text_check check (reference <> '' and name <> '')
);
create index sanctions_entry_key on partner.sanctions_entry (name_key);
create index sanctions_entry_alike on partner.sanctions_entry using gin (name_key public.gin_trgm_ops);

-- A name of ours and a name of theirs that are alike, once for the pair: what was cleared comes back only when
-- either changed.
create table partner.screening_match (
    id bigint primary key,
    partner_id bigint not null constraint screening_match_partner_fkey references partner.partner,
    role text not null,
    name text not null,
    name_key text not null,
    list_code reference.entity_code not null,
    reference text not null,
    entry_name text not null,
    entry_key text not null,
    alike reference.percent not null,
    found_on date not null,
    state text not null default 'open',
    called_by bigint constraint screening_match_called_by_fkey references people.user_account,
    called_for bigint, called_on date, call_reason text,
    decided_by bigint constraint screening_match_decided_by_fkey references people.user_account,
    decided_for bigint, decided_on date, decision_reason text,
    version bigint not null default 1,
    constraint screening_match_pair_key unique (partner_id, role, name_key, list_code, reference, entry_key),
    constraint screening_match_role_check check (role in ('partner', 'officer', 'account_holder', 'payee')),
    constraint screening_match_state_check check (state in ('open', 'called_false', 'confirmed', 'cleared')),
    constraint screening_match_called_check check (
        state not in ('called_false', 'cleared') or (called_by is not null and called_on is not null
        and call_reason <> '') is true),
    constraint screening_match_decided_check check (
        state not in ('confirmed', 'cleared') or (decided_by is not null and decided_on is not null
        and decision_reason <> '') is true),
    constraint screening_match_cleared_by_other_check check (
        state <> 'cleared' or (decided_by <> called_by
        and coalesce(decided_by <> called_for, true) and coalesce(decided_for <> called_by, true)
        and coalesce(decided_for <> called_for, true)))
);
create index screening_match_counts on partner.screening_match (partner_id) where state <> 'cleared';
create index screening_match_waits on partner.screening_match (id) where state in ('open', 'called_false');

create function partner.check_match_cleared_stays() returns trigger
language plpgsql set search_path = '' as $$
begin
    raise exception 'match % is cleared', old.id
        using errcode = 'check_violation', constraint = 'screening_match_cleared_stays_check';
end
$$;
create trigger screening_match_cleared_stays before update on partner.screening_match
    for each row when (old.state = 'cleared') execute function partner.check_match_cleared_stays();

create view partner.sanctions_list_in_force as
    select distinct on (l.code) l.id, l.code, l.threshold from partner.sanctions_list l
     order by l.code, l.published_on desc;

-- Whom a partner stands for. A payee whose lines were all rejected or taken back is paid by nobody.
create view partner.screened_name as
    select r.id as partner_id, 'partner' as role, r.name, reference.name_key(r.name) as name_key
      from partner.partner r
    union
    select o.partner_id, 'officer', o.name, reference.name_key(o.name)
      from partner.authorised_officer o
     where o.ended_on is null or o.ended_on > (pg_catalog.clock_timestamp() at time zone 'UTC')::date
    union
    select b.partner_id, 'account_holder', b.holder, reference.name_key(b.holder)
      from partner.bank_account b
     where b.state = 'proposed' or b.id = partner.account_in_force(b.partner_id)
    union
    select a.partner_id, 'payee', n.payee, reference.name_key(n.payee)
      from partner.expenditure_line n
      join partner.expenditure_report e on e.id = n.report_id and e.round = n.round
      join partner.agreement a on a.id = e.agreement_id
     where e.state not in ('accepted', 'partly_accepted')
        or n.accepted_amount > coalesce((select sum(d.amount) from partner.disallowance d where d.line_id = n.id), 0)
    union
    select a.partner_id, 'payee', q.payee_name, reference.name_key(q.payee_name)
      from partner.disbursement_request q
      join partner.agreement a on a.id = q.agreement_id
     where q.payee_name is not null and q.state not in ('rejected', 'cancelled', 'returned');

-- Not cleared, of the list as it stands and of a name that still is one. What somebody has confirmed stays until
-- two persons have cleared it, whatever a newer list or another name says: one person must not end it alone.
create view partner.match_in_force as
    select m.id, m.partner_id, m.state
      from partner.screening_match m
     where m.state <> 'cleared'
       and (m.state = 'confirmed' or exists (select 1 from partner.sanctions_list_in_force l
                     join partner.sanctions_entry e on e.list_id = l.id and e.reference = m.reference
                      and e.name_key = m.entry_key
                    where l.code = m.list_code)
       and exists (select 1 from partner.screened_name n
                    where n.partner_id = m.partner_id and n.role = m.role and n.name_key = m.name_key));

-- Holds one name, or all of one partner or of every partner, against the lists in force.
create function partner.screen(p_partner bigint, p_role text, p_name text) returns bigint
language plpgsql security definer set search_path = '' set pg_trgm.similarity_threshold = 0.5 as $$
declare
    v_found bigint;
begin
    if not exists (select 1 from partner.sanctions_list) then
        return 0;
    end if;
    insert into partner.screening_match as m (id, partner_id, role, name, name_key, list_code, reference, entry_name,
        entry_key, alike, found_on)
    select distinct on (n.partner_id, n.role, n.name_key, l.code, e.reference, e.name_key)
           ('x' || pg_catalog.substr(pg_catalog.md5(pg_catalog.concat_ws(
               '|', n.partner_id, n.role, n.name_key, l.code, e.reference, e.name_key)), 1, 15))::bit(60)::bigint,
           n.partner_id, n.role, n.name, n.name_key, l.code, e.reference, e.name, e.name_key,
           pg_catalog.round(100 * public.similarity(e.name_key, n.name_key)::numeric, 2),
           (pg_catalog.clock_timestamp() at time zone 'UTC')::date
      from (select p_partner as partner_id, p_role as role, p_name as name, reference.name_key(p_name) as name_key
             where p_name is not null
            union all
            select s.partner_id, s.role, s.name, s.name_key from partner.screened_name s
             where p_name is null and (p_partner is null or s.partner_id = p_partner)) n
     cross join partner.sanctions_list_in_force l
      join partner.sanctions_entry e on e.list_id = l.id
       and (e.name_key = n.name_key or e.name_key operator(public.%) n.name_key)
     where n.name_key <> ''
       and (e.name_key = n.name_key or public.similarity(e.name_key, n.name_key) * 100 >= l.threshold)
    on conflict on constraint screening_match_pair_key do nothing;
    get diagnostics v_found = row_count;
    return v_found;
end
$$;

-- Whoever writes a name, by whatever way, has it looked at.
create function partner.screen_row() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_row constant jsonb := pg_catalog.to_jsonb(new);
begin
    perform partner.screen(coalesce((v_row ->> 'partner_id')::bigint, (v_row ->> 'id')::bigint), tg_argv[0],
                           v_row ->> tg_argv[1]);
    return null;
end
$$;
create function partner.screen_request_payee() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    perform partner.screen((select a.partner_id from partner.agreement a where a.id = new.agreement_id), 'payee',
                           new.payee_name);
    return null;
end
$$;
revoke all on function partner.screen_request_payee from public;
create trigger disbursement_request_payee_screened after insert on partner.disbursement_request
    for each row when (new.payee_name is not null) execute function partner.screen_request_payee();
create trigger partner_screened after insert or update of name on partner.partner
    for each row execute function partner.screen_row('partner', 'name');
create trigger authorised_officer_screened after insert on partner.authorised_officer
    for each row execute function partner.screen_row('officer', 'name');
create trigger bank_account_screened after insert on partner.bank_account
    for each row execute function partner.screen_row('account_holder', 'holder');

create function partner.screen_payees() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if exists (select 1 from partner.sanctions_list) then
        perform partner.screen(w.partner_id, 'payee', w.payee)
           from (select distinct a.partner_id, n.payee
                   from written n join partner.expenditure_report e on e.id = n.report_id
                   join partner.agreement a on a.id = e.agreement_id) w;
    end if;
    return null;
end
$$;
create trigger expenditure_line_screened after insert on partner.expenditure_line
    referencing new table as written for each statement execute function partner.screen_payees();

-- Whether something about a partner is unreviewed or true. A partner is not told.
create function partner.is_matched(p_partner bigint) returns boolean
language sql stable security definer set search_path = '' as $$
    select session_user <> 'tranche_partner'
       and exists (select 1 from partner.match_in_force m where m.partner_id = p_partner)
$$;
create function partner.match_is_in_force(p_match bigint) returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (select 1 from partner.match_in_force m where m.id = p_match)
$$;

-- The second wall.
create function partner.check_screened() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_row constant jsonb := pg_catalog.to_jsonb(new);
begin
    if exists (select 1 from partner.agreement a join partner.match_in_force m on m.partner_id = a.partner_id
                where a.id = coalesce((v_row ->> 'agreement_id')::bigint, (v_row ->> 'id')::bigint)) then
        raise exception 'the partner of % is on a list of sanctions, or nobody has looked', new.id
            using errcode = 'check_violation', constraint = 'partner_not_matched_check';
    end if;
    return new;
end
$$;
create trigger payment_partner_not_matched before insert on partner.payment
    for each row when (new.origin = 'current' and new.request_id is not null)
    execute function partner.check_screened();
create trigger agreement_partner_not_matched before update of state on partner.agreement
    for each row when (new.state = 'signed' and old.state in ('draft', 'under_review', 'cleared'))
    execute function partner.check_screened();
create trigger amendment_partner_not_matched before update of state on partner.agreement_amendment
    for each row when (new.state = 'merged' and old.state is distinct from new.state)
    execute function partner.check_screened();

revoke all on function partner.check_match_cleared_stays, partner.screen, partner.screen_row, partner.screen_payees,
    partner.is_matched, partner.match_is_in_force, partner.check_screened from public;
grant execute on function partner.screen, partner.match_is_in_force to tranche_staff;
grant execute on function partner.is_matched to tranche_staff, tranche_partner;

grant select, insert on partner.sanctions_list to tranche_staff;
grant select on partner.sanctions_entry, partner.screening_match to tranche_staff;
grant insert (list_id, reference, name) on partner.sanctions_entry to tranche_staff;
grant update (state, called_by, called_for, called_on, call_reason, decided_by, decided_for, decided_on,
    decision_reason, version) on partner.screening_match to tranche_staff;
