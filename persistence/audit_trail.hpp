// One audit event, and the fields that changed with it. Every change is old and new value as text:
// {"table": "partner.tranche", "id": "7", "fields": {"paid_amount": ["0", "100000"]}}.
#pragma once

#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

// A secret: the trail says that it changed, never what it was or is.
bool is_masked(std::string_view column);
std::span<const std::string_view> masked_columns();
inline constexpr std::string_view mask = "***";

// Whoever tried to sign in and could not.
inline constexpr std::int64_t nobody = -1;

struct audit_record {
    std::int64_t actor_id = 0;  // 0: the operator at the command line
    std::optional<std::int64_t> on_behalf_of = {};
    std::optional<std::string> roles = {};  // the act was taken with, blanks between them
    std::string_view action;
    std::string_view subject_type;
    std::int64_t subject_id = 0;
    std::string_view request_id;
    std::string_view remote_address;
    std::string detail;    // a JSON object
    std::string inserted;  // JSON objects with commas between them; updates add theirs themselves
};
query insert_audit_event(const audit_record& one);

// One statement that changes many rows hands on the first hundred changes and how many more there
// were. `changing` returns a column `change`, made by change_of; `before` is a query by name that
// it reads from: "x as (insert ...)".
std::string handing_on_rows(std::string_view changing, std::string_view before = {});
// SQL of the change of a row `x`: `id` is the SQL of what names it, and each column goes from its
// value in a row `was`, or from nothing, to that in x.
std::string change_of(
    std::string_view table, std::string_view id, const std::vector<std::string_view>& columns,
    bool has_old_row
);

// The returning clause of an update of `table x` joined with its old row `was`: hands the changes
// to the audit event of the same transaction, without a round trip. Empty for no columns.
std::string handing_on_changes(
    std::string_view table, const std::vector<std::string_view>& columns
);

}  // namespace tranche::persistence
