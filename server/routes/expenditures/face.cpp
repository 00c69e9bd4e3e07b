// The printable form of a period of an agreement.
#include "domain/entity.hpp"
#include "domain/error.hpp"
#include "persistence/round_trip.hpp"
#include "reports/face_page.hpp"
#include "server/api/handler_context.hpp"
#include "server/routes/routes.hpp"

namespace tranche::server {
namespace {

using domain::entity;

api_response print(handler_context& context) {
    const auto& request = context.request;
    auto& db = context.db();
    const auto agreement =
        context.app.references.find(db, entity::agreement, std::string{request.param("agreement")});
    // What a partner may not see is not there: a number that others asked for is remembered.
    const auto seen = persistence::ask(
        db,
        {{"agreement_of_face",
          "select 1 from partner.agreement where id = $1 and ($2::bigint is null or"
          " partner_id = $2)"},
         {agreement.value_or(0), request.who->partner_id}}
    );
    std::optional<std::int64_t> form;
    if (request.query_value("form")) form = request.query_integer("form", 1);
    auto page = seen.empty() ? std::nullopt
                             : reports::face_page(db, {*agreement, form, request.language()});
    if (!page) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    api_response response;
    response.body = *std::move(page);
    response.set_header("Content-Type", "text/html; charset=utf-8");
    response.set_header("Content-Language", std::string{domain::language_tag(request.language())});
    response.set_header(
        "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    );
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("Cache-Control", "private, no-cache");
    response.set_header("Vary", "Accept-Language, Authorization, Cookie");
    return response;
}

}  // namespace

endpoints face_endpoints() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/agreements/{agreement}/face";
    made.operation_id = "print_face";
    made.summary = "The form (FACE) of a period, as a page to print";
    made.tag = "Agreements";
    made.action = domain::action::read_partner_side;
    made.lane = lane::report;
    made.response_media_type = "text/html";
    made.query_parameters = {
        {.name = "form",
         .description = "Its number; without it the last one",
         .type = parameter_type::integer,
         .min = 1,
         .max = 1000}};
    made.handle = print;
    return {std::move(made)};
}

}  // namespace tranche::server
