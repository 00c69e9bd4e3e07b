// What was named ends on a day, with a reason: the columns ended_by, ended_on and ended_reason.
#pragma once

#include "domain/lifecycle.hpp"
#include "server/routes/service/facts.hpp"

#include <span>
#include <string>

namespace tranche::server {

// `row` tells its state and version, and was read for update.
inline receipt end_with_reason(
    command_run& run, domain::entity what, std::int64_t id, const persistence::row& row,
    std::span<const domain::transition> life, domain::date ended_on, const std::string& reason
) {
    run.check_version(row);
    const std::string next{state_after(life, "end", row.text("state"))};
    check_not_future(run, "/ended_on", ended_on);
    run.settle();
    run.update(
        what, id,
        {{"ended_by", run.who().user_id}, {"ended_on", ended_on}, {"ended_reason", reason}}
    );
    return {.what = what, .id = id, .state = next, .version = row.integer("version") + 1};
}

}  // namespace tranche::server
