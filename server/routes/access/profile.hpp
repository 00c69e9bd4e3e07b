// What a person is told about themselves.
#pragma once

#include "server/api/handler_context.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string_view>

namespace tranche::server {

// ["approver", ...]
boost::json::array names_of_roles(domain::role_set roles);
// {"name": "ana", "roles": [...], "partner": false}
boost::json::object profile_of(const principal& who);
// With "session": its id, and the value that X-CSRF-Token must have.
boost::json::object profile_of(const principal& who, std::string_view session_secret);

// Adds "may_act_for": who is away today and handed roles to this person, [{"name", "roles"}].
void add_substitutions(handler_context& context, boost::json::object& profile);

}  // namespace tranche::server
