-- Files: uploaded in pieces, kept once under the SHA-256 of what they hold, attached to a record and read by
-- whoever may read that record. deploy/decisions/0029 says why so.
create schema document;
grant usage on schema document to tranche_staff, tranche_partner;

-- A file on its way: pieces come in order, from one person, until all of it is there.
create table document.upload (
    id bigint primary key,
    file_name text not null,
    size bigint not null,
    -- What whoever sends it says it holds; checked when it is whole.
    sha256 bytea,
    received bigint not null default 0,
    uploaded_by bigint not null constraint upload_uploaded_by_fkey references people.user_account,
    partner_id bigint constraint upload_partner_fkey references partner.partner,
    begun_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1,
    constraint upload_file_name_check check (
        length(file_name) between 1 and 200 and file_name !~ '[[:cntrl:]/\\]' and file_name !~ '^\.'),
    constraint upload_size_check check (size between 1 and 104857600),
    constraint upload_sha256_check check (octet_length(sha256) = 32),
    constraint upload_received_check check (received between 0 and size)
);
create index upload_begun on document.upload (begun_at);
create index upload_uploaded_by on document.upload (uploaded_by);

-- What files hold. A file sent twice is kept once.
create table document.content (
    id bigint primary key,
    sha256 bytea not null,
    size bigint not null,
    media_type text not null,
    constraint content_sha256_key unique (sha256),
    constraint content_media_type_check check (media_type in (
        'application/pdf', 'image/jpeg', 'image/png', 'image/tiff', 'image/webp', 'image/heic',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'application/vnd.openxmlformats-officedocument.presentationml.presentation',
        'application/vnd.oasis.opendocument.text', 'application/vnd.oasis.opendocument.spreadsheet',
        'application/vnd.oasis.opendocument.presentation', 'text/plain', 'text/csv'))
);

-- Partners that sent a content themselves: only those may attach it.
create table document.content_sender (
    content_id bigint not null constraint content_sender_content_fkey references document.content,
    partner_id bigint not null constraint content_sender_partner_fkey references partner.partner,
    primary key (content_id, partner_id)
);

-- The bytes, of an upload or of a content: both are numbered alike. Never compressed: they are already.
create table document.piece (
    owner_id bigint not null,
    starts_at bigint not null,
    bytes bytea not null,
    primary key (owner_id, starts_at),
    constraint piece_bytes_check check (octet_length(bytes) between 1 and 1048576)
);
alter table document.piece alter column bytes set storage external;

create table document.attachment (
    id bigint primary key,
    subject_type text not null,
    subject_id bigint not null,
    -- Of an expenditure report: the document of its lines that this is a copy of.
    line_document text,
    -- Whose partner reads it; null: the office only.
    partner_id bigint constraint attachment_partner_fkey references partner.partner,
    content_id bigint not null constraint attachment_content_fkey references document.content,
    file_name text not null,
    title text,
    attached_by bigint not null constraint attachment_attached_by_fkey references people.user_account,
    attached_for bigint,
    attached_at timestamptz not null default clock_timestamp(),
    removed_by bigint constraint attachment_removed_by_fkey references people.user_account,
    removed_for bigint,
    removed_on date,
    removal_reason text,
    version bigint not null default 1,
    constraint attachment_subject_check check (subject_type in (
        'expenditure_report', 'disbursement_request', 'agreement', 'partner', 'project')),
    constraint attachment_line_document_check check (
        line_document is null or (subject_type = 'expenditure_report' and line_document <> '')),
    constraint attachment_removal_check check (
        (removed_by is null) = (removed_on is null) and (removed_by is null) = (removal_reason is null)
        and removal_reason <> '')
);
create unique index attachment_once_key on document.attachment
    (subject_type, subject_id, coalesce(line_document, ''), content_id) where removed_by is null;
create index attachment_subject on document.attachment (subject_type, subject_id);
create index attachment_content on document.attachment (content_id);
create index attachment_partner on document.attachment (partner_id) where partner_id is not null;

-- Whose it is follows from the record it hangs on, not from who writes the row.
create function document.check_attachment() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_found boolean := true;
    v_partner bigint;
begin
    if new.subject_type = 'expenditure_report' then
        select a.partner_id into v_partner
          from partner.expenditure_report r join partner.agreement a on a.id = r.agreement_id
         where r.id = new.subject_id;
    elsif new.subject_type = 'disbursement_request' then
        select a.partner_id into v_partner
          from partner.disbursement_request q join partner.agreement a on a.id = q.agreement_id
         where q.id = new.subject_id;
    elsif new.subject_type = 'agreement' then
        select a.partner_id into v_partner from partner.agreement a where a.id = new.subject_id;
    elsif new.subject_type = 'partner' then
        select r.id into v_partner from partner.partner r where r.id = new.subject_id;
    else
        v_found := exists (select 1 from funding.project p where p.id = new.subject_id);
    end if;
    if not v_found or (new.subject_type <> 'project' and v_partner is null)
       or (new.partner_id is not null and new.partner_id is distinct from v_partner) then
        raise exception 'attachment % is of no % %', new.id, new.subject_type, new.subject_id
            using errcode = 'check_violation', constraint = 'attachment_of_its_subject_check';
    end if;
    return new;
