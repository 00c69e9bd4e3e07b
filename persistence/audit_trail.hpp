// One audit event, and the fields that changed with it. Every change is old and new value as text:
// {"table": "partner.tranche", "id": "7", "fields": {"paid_amount": ["0", "100000"]}}.
#pragma once

#include "persistence/query.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

// A secret: the trail says that it changed, never what it was or is.
bool is_masked(std::string_view column);
std::span<const std::string_view> masked_columns();
inline constexpr std::string_view mask = "***";

struct audit_record {
    std::int64_t actor_id = 0;  // 0: the operator at the command line
    std::string_view action;
    std::string_view subject_type;
    std::int64_t subject_id = 0;
    std::string_view request_id;
    std::string_view remote_address;
    std::string detail;    // a JSON object
    std::string inserted;  // JSON objects with commas between them; updates add theirs themselves
};
query insert_audit_event(const audit_record& one);

// The returning clause of an update of `table x` joined with its old row `was`: hands the changes
// to the audit event of the same transaction, without a round trip. Empty for no columns.
std::string handing_on_changes(
    std::string_view table, const std::vector<std::string_view>& columns
);

}  // namespace tranche::persistence
