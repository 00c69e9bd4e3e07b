// What the decisions on an amendment share: its money locked, and all they rest on.
#pragma once

#include "server/routes/agreements/amendments.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

// An amendment whose project's money is locked, with all that a decision on it rests on. Throws a
// conflict when its agreement takes no amendment any more.
struct decided_amendment {
    decided_amendment(command_run& run, domain::date on);

    // The state an act leads to, or a conflict.
    [[nodiscard]] std::string after(std::string_view action) const;
    [[nodiscard]] receipt done(std::string state) const;

    std::int64_t id;
    std::vector<persistence::rows> found;
    persistence::row row, agreement;
    domain::currency base;
    proposal proposed;
    domain::amendment_kind kind{};
    domain::amendment_route route{};
};

// A project that takes no more money takes no larger agreement.
void check_project(command_run& run, const decided_amendment& amendment);

receipt sign_amendment(command_run& run, const amendment_signing_body& body);

}  // namespace tranche::server
