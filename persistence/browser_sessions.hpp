// Sessions of people who signed in with a browser. A row holds the SHA-256 of the cookie's secret,
// never the secret. Times are seconds since 1970, UTC.
#pragma once

#include "persistence/people.hpp"
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::persistence {

struct new_browser_session {
    std::int64_t id;
    std::int64_t user_id;
    std::string secret;
    std::int64_t created_at;
    std::int64_t expires_at;
    std::string remote_address;
    std::string user_agent;
};

query insert_browser_session(const new_browser_session& one);

struct found_browser_session {
    std::int64_t id;
    person who;
};

// Whose session this is, if it has neither expired nor lain idle for `idle_seconds` and its person
// is active. Notes that it was seen, at most once a minute.
std::optional<found_browser_session> browser_session_of(
    session& with, std::string_view secret, std::int64_t now, std::int64_t idle_seconds
);

// Those of one person that are still good, the latest first: id, created_at, last_seen_at,
// expires_at, remote_address, user_agent.
query list_browser_sessions(std::int64_t user_id, std::int64_t now, std::int64_t idle_seconds);

query end_browser_session(std::int64_t user_id, std::int64_t id);
query end_browser_session_of_secret(std::string_view secret);
query end_other_browser_sessions(std::int64_t user_id, std::int64_t kept_id);
query end_all_browser_sessions(std::int64_t user_id);
query drop_expired_browser_sessions(std::int64_t now);

}  // namespace tranche::persistence
