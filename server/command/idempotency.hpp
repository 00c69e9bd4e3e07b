// Answers kept under Idempotency-Key, per person and operation, so that a request sent twice has
// one effect. Twins that arrive together are put in a queue by an advisory lock; the later one
// finds the stored answer of the earlier.
#pragma once

#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/api/request.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

// The header's value: 1 to 200 printable characters. Throws malformed otherwise.
std::optional<std::string> idempotency_key(const api_request& request);

// SHA-256 in hex over method, path, If-Match and the input in its normal form.
std::string hash_of_input(const api_request& request, std::string_view normal_input);

persistence::query serialize_twins(
    std::int64_t user_id, std::string_view operation, const std::string& key
);
persistence::query stored_answer(
    std::int64_t user_id, std::string_view operation, const std::string& key
);
persistence::query remember_answer(
    std::int64_t user_id, std::string_view operation, const std::string& key,
    const std::string& input_hash, int status, const std::string& body, int days
);

// Throws `replay` when there is an answer to the same input, and refuses another input.
void check_stored_answer(const persistence::rows& found, const std::string& input_hash);

}  // namespace tranche::server
