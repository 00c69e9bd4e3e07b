// The steps of an agreement's life that move no money: review, stopping, and its end before its
// time.
#pragma once

#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/routes.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

struct agreement_step {
    std::string_view action;
    domain::date on;
    std::optional<std::string> reason = {}, document = {};
};

// The day of its last step, `last_on`: what follows is not before it.
persistence::query last_step_of(std::int64_t agreement);
// Notes a step that was taken: from which state to which, when and why.
void note_agreement_step(
    command_run& run, std::int64_t agreement, const std::string& from, const std::string& to,
    const agreement_step& step
);

endpoints agreement_step_endpoints();

}  // namespace tranche::server
