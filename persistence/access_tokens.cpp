#include "persistence/access_tokens.hpp"

#include "persistence/digest.hpp"
#include "persistence/random_id.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/secret.hpp"

#include <span>
#include <stdexcept>

namespace tranche::persistence {

query insert_token(std::string_view user_name, const new_token& one) {
    const auto& roles = one.scope.roles;
    return {
        statement{
            "create_token",
            R"(
                insert into people.access_token (id, user_id, token_hash, label, expires_at,
                    roles, read_only)
                  select $1, u.id, decode($2, 'hex'), $3,
                      clock_timestamp() + make_interval(days => $4::int), $6::text[], $7
                    from people.user_account u
                    where u.name = $5
                     and u.active)"},
        {one.id, sha256_hex(one.secret), one.label, one.days, user_name,
         roles ? array_of(std::span<const std::string>{*roles}) : value{std::nullopt},
         one.scope.read_only}};
}

std::string create_token(
    session& with, std::string_view user_name, std::string_view label, int days_valid,
    const token_scope& scope
) {
    const new_token one{
        random_id(), new_secret(token_prefix), std::string{label}, days_valid, scope};
    if (ask(with, insert_token(user_name, one)).affected() != 1) {
        throw std::invalid_argument{"no active user is named " + std::string{user_name}};
    }
    return one.secret;
}

std::int64_t revoke_tokens(session& with, std::string_view user_name) {
    return ask(with,
               {{"revoke_tokens",
                 R"(
                     update people.access_token t
                       set revoked_at = clock_timestamp()
                       from people.user_account u
                       where u.id = t.user_id
                        and u.name = $1
                        and t.revoked_at is null
                        and t.expires_at > clock_timestamp())"},
                {user_name}}
    ).affected();
}

std::optional<token_bearer> bearer_of_token(session& with, std::string_view secret) {
    // The roles of both: a person who loses a role loses it with every token.
    constexpr statement bearer{
        "bearer_of_token",
        R"(
            select u.id, u.name, coalesce((select string_agg(r, ' ') from unnest(u.roles) r where
                t.roles is null or r = any(t.roles)), '') as roles, u.partner_id, u.donor_id,
                t.read_only, t.roles is not null as limited
              from people.access_token t
              join people.user_account u on u.id = t.user_id
              where t.token_hash = decode($1, 'hex')
               and t.revoked_at is null
               and t.expires_at > clock_timestamp()
               and u.active)"};
    const auto found = ask(with, {bearer, {sha256_hex(secret)}});
    if (found.empty()) {
        return std::nullopt;
    }
    return token_bearer{*person_of(found), found[0].truth("read_only"), found[0].truth("limited")};
}

query list_tokens(std::int64_t user_id) {
    return {
        statement{
            "list_tokens",
            R"(
                select id, label, extract(epoch from created_at)::bigint as created_at,
                    extract(epoch from expires_at)::bigint as expires_at,
                    array_to_string(roles, ' ') as roles, read_only
                  from people.access_token
                  where user_id = $1
                   and revoked_at is null
                   and expires_at > clock_timestamp()
                  order by people.access_token.created_at desc, id)"},
        {user_id}};
}

query revoke_token(std::int64_t user_id, std::int64_t id) {
    return {
        statement{
            "revoke_token",
            R"(
                update people.access_token
                  set revoked_at = clock_timestamp()
                  where user_id = $1
                   and id = $2
                   and revoked_at is null
                   and expires_at > clock_timestamp())"},
        {user_id, id}};
}

}  // namespace tranche::persistence
