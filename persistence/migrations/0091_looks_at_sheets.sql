-- Looks at sheets, and the files they are of, are kept for a person up to a number and a size: the oldest give way.
-- Whoever looks calls this behind the newest one, which always stays. deploy/decisions/0035 says why.
create index sheet_preview_made_by on partner.sheet_preview (made_by);

create function partner.give_up_looks(p_user bigint, p_most bigint, p_most_bytes bigint) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
    v_given_up bigint;
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
        select l.id, l.upload_id, l.place,
               sum(case when l.of_file = 1 then l.size else 0 end) over (order by l.place) as bytes
          from looks l
    ), gone as (
        delete from partner.sheet_preview v using weighed w
         where v.id = w.id and w.place > 1 and (w.place > p_most or w.bytes > p_most_bytes)
        returning v.upload_id
    ), idle as (
        select distinct g.upload_id from gone g
         where not exists (select 1 from weighed w where w.upload_id = g.upload_id
                              and (w.place = 1 or (w.place <= p_most and w.bytes <= p_most_bytes)))
    ), pieces as (
        delete from document.piece s using idle i where s.owner_id = i.upload_id
    ), files as (
        delete from document.upload u using idle i where u.id = i.upload_id
    )
    select count(*) into v_given_up from gone;
    return v_given_up;
end
$$;
revoke all on function partner.give_up_looks from public;
grant execute on function partner.give_up_looks to tranche_staff, tranche_partner;
