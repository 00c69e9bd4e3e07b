#include "persistence/people.hpp"

#include "persistence/digest.hpp"
#include "persistence/random_id.hpp"
#include "persistence/round_trip.hpp"

#include <openssl/rand.h>

#include <array>
#include <sstream>
#include <stdexcept>

namespace tranche::persistence {
namespace {

constexpr std::string_view secret_prefix = "trn_";

std::string new_secret() {
    std::array<unsigned char, 32> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error{"the system's source of randomness failed"};
    }
    constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string secret{secret_prefix};
    for (const auto byte : bytes) {
        secret += digits[byte & 31U];
        secret += digits[(byte >> 3U) & 31U];
    }
    return secret;
}

std::vector<std::string> split_words(const std::string& text) {
    std::istringstream words{text};
    std::vector<std::string> all;
    for (std::string one; words >> one;) {
        all.push_back(one);
    }
    return all;
}

}  // namespace

std::int64_t add_person(session& with, const new_person& one) {
    const auto id = random_id();
    ask(with,
        {{"add_person",
          R"(
              insert into people.user_account (id, name, display_name, roles, partner_id,
                  donor_id)
                values ($1, $2, $3, $4, $5, $6))"},
         {id, one.name, one.display_name, array_of(std::span{one.roles}), one.partner_id,
          one.donor_id}});
    return id;
}

bool person_exists(session& with, std::string_view name) {
    const std::string wanted{name};
    int found = 0;
    with.sql() << "select count(*) from people.user_account where name = :name", soci::use(wanted),
        soci::into(found);
    return found > 0;
}

std::string create_token(
    session& with, std::string_view user_name, std::string_view label, int days_valid
) {
    const auto secret = new_secret();
    const auto made =
        ask(with,
            {{"create_token",
              R"(
                  insert into people.access_token (id, user_id, token_hash, label,
                      expires_at) select $1, u.id, decode($2, 'hex'), $3,
                      clock_timestamp() + make_interval(days => $4::int)
                    from people.user_account u
                    where u.name = $5
                     and u.active)"},
             {random_id(), sha256_hex(secret), label, days_valid, user_name}});
    if (made.affected() != 1) {
        throw std::invalid_argument{"no active user is named " + std::string{user_name}};
    }
    return secret;
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

namespace {

constexpr std::string_view person_columns =
    "u.id, u.name, array_to_string(u.roles, ' ') as roles, u.partner_id, u.donor_id";

std::optional<person> person_of(const rows& found) {
    if (found.empty()) {
        return std::nullopt;
    }
    const auto row = found[0];
    return person{
        row.integer("id"), row.text("name"), split_words(row.text("roles")),
        row.maybe_integer("partner_id"), row.maybe_integer("donor_id")};
}

}  // namespace

std::optional<person> person_named(session& with, std::string_view name) {
    static const auto text = "select " + std::string{person_columns} +
        " from people.user_account u where u.name = $1 and u.active";
    return person_of(ask(with, {{"person_named", text}, {name}}));
}

std::optional<person> person_of_token(session& with, std::string_view secret) {
    static const auto text = "select " + std::string{person_columns} +
        " from people.access_token t join people.user_account u on u.id = t.user_id"
        " where t.token_hash = decode($1, 'hex') and t.revoked_at is null"
        "   and t.expires_at > clock_timestamp() and u.active";
    return person_of(ask(with, {{"person_of_token", text}, {sha256_hex(secret)}}));
}

}  // namespace tranche::persistence
