#include "persistence/audit_trail.hpp"

#include <algorithm>
#include <array>

namespace tranche::persistence {
namespace {

constexpr std::array<std::string_view, 8> secrets{"token_hash",    "password",    "password_hash",
                                                  "secret",        "secret_hash", "totp_secret",
                                                  "client_secret", "private_key"};

// A setting that lives as long as the transaction: JSON objects, each behind a comma.
constexpr std::string_view changes_so_far = "current_setting('tranche.changes', true)";

}  // namespace

std::span<const std::string_view> masked_columns() {
    return secrets;
}

bool is_masked(std::string_view column) {
    return std::ranges::find(secrets, column) != secrets.end();
}

query insert_audit_event(const audit_record& one) {
    // The transaction has its id before the event takes its number, as the sealer needs it: a
    // condition is asked before the row is made. Texts are joined and read as JSON once.
    static const auto text =
        "insert into audit.event (actor_id, action, subject_type, subject_id, request_id,"
        "    remote_address, detail)"
        " select $1::bigint, $2, $3, $4::bigint, $5, $6, ($7::text || ltrim(coalesce(" +
        std::string{changes_so_far} +
        ", ''), $8::text) || ']}')::jsonb"
        "  where pg_current_xact_id() is not null";
    auto detail = one.detail;
    detail.pop_back();  // the closing brace: the statement puts it after the changes
    detail += detail.size() > 1 ? ",\"changes\":[" : "\"changes\":[";
    return {
        {"audit_event", text},
        {one.actor_id, one.action, one.subject_type, one.subject_id, one.request_id,
         one.remote_address, detail + one.inserted, one.inserted.empty() ? "," : ""}};
}

std::string handing_on_changes(
    std::string_view table, const std::vector<std::string_view>& columns
) {
    if (columns.empty()) {
        return {};
    }
    std::string fields;
    for (const auto column : columns) {
        const std::string name{column};
        fields += fields.empty() ? "'" : ", '";
        fields += name + "', json_build_array(";
        if (is_masked(column)) {
            fields.append("'").append(mask).append("', '").append(mask).append("')");
        } else {
            fields.append("was.").append(name).append("::text, x.").append(name).append("::text)");
        }
    }
    return " returning set_config('tranche.changes', coalesce(" + std::string{changes_so_far} +
        ", '') || ',' || json_build_object('table', '" + std::string{table} +
        "', 'id', x.id::text, 'fields', json_build_object(" + fields + "))::text, true)";
}

}  // namespace tranche::persistence
