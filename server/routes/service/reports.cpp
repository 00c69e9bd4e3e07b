// The reports over HTTP: one list that says what there is, and one read per report, in JSON, CSV or
// text as the query or the Accept header asks.
#include "domain/error.hpp"
#include "reports/donor_sight.hpp"
#include "reports/parameters.hpp"
#include "reports/registry.hpp"
#include "reports/render.hpp"
#include "server/api/handler_context.hpp"
#include "server/clock.hpp"
#include "server/read/accept.hpp"
#include "server/routes/routes.hpp"
#include "server/spool.hpp"
#include "server/version.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>
#include <memory>

namespace tranche::server {

namespace {

namespace json = boost::json;
using reports::report;

constexpr std::array<std::string_view, 3> media_types{"application/json", "text/csv", "text/plain"};
constexpr std::array formats{reports::format::json, reports::format::csv, reports::format::text};

reports::format negotiated_format(std::string_view accept) {
    const auto best = best_media_type(accept, media_types);
    if (!best) {
        throw domain::refusal(
            domain::error_kind::not_acceptable, "not_acceptable",
            {{"available", "application/json, text/csv, text/plain"}}
        );
    }
    return formats.at(*best);
}

// A donor's viewer sees sums and results of the projects that donor's money reached, and for a time
// what was opened to that donor. One without a donor sees no fund at all.
void limit_to_donor(
    persistence::session& db, const principal& who, const report& which, reports::request& asked
) {
    if (domain::permitted(domain::action::read_funding, who.roles)) return;
    asked.donor = who.donor_id.value_or(0);
    const auto sight = which.open_to_donors(asked);
    asked.opened = reports::part_of(sight);
    if (sight == reports::donor_sight::nothing ||
        (!asked.opened.empty() && !reports::is_opened(db, *asked.donor, asked.opened))) {
        throw domain::refusal(domain::error_kind::forbidden, "forbidden");
    }
}

// Asked before a name is looked up: the donor's database role may not read whose it is.
void refuse_names_to_donors(const api_request& request) {
    if (!request.who->partner_id &&
        !domain::permitted(domain::action::read_funding, request.who->roles) &&
        (request.query_value("partner") || request.query_value("agreement"))) {
        throw domain::refusal(domain::error_kind::forbidden, "forbidden");
    }
}

api_response give(handler_context& context, const report& which) {
    const auto& request = context.request;
    auto& db = context.db();
    refuse_names_to_donors(request);
    // A partner's names are looked up afresh: what others asked for is remembered, and would differ
    // from what nobody has.
    persistence::reference_finder own_names;
    const auto partner = request.who->partner_id;
    auto asked = reports::read_request(
        which, request.query, db, partner ? own_names : context.app.references
    );
    if (partner) asked.partner = partner;
    if (!request.query_value("format")) asked.as = negotiated_format(request.header("accept"));
    if (!asked.language_given) asked.language = request.language();
    if (!partner) limit_to_donor(db, *request.who, which, asked);

    api_response response;
    response.file = std::make_shared<spooled_file>();
    const reports::stamp made{now_utc(), "Tranche " + std::string{version}};
    reports::render(db, which, asked, made, [&](std::string_view bytes) {
        response.file->append(bytes);
    });
    response.set_header("Content-Type", std::string{reports::media_type_of(asked.as)});
    response.set_header("Content-Language", std::string{domain::language_tag(asked.language)});
    response.set_header("Vary", "Accept, Accept-Language, Authorization");
    response.set_header("Cache-Control", "private, no-cache");
    if (asked.as == reports::format::csv) {
        response.set_header(
            "Content-Disposition",
            "attachment; filename=\"" + reports::file_name(which, asked) + '"'
        );
    }
    return response;
}

api_response list(handler_context& context) {
    auto language = context.request.language();
    if (const auto asked = context.request.query_value("lang")) {
        language = domain::language_from_tag(*asked).value_or(language);
    }
    auto response = json_response(200, reports::describe_reports(language));
    response.set_header("Content-Language", std::string{domain::language_tag(language)});
    response.set_header("Vary", "Accept-Language");
    return response;
}

parameter lang_parameter() {
    return {
        .name = "lang",
        .description = "Language of titles and names, and of codes in CSV and text",
        .type = parameter_type::choice,
        .choices = {"en", "fr", "es"}};
}

std::string grouping_about(const report& which, std::string_view about) {
    std::string out{about};
    out += ": ";
    for (std::size_t i = 0; i < which.group_by.size(); ++i) {
        out += (i == 0 ? "" : ", ") + std::string{which.group_by[i].name};
    }
    return out;
}

parameter query_parameter(const report& which, const reports::parameter& one) {
    using from = reports::parameter_type;
    parameter made{.name = std::string{one.name}, .description = std::string{one.about}};
    switch (one.type) {
        case from::year:
            made.type = parameter_type::integer;
            made.min = 1900;
            made.max = 2200;
            break;
        case from::date:
            made.type = parameter_type::date;
            break;
        case from::days:
            made.type = parameter_type::integer;
            made.min = 0;
            made.max = 36'500;
            break;
        case from::version:
            made.type = parameter_type::integer;
            made.min = 1;
            made.max = 32'767;
            break;
        case from::flag:
            made.type = parameter_type::flag;
            break;
        case from::reading:
            made.type = parameter_type::choice;
            made.choices = {reports::readings.begin(), reports::readings.end()};
            break;
        case from::grouping:
            made.description = grouping_about(which, one.about);
            break;
        case from::reference:
        case from::state:
            break;
    }
    return made;
}

std::vector<parameter> query_parameters(const report& which) {
    std::vector<parameter> all;
    for (const auto& one : reports::all_parameters()) {
        if (reports::takes(which, one.name)) all.push_back(query_parameter(which, one));
    }
    all.push_back(
        {.name = "format",
         .description = "json, csv or text; without it the Accept header decides",
         .type = parameter_type::choice,
         .choices = {"json", "csv", "text"}}
    );
    all.push_back(lang_parameter());
    all.push_back(
        {.name = "labels",
         .description = "CSV: titles for people in the first line instead of stems",
         .type = parameter_type::flag}
    );
    all.push_back(
        {.name = "bom",
         .description = "CSV: a byte order mark first, for spreadsheets that need one",
         .type = parameter_type::flag}
    );
    return all;
}

// Grouped reports have other columns; "columns" in the answer says which.
json::value describe_answer(const report& which) {
    json::object row;
    for (const auto& one : which.make_plan({}).columns) {
        if (one.where == reports::shown::nowhere) continue;
        const bool whole = one.type == reports::cell_type::integer;
        row[one.stem] = json::object{
            {"type", json::array{whole ? "integer" : "string", "null"}},
            {"description", one.label.en}};
    }
    const auto text = json::object{{"type", "string"}};
    const auto objects = json::object{
        {"type", "array"},
        {"items", json::object{{"type", "object"}, {"additionalProperties", true}}}};
    return json::object{
        {"type", "object"},
        {"properties",
         json::object{
             {"report", text},
             {"title", text},
             {"question", text},
             {"language", text},
             {"parameters", json::object{{"type", "object"}, {"additionalProperties", text}}},
             {"provisional", json::object{{"type", "boolean"}}},
             {"generated_at", text},
             {"software", text},
             {"columns", objects},
             {"rows",
              json::object{
                  {"type", "array"},
                  {"items", json::object{{"type", "object"}, {"properties", std::move(row)}}}}},
             {"totals", objects},
             {"notes", json::object{{"type", "array"}, {"items", text}}}}}};
}

endpoint read_of(const report& which) {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/reports/" + std::string{which.name};
    made.operation_id = "report_";
    for (const char one : which.name) {
        made.operation_id += one == '-' ? '_' : one;
    }
    made.summary = std::string{which.title.en} + ": " + std::string{which.question.en};
    made.tag = "Reports";
    made.action = which.shows_ledger ? domain::action::read_ledger
        : which.open_to_partners     ? domain::action::read_partner_side
                                     : domain::action::read_reports;
    made.lane = lane::report;
    made.query_parameters = query_parameters(which);
    made.response_schema = [&which](component_registry&) {
        return describe_answer(which);
    };
    made.handle = [&which](handler_context& context) {
        return give(context, which);
    };
    return made;
}

}  // namespace

endpoints report_endpoints() {
    endpoint names;
    names.method = "GET";
    names.path = "/api/v1/reports";
    names.operation_id = "list_reports";
    names.summary = "Every report: its question, parameters and columns";
    names.tag = "Reports";
    names.action = domain::action::read_reports;
    names.query_parameters = {lang_parameter()};
    names.response_schema = [](component_registry&) -> json::value {
        return json::object{
            {"type", "object"},
            {"properties",
             json::object{
                 {"items",
                  json::object{{"type", "array"}, {"items", json::object{{"type", "object"}}}}}}}};
    };
    names.handle = list;
    endpoints all{std::move(names)};
    for (const auto& one : reports::all_reports()) {
        all.push_back(read_of(one));
    }
    return all;
}

}  // namespace tranche::server