end
$$;
create trigger attachment_of_its_subject before insert on document.attachment
    for each row execute function document.check_attachment();

create function document.check_removal() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.removed_by is not null then
        raise exception 'attachment % is removed', old.id
            using errcode = 'check_violation', constraint = 'attachment_removed_once_check';
    end if;
    return new;
end
$$;
create trigger attachment_removed_once before update on document.attachment
    for each row execute function document.check_removal();

-- The next piece of one's own upload. The answer is how much is there; a piece that is there already changes
-- nothing, one that would leave a hole or go beyond the size neither: the caller reads from the answer where to
-- go on. Null: there is no such upload of this person that still waits.
create function document.append(p_upload bigint, p_user bigint, p_starts_at bigint, p_bytes bytea)
returns bigint
language plpgsql security definer set search_path = '' as $$
declare
    v_upload document.upload;
begin
    select u.* into v_upload from document.upload u
     where u.id = p_upload and u.uploaded_by = p_user
       and (session_user <> 'tranche_partner'
            or u.partner_id = nullif(current_setting('tranche.partner', true), '')::bigint)
       for no key update;
    if not found then
        return null;
    end if;
    if p_starts_at <> v_upload.received or octet_length(p_bytes) > v_upload.size - v_upload.received then
        return v_upload.received;
    end if;
    insert into document.piece (owner_id, starts_at, bytes) values (p_upload, p_starts_at, p_bytes);
    update document.upload u set received = u.received + octet_length(p_bytes) where u.id = p_upload
        returning u.received into v_upload.received;
    return v_upload.received;
end
$$;

-- Makes a whole upload a content and forgets the upload; answers the content's number. Only here a hash is
-- written, of bytes this function read itself.
create function document.keep(p_upload bigint, p_user bigint, p_media_type text)
returns bigint
language plpgsql security definer set search_path = '' as $$
declare
    v_upload document.upload;
    v_bytes bytea;
    v_hash bytea;
    v_content bigint;
begin
    select u.* into v_upload from document.upload u
     where u.id = p_upload and u.uploaded_by = p_user
       and (session_user <> 'tranche_partner'
            or u.partner_id = nullif(current_setting('tranche.partner', true), '')::bigint)
       for update;
    if not found or v_upload.received <> v_upload.size then
        raise exception 'upload % is not whole', p_upload
            using errcode = 'check_violation', constraint = 'upload_is_whole_check';
    end if;
    select pg_catalog.string_agg(s.bytes, '' order by s.starts_at) into v_bytes
      from document.piece s where s.owner_id = p_upload;
    v_hash := pg_catalog.sha256(v_bytes);
    if v_hash is distinct from coalesce(v_upload.sha256, v_hash) then
        raise exception 'upload % holds something else', p_upload
            using errcode = 'check_violation', constraint = 'upload_arrived_unchanged_check';
    end if;
    -- Office files that run something when they are opened, whatever they are called.
    if position('vbaProject.bin'::bytea in v_bytes) > 0 then
        raise exception 'upload % has macros', p_upload
            using errcode = 'check_violation', constraint = 'content_without_macros_check';
    end if;
    insert into document.content (id, sha256, size, media_type)
        values (p_upload, v_hash, v_upload.size, p_media_type)
        on conflict on constraint content_sha256_key do nothing
        returning id into v_content;
    if v_content is null then
        select c.id into v_content from document.content c where c.sha256 = v_hash;
        if exists (select 1 from document.piece s where s.owner_id = v_content) then
            delete from document.piece s where s.owner_id = p_upload;
        else
            update document.piece s set owner_id = v_content where s.owner_id = p_upload;  -- it was erased
        end if;
    end if;
    if v_upload.partner_id is not null then
        insert into document.content_sender (content_id, partner_id) values (v_content, v_upload.partner_id)
            on conflict do nothing;
    end if;
    delete from document.upload u where u.id = p_upload;
    return v_content;
end
$$;

-- Uploads nobody went on with, and files that were removed from everything they hung on. The removed
-- attachment itself stays, without its bytes. For the owner, as all erasing. Answers how many files went.
create function document.erase_before(p_day date, p_what text)
returns bigint
language plpgsql set search_path = '' as $$
declare
    v_count bigint;
