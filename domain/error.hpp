// Why a request is refused, as data: a kind (which decides the transport's status), a stable code
// and the named values of its message. Rules never write sentences; message_catalogue.hpp turns a
// code into a sentence in the caller's language.
#pragma once

#include "domain/rule.hpp"

#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tranche::domain {

/// Named values of a message, already formatted: {"amount", "1200.00 USD"}.
using message_args = std::vector<std::pair<std::string, std::string>>;

/// What sort of refusal this is. The order is the precedence: when several apply, the earliest
/// is answered. Starts at 1 so that a forgotten initialiser is no valid kind.
enum class error_kind {
    malformed = 1,
    unauthenticated,
    forbidden,
    not_found,
    method_not_allowed,
    conflict,
    stale_version,
    too_large,
    unsupported_media,
    rule,
    precondition_required,
    too_many_requests,
    unavailable,
    internal,
    not_acceptable
};

/// A cell of an imported sheet as its owner sees it: the row counted from 1 with the headings, the
/// heading, and what was typed. A problem of a whole row has no column.
struct sheet_cell {
    std::size_t row = 0;
    std::string column;
    std::string typed;
};

/// A sentence that refuses nothing: a code of the message catalogue and its values.
struct statement {
    std::string code;
    message_args args;
};

/// One broken rule at one place of the input.
struct violation {
    /// JSON pointer into the body ("/lines/3/amount"), "?name" for a query parameter, or "" for
    /// the request as a whole and for a cell.
    std::string field;
    /// Stable snake_case code of the message catalogue.
    std::string code;
    message_args args;
    /// The numbered rule behind it, when there is one.
    std::optional<breach> rule = {};
    std::optional<sheet_cell> cell = {};
};

/// A refusal with everything the caller needs to correct the request at once.
struct error {
    error_kind kind = error_kind::internal;
    std::string code;
    message_args args;
    std::vector<violation> violations;
};

/// Thrown by a decision that refuses; caught once, where the answer is written.
class refusal : public std::exception {
public:
    explicit refusal(error why) : why_(std::move(why)) {}
    refusal(error_kind kind, std::string code, message_args args = {})
        : why_{kind, std::move(code), std::move(args), {}} {}

    const error& why() const { return why_; }
    /// The code, for logs.
    const char* what() const noexcept override { return why_.code.c_str(); }

private:
    error why_;
};

}  // namespace tranche::domain
