-- What happened, for those who are to be told. The event is written with the act that causes it; who is
-- told, and whether they still may know, is decided when it is sent. persistence/README.md tells the story.
create schema notify;

alter table people.user_account
    add column mail_address text,
    add column language text not null default 'en',
    add constraint user_account_mail_address_form_check check (
        mail_address ~ '^[A-Za-z0-9.!#$%&*+/=?^_{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}$'),
    add constraint user_account_language_check check (language in ('en', 'fr', 'es'));
grant update (mail_address, language) on people.user_account to tranche_staff;

create table notify.event (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    name text not null,
    subject_type text not null,
    subject_id bigint not null,
    actor_id bigint not null,
    -- When it was decided who is told.
    spread_at timestamptz
);
create index event_spread_at on notify.event (spread_at);
create index event_to_spread on notify.event (id) where spread_at is null;

-- One event for one person. An attempt begins by setting the next one, so that whoever dies in the middle
-- of it leaves it to others: a message may come twice, and is never lost.
create table notify.delivery (
    id bigint generated always as identity primary key,
    event_id bigint not null constraint delivery_event_fkey references notify.event on delete cascade,
    user_id bigint not null constraint delivery_user_fkey references people.user_account,
    state text not null default 'waiting',
    attempts smallint not null default 0,
    next_attempt_at timestamptz not null default clock_timestamp(),
    delivered_at timestamptz,
    last_error text,
    version bigint not null default 1,
    constraint delivery_once_key unique (event_id, user_id),
    constraint delivery_state_check check (state in ('waiting', 'delivered', 'dead', 'withdrawn')),
    constraint delivery_delivered_check check (state <> 'delivered' or delivered_at is not null)
);
create index delivery_to_attempt on notify.delivery (next_attempt_at) where state = 'waiting';

grant usage on schema notify to tranche_staff, tranche_partner;
grant select, insert, delete on notify.event to tranche_staff;
grant update (spread_at) on notify.event to tranche_staff;
grant select, insert, delete on notify.delivery to tranche_staff;
grant update (state, attempts, next_attempt_at, delivered_at, last_error, version) on notify.delivery
    to tranche_staff;
grant insert (name, subject_type, subject_id, actor_id) on notify.event to tranche_partner;

-- What a partner's people do is told too; what is told to others they do not see.
alter table notify.event enable row level security;
create policy staff_see_all on notify.event to tranche_staff using (true) with check (true);
create policy partner_acts on notify.event for insert to tranche_partner with check (
    exists (select 1 from people.user_account u where u.id = actor_id));
alter table notify.delivery enable row level security;
create policy staff_see_all on notify.delivery to tranche_staff using (true) with check (true);
