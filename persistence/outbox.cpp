#include "persistence/outbox.hpp"

#include "persistence/round_trip.hpp"

#include <span>

namespace tranche::persistence {
namespace {

outbox_event event_of(const row& found, const char* id) {
    outbox_event one{found.integer(id),          found.text("name"),
                     found.text("subject_type"), found.integer("subject_id"),
                     found.integer("actor_id"),  found.integer("at")};
    if (!found.is_null("due_on")) {
        one.due = due_thing{found.text("part"), found.integer("number"), found.day("due_on")};
    }
    return one;
}

void end_delivery(
    session& with, std::int64_t id, std::string_view state, std::optional<std::string_view> why
) {
    ask(with,
        {{"end_delivery",
          R"(
              update notify.delivery
                set state = $2, last_error = $3, version = version + 1,
                 delivered_at = case when $2 = 'delivered' then clock_timestamp() end
                where id = $1 and state = 'waiting')"},
         {id, state, why}});
}

}  // namespace

query set_mail(std::int64_t user_id, std::string_view address, std::string_view language) {
    return {
        {"set_mail",
         R"(
             update people.user_account
               set mail_address = nullif($2, ''), language = coalesce(nullif($3, ''), language),
                version = version + 1
               where id = $1)"},
        {user_id, address, language}};
}

query remember_event(
    std::string_view name, std::string_view subject_type, std::int64_t subject_id,
    std::int64_t actor_id
) {
    return {
        {"outbox_event",
         "insert into notify.event (name, subject_type, subject_id, actor_id) values ($1, $2, $3, $4)"},
        {name, subject_type, subject_id, actor_id}};
}

std::vector<outbox_event> events_to_spread(session& with, int at_most) {
    std::vector<outbox_event> found;
    for (const auto row :
         ask(with,
             {{"events_to_spread",
               R"(
                   select id, name, subject_type, subject_id, actor_id, part, number, due_on,
                       extract(epoch from at)::bigint as at
                     from notify.event
                     where spread_at is null
                     order by id
                     limit $1
                     for update skip locked)"},
              {at_most}})) {
        found.push_back(event_of(row, "id"));
    }
    return found;
}

query spread_event(
    const outbox_event& one, const std::vector<std::string>& roles,
    std::optional<std::int64_t> partner_id, bool asks
) {
    return {
        {"spread_event",
         R"(
             insert into notify.delivery (event_id, user_id)
             select $1::bigint, u.id
               from people.user_account u
               where u.active and u.mail_address is not null and u.id <> $2
                and (u.notices = 'each' or not $5) and u.roles && $3::text[]
                and u.partner_id is not distinct from $4::bigint
                -- Of what is said: who is named, and who spoke in the thread.
                and ($6 <> 'comment' or exists (select 1 from document.comment c
                    join document.comment o on o.id = c.id or o.id = c.thread_id or o.thread_id = c.thread_id
                    left join document.comment_mention m on m.comment_id = c.id
                    where c.id = $7 and u.id in (m.user_id, o.written_by)))
                -- Of an answer: who asked.
                and ($6 <> 'review_remark' or exists (select 1 from partner.review_remark r
                    where r.id = $7 and u.id in (r.made_by, r.made_for)))
             on conflict do nothing)"},
        {one.id, one.actor_id, array_of(std::span{roles}), partner_id, asks, one.subject_type,
         one.subject_id}};
}

query event_is_spread(std::int64_t id) {
    return {
        {"event_is_spread", "update notify.event set spread_at = clock_timestamp() where id = $1"},
        {id}};
}

std::optional<delivery> delivery_to_attempt(
    session& with, const delivery_timing& timing, bool people_too
) {
    const auto found =
        ask(with,
            {{"delivery_to_attempt",
              R"(
              with due as (
                  select id from notify.delivery
                    where state = 'waiting' and next_attempt_at <= clock_timestamp()
                     and ($3 or webhook_id is not null)
                    order by next_attempt_at limit 1 for update skip locked),
              taken as (
                  update notify.delivery d
                    set attempts = d.attempts + 1,
                     next_attempt_at = clock_timestamp()
                       + make_interval(secs => least($2::bigint, $1::bigint << least(d.attempts, 20)))
                    from due where due.id = d.id
                    returning d.*)
              select t.id, t.attempts, t.event_id, e.name, e.subject_type, e.subject_id, e.actor_id,
                  e.part, e.number, e.due_on, extract(epoch from e.at)::bigint as at, w.id as webhook_id, w.url, w.sealed,
                  encode(w.secret, 'hex') as secret, coalesce(array_to_string(u.roles, ' '), '') as roles,
                  u.partner_id, u.mail_address, coalesce(u.language, 'en') as language,
                  coalesce(u.active, w.ended_at is null) as active
                from taken t
                join notify.event e on e.id = t.event_id
                left join people.user_account u on u.id = t.user_id
                left join notify.webhook w on w.id = t.webhook_id)"},
             {timing.first_wait.count(), timing.longest_wait.count(), people_too}});
    if (found.empty()) {
        return std::nullopt;
    }
    const auto row = found[0];
    std::optional<webhook> to;
    if (!row.is_null("webhook_id")) {
        to = webhook{
            row.integer("webhook_id"), row.text("url"), row.text("secret"), row.truth("sealed")};
    }
    return delivery{
        row.integer("id"),
        static_cast<int>(row.integer("attempts")),
        event_of(row, "event_id"),
        std::move(to),
        row.text("roles"),
        row.maybe_integer("partner_id"),
        row.maybe_text("mail_address"),
        row.text("language"),
        row.truth("active")};
}

void delivery_succeeded(session& with, std::int64_t id) {
    end_delivery(with, id, "delivered", std::nullopt);
}

void delivery_failed(
    session& with, const delivery& one, std::string_view why, const delivery_timing& timing
) {
    if (one.attempts >= timing.attempts_at_most) {
        end_delivery(with, one.id, "dead", why);
        return;
    }
    ask(with,
        {{"delivery_failed", "update notify.delivery set last_error = $2 where id = $1"},
         {one.id, why}});
}

void delivery_withdrawn(session& with, std::int64_t id, std::string_view why) {
    end_delivery(with, id, "withdrawn", why);
}

query list_deliveries(std::optional<std::string_view> state, std::int64_t at_most) {
    return {
        {"list_deliveries",
         R"(
             select d.id, e.name, e.subject_type, e.subject_id, coalesce(u.name, w.name) as told, d.state, d.attempts,
                 d.last_error, extract(epoch from e.at)::bigint as happened_at,
                 extract(epoch from d.delivered_at)::bigint as delivered_at,
                 case when d.state = 'waiting'
                   then extract(epoch from d.next_attempt_at)::bigint end as next_attempt_at
               from notify.delivery d
               join notify.event e on e.id = d.event_id
               left join people.user_account u on u.id = d.user_id
               left join notify.webhook w on w.id = d.webhook_id
               where $1::text is null or d.state = $1
               order by d.id desc
               limit $2)"},
        {state, at_most}};
}

query redeliver(std::int64_t id) {
    return {
        {"redeliver",
         R"(
             update notify.delivery
               set state = 'waiting', attempts = 0, next_attempt_at = clock_timestamp(),
                version = version + 1
               where id = $1 and state in ('dead', 'delivered'))"},
        {id}};
}

std::int64_t forget_events(session& with, int days) {
    return ask(with,
               {{"forget_events",
                 R"(
                     delete from notify.event
                       where id in (select e.id from notify.event e
                           where e.spread_at < clock_timestamp() - make_interval(days => $1)
                            -- What was told of a day is not told of it again.
                            and (e.due_on is null or e.due_on < current_date - 31)
                            and not exists (select 1 from notify.delivery d
                                             where d.event_id = e.id and d.state in ('waiting', 'dead'))
                           order by e.spread_at limit 1000))"},
                {days}}
    ).affected();
}

}  // namespace tranche::persistence
