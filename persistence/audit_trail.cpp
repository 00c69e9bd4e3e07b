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
        "    remote_address, detail, on_behalf_of, roles)"
        " select $1::bigint, $2, $3, $4::bigint, $5, $6, ($7::text || ltrim(coalesce(" +
        std::string{changes_so_far} +
        ", ''), $8::text) || ']}')::jsonb, $9::bigint, $10"
        "  where pg_current_xact_id() is not null";
    auto detail = one.detail;
    detail.pop_back();  // the closing brace: the statement puts it after the changes
    detail += detail.size() > 1 ? ",\"changes\":[" : "\"changes\":[";
    return {
        {"audit_event", text},
        {one.actor_id, one.action, one.subject_type, one.subject_id, one.request_id,
         one.remote_address, detail + one.inserted, one.inserted.empty() ? "," : "",
         one.on_behalf_of, one.roles}};
}

std::string change_of(
    std::string_view table, std::string_view id, const std::vector<std::string_view>& columns,
    bool has_old_row
) {
    std::string fields;
    for (const auto column : columns) {
        const std::string name{column};
        fields += fields.empty() ? "'" : ", '";
        fields += name + "', json_build_array(";
        if (is_masked(column)) {
            fields.append("'").append(mask).append("', '").append(mask).append("')");
        } else {
            fields += has_old_row ? "was." + name + "::text" : "null::text";
            fields += ", x." + name + "::text)";
        }
    }
    return "json_build_object('table', '" + std::string{table} + "', 'id', (" + std::string{id} +
        ")::text, 'fields', json_build_object(" + fields + "))::text";
}

std::string handing_on_changes(
    std::string_view table, const std::vector<std::string_view>& columns
) {
    if (columns.empty()) {
        return {};
    }
    return " returning set_config('tranche.changes', coalesce(" + std::string{changes_so_far} +
        ", '') || ',' || " + change_of(table, "x.id", columns, true) + ", true)";
}

std::string handing_on_rows(std::string_view changing, std::string_view before) {
    return "with " + std::string{before} + (before.empty() ? "" : ", ") + "changed as (" +
        std::string{changing} +
        "), numbered as (select change, row_number() over () as n from changed)"
        " select set_config('tranche.changes', coalesce(" +
        std::string{changes_so_far} +
        ", '') || coalesce(string_agg(',' || change, '' order by n) filter (where n <= 100), '')"
        " || case when count(*) > 100 then ',{\"rows_left_out\":' || count(*) - 100 || '}' else '' end,"
        " true) from numbered";
}

}  // namespace tranche::persistence
