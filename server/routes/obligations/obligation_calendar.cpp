#include "server/routes/obligations/obligation_calendar.hpp"

#include "domain/error.hpp"
#include "reports/obligation_calendar.hpp"
#include "server/api/handler_context.hpp"
#include "server/version.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace tranche::server {
namespace {

using domain::entity;

std::optional<std::int64_t> named(handler_context& context, entity what) {
    const std::string name{domain::names_of(what).stem};
    const auto text = context.request.query_value(name);
    if (!text) {
        return std::nullopt;
    }
    const auto id = context.app.references.find(context.db(), what, *text);
    if (!id) {
        throw domain::refusal{domain::error{
            domain::error_kind::malformed,
            "bad_query",
            {},
            {{name, "unknown_reference", {{"type", name}, {"value", std::string{*text}}}}}}};
    }
    return id;
}

api_response give(handler_context& context) {
    reports::calendar_request asked;
    asked.on = context.app.today();
    asked.instrument = named(context, entity::instrument);
    asked.project = named(context, entity::project);
    asked.partner = context.request.who->partner_id;
    asked.language = context.request.language();
    if (const auto lang = context.request.query_value("lang")) {
        asked.language = domain::language_from_tag(*lang).value_or(asked.language);
    }
    asked.stamp = moment_utc(context.app.now());
    std::erase_if(asked.stamp, [](char one) { return one == '-' || one == ':'; });
    asked.software = "Tranche " + std::string{version};
    api_response response;
    response.body = reports::obligation_calendar(context.db(), asked);
    response.set_header("Content-Type", "text/calendar; charset=utf-8");
    response.set_header("Content-Disposition", "inline; filename=\"obligations.ics\"");
    response.set_header("Content-Language", std::string{domain::language_tag(asked.language)});
    response.set_header("Vary", "Accept-Language, Authorization");
    response.set_header("Cache-Control", "private, no-cache");
    return response;
}

}  // namespace

endpoint obligation_calendar() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/reporting-obligations.ics";
    made.operation_id = "obligation_calendar";
    made.summary = "What is due as a calendar (RFC 5545)";
    made.tag = "Obligations";
    made.action = domain::action::read_partner_side;
    made.response_media_type = "text/calendar";
    made.response_schema = [](component_registry&) -> boost::json::value {
        return boost::json::object{{"type", "string"}};
    };
    made.query_parameters = {
        {.name = "instrument", .description = "Only projects of this fund, by code or id"},
        {.name = "project", .description = "Only this project, by code or id"},
        {.name = "lang",
         .description = "Language of the texts",
         .type = parameter_type::choice,
         .choices = {"en", "fr", "es"}}};
    made.handle = give;
    return made;
}

}  // namespace tranche::server
