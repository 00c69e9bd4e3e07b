// Addresses by which a calendar program reads what is due for a person. One at a time; the secret
// in it is seen once, when it is made, and kept as SHA-256 only.
#pragma once

#include "persistence/people.hpp"
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tranche::persistence {

constexpr std::string_view calendar_prefix = "trc_";

/// Changes one row when the person had one.
query end_calendar_address(std::int64_t user_id);
/// After the one before has ended.
query insert_calendar_address(std::int64_t user_id, std::string_view secret);
/// created_at, in seconds since 1970, of the one that is valid.
query calendar_address_of(std::int64_t user_id);

/// Whose valid address has this secret, if the person is active.
std::optional<person> person_of_calendar(session& with, std::string_view secret);

}  // namespace tranche::persistence
