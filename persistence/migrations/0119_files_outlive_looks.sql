-- A file that was sent to be attached and is looked at as a sheet besides serves both: attaching it leaves the look,
-- and giving up the look leaves the file. deploy/decisions/0035 says for how long.
alter table document.upload
    add column purpose text not null default 'file',
    add constraint upload_purpose_check check (purpose in ('file', 'look', 'looked_at'));
comment on column document.upload.purpose is
    'file: sent by somebody; look: kept by a look at what came as a body; looked_at: sent, its looks were given up';
-- Nobody knows of earlier ones whether a look made them.
update document.upload u set purpose = 'looked_at'
 where exists (select 1 from partner.sheet_preview v where v.upload_id = u.id);
grant insert (purpose) on document.upload to tranche_staff, tranche_partner;

-- As before, but what somebody sent stays when its last look is given up, until as many files, or as large ones,
-- were sent and looked at after it.
create or replace function partner.give_up_looks(p_user bigint, p_most bigint, p_most_bytes bigint) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
    v_given_up bigint;
    v_files bigint[];
begin
    if session_user = 'tranche_partner' and not exists (
        select 1 from people.user_account u
         where u.id = p_user and u.partner_id = nullif(current_setting('tranche.partner', true), '')::bigint) then
        raise exception 'the looks of user % are of another partner', p_user using errcode = 'insufficient_privilege';
    end if;
    -- Two looks of one person at the same time give up one after the other.
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('partner.sheet_preview', p_user));
    with looks as (
        select v.id, v.upload_id, u.size,
               row_number() over w as place,
               row_number() over (partition by v.upload_id order by v.made_at desc, v.id desc) as of_file
          from partner.sheet_preview v join document.upload u on u.id = v.upload_id
         where v.made_by = p_user
        window w as (order by v.made_at desc, v.id desc)
    ), weighed as (
        select l.id, l.place,
               sum(case when l.of_file = 1 then l.size else 0 end) over (order by l.place) as bytes
          from looks l
    ), gone as (
        delete from partner.sheet_preview v using weighed w
         where v.id = w.id and w.place > 1 and (w.place > p_most or w.bytes > p_most_bytes)
        returning v.upload_id
    )
    select count(*), coalesce(pg_catalog.array_agg(distinct g.upload_id), '{}') into v_given_up, v_files from gone g;
    select coalesce(pg_catalog.array_agg(u.id), '{}') into v_files
      from document.upload u
     where u.id = any (v_files) and not exists (select 1 from partner.sheet_preview v where v.upload_id = u.id);
    update document.upload u set purpose = 'looked_at' where u.id = any (v_files) and u.purpose = 'file';
    with idle as (
        select u.id, row_number() over w as place, sum(u.size) over w as bytes
          from document.upload u
         where u.uploaded_by = p_user and u.purpose = 'looked_at'
           and not exists (select 1 from partner.sheet_preview v where v.upload_id = u.id)
        window w as (order by u.begun_at desc, u.id desc)
    ), gone as (
        delete from document.upload u
         where (u.id = any (v_files) and u.purpose = 'look')
            or u.id in (select i.id from idle i where i.place > 1 and (i.place > p_most or i.bytes > p_most_bytes))
        returning u.id
    )
    delete from document.piece s using gone g where s.owner_id = g.id;
    return v_given_up;
end
$$;

-- As before, but an upload that a look is of stays, and the content has bytes of its own.
create or replace function document.keep(p_upload bigint, p_user bigint, p_media_type text)
returns bigint
language plpgsql security definer set search_path = '' as $$
declare
    v_upload document.upload;
    v_bytes bytea;
    v_hash bytea;
    v_content bigint;
    v_looked_at boolean;
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
    -- The row is locked: no look at it can begin meanwhile.
    v_looked_at := exists (select 1 from partner.sheet_preview v where v.upload_id = p_upload);
    insert into document.content (id, sha256, size, media_type)
        values (case when v_looked_at
                     then ('x' || pg_catalog.substr(pg_catalog.md5('content|' || p_upload), 1, 15))::bit(60)::bigint
                     else p_upload end, v_hash, v_upload.size, p_media_type)
        on conflict on constraint content_sha256_key do nothing
        returning id into v_content;
    if v_content is null then
        select c.id into v_content from document.content c where c.sha256 = v_hash;
    end if;
    if v_looked_at then
        insert into document.piece (owner_id, starts_at, bytes)
            select v_content, s.starts_at, s.bytes from document.piece s where s.owner_id = p_upload
            on conflict do nothing;
    elsif v_content <> p_upload then
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
    if not v_looked_at then
        delete from document.upload u where u.id = p_upload;
    end if;
    return v_content;
end
$$;
