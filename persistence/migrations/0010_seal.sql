-- Tamper evidence. A sealer chains what is stored by SHA-256, some moments after it was stored, so
-- that no command waits for a chain. deploy/decisions/0008 says what this proves and what it does not.

-- One row per sealed range of ids. `leaves` lists what was found: 8 bytes of id and 32 bytes of hash
-- per row; `root` is its hash, `hash` covers the root, the range, the time and the hash before.
create table audit.seal (
    stream text not null,
    n bigint not null,
    form smallint not null,
    first_id bigint not null,
    last_id bigint not null,
    count bigint not null,
    leaves bytea not null,
    root bytea not null,
    prev_hash bytea not null,
    hash bytea not null,
    sealed_at timestamptz not null,
    primary key (stream, n),
    constraint seal_last_id_key unique (stream, last_id),
    constraint seal_stream_check check (stream in ('journal', 'audit', 'rates')),
    constraint seal_number_check check (n >= 1),
    constraint seal_range_check check (first_id between 1 and last_id),
    constraint seal_count_check check (count >= 1 and length(leaves) = 40 * count),
    constraint seal_hash_length_check
        check (length(root) = 32 and length(prev_hash) = 32 and length(hash) = 32)
);
alter table audit.seal alter column leaves set storage external;  -- hashes do not compress

grant select, insert on audit.seal to tranche_staff;

-- A rate counts from its confirmation on, which may come long after rates with higher ids: the
-- confirmation has a number of its own, and that is what is sealed.
create table reference.rate_confirmation (
    id bigint generated always as identity primary key,
    rate_id bigint not null constraint rate_confirmation_rate_fkey references reference.exchange_rate,
    constraint rate_confirmation_rate_key unique (rate_id)
);
insert into reference.rate_confirmation (rate_id)
select id from reference.exchange_rate where confirmed_by is not null order by id;

create function reference.number_confirmation() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
    -- Runs after the rate is written: the transaction has its id before this row takes a number.
    insert into reference.rate_confirmation (rate_id) values (new.id) on conflict do nothing;
    return null;
end
$$;
revoke all on function reference.number_confirmation from public;
create trigger exchange_rate_confirmed
    after insert or update of confirmed_by on reference.exchange_rate
    for each row when (new.confirmed_by is not null)
    execute function reference.number_confirmation();
-- Also in sessions that switch triggers off to load much at once.
alter table reference.exchange_rate enable always trigger exchange_rate_confirmed;

grant select on reference.rate_confirmation to tranche_staff;

-- What names or describes a person must be erasable without breaking the chain. The chain therefore
-- holds a salted digest of it: erasing keeps the digest and throws away the salt.
alter table audit.event
    add column on_behalf_of bigint,
    add column salt bytea default uuid_send(gen_random_uuid()),
    add column erased_digest bytea,
    add constraint event_erased_check check (
        (salt is not null and erased_digest is null)
        or (salt is null and length(erased_digest) = 32 and remote_address = '' and detail = '{}'));

create function audit.personal_digest(salt bytea, remote_address text, detail jsonb) returns bytea
language sql stable
set search_path = ''
as $$
    select sha256(salt || int4send(octet_length(remote_address)) || convert_to(remote_address, 'UTF8')
                  || convert_to(detail::text, 'UTF8'))
$$;
revoke all on function audit.personal_digest from public;
grant execute on function audit.personal_digest to tranche_staff;

-- For the owner, when the time for keeping is over. Only sealed events: what was never sealed would
-- leave no proof.
create function audit.erase_before(day date) returns bigint
language sql
set search_path = ''
as $$
    with erased as (
        update audit.event e
           set erased_digest = audit.personal_digest(e.salt, e.remote_address, e.detail),
               salt = null, remote_address = '', detail = '{}'
         where e.at < day and e.salt is not null
           and e.id <= (select max(s.last_id) from audit.seal s where s.stream = 'audit')
        returning 1)
    select count(*) from erased
$$;
revoke all on function audit.erase_before from public;
