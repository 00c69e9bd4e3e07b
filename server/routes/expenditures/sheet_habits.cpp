#include "server/routes/expenditures/sheet_habits.hpp"

#include "persistence/round_trip.hpp"
#include "server/command/command.hpp"
#include "server/json/components.hpp"
#include "server/routes/expenditures/expenditures.hpp"
#include "server/routes/expenditures/report_sheet_facts.hpp"
#include "server/routes/service/facts.hpp"
#include "server/sheet/headings.hpp"

#include <set>

namespace tranche::server {
namespace {

using domain::entity;

struct sheet_heading_body {
    std::string heading, column;
};

struct sheet_habit_body {
    std::optional<std::string> decimal, dates;
    std::vector<sheet_heading_body> columns;
};

struct told_habits {
    std::int64_t version = 0;
    std::optional<std::string> decimal, dates;
    std::vector<sheet_heading_body> columns;
};

void write_habits(
    command_run& run, std::int64_t partner, std::int64_t version,
    const std::optional<std::string>& mark, const std::optional<std::string>& order,
    const std::vector<sheet_heading_body>& columns
) {
    run.insert(
        "partner.sheet_habit",
        {{"partner_id", partner},
         {"version", version},
         {"decimal_mark", mark},
         {"day_order", order},
         {"recorded_by", run.who().user_id}}
    );
    for (const auto& one : columns) {
        run.insert(
            "partner.sheet_heading",
            {{"partner_id", partner},
             {"version", version},
             {"heading_key", folded(one.heading)},
             {"heading", one.heading},
             {"column_name", one.column}}
        );
    }
}

told_habits habits_told(const persistence::rows& found) {
    told_habits told;
    for (const auto row : found) {
        told.version = row.integer("version");
        told.decimal = row.maybe_text("decimal_mark");
        told.dates = row.maybe_text("day_order");
        if (!row.is_null("heading")) {
            told.columns.push_back({row.text("heading"), row.text("column_name")});
        }
    }
    return told;
}

std::vector<std::string> column_names() {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < said_columns; ++i) {
        all.emplace_back(report_sheet_columns()[i].stem);
    }
    return all;
}

receipt record_habits(command_run& run, const sheet_habit_body& body) {
    const auto id = run.path_id(entity::partner);
    check_own(run, id);
    const auto found = run.load(
        {{{"partner_of_habits", "select code from partner.partner where id = $1"}, {id}},
         sheet_habits(id)}
    );
    const auto partner = run.the_row(found[0], entity::partner);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < body.columns.size(); ++i) {
        const auto at = "/columns/" + std::to_string(i) + "/heading";
        const auto key = folded(body.columns[i].heading);
        run.require(!key.empty(), at, "heading_without_letters");
        run.require(
            seen.insert(key).second, at, "given_twice",
            {{"value", body.columns[i].heading}, {"row", std::to_string(i + 1)}}
        );
    }
    const auto version = habits_told(found[1]).version + 1;
    write_habits(run, id, version, body.decimal, body.dates, body.columns);
    return {.what = entity::partner, .id = id, .code = partner.text("code"), .version = version};
}

api_response show_habits(handler_context& context) {
    const auto& request = context.request;
    const auto id =
        context.app.references.find(context.db(), entity::partner, request.param("partner"));
    if (!id || (request.who->partner_id && *request.who->partner_id != *id)) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    return json_response(
        200, to_json(habits_told(persistence::ask(context.db(), sheet_habits(*id))))
    );
}

}  // namespace

void remember_forms(
    command_run& run, std::int64_t partner, const persistence::rows& habits,
    std::optional<decimal_mark> mark, std::optional<day_order> order
) {
    auto told = habits_told(habits);
    const auto was = std::pair{told.decimal, told.dates};
    if (mark) {
        told.decimal = std::string{name(*mark)};
    }
    if (order) {
        told.dates = std::string{name(*order)};
    }
    if (was != std::pair{told.decimal, told.dates}) {
        write_habits(run, partner, told.version + 1, told.decimal, told.dates, told.columns);
    }
}

template <>
struct wire<sheet_heading_body> {
    static const object_schema<sheet_heading_body>& schema() {
        using body = sheet_heading_body;
        static const auto declared = object<body>(
            "sheet_heading", "A heading of the partner's own files, and the column it means",
            field("heading", &body::heading, "As the partner writes it", length(1, 200)),
            field(
                "column", &body::column, "Name of the column in our template",
                one_of(column_names())
            )
        );
        return declared;
    }
};

template <>
struct wire<sheet_habit_body> {
    static const object_schema<sheet_habit_body>& schema() {
        using body = sheet_habit_body;
        static const auto declared = object<body>(
            "new_sheet_habits",
            "How a partner's files are to be read; replaces what was said before",
            field(
                "decimal", &body::decimal, "Decimal mark, where its numbers do not tell",
                one_of({"point", "comma"})
            ),
            field(
                "dates", &body::dates, "Order of days, where they do not tell",
                one_of({"day_first", "month_first"})
            ),
            field("columns", &body::columns, "Its own headings", items(0, 100), may_be_absent())
        );
        return declared;
    }
};

template <>
struct wire<told_habits> {
    static const object_schema<told_habits>& schema() {
        using body = told_habits;
        static const auto declared = object<body>(
            "sheet_habits", "How a partner's files are read; version 0 before anything was said",
            field("version", &body::version, "Counts up with each change"),
            field("decimal", &body::decimal, "Decimal mark"),
            field("dates", &body::dates, "Order of days"),
            field("columns", &body::columns, "Its own headings", items(0, 100))
        );
        return declared;
    }
};

endpoints sheet_habit_endpoints() {
    const std::string path = "/api/v1/partners/{partner}/sheet-habits";
    endpoint reading;
    reading.method = "GET";
    reading.path = path;
    reading.operation_id = "get_sheet_habits";
    reading.summary = "How a partner's sheets are read";
    reading.tag = "Sheets";
    reading.action = domain::action::read_partner_side;
    reading.response_schema = schema_of<told_habits>();
    reading.handle = show_habits;
    return {
        std::move(reading),
        command<sheet_habit_body>(
            {path, "record_sheet_habits", "Say once how a partner's sheets are to be read",
             "Sheets", domain::action::report_expenditure},
            record_habits
        )};
}

}  // namespace tranche::server
