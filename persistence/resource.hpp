// A read model declared once: where a thing is read from and the columns it shows. From it come the
// list with its filters, sort keys and pages, the single read, their JSON and their OpenAPI schema.
#pragma once

#include "domain/entity.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::persistence {

enum class column_type {
    id,
    text,
    integer,
    number,
    money,
    date,
    timestamp,
    truth,
    percent,
    json,
    subject,  // a row of any kind: its number, and in `unit` the SQL of its entity's stem
};

struct column {
    column_type type;
    std::string_view name;  // in JSON, filters and sort keys
    std::string_view sql;
    std::string_view about;  // one line for the API's description
    // Of a money column: the SQL of its currency. Of a subject: the SQL of its entity's stem.
    std::string_view unit = {};
    std::optional<domain::entity> of = {};  // whose public id an id column shows
    bool filter = false;
    bool sort = false;
    bool detail = false;  // shown in the single read only
    bool now_only = false;
    // A condition with ? for the wanted value, where a filter is more than "equals". A column
    // without SQL of its own is such a filter and nothing else.
    std::string_view filter_sql = {};
    // Of a figure kept in a row: the same as sums within a cut, in a form that cut.hpp names.
    std::string_view dated_sql = {};

    // Declarations read as a sentence: shows(money, "amount", ...).in("a.currency").sorted().
    [[nodiscard]] column in(std::string_view unit_sql) const {
        return with(&column::unit, unit_sql);
    }
    [[nodiscard]] column naming(domain::entity what) const { return with(&column::of, what); }
    [[nodiscard]] column filtered() const { return with(&column::filter, true); }
    [[nodiscard]] column filtered_by(std::string_view condition) const {
        return with(&column::filter, true).with(&column::filter_sql, condition);
    }
    [[nodiscard]] column dated_by(std::string_view sums) const {
        return with(&column::dated_sql, sums);
    }
    // What no entry tells of, such as a decision not yet carried out: left out for a day gone by.
    [[nodiscard]] column only_now() const { return with(&column::now_only, true); }
    [[nodiscard]] column sorted() const { return with(&column::sort, true); }
    [[nodiscard]] column detailed() const { return with(&column::detail, true); }

    [[nodiscard]] bool is_shown(bool with_detail) const {
        return !sql.empty() && (with_detail || !detail);
    }
    // Money and subjects are read as two values.
    [[nodiscard]] int width() const {
        return type == column_type::money || type == column_type::subject ? 2 : 1;
    }

private:
    template <class Member, class Value>
    [[nodiscard]] column with(Member column::*member, Value value) const {
        column changed = *this;
        changed.*member = value;
        return changed;
    }
};

inline column shows(
    column_type type, std::string_view name, std::string_view sql, std::string_view about
) {
    return {type, name, sql, about};
}

// Who may see a row: the SQL of its partner, a condition with ? for the viewer's partner, or one of
// these.
inline constexpr std::string_view closed_to_partners = "closed";
inline constexpr std::string_view open_to_partners = "open";

struct resource;

// Rows of another resource listed inside the single read.
struct child_list {
    std::string_view name;
    const resource* of;
    std::string_view
        parent_sql;  // the child's column that holds the parent's id, or a condition with ?
};

struct resource {
    domain::entity what;
    std::string_view about;
    std::string_view from;         // "funding.project p join ..."
    std::string_view id_sql;       // "p.id"
    std::string_view version_sql;  // "p.version", or "1" for what never changes
    std::string_view partner_sql;
    std::string_view default_sort;  // a sort key, '-' before it for descending
    std::vector<column> columns;
    std::vector<child_list> children = {};
    std::string_view search_sql = {};   // texts that ?q= looks into
    std::string_view detail_from = {};  // joined in the single read only
    // Whether it shows kept figures, which are also given for a day gone by: they are declared in a
    // form that cut.hpp names.
    bool dated_figures = false;
    // What its lifecycle in domain/acts calls its state, read as "_state" by the single read.
    std::string_view state_sql = {};
    // The day since when it is in that state, for whom it waits for; null when nobody knows.
    std::string_view since_sql = {};
    // Rows that wait together, and are done with together, by the same expression.
    std::string_view waits_as = {};
    // Of rows that are no thing with an id of their own: the name of their schema.
    std::string_view row_name = {};

    [[nodiscard]] bool is_thing() const { return row_name.empty(); }
};

// Days of ?until= and ?as_known_on=, as text already checked.
struct cut_days {
    std::optional<std::string> until, as_known_on;
};

// Which rows, by whom asked.
struct viewer {
    std::optional<std::int64_t> partner_id;
};

struct list_wish {
    std::vector<std::pair<const column*, std::string>> filters;  // text form, already checked
    std::optional<std::string> search;
    const column* sort = nullptr;  // nullptr: by id only
    bool descending = false;
    // The last row of the page before: its sort value (nullopt was NULL) and id.
    struct position {
        std::optional<std::string> sort_value;
        std::int64_t id;
    };
    std::optional<position> after;
    std::int64_t limit = 50;
    cut_days days = {};
};

// One row more than the limit, to know whether there is a next page. Columns come in declared order
// (see width: money takes two, minor units and currency), then "_id", "_version" and "_sort".
query list_query(const resource& of, const viewer& by, const list_wish& wish);
query count_query(const resource& of, const viewer& by, const list_wish& wish);
query one_query(const resource& of, const viewer& by, std::int64_t id, const cut_days& days = {});
query children_query(
    const child_list& list, const viewer& by, std::int64_t parent_id, const cut_days& days = {}
);

// What is in one of these states, those that have waited longest first: "_id", "_state", "_since",
// how many wait together ("_count"), and the columns code, project, agreement and series where it
// has them.
inline constexpr std::array<std::string_view, 4> waiting_columns{
    "code", "project", "agreement", "series"};
query waiting_query(
    const resource& of, const viewer& by, std::span<const std::string_view> states,
    std::int64_t limit
);

}  // namespace tranche::persistence
