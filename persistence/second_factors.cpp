#include "persistence/second_factors.hpp"

#include "persistence/digest.hpp"
#include "persistence/round_trip.hpp"

#include <span>

namespace tranche::persistence {

std::optional<second_factor> second_factor_of(session& with, std::int64_t user_id) {
    const auto found =
        ask(with,
            {{"second_factor_of",
              R"(
                  select encode(secret, 'hex') as secret, sealed, confirmed_at is not null as
                      confirmed, cardinality(recovery_hashes) as recovery_codes_left
                    from people.second_factor
                    where user_id = $1
                     and secret is not null)"},
             {user_id}});
    if (found.empty()) {
        return std::nullopt;
    }
    const auto row = found[0];
    return second_factor{
        row.text("secret"), row.truth("sealed"), row.truth("confirmed"),
        row.integer("recovery_codes_left")};
}

query propose_second_factor(std::int64_t user_id, const std::string& secret_hex, bool sealed) {
    return {
        statement{
            "propose_second_factor",
            R"(
                insert into people.second_factor as f (user_id, secret, sealed)
                  values ($1, decode($2, 'hex'), $3)
                  on conflict (user_id) do update
                    set secret = excluded.secret, sealed = excluded.sealed
                    where f.confirmed_at is null)"},
        {user_id, secret_hex, sealed}};
}

query confirm_second_factor(std::int64_t user_id, const std::vector<std::string>& recovery_codes) {
    std::vector<std::string> hashes;
    hashes.reserve(recovery_codes.size());
    for (const auto& one : recovery_codes) {
        hashes.push_back(sha256_hex(one));
    }
    return {
        statement{
            "confirm_second_factor",
            R"(
                update people.second_factor
                  set confirmed_at = clock_timestamp(), recovery_hashes = array(select decode(one,
                      'hex') from unnest($2::text[]) one)
                  where user_id = $1)"},
        {user_id, array_of(std::span<const std::string>{hashes})}};
}

query remove_second_factor(std::int64_t user_id) {
    return {
        statement{
            "remove_second_factor",
            R"(
                update people.second_factor
                  set secret = null, sealed = false, confirmed_at = null, recovery_hashes = '{}'
                  where user_id = $1)"},
        {user_id}};
}

bool use_step(session& with, std::int64_t user_id, std::int64_t step) {
    return ask(with,
               {{"use_second_factor_step",
                 R"(
                     update people.second_factor
                       set last_step = $2
                       where user_id = $1
                        and last_step < $2)"},
                {user_id, step}}
           ).affected() == 1;
}

bool use_recovery_code(session& with, std::int64_t user_id, std::string_view code) {
    return ask(with,
               {{"use_recovery_code",
                 R"(
                     update people.second_factor
                       set recovery_hashes = array_remove(recovery_hashes, decode($2, 'hex'))
                       where user_id = $1
                        and decode($2, 'hex') = any(recovery_hashes))"},
                {user_id, sha256_hex(code)}}
           ).affected() == 1;
}

}  // namespace tranche::persistence
