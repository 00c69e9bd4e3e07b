-- What people say to each other about a record of the partner side. Said once, never altered: withdrawn words
-- stay. Internal talk and talk with the partner are different threads, and a partner reads only its own.

create table document.comment (
    id bigint primary key,
    subject_type text not null,
    subject_id bigint not null,
    -- What people call the subject, or what it belongs to, when it was written.
    about text not null,
    -- Whose partner reads it; null: the office only.
    partner_id bigint constraint comment_partner_fkey references partner.partner,
    -- The one it answers; null: it begins a thread.
    thread_id bigint constraint comment_thread_fkey references document.comment,
    comment text not null,
    state text not null default 'open',
    written_by bigint not null constraint comment_written_by_fkey references people.user_account,
    written_for bigint,
    written_on date not null,
    written_at timestamptz not null default clock_timestamp(),
    withdrawn_by bigint constraint comment_withdrawn_by_fkey references people.user_account,
    withdrawn_for bigint, withdrawn_on date, withdrawal_reason text,
    version bigint not null default 1,
    constraint comment_text_check check (comment <> ''),
    constraint comment_state_check check (
        case when thread_id is null then state in ('open', 'resolved') else state = 'said' end),
    constraint comment_withdrawal_check check (
        (withdrawn_by is null) = (withdrawn_on is null) and (withdrawn_by is null) = (withdrawal_reason is null)
        and withdrawal_reason <> ''),
    constraint comment_withdrawn_by_author_check check (
        withdrawn_by is null or coalesce(withdrawn_by = written_by, false)
        or coalesce(withdrawn_by = written_for, false) or coalesce(withdrawn_for = written_by, false))
);
create index comment_subject on document.comment (subject_type, subject_id);
create index comment_thread on document.comment (thread_id);
create index comment_partner on document.comment (partner_id) where partner_id is not null;

create table document.comment_mention (
    comment_id bigint not null constraint comment_mention_comment_fkey references document.comment,
    user_id bigint not null constraint comment_mention_user_fkey references people.user_account,
    primary key (comment_id, user_id)
);
create index comment_mention_user on document.comment_mention (user_id);

create table document.comment_resolution (
    id bigint primary key,
    comment_id bigint not null constraint comment_resolution_comment_fkey references document.comment,
    kind text not null,
    reason text,
    decided_by bigint not null constraint comment_resolution_decided_by_fkey references people.user_account,
    decided_for bigint,
    decided_on date not null,
    recorded_at timestamptz not null default clock_timestamp(),
    constraint comment_resolution_kind_check check (kind in ('resolved', 'reopened')),
    constraint comment_resolution_reason_check check (reason <> '')
);
create index comment_resolution_comment on document.comment_resolution (comment_id, recorded_at);

-- Whose record it is, and what people call it. Nothing for what is none.
create function document.place_of(p_type text, p_id bigint, out partner_id bigint, out about text)
language sql stable security definer set search_path = '' as $$
    with agreement_of as (
        select case p_type
            when 'agreement' then p_id
            when 'agreement_amendment' then (select m.agreement_id from partner.agreement_amendment m where m.id = p_id)
            when 'tranche' then (select t.agreement_id from partner.tranche t where t.id = p_id)
            when 'tranche_condition' then (
                select t.agreement_id from partner.tranche_condition c join partner.tranche t on t.id = c.tranche_id
                 where c.id = p_id)
            when 'disbursement_request' then (
                select q.agreement_id from partner.disbursement_request q where q.id = p_id)
            when 'payment' then (select y.agreement_id from partner.payment y where y.id = p_id)
            when 'expenditure_report' then (
                select e.agreement_id from partner.expenditure_report e where e.id = p_id)
            when 'expenditure_line' then (
                select e.agreement_id from partner.expenditure_line n
                  join partner.expenditure_report e on e.id = n.report_id where n.id = p_id)
            when 'receivable' then (select c.agreement_id from partner.receivable c where c.id = p_id)
            when 'finding' then (select f.agreement_id from partner.finding f where f.id = p_id)
            end as id)
    select r.id, coalesce(a.code, r.code)
      from agreement_of g
      left join partner.agreement a on a.id = g.id
      join partner.partner r on r.id = case
           when a.id is not null then a.partner_id
           when p_type = 'partner' then p_id
           when p_type = 'assurance_activity' then (
               select v.partner_id from partner.assurance_activity v where v.id = p_id)
           when p_type = 'attachment' then (
               select coalesce(t.partner_id, (document.place_of(t.subject_type, t.subject_id)).partner_id)
                 from document.attachment t where t.id = p_id) end
     where session_user <> 'tranche_partner'
        or (r.id = nullif(pg_catalog.current_setting('tranche.partner', true), '')::bigint
            -- A file of the office only is no file to a partner.
            and (p_type <> 'attachment'
                 or exists (select 1 from document.attachment t where t.id = p_id and t.partner_id = r.id)))
$$;

create function document.check_comment() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_place record;
    v_thread document.comment;
