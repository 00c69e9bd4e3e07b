#include "persistence/browser_sessions.hpp"

#include "persistence/digest.hpp"
#include "persistence/round_trip.hpp"

#include <array>

namespace tranche::persistence {
namespace {

// A session may be asked about on a connection that only reads, so the note opens its own
// transaction.
void note_seen(session& with, std::int64_t id, std::int64_t now) {
    const std::array trip{
        query{{"begin_writing", "begin read write"}, {}},
        query{
            {"browser_session_seen",
             R"(
                 update people.browser_session
                   set last_seen_at = to_timestamp($2::bigint)
                   where id = $1
                    and last_seen_at < to_timestamp($2::bigint))"},
            {id, now}},
        query{{"commit", "commit"}, {}}};
    round_trip(with, trip);
}

}  // namespace

query insert_browser_session(const new_browser_session& one) {
    return {
        statement{
            "insert_browser_session",
            R"(
                insert into people.browser_session (id, user_id, secret_hash, created_at,
                    last_seen_at, expires_at, remote_address, user_agent)
                  values ($1, $2, decode($3, 'hex'), to_timestamp($4::bigint),
                      to_timestamp($4::bigint), to_timestamp($5::bigint), $6, $7))"},
        {one.id, one.user_id, sha256_hex(one.secret), one.created_at, one.expires_at,
         one.remote_address, one.user_agent}};
}

std::optional<found_browser_session> browser_session_of(
    session& with, std::string_view secret, std::int64_t now, std::int64_t idle_seconds
) {
    static const auto text = "select s.id as session_id, " + std::string{person_columns} +
        ", s.last_seen_at <= to_timestamp($2::bigint - 60) as unseen"
        " from people.browser_session s join people.user_account u on u.id = s.user_id"
        " where s.secret_hash = decode($1, 'hex') and s.expires_at > to_timestamp($2::bigint)"
        "   and s.last_seen_at > to_timestamp($2::bigint - $3::bigint) and u.active";
    const auto found =
        ask(with, {{"browser_session_of", text}, {sha256_hex(secret), now, idle_seconds}});
    if (found.empty()) {
        return std::nullopt;
    }
    const auto row = found[0];
    found_browser_session one{row.integer("session_id"), *person_of(found)};
    if (row.truth("unseen")) {
        note_seen(with, one.id, now);
    }
    return one;
}

query list_browser_sessions(std::int64_t user_id, std::int64_t now, std::int64_t idle_seconds) {
    return {
        statement{
            "list_browser_sessions",
            R"(
                select id, extract(epoch from created_at)::bigint as created_at,
                    extract(epoch from last_seen_at)::bigint as last_seen_at,
                    extract(epoch from expires_at)::bigint as expires_at, remote_address, user_agent
                  from people.browser_session
                  where user_id = $1
                   and expires_at > to_timestamp($2::bigint)
                   and last_seen_at > to_timestamp($2::bigint - $3::bigint)
                  order by created_at desc, id)"},
        {user_id, now, idle_seconds}};
}

query end_browser_session(std::int64_t user_id, std::int64_t id) {
    return {
        statement{
            "end_browser_session",
            "delete from people.browser_session where user_id = $1 and id = $2"},
        {user_id, id}};
}

query end_browser_session_of_secret(std::string_view secret) {
    return {
        statement{
            "end_browser_session_of_secret",
            "delete from people.browser_session where secret_hash = decode($1, 'hex')"},
        {sha256_hex(secret)}};
}

query end_other_browser_sessions(std::int64_t user_id, std::int64_t kept_id) {
    return {
        statement{
            "end_other_browser_sessions",
            "delete from people.browser_session where user_id = $1 and id <> $2"},
        {user_id, kept_id}};
}

query end_all_browser_sessions(std::int64_t user_id) {
    return {
        statement{
            "end_all_browser_sessions", "delete from people.browser_session where user_id = $1"},
        {user_id}};
}

query drop_expired_browser_sessions(std::int64_t now) {
    return {
        statement{
            "drop_expired_browser_sessions",
            "delete from people.browser_session where expires_at <= to_timestamp($1::bigint)"},
        {now}};
}

}  // namespace tranche::persistence
