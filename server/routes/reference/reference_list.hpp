// A reference list declared once: the table, its columns and key, and how one item of a request
// becomes one row. From it come the statement that records many rows at once and the one that reads
// them all. Used by reference.cpp and reference_states.cpp.
#pragma once

#include "server/command/command.hpp"
#include "server/json/schema.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

using cell = std::optional<std::string>;

inline cell cell_of(bool truth) {
    return truth ? "t" : "f";
}
inline cell cell_of(const std::string& text) {
    return text;
}
inline cell cell_of(domain::date day) {
    return domain::to_string(day);
}
template <class T>
cell cell_of(const std::optional<T>& maybe) {
    return maybe ? cell_of(*maybe) : std::nullopt;
}

struct list_column {
    std::string_view name;
    std::string_view type = "text";  // of PostgreSQL
    bool key = false;
};

struct reference_list {
    std::string_view table;
    std::vector<list_column> columns;
};

// "insert ... select * from unnest(...) on conflict (key) do update ...": one array per column.
persistence::query upsert_rows(
    const reference_list& list, const std::vector<std::vector<cell>>& rows
);
// One row and column: the list as a JSON array, in the order of its key.
persistence::query all_rows(const reference_list& list);
// The answer {"items": [...]} made of it.
api_response items_response(const persistence::rows& found);

// {"items": [...]} of a request and of the answer to a read.
template <class Item>
struct item_list {
    std::vector<Item> items;
};

// Refuses the second of two items with one key, at its place.
void require_distinct(
    command_run& run, const std::vector<std::vector<cell>>& rows, const reference_list& list
);

// Item has `static const reference_list& list()` and `std::vector<cell> cells() const`; what its
// field table cannot check it may check in `void check(command_run&, const std::string& place)
// const`.
template <class Item>
receipt record_items(command_run& run, const item_list<Item>& body) {
    std::vector<std::vector<cell>> rows;
    rows.reserve(body.items.size());
    for (const auto& one : body.items) {
        if constexpr (requires { one.check(run, std::string{}); }) {
            one.check(run, "/items/" + std::to_string(rows.size()));
        }
        rows.push_back(one.cells());
    }
    require_distinct(run, rows, Item::list());
    run.load({});
    run.write(upsert_rows(Item::list(), rows));
    return {.rows = static_cast<std::int64_t>(rows.size())};
}

endpoint list_endpoint(
    std::string path, std::string operation_id, std::string summary, describe_fn answer,
    const reference_list& list
);

template <class Item>
struct wire<item_list<Item>> {
    static const object_schema<item_list<Item>>& schema() {
        static const auto declared = object<item_list<Item>>(
            std::string{wire<Item>::schema().name()} + "_list", "Rows of a list",
            field("items", &item_list<Item>::items, "Its rows", items(1, 6000))
        );
        return declared;
    }
};

// POST records rows, GET reads all of them.
template <class Item>
std::vector<endpoint>
reference_list_endpoints(const std::string& word, const std::string& title, receipt (*record)(command_run&, const item_list<Item>&) = record_items<Item>) {
    const auto path = "/api/v1/reference/" + word;
    auto name = word;
    std::ranges::replace(name, '-', '_');
    return {
        command<item_list<Item>>(
            {path, "record_" + name, "Record " + title, "Reference data",
             domain::action::manage_reference},
            record
        ),
        list_endpoint(
            path, "list_" + name, "List: " + title, schema_of<item_list<Item>>(), Item::list()
        )};
}

}  // namespace tranche::server
