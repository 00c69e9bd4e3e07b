#include "server/command/idempotency.hpp"

#include "domain/error.hpp"
#include "persistence/digest.hpp"
#include "server/command/command_run.hpp"

#include <algorithm>

namespace tranche::server {

using persistence::query;
using persistence::statement;

std::optional<std::string> idempotency_key(const api_request& request) {
    const auto text = request.header("idempotency-key");
    if (text.empty()) {
        return std::nullopt;
    }
    const bool fits = text.size() <= 200 &&
        std::ranges::all_of(text, [](char one) { return one > ' ' && one < 127; });
    if (!fits) {
        throw domain::refusal{domain::error_kind::malformed, "idempotency_key_invalid"};
    }
    return std::string{text};
}

std::string hash_of_input(const api_request& request, std::string_view normal_input) {
    std::string all = request.method;
    for (const auto part :
         {std::string_view{request.path}, request.header("if-match"), normal_input}) {
        all += '\n';
        all += part;
    }
    if (request.who && request.who->acting_for) {
        all += "\non behalf of " + request.who->acting_for->user_name;
    }
    return persistence::sha256_hex(all);
}

query serialize_twins(std::int64_t user_id, std::string_view operation, const std::string& key) {
    return {
        statement{"idempotency_lock", "select pg_advisory_xact_lock(hashtextextended($1, 1035))"},
        {std::to_string(user_id) + ' ' + std::string{operation} + ' ' + key}};
}

query stored_answer(std::int64_t user_id, std::string_view operation, const std::string& key) {
    return {
        statement{
            "idempotency_find",
            R"(
                select encode(input_hash, 'hex') as input_hash, status, reply
                  from audit.idempotency
                  where user_id = $1
                   and operation = $2
                   and key = $3
                   and expires_at > clock_timestamp())"},
        {user_id, operation, key}};
}

query remember_answer(
    std::int64_t user_id, std::string_view operation, const std::string& key,
    const std::string& input_hash, int status, const std::string& body, int days
) {
    // An expired record of the same key gives way.
    return {
        statement{
            "idempotency_store",
            R"(
                with expired as (delete from audit.idempotency where user_id = $1 and operation =
                    $2 and key = $3 and expires_at <= clock_timestamp()) insert into
                    audit.idempotency (user_id, operation, key, input_hash, status, reply,
                    expires_at)
                  values ($1, $2, $3, decode($4, 'hex'), $5, $6,
                      clock_timestamp() + make_interval(days => $7::int)))"},
        {user_id, operation, key, input_hash, status, body, days}};
}

void check_stored_answer(const persistence::rows& found, const std::string& input_hash) {
    if (found.empty()) {
        return;
    }
    const auto row = found[0];
    if (row.text("input_hash") != input_hash) {
        throw domain::refusal{domain::error_kind::rule, "idempotency_key_reused"};
    }
    throw replay{{static_cast<int>(row.integer("status")), row.text("reply")}};
}

}  // namespace tranche::server
