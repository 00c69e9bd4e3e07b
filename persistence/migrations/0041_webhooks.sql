-- Programs that are told of events at an address of theirs, from the same outbox as people.
create table notify.webhook (
    id bigint generated always as identity primary key,
    name text not null,
    url text not null,
    -- What its messages are signed with; enciphered when sealed.
    secret bytea not null,
    sealed boolean not null,
    -- Names of events; null: all.
    events text[],
    created_by bigint not null constraint webhook_created_by_fkey references people.user_account,
    created_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    version bigint not null default 1,
    constraint webhook_name_key unique (name),
    constraint webhook_name_check check (length(name) between 1 and 100),
    constraint webhook_events_check check (cardinality(events) > 0)
);

alter table notify.delivery
    alter column user_id drop not null,
    add column webhook_id bigint constraint delivery_webhook_fkey references notify.webhook,
    add constraint delivery_to_one_check check (num_nonnulls(user_id, webhook_id) = 1),
    add constraint delivery_once_to_webhook_key unique (event_id, webhook_id);
create index delivery_of_webhook on notify.delivery (webhook_id) where webhook_id is not null;

grant select, insert on notify.webhook to tranche_staff;
grant update (ended_at, version) on notify.webhook to tranche_staff;
alter table notify.webhook enable row level security;
create policy staff_see_all on notify.webhook to tranche_staff using (true) with check (true);
