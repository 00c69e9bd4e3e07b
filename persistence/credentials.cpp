#include "persistence/credentials.hpp"

#include "persistence/digest.hpp"
#include "persistence/round_trip.hpp"

#include <algorithm>
#include <vector>

namespace tranche::persistence {

std::optional<account> account_named(session& with, std::string_view name) {
    static const auto text = "select " + std::string{person_columns} +
        ", w.hash, encode(f.secret, 'hex') as secret, f.sealed,"
        " cardinality(f.recovery_hashes) as recovery_codes_left"
        " from people.user_account u left join people.password w on w.user_id = u.id"
        " left join people.second_factor f on f.user_id = u.id and f.confirmed_at is not null"
        " where u.name = $1 and u.active";
    const auto found = ask(with, {{"account_named", text}, {name}});
    if (found.empty()) {
        return std::nullopt;
    }
    const auto row = found[0];
    account one{*person_of(found), row.maybe_text("hash"), std::nullopt};
    if (auto secret = row.maybe_text("secret")) {
        one.factor = second_factor{
            *std::move(secret), row.truth("sealed"), true, row.integer("recovery_codes_left")};
    }
    return one;
}

query set_password(std::int64_t user_id, const std::string& hash) {
    return {
        statement{
            "set_password",
            R"(
                insert into people.password (user_id, hash)
                  values ($1, $2)
                  on conflict (user_id) do update
                    set hash = excluded.hash, changed_at = clock_timestamp())"},
        {user_id, hash}};
}

std::optional<std::int64_t> count_attempts(
    session& with, std::span<const attempt_limit> limits, std::int64_t now
) {
    constexpr statement count{
        "count_attempt",
        R"(
            insert into people.sign_in_attempt as a (subject_hash, window_start, attempts)
              values (decode($1, 'hex'), to_timestamp($2::bigint), 1)
              on conflict (subject_hash) do update set
                window_start = case when a.window_start + make_interval(secs => $3::int) <=
                    excluded.window_start then excluded.window_start else a.window_start end,
                attempts = case when a.window_start + make_interval(secs => $3::int) <=
                    excluded.window_start then 1 else a.attempts + 1 end
              returning attempts, extract(epoch from window_start)::bigint as started)"};
    for (const auto& one : limits) {
        const auto counted =
            ask(with, {count, {sha256_hex(one.subject), now, attempt_window_seconds}});
        const auto row = counted[0];
        if (row.integer("attempts") > one.most) {
            return std::max(std::int64_t{1}, row.integer("started") + attempt_window_seconds - now);
        }
    }
    return std::nullopt;
}

query forget_attempts(std::string_view subject) {
    return {
        statement{
            "forget_attempts",
            "delete from people.sign_in_attempt where subject_hash = decode($1, 'hex')"},
        {sha256_hex(subject)}};
}

query take_back_attempt(std::string_view subject) {
    return {
        statement{
            "take_back_attempt",
            R"(
                update people.sign_in_attempt
                  set attempts = attempts - 1
                  where subject_hash = decode($1, 'hex')
                   and attempts > 0)"},
        {sha256_hex(subject)}};
}

query drop_old_attempts(std::int64_t now) {
    return {
        statement{
            "drop_old_attempts",
            "delete from people.sign_in_attempt where window_start < to_timestamp($1::bigint)"},
        {now - 2 * attempt_window_seconds}};
}

}  // namespace tranche::persistence
