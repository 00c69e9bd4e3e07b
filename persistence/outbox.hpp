// What others are to be told: events written with the acts that cause them, and for each person one
// delivery, attempted until it succeeds or is given up.
#pragma once

#include "domain/calendar.hpp"
#include "persistence/query.hpp"
#include "persistence/session.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

/// Where a person is written to; an empty address is none, an empty language leaves it as it was.
/// Throws sql_failure for an address or a language of another form.
query set_mail(std::int64_t user_id, std::string_view address, std::string_view language);

/// Part of the transaction of the act.
query remember_event(
    std::string_view name, std::string_view subject_type, std::int64_t subject_id,
    std::int64_t actor_id
);

/// Of which report or plan something is said, and by when it is due.
struct due_thing {
    std::string part;  // interim_report ...
    std::int64_t number;
    domain::date on;
};

struct outbox_event {
    std::int64_t id;
    std::string name;
    std::string subject_type;
    std::int64_t subject_id;
    std::int64_t actor_id;
    std::int64_t at = 0;  // seconds since 1970
    std::optional<due_thing> due = {};
};

/// Events nobody has decided about yet, locked against other servers; inside a transaction.
std::vector<outbox_event> events_to_spread(session& with, int at_most);

/// A delivery for each active person of these roles who has an address, but the one who acted:
/// of this partner, or of the office.
query spread_event(
    const outbox_event& one, const std::vector<std::string>& roles,
    std::optional<std::int64_t> partner_id, bool asks
);
/// The event is decided about.
query event_is_spread(std::int64_t id);

struct delivery_timing {
    std::chrono::seconds first_wait{30};
    std::chrono::seconds longest_wait{std::chrono::hours{6}};
    int attempts_at_most = 12;
};

/// A program that is told: where, and the secret it knows messages by.
struct webhook {
    std::int64_t id;
    std::string url;
    std::string secret_hex;
    bool sealed;
};

struct delivery {
    std::int64_t id;
    int attempts;
    outbox_event event;
    // To a program, or to a person, whose account this is as it is now.
    std::optional<webhook> to;
    std::string roles;
    std::optional<std::int64_t> partner_id;
    std::optional<std::string> mail_address;
    std::string language;
    bool active;
};

/// Takes the one that has been due for longest, to people only where they can be written to: its
/// next attempt is set, twice as far away every time, and until then it is this server's.
std::optional<delivery> delivery_to_attempt(
    session& with, const delivery_timing& timing, bool people_too
);
void delivery_succeeded(session& with, std::int64_t id);
/// Given up when it was the last attempt.
void delivery_failed(
    session& with, const delivery& one, std::string_view why, const delivery_timing& timing
);
/// The person may not know any more, or cannot be told.
void delivery_withdrawn(session& with, std::int64_t id, std::string_view why);

/// How a thing is called in a sentence, what it is about in money, and whose it is. Empty for a row
/// that this session does not see. `subject_type` is one of notices().
struct subject_facts {
    std::string code;
    std::optional<std::int64_t> amount;  // minor units
    std::string currency;
    std::optional<std::int64_t> partner_id;
    /// False where the fund's terms keep the next step from finance officers.
    bool finance_too = true;
    /// Of a report or plan: which, and by when.
    std::optional<due_thing> due = {};
};
std::optional<subject_facts> facts_of_subject(
    session& with, std::string_view subject_type, std::int64_t subject_id
);

/// Newest first; of this state, or all.
query list_deliveries(std::optional<std::string_view> state, std::int64_t at_most);
/// One that was given up or has arrived waits again, with all its attempts before it.
query redeliver(std::int64_t id);

/// Removes events whose deliveries are all over and older than this; how many.
std::int64_t forget_events(session& with, int days);

}  // namespace tranche::persistence
