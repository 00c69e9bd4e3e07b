// What a program is told: one signed request, in the form of Standard Webhooks, so that receivers
// have libraries for it. It names what happened to which thing; figures and names are fetched with
// the receiver's own token.
#pragma once

#include "persistence/outbox.hpp"
#include "server/outbound/http_call.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tranche::server {

/// The same body at every attempt; the time of signing is `now`, seconds since 1970.
http_call webhook_call(
    const persistence::webhook& to, std::string_view secret, const persistence::outbox_event& event,
    const std::string& public_url, std::int64_t now
);

/// Where the event's subject is read; empty without a public address.
std::string place_of(const std::string& public_url, const persistence::outbox_event& event);

}  // namespace tranche::server
