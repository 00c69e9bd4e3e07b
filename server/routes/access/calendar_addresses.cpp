// A person's calendar address: what is due, for a calendar program that can send no token. Made,
// replaced and ended by the person; read by whoever has the address.
#include "persistence/calendar_addresses.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/secret.hpp"
#include "server/api/secret_path.hpp"
#include "server/auth/audited.hpp"
#include "server/routes/access/own_answers.hpp"
#include "server/routes/access/own_endpoint.hpp"
#include "server/routes/obligations/due_routes.hpp"
#include "server/routes/obligations/obligation_calendar.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {
namespace {

namespace json = boost::json;

// One transaction: at no moment are there two, or the old one's end without the new one.
api_response make(handler_context& context) {
    needed_session(context);
    const auto user = context.request.who->user_id;
    const auto secret = persistence::new_secret(persistence::calendar_prefix);
    write_audited(
        context, user,
        {persistence::end_calendar_address(user),
         persistence::insert_calendar_address(user, secret)}
    );
    return json_response(
        201, json::serialize(json::object{{"path", std::string{calendar_path} + secret + ".ics"}})
    );
}

api_response show(handler_context& context) {
    const auto found = persistence::ask(
        context.db(), persistence::calendar_address_of(context.request.who->user_id)
    );
    if (found.empty()) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    return json_response(
        200,
        json::serialize(json::object{{"created_at", moment_utc(found[0].integer("created_at"))}})
    );
}

api_response end(handler_context& context) {
    const auto user = context.request.who->user_id;
    if (!write_audited_if_changed(context, user, {persistence::end_calendar_address(user)})) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    return nothing_to_say();
}

endpoint by_secret() {
    auto made = obligation_calendar();
    made.path = std::string{calendar_path} + "{calendar}";
    made.operation_id = "calendar_by_address";
    made.summary = "The same at an address of one's own, without a token";
    return made;
}

}  // namespace

endpoints calendar_address_endpoints() {
    const std::string path = "/api/v1/calendar-address";
    auto made = own_endpoint(
        "POST", path, "create_calendar_address",
        "Make a calendar address, or another in its place; it is shown once", make,
        describe_new_calendar_address()
    );
    made.success_status = 201;
    return {
        std::move(made),
        own_endpoint(
            "GET", path, "get_calendar_address", "Since when one has a calendar address", show,
            describe_calendar_address()
        ),
        own_endpoint("DELETE", path, "end_calendar_address", "End one's calendar address", end),
        by_secret()};
}

}  // namespace tranche::server