begin
    if p_what = 'unfinished_uploads' then
        with gone as (delete from document.upload u where u.begun_at < p_day returning u.id),
             bytes as (delete from document.piece s using gone g where s.owner_id = g.id)
        select count(*) into v_count from gone;
    else
        -- Waits for files that are being kept at this moment: they may be about to be attached.
        lock table document.content in exclusive mode;
        with free as (
            select c.id from document.content c
             where exists (select 1 from document.piece s where s.owner_id = c.id)
               and not exists (select 1 from document.attachment a
                                where a.content_id = c.id and (a.removed_on is null or a.removed_on >= p_day))),
             bytes as (delete from document.piece s using free f where s.owner_id = f.id)
        select count(*) into v_count from free;
    end if;
    return v_count;
end
$$;
revoke all on function document.check_attachment, document.check_removal, document.append, document.keep,
    document.erase_before from public;
grant execute on function document.append, document.keep to tranche_staff, tranche_partner;

grant select on document.upload, document.content, document.piece, document.attachment to tranche_staff,
    tranche_partner;
grant select on document.content_sender to tranche_partner;
grant insert (id, file_name, size, sha256, uploaded_by, partner_id) on document.upload
    to tranche_staff, tranche_partner;
grant insert (id, subject_type, subject_id, line_document, partner_id, content_id, file_name, title, attached_by,
    attached_for) on document.attachment to tranche_staff, tranche_partner;
grant update (removed_by, removed_for, removed_on, removal_reason, version) on document.attachment
    to tranche_staff, tranche_partner;

alter table document.upload enable row level security;
alter table document.content enable row level security;
alter table document.piece enable row level security;
alter table document.content_sender enable row level security;
create policy partner_sees_own on document.content_sender for select to tranche_partner
    using (partner_id = current_setting('tranche.partner')::bigint);
alter table document.attachment enable row level security;
create policy staff_see_all on document.upload to tranche_staff using (true) with check (true);
create policy staff_see_all on document.content to tranche_staff using (true) with check (true);
create policy staff_see_all on document.piece to tranche_staff using (true) with check (true);
create policy staff_see_all on document.attachment to tranche_staff using (true) with check (true);
create policy partner_sees_own on document.upload for select to tranche_partner
    using (partner_id = current_setting('tranche.partner')::bigint);
create policy partner_sees_own on document.attachment for select to tranche_partner
    using (partner_id = current_setting('tranche.partner')::bigint);
create policy partner_sees_own on document.content for select to tranche_partner
    using (exists (select 1 from document.attachment a where a.content_id = content.id));
create policy partner_sees_own on document.piece for select to tranche_partner
    using (exists (select 1 from document.attachment a where a.content_id = owner_id)
           or exists (select 1 from document.upload u where u.id = owner_id));
create policy partner_uploads on document.upload for insert to tranche_partner with check (
    partner_id = current_setting('tranche.partner')::bigint
    and exists (select 1 from people.user_account u where u.id = uploaded_by));
-- A partner gives and takes back evidence while the record is in its hands.
create function document.is_in_partners_hands(p_type text, p_subject bigint)
returns boolean
language sql stable set search_path = '' as $$
    select case p_type
        when 'expenditure_report' then exists (
            select 1 from partner.expenditure_report e where e.id = p_subject and e.state in ('draft', 'sent_back'))
        when 'disbursement_request' then exists (
            select 1 from partner.disbursement_request q where q.id = p_subject and q.state = 'submitted')
        else false end;
$$;
revoke all on function document.is_in_partners_hands from public;
grant execute on function document.is_in_partners_hands to tranche_staff, tranche_partner;
create policy partner_attaches on document.attachment for insert to tranche_partner with check (
    partner_id = current_setting('tranche.partner')::bigint
    and document.is_in_partners_hands(subject_type, subject_id)
    and exists (select 1 from document.content_sender s where s.content_id = attachment.content_id)
    and exists (select 1 from people.user_account u where u.id = attached_by)
    and (attached_for is null or exists (select 1 from people.user_account u where u.id = attached_for)));
create policy partner_removes on document.attachment for update to tranche_partner
    using (partner_id = current_setting('tranche.partner')::bigint
           and document.is_in_partners_hands(subject_type, subject_id)
           and exists (select 1 from people.user_account u where u.id = attached_by))
    with check (exists (select 1 from people.user_account u where u.id = removed_by)
                and (removed_for is null or exists (select 1 from people.user_account u where u.id = removed_for)));

alter table reference.retention_term
    drop constraint retention_term_kind_check,
    add constraint retention_term_kind_check check (kind in (
        'audit_details', 'sign_in_records', 'payee_names', 'unfinished_uploads', 'removed_files'));
