// What a person is told about themselves.
#pragma once

#include "server/api/request.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace tranche::server {

// {"name": "ana", "roles": [...], "partner": false}
boost::json::object profile_of(const principal& who);
// With "session": its id, and the value that X-CSRF-Token must have.
boost::json::object profile_of(const principal& who, std::string_view session_secret);

}  // namespace tranche::server
