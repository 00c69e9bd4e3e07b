// Bulk in: a sheet of one kind becomes the commands that would have been sent one by one.
#include "server/command/command.hpp"
#include "server/imports/import_run.hpp"
#include "server/json/components.hpp"
#include "server/json/text.hpp"
#include "server/routes/routes.hpp"
#include "server/sheet/bounds.hpp"
#include "server/sheet/bounds_told.hpp"
#include "server/sheet/csv.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace tranche::server {
namespace json = boost::json;
namespace {

struct import_outcome {};

describe_fn describe_outcome() {
    return [](component_registry& registry) {
        return registry.reference_to("import_outcome", typeid(import_outcome), [](component_registry&) {
            const json::object count{{"type", "integer"}};
            const json::object text{{"type", "string"}};
            return json::value{
                {"type", "object"},
                {"description",
                 "What became of the rows: new and changed ones are listed, the first 200 of them"},
                {"required", json::array{"rows", "new", "changed", "unchanged", "items"}},
                {"properties",
                 {{"version", count},
                  {"rows", count},
                  {"new", count},
                  {"changed", count},
                  {"unchanged", count},
                  {"dry_run", {{"type", "boolean"}}},
                  {"postings", {{"type", "array"}, {"items", {{"type", "object"}}}}},
                  {"balances_after", {{"type", "array"}, {"items", {{"type", "object"}}}}},
                  {"items",
                   {{"type", "array"},
                    {"items",
                     {{"type", "object"},
                      {"properties",
                       {{"row", count},
                        {"outcome", {{"type", "string"}, {"enum", json::array{"new", "changed"}}}},
                        {"changes",
                         {{"type", "array"},
                          {"items",
                           {{"type", "object"},
                            {"properties",
                             {{"column", text}, {"recorded", text}, {"given", text}}}}}}}}}}}}}}}};
        });
    };
}

sheet_forms forms_of(const api_request& request) {
    sheet_forms forms;
    forms.language = request.language();
    if (const auto mark = request.query_value("decimal")) {
        forms.mark = *mark == "point" ? decimal_mark::point : decimal_mark::comma;
    }
    if (const auto order = request.query_value("dates")) {
        forms.order = *order == "day_first" ? day_order::day_first : day_order::month_first;
    }
    return forms;
}

// "R42-age:The bank's rate of the day": a remark of that rule, acknowledged for every row.
std::vector<acknowledgement> acknowledged_in(const api_request& request) {
    std::vector<acknowledgement> all;
    for (const auto& [name, text] : request.query) {
        const auto colon = text.find(':');
        if (name != "acknowledge") {
            continue;
        }
        const auto* rule = domain::find_rule(std::string_view{text}.substr(0, colon));
        const auto reason = colon == text.npos ? std::string_view{}
                                               : trimmed(std::string_view{text}.substr(colon + 1));
        if (rule == nullptr || reason.empty() || count_characters(reason) > 500) {
            throw domain::refusal{
                {domain::error_kind::malformed,
                 "bad_query",
                 {},
                 {{"?acknowledge", "acknowledge_unclear", {}}}}};
        }
        all.push_back({std::string{rule->code}, std::string{reason}});
    }
    return all;
}

// Everything the answer depends on besides the sheet.
std::string input_of(const api_request& request) {
    auto input = request.body;
    for (const auto& [name, value] : request.query) {
        input.append(1, '\n').append(name).append(1, '=').append(value);
    }
    return input;
}

api_response import_sheet(handler_context& context, const import_kind& kind) {
    const auto& request = context.request;
    sheet_limits limits;
    limits.rows = std::max(context.app.import_rows, kind.rows_at_least);
    const auto columns = kind.sheet_columns();
    const auto from = read_table(read_csv(request.body, limits), columns, forms_of(request));
    const auto acknowledged = acknowledged_in(request);
    const auto input = input_of(request);
    return run_command(
        context, {context.operation.operation_id, 200, input, acknowledged},
        [&](command_run& run) {
            run.load({});
            return run_import(run, kind, from, acknowledged);
        }
    );
}

std::string operation_of(const import_kind& kind, const char* verb) {
    std::string name{kind.name};
    std::ranges::replace(name, '-', '_');
    return verb + name;
}

endpoint import_endpoint(const import_kind& kind) {
    auto made = command_endpoint(
        {"/api/v1/imports/" + std::string{kind.name}, operation_of(kind, "import_"),
         "Bring in " + std::string{kind.title}, "Imports", kind.action},
        schema_of<std::string>(),
        [&kind](handler_context& context) { return import_sheet(context, kind); }
    );
    const sheet_limits limits;
    made.description = "CSV of at most " + sized(limits.bytes) +
        ", more is refused with 413 `body_too_large`; " +
        (kind.rows_at_least > 0 ? counted(kind.rows_at_least) + " rows"
                                : "as many rows as the settings allow, " + counted(limits.rows) +
                 " where they say nothing") +
        "; " + told_bounds(limits) + ". The answer lists at most " + counted(rows_told) +
        " rows that are not unchanged; all are counted.";
    made.body_schema = {};
    made.body_media_type = "text/csv";
    made.response_schema = describe_outcome();
    made.query_parameters = {
        {.name = "decimal",
         .description = "Decimal mark of columns whose numbers do not tell",
         .type = parameter_type::choice,
         .choices = {"point", "comma"}},
        {.name = "dates",
         .description = "Order of days in columns whose days do not tell",
         .type = parameter_type::choice,
         .choices = {"day_first", "month_first"}},
        {.name = "acknowledge",
         .description = "A remark acknowledged for all rows: RULE:reason",
         .repeatable = true}};
    return made;
}

// An empty sheet to be filled in, headed in the caller's language.
endpoint template_endpoint(const import_kind& kind) {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/imports/" + std::string{kind.name};
    made.operation_id = operation_of(kind, "template_of_");
    made.summary = "Empty sheet for " + std::string{kind.title};
    made.tag = "Imports";
    made.action = kind.action;
    made.response_media_type = "text/csv";
    made.handle = [&kind](handler_context& context) {
        api_response response;
        for (const auto& column : kind.columns) {
            response.body += response.body.empty() ? "" : ",";
            response.body += heading_in(context.request.language(), column.sheet);
        }
        response.body += "\r\n";
        response.set_header("Content-Type", "text/csv; charset=utf-8");
        response.set_header(
            "Content-Language", std::string{domain::language_tag(context.request.language())}
        );
        return response;
    };
    return made;
}

}  // namespace

endpoints import_endpoints() {
    endpoints all;
    for (const auto& kind : import_kinds()) {
        all.push_back(template_endpoint(kind));
        all.push_back(import_endpoint(kind));
    }
    return all;
}

}  // namespace tranche::server
