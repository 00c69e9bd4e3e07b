// Who am I: what a token stands for.
#include "server/api/handler_context.hpp"
#include "server/json/values.hpp"
#include "server/routes/routes.hpp"

namespace tranche::server {
namespace {

api_response who_am_i(handler_context& context) {
    const auto& who = *context.request.who;
    std::string body = "{\"name\":";
    write_value(body, who.user_name);
    body += ",\"roles\":[";
    bool first = true;
    for (const auto role : domain::all_roles) {
        if (who.roles.contains(role)) {
            body += first ? "" : ",";
            first = false;
            write_value(body, domain::role_name(role));
        }
    }
    body += "],\"partner\":";
    write_value(body, who.partner_id.has_value());
    body += '}';
    return json_response(200, std::move(body));
}

}  // namespace

endpoints session_endpoints() {
    endpoint me;
    me.method = "GET";
    me.path = "/api/v1/me";
    me.operation_id = "get_me";
    me.summary = "The person behind the token";
    me.tag = "Service";
    me.action = domain::action::read_own_profile;
    me.handle = who_am_i;
    return {std::move(me)};
}

}  // namespace tranche::server
