// From a refusal to the answer the caller reads: RFC 9457 problem+json in the caller's language.
// The single table from domain::error_kind to HTTP status is here; nothing else chooses the
// status of a failure.
#pragma once

#include "domain/error.hpp"
#include "domain/message_catalogue.hpp"
#include "server/api/response.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tranche::server {

/// The HTTP status of a kind of refusal.
int status_of(domain::error_kind kind);

/// The body: type, title, status, detail, code, hint, request_id and errors[] with a pointer, a
/// query parameter, or a row and column each.
std::string problem_body(
    const domain::error& why, domain::language language, std::string_view request_id
);

/// One of errors[]: where, code, message, hint and the values of the message.
void write_violation(std::string& out, const domain::violation& what, domain::language language);
/// All of them: a JSON array.
void write_violations(
    std::string& out, std::span<const domain::violation> all, domain::language language
);
/// As members of other answers say them: an array, and one or null.
std::string as_json(std::span<const domain::violation> all, domain::language language);
std::string as_json(const std::optional<domain::violation>& what, domain::language language);

/// The whole answer with its headers: Content-Language always, Retry-After for 429 and 503
/// (seconds from the argument "retry_after", else 1), WWW-Authenticate for 401.
api_response problem_response(
    const domain::error& why, domain::language language, std::string_view request_id
);

/// The error for an exception that is no refusal: its text may hold table names or values, so
/// the caller gets "internal_error" and the request id to quote, nothing else.
domain::error internal_error();

}  // namespace tranche::server
