// Sends what stands in the outbox: decides who is told of an event, writes to each person and calls
// each program. At every attempt it is asked again whether the person may still know, and a
// partner's people are written to with what a session of their own partner shows.
#pragma once

#include "persistence/outbox.hpp"
#include "persistence/session_set.hpp"
#include "server/api/request.hpp"
#include "server/api/response.hpp"
#include "server/auth/secret_box.hpp"
#include "server/clock.hpp"
#include "server/outbound/mail.hpp"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

namespace tranche::server {

/// Answers a request as the API does, for the person in it.
using asked_api = std::function<api_response(api_request&, persistence::session_set&)>;

struct notify_settings {
    mail_route mail;         // without an address nobody is written to
    std::string public_url;  // what a message leads to; empty: nothing
    std::string ca_file;
    secret_box secrets;  // opens what programs know messages by
    persistence::delivery_timing timing = {};
    asked_api ask = {};  // where letters of the day have a queue from; without it there are none
    std::function<domain::date()> today = today_utc;
};

class deliverer {
public:
    /// Told of deliveries that failed: which, and why.
    using complaint = std::function<void(std::int64_t delivery, std::string_view why)>;

    deliverer(notify_settings settings, complaint complain)
        : settings_{std::move(settings)},
          complain_{std::move(complain)} {}

    /// Decides about new events and makes every attempt that is due; whether there was any work.
    bool tick(persistence::session_set& db, const std::stop_token& stop);
    /// Finds what the day brings about: what is due soon, or overdue, and letters of the day. May
    /// be done at any time, any number of times, by several servers.
    void look_at_the_day(persistence::session& staff) const;

private:
    int spread_events(persistence::session& staff) const;
    bool spread(persistence::session& staff) const;
    bool attempt(
        persistence::session_set& db, const persistence::delivery& one, const std::stop_token& stop
    ) const;
    bool write(
        persistence::session_set& db, const persistence::delivery& one, const std::stop_token& stop
    ) const;
    bool write_day_letter(
        persistence::session_set& db, const persistence::delivery& one, const std::stop_token& stop
    ) const;
    void send(const mail& message, const std::stop_token& stop) const;
    bool call(const persistence::delivery& one, const std::stop_token& stop) const;

    notify_settings settings_;
    complaint complain_;
};

}  // namespace tranche::server
