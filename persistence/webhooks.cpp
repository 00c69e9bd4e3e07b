#include "persistence/webhooks.hpp"

namespace tranche::persistence {

query insert_webhook(const new_webhook& made) {
    return {
        {"insert_webhook",
         R"(
             insert into notify.webhook (name, url, secret, sealed, events, created_by)
             values ($1, $2, decode($3, 'hex'), $4, $5::text[], $6)
             returning id)"},
        {made.name, made.url, made.secret_hex, made.sealed,
         made.events.empty() ? value{std::nullopt} : array_of(made.events), made.created_by}};
}

query list_webhooks() {
    return {
        {"list_webhooks",
         R"(
             select w.id, w.name, w.url, array_to_string(w.events, ' ') as events, u.name as created_by,
                 extract(epoch from w.created_at)::bigint as created_at,
                 extract(epoch from w.ended_at)::bigint as ended_at,
                 (select count(*) from notify.delivery d
                   where d.webhook_id = w.id and d.state = 'waiting') as waiting,
                 (select count(*) from notify.delivery d
                   where d.webhook_id = w.id and d.state = 'dead') as dead
               from notify.webhook w
               join people.user_account u on u.id = w.created_by
               order by w.id desc)"},
        {}};
}

query end_webhook(std::int64_t id) {
    return {
        {"end_webhook",
         R"(
             update notify.webhook set ended_at = clock_timestamp(), version = version + 1
               where id = $1 and ended_at is null)"},
        {id}};
}

query withdraw_from_webhook(std::int64_t id) {
    return {
        {"withdraw_from_webhook",
         R"(
             update notify.delivery
               set state = 'withdrawn', last_error = 'the webhook has ended', version = version + 1
               where webhook_id = $1 and state = 'waiting')"},
        {id}};
}

query spread_to_webhooks(const outbox_event& one) {
    return {
        {"spread_to_webhooks",
         R"(
             insert into notify.delivery (event_id, webhook_id)
             select $1::bigint, w.id
               from notify.webhook w
               where w.ended_at is null and (w.events is null or $2 = any (w.events))
             on conflict do nothing)"},
        {one.id, one.name}};
}

query spare_webhook(std::int64_t id, std::chrono::seconds wait) {
    return {
        {"spare_webhook",
         R"(
             update notify.delivery
               set next_attempt_at = clock_timestamp() + make_interval(secs => $2::bigint)
               where webhook_id = $1 and state = 'waiting'
                and next_attempt_at < clock_timestamp() + make_interval(secs => $2::bigint))"},
        {id, wait.count()}};
}

query replay_to_webhook(std::int64_t id, std::string_view since) {
    return {
        {"replay_to_webhook",
         R"(
             insert into notify.delivery (event_id, webhook_id)
             select e.id, w.id
               from notify.webhook w
               join notify.event e on e.at >= $2::timestamptz and e.spread_at is not null
                and (w.events is null or e.name = any (w.events))
               where w.id = $1 and w.ended_at is null
             on conflict (event_id, webhook_id) do update
               set state = 'waiting', attempts = 0, next_attempt_at = clock_timestamp(),
                version = notify.delivery.version + 1
               where notify.delivery.state <> 'waiting')"},
        {id, since}};
}

}  // namespace tranche::persistence
