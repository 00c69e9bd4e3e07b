-- Calendar programs cannot send a token: a person may have one address with a secret of its own, which opens
-- the calendar of what is due and nothing else. Of the secret the hash is kept.
create table people.calendar_address (
    secret_hash bytea primary key,
    user_id bigint not null constraint calendar_address_user_fkey references people.user_account,
    created_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    constraint calendar_address_hash_length_check check (length(secret_hash) = 32),
    constraint calendar_address_end_check check (ended_at >= created_at)
);
create unique index calendar_address_one_per_person_key on people.calendar_address (user_id) where ended_at is null;
grant select, insert on people.calendar_address to tranche_staff;
grant update (ended_at) on people.calendar_address to tranche_staff;
