-- Who did what to which thing. Insert only: the runtime role cannot change or delete a row.
create table audit.event (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor_id bigint not null,
    action text not null,
    subject_type text not null,
    subject_id bigint not null,
    request_id text not null,
    remote_address text not null,
    detail jsonb not null
);
create index event_subject on audit.event (subject_id);
create index event_at on audit.event using brin (at);

-- Answers kept so that a repeated request is answered, not repeated. Expired rows may be deleted.
create table audit.idempotency (
    user_id bigint not null,
    operation text not null,
    key text not null,
    input_hash bytea not null,
    status smallint not null,
    reply text not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    primary key (user_id, operation, key),
    constraint idempotency_key_form_check check (length(key) between 1 and 200)
);
create index idempotency_expiry on audit.idempotency (expires_at);

grant select, insert on audit.event to tranche_staff;
grant select, insert, delete on audit.idempotency to tranche_staff;
