// What a person signs in with: the hash of a password, and how often somebody tried. Hashing itself
// is done above (server/auth); here only the rows are known. Times are seconds since 1970, UTC.
#pragma once

#include "persistence/people.hpp"
#include "persistence/query.hpp"
#include "persistence/second_factors.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tranche::persistence {

struct account {
    person who;
    std::optional<std::string> password_hash;
    // The confirmed one.
    std::optional<second_factor> factor;
};

// An active person who may sign in by that name; nothing for anybody else.
std::optional<account> account_named(session& with, std::string_view name);

query set_password(std::int64_t user_id, const std::string& hash);

// Who or what is counted ("account ana", "address 192.0.2.1") and how many attempts it has in one
// window of fifteen minutes.
struct attempt_limit {
    std::string subject;
    int most;
};
constexpr std::int64_t attempt_window_seconds = std::int64_t{15} * 60;

// Counts one attempt for each, before it is made, so that attempts at the same time count too.
// Seconds to wait for the first that has had more than it may; those after it are not counted, so
// that an address which tries ever new names leaves no more rows than it may try.
std::optional<std::int64_t> count_attempts(
    session& with, std::span<const attempt_limit> limits, std::int64_t now
);
// An attempt that succeeded: `subject` starts afresh, or has one attempt less.
query forget_attempts(std::string_view subject);
query take_back_attempt(std::string_view subject);
query drop_old_attempts(std::int64_t now);

}  // namespace tranche::persistence
