// The States a project benefits, with their shares: from a day on.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/projects/project_bodies.hpp"

#include <span>

namespace tranche::server {

// No State twice; shares of members add to 100. Of old projects shares may be unknown.
void check_states(
    command_run& run, std::span<const benefiting_state_body> states, bool may_be_unknown
);
void insert_states(
    command_run& run, std::int64_t project, std::optional<domain::date> from,
    std::span<const benefiting_state_body> states
);

struct dated_states_body {
    domain::date valid_from;
    std::string reason;
    std::vector<benefiting_state_body> states;
};
template <>
struct wire<dated_states_body> {
    static const object_schema<dated_states_body>& schema();
};

receipt set_benefiting_states(command_run& run, const dated_states_body& body);

}  // namespace tranche::server