begin
    select p.partner_id, p.about into v_place from document.place_of(new.subject_type, new.subject_id) p;
    if v_place.partner_id is null or (new.partner_id is not null and new.partner_id <> v_place.partner_id) then
        raise exception 'comment % is about no %', new.id, new.subject_type
            using errcode = 'check_violation', constraint = 'comment_of_its_subject_check';
    end if;
    -- A file only the office sees is not spoken of with the partner.
    if new.partner_id is not null and new.subject_type = 'attachment' and exists (
        select 1 from document.attachment t where t.id = new.subject_id and t.partner_id is null) then
        raise exception 'attachment % is internal', new.subject_id
            using errcode = 'check_violation', constraint = 'comment_of_its_subject_check';
    end if;
    new.about := v_place.about;
    if new.thread_id is not null then
        select t.* into v_thread from document.comment t where t.id = new.thread_id for no key update;
        if v_thread.thread_id is not null or v_thread.state <> 'open'
           or (v_thread.subject_type, v_thread.subject_id) <> (new.subject_type, new.subject_id)
           or v_thread.partner_id is distinct from new.partner_id then
            raise exception 'comment % does not continue %', new.id, new.thread_id
                using errcode = 'check_violation', constraint = 'comment_continues_its_thread_check';
        end if;
        new.state := 'said';
    end if;
    return new;
end
$$;
create trigger comment_of_its_subject before insert on document.comment
    for each row execute function document.check_comment();

create function document.check_comment_stays() returns trigger
language plpgsql set search_path = '' as $$
begin
    raise exception 'comment % is withdrawn', old.id
        using errcode = 'check_violation', constraint = 'comment_withdrawn_once_check';
end
$$;
create trigger comment_withdrawn_once before update of withdrawn_by on document.comment
    for each row when (old.withdrawn_by is not null) execute function document.check_comment_stays();

-- Whoever is named must be able to read it.
create function document.check_mention() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if exists (select 1 from document.comment c join people.user_account u on u.id = new.user_id
                where c.id = new.comment_id and u.partner_id is not null
                  and u.partner_id is distinct from c.partner_id) then
        raise exception 'user % cannot read comment %', new.user_id, new.comment_id
            using errcode = 'check_violation', constraint = 'comment_mention_may_read_check';
    end if;
    return new;
end
$$;
create trigger comment_mention_may_read before insert on document.comment_mention
    for each row execute function document.check_mention();

create function document.move_thread() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    update document.comment c
       set state = case new.kind when 'resolved' then 'resolved' else 'open' end, version = c.version + 1
     where c.id = new.comment_id and c.thread_id is null
       and c.state = case new.kind when 'resolved' then 'open' else 'resolved' end;
    if not found then
        raise exception 'thread % is % already', new.comment_id, new.kind
            using errcode = 'check_violation', constraint = 'comment_resolved_in_turn_check';
    end if;
    return null;
end
$$;
create trigger comment_resolution_moves after insert on document.comment_resolution
    for each row execute function document.move_thread();

revoke all on function document.place_of, document.check_comment, document.check_comment_stays,
    document.check_mention, document.move_thread from public;
grant execute on function document.place_of to tranche_staff, tranche_partner;

grant select on document.comment, document.comment_mention, document.comment_resolution
    to tranche_staff, tranche_partner;
grant insert (id, subject_type, subject_id, partner_id, thread_id, comment, written_by, written_for, written_on)
    on document.comment to tranche_staff, tranche_partner;
grant update (withdrawn_by, withdrawn_for, withdrawn_on, withdrawal_reason, version) on document.comment
    to tranche_staff, tranche_partner;
grant insert on document.comment_mention to tranche_staff, tranche_partner;
grant insert (id, comment_id, kind, reason, decided_by, decided_for, decided_on) on document.comment_resolution
    to tranche_staff, tranche_partner;
do $$
declare
    one text;
begin
    foreach one in array array['comment', 'comment_mention', 'comment_resolution'] loop
        execute pg_catalog.format('alter table document.%s enable row level security', one);
        execute pg_catalog.format(
            'create policy staff_see_all on document.%s to tranche_staff using (true) with check (true)', one);
    end loop;
end
$$;
create policy partner_sees_own on document.comment for select to tranche_partner
    using (partner_id = current_setting('tranche.partner')::bigint);
create policy partner_sees_own on document.comment_mention for select to tranche_partner
    using (exists (select 1 from document.comment c where c.id = comment_id));
create policy partner_sees_own on document.comment_resolution for select to tranche_partner
    using (exists (select 1 from document.comment c where c.id = comment_id));
create policy partner_writes on document.comment for insert to tranche_partner with check (
    partner_id = current_setting('tranche.partner')::bigint
    and exists (select 1 from people.user_account u where u.id = written_by)
    and (written_for is null or exists (select 1 from people.user_account u where u.id = written_for)));
create policy partner_withdraws on document.comment for update to tranche_partner
    using (partner_id = current_setting('tranche.partner')::bigint
           and exists (select 1 from people.user_account u where u.id = written_by))
    with check (exists (select 1 from people.user_account u where u.id = withdrawn_by)
                and (withdrawn_for is null or exists (select 1 from people.user_account u where u.id = withdrawn_for)));
create policy partner_mentions on document.comment_mention for insert to tranche_partner with check (
    exists (select 1 from document.comment c join people.user_account w on w.id = c.written_by where c.id = comment_id)
    and exists (select 1 from people.user_account u where u.id = user_id));
create policy partner_resolves on document.comment_resolution for insert to tranche_partner with check (
    exists (select 1 from document.comment c where c.id = comment_id)
    and exists (select 1 from people.user_account u where u.id = decided_by)
    and (decided_for is null or exists (select 1 from people.user_account u where u.id = decided_for)));
