// Sends what stands in the outbox: decides who is told of an event, writes to each person and calls
// each program. At every attempt it is asked again whether the person may still know, and a
// partner's people are written to with what a session of their own partner shows.
#pragma once

#include "persistence/outbox.hpp"
#include "persistence/session_set.hpp"
#include "server/auth/secret_box.hpp"
#include "server/outbound/mail.hpp"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

namespace tranche::server {

struct notify_settings {
    mail_route mail;         // without an address nobody is written to
    std::string public_url;  // what a message leads to; empty: nothing
    std::string ca_file;
    secret_box secrets;  // opens what programs know messages by
    persistence::delivery_timing timing = {};
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

private:
    int spread_events(persistence::session& staff) const;
    bool spread(persistence::session& staff) const;
    bool attempt(
        persistence::session_set& db, const persistence::delivery& one, const std::stop_token& stop
    ) const;
    bool write(
        persistence::session_set& db, const persistence::delivery& one, const std::stop_token& stop
    ) const;
    bool call(const persistence::delivery& one, const std::stop_token& stop) const;

    notify_settings settings_;
    complaint complain_;
};

}  // namespace tranche::server
