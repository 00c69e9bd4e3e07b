#include "server/routes/reference/reference_list.hpp"

#include "persistence/audit_trail.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/row_writer.hpp"

#include <map>

namespace tranche::server {
namespace {

std::string listed(const reference_list& list, bool keys_only) {
    std::string out;
    for (const auto& one : list.columns) {
        if (!keys_only || one.key) {
            out += (out.empty() ? "" : ", ") + std::string{one.name};
        }
    }
    return out;
}

std::string all_of(const reference_list& list, std::string_view alias) {
    std::string out;
    for (const auto& one : list.columns) {
        out += (out.empty() ? "" : ", ") + std::string{alias} + '.' + std::string{one.name};
    }
    return out;
}

std::string same_key(const reference_list& list) {
    std::string out;
    for (const auto& one : list.columns) {
        if (one.key) {
            const std::string name{one.name};
            out += out.empty() ? "was." : " and was.";
            out.append(name).append(" = x.").append(name);
        }
    }
    return out;
}

// A row of such a list has no id: it is named by its key.
std::string change_of_row(const reference_list& list) {
    std::string key;
    std::vector<std::string_view> fields;
    for (const auto& one : list.columns) {
        if (one.key) {
            key += (key.empty() ? "x." : " || ' ' || x.") + std::string{one.name} + "::text";
        } else {
            fields.push_back(one.name);
        }
    }
    return persistence::change_of(list.table, key, fields, true);
}

}  // namespace

persistence::query upsert_rows(
    const reference_list& list, const std::vector<std::vector<cell>>& rows
) {
    std::string arrays;
    std::string updates;
    std::vector<persistence::value> values;
    for (std::size_t i = 0; i < list.columns.size(); ++i) {
        const auto& column = list.columns[i];
        arrays += (arrays.empty() ? "$" : ", $") + std::to_string(i + 1) +
            "::" + std::string{column.type} + "[]";
        if (!column.key) {
            updates += (updates.empty() ? "" : ", ") + std::string{column.name} + " = excluded." +
                std::string{column.name};
        }
        std::vector<cell> of_column;
        of_column.reserve(rows.size());
        for (const auto& row : rows) {
            of_column.push_back(row[i]);
        }
        values.push_back(persistence::array_of(std::span<const cell>{of_column}));
    }
    // What stood there before is read in the same statement, which does not see its own changes.
    auto text = "insert into " + std::string{list.table} + " (" + listed(list, false) +
        ") select * from unnest(" + arrays + ") on conflict (" + listed(list, true) +
        ") do update set " + updates + " returning " + listed(list, false);
    text = persistence::handing_on_rows(
        "select " + change_of_row(list) + " as change from x left join " + std::string{list.table} +
            " was on " + same_key(list) + " where (" + all_of(list, "was") +
            ") is distinct from (" + all_of(list, "x") + ")",
        "x as (" + text + ")"
    );
    return {persistence::interned("upsert", std::move(text)), std::move(values)};
}

persistence::query all_rows(const reference_list& list) {
    auto text = "select coalesce(json_agg(row_to_json(t)), '[]')::text as items from (select " +
        listed(list, false) + " from " + std::string{list.table} + " order by " +
        listed(list, true) + ") t";
    return {persistence::interned("all_rows", std::move(text)), {}};
}

api_response items_response(const persistence::rows& found) {
    return json_response(200, "{\"items\":" + found[0].text("items") + '}');
}

void require_distinct(
    command_run& run, const std::vector<std::vector<cell>>& rows, const reference_list& list
) {
    std::map<std::vector<cell>, std::size_t> seen;
    for (std::size_t n = 0; n < rows.size(); ++n) {
        std::vector<cell> key;
        std::string shown;
        std::string_view last;
        for (std::size_t i = 0; i < list.columns.size(); ++i) {
            if (list.columns[i].key) {
                key.push_back(rows[n][i]);
                shown += (shown.empty() ? "" : " ") + rows[n][i].value_or("");
                last = list.columns[i].name;
            }
        }
        const auto [place, is_new] = seen.emplace(std::move(key), n);
        run.require(
            is_new, "/items/" + std::to_string(n) + '/' + std::string{last}, "given_twice",
            {{"value", shown}, {"row", std::to_string(place->second + 1)}}
        );
    }
}

endpoint list_endpoint(
    std::string path, std::string operation_id, std::string summary, describe_fn answer,
    const reference_list& list
) {
    endpoint made;
    made.method = "GET";
    made.path = std::move(path);
    made.operation_id = std::move(operation_id);
    made.summary = std::move(summary);
    made.tag = "Reference data";
    made.action = domain::action::read_reference;
    made.response_schema = std::move(answer);
    made.handle = [&list](handler_context& context) {
        return items_response(persistence::ask(context.db(), all_rows(list)));
    };
    return made;
}

}  // namespace tranche::server
