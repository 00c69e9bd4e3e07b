// What becomes known of a State from a day on.
#pragma once

#include "tests/support/api.hpp"

#include <string>
#include <utility>

namespace tranche::tests {

inline void becomes_known(
    api& server, const std::string& state, const std::string& day, boost::json::object facts
) {
    facts["state"] = state;
    facts["valid_from"] = day;
    facts["source"] = "test";
    server.as("administrator")
        .must(
            "/api/v1/reference/member-state-statuses",
            {{"items", boost::json::array{std::move(facts)}}}
        );
}

}  // namespace tranche::tests
