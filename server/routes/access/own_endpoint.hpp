// Endpoints by which people look after what they sign in with themselves: open to every role.
#pragma once

#include "server/api/endpoint.hpp"

#include <string>
#include <utility>

namespace tranche::server {

inline endpoint own_endpoint(
    std::string method, std::string path, std::string operation_id, std::string summary,
    api_response (*handle)(handler_context&), describe_fn answer = {}
) {
    endpoint made;
    made.method = std::move(method);
    made.path = std::move(path);
    made.operation_id = std::move(operation_id);
    made.summary = std::move(summary);
    made.tag = "Signing in";
    made.action = domain::action::read_own_profile;
    made.success_status = made.method == "DELETE" ? 204 : 200;
    made.own_account = true;
    made.response_schema = std::move(answer);
    made.handle = handle;
    return made;
}

// With a body, and a password or code to be tried: one at a time.
inline endpoint own_trial(endpoint made, describe_fn body, int success_status) {
    made.body_schema = std::move(body);
    made.success_status = success_status;
    made.lane = lane::sign_in;
    return made;
}

}  // namespace tranche::server
