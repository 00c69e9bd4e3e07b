-- Signing in: passwords, browser sessions, second factors, what a token may do, and how often
-- somebody tried. Secrets are kept as hashes; only the second factor's must be read again.

create table people.password (
    user_id bigint primary key constraint password_user_fkey references people.user_account,
    hash text not null,
    changed_at timestamptz not null default clock_timestamp(),
    constraint password_hash_is_argon2id_check check (hash like '$argon2id$%')
);

create table people.browser_session (
    id bigint primary key,
    user_id bigint not null constraint browser_session_user_fkey references people.user_account,
    secret_hash bytea not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    remote_address text not null,
    user_agent text not null,
    constraint browser_session_secret_key unique (secret_hash),
    constraint browser_session_hash_length_check check (length(secret_hash) = 32),
    constraint browser_session_expiry_check check (expires_at > created_at)
);
create index browser_session_user on people.browser_session (user_id);
create index browser_session_expiry on people.browser_session (expires_at);

-- One row a person, kept when the factor is removed so that a code used once stays used.
create table people.second_factor (
    user_id bigint primary key constraint second_factor_user_fkey references people.user_account,
    secret bytea,
    -- Whether the secret is enciphered with the key outside this database.
    sealed boolean not null default false,
    confirmed_at timestamptz,
    last_step bigint not null default 0,
    recovery_hashes bytea[] not null default '{}',
    constraint second_factor_confirmed_has_secret_check check (confirmed_at is null or secret is not null)
);

-- What a token may do of what its person may; null: all of it, now and later.
alter table people.access_token
    add column roles text[],
    add column read_only boolean not null default false;

-- Attempts within the current window of one account or one address, by hash: what people type into
-- the field for the name is sometimes their password.
create table people.sign_in_attempt (
    subject_hash bytea primary key,
    window_start timestamptz not null,
    attempts integer not null,
    constraint sign_in_attempt_count_check check (attempts >= 0)
);
create index sign_in_attempt_window on people.sign_in_attempt (window_start);

grant select, insert on people.password, people.second_factor to tranche_staff;
grant update (hash, changed_at) on people.password to tranche_staff;
grant update (secret, sealed, confirmed_at, last_step, recovery_hashes) on people.second_factor to tranche_staff;
grant select, insert, delete on people.browser_session, people.sign_in_attempt to tranche_staff;
grant update (last_seen_at) on people.browser_session to tranche_staff;
grant update (window_start, attempts) on people.sign_in_attempt to tranche_staff;
