// "Why not?": what a resource says its reader may do to it now, and of every act that is closed,
// why. Role and state come from domain/acts; the rest is asked of the command itself, which decides
// as it would but reads without locks and writes nothing, so that the two never disagree.
#pragma once

#include "domain/acts.hpp"
#include "server/api/handler_context.hpp"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

class component_registry;

struct acted_on {
    domain::entity what;
    std::int64_t id;
    std::string state;
};

bool has_acts(domain::entity what);

// Appends ,"actions":[...] when there are acts that concern the reader: staff see all of them, a
// partner's people those a partner may take, a donor's viewers none.
void write_actions(std::string& body, handler_context& context, const acted_on& subject);

// The acts it waits for that this person may take, in the same form: "[...]". Nothing when there
// are none, or each is for another person than whoever took the step before. `only`: of these one,
// awaited or not.
std::optional<std::string> awaited_actions(
    handler_context& context, const acted_on& subject, std::string_view only = {}
);

boost::json::value describe_actions(component_registry& registry);

}  // namespace tranche::server
