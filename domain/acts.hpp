// The access matrix with its third dimension: every act on a thing, who may take it and in which
// states. The API's `actions`, `tranche access` and the page of the API are read from this table.
// Whether this person may do it to this row with this money is decided by the act's own rule.
// To add an act: one row in acts.cpp; its step stands in the lifecycle of what it acts on.
#pragma once

#include "domain/access.hpp"
#include "domain/entity.hpp"
#include "domain/lifecycle.hpp"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace tranche::domain {

struct act {
    std::string_view operation;  // as in the API: "approve_disbursement"
    entity on;
    action needs;
    /// Steps of the lifecycle any of which it may be; none: possible in every state.
    std::array<std::string_view, 3> steps = {};
};

/// Every act, those on one kind of thing together.
std::span<const act> acts();

/// The states of a kind of thing and what is possible in them; a tranche follows its agreement.
/// Empty for what has no states.
std::span<const transition> lifecycle_of(entity what);

/// In the order in which a life passes through them.
std::vector<std::string_view> states_of(entity what);

bool possible_in(const act& which, std::string_view state);

/// Whether a thing in that state waits for the act.
bool awaited_in(const act& which, std::string_view state);

/// Role and state.
bool permitted(const act& which, role_set roles, std::string_view state);

}  // namespace tranche::domain
