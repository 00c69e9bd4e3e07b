// Programs that are told of events at an address of theirs. Their deliveries stand in the outbox
// beside those to people.
#pragma once

#include "persistence/outbox.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tranche::persistence {

struct new_webhook {
    std::string_view name, url;
    std::string_view secret_hex;
    bool sealed;
    std::span<const std::string> events;  // none: all
    std::int64_t created_by;
};

/// Gives the id. Throws sql_failure (webhook_name_key) for a name that is taken.
query insert_webhook(const new_webhook& made);
/// Newest first, also those that ended.
query list_webhooks();
/// What waits for it is withdrawn. Changes no row when it has ended.
query end_webhook(std::int64_t id);
query withdraw_from_webhook(std::int64_t id);

/// A delivery for each webhook that wants this event.
query spread_to_webhooks(const outbox_event& one);

/// After a failure nothing else is sent there for as long: an address that does not answer must not
/// hold up what goes elsewhere.
query spare_webhook(std::int64_t id, std::chrono::seconds wait);

/// Everything that happened since that moment (ISO 8601) is delivered to it again.
query replay_to_webhook(std::int64_t id, std::string_view since);

}  // namespace tranche::persistence
