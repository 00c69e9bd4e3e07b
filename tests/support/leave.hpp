// Asking leave for an act that a gate refused, with what the refusal itself says to ask for.
#pragma once

#include "tests/support/api.hpp"

#include <string>

namespace tranche::tests {

/// The request for an exception that the n-th problem of a refusal proposes, with a reason.
boost::json::object leave_for(
    const answer& refused, const std::string& expires_on = "2026-12-31", std::size_t problem = 0
);
/// Asked for by the programme officer and granted by the director; the exception's id.
std::string granted_leave(
    api& server, const answer& refused, const std::string& expires_on = "2026-12-31",
    std::size_t problem = 0
);
/// A member of the n-th problem of a refusal, as text.
std::string said(const answer& refused, std::string_view member, std::size_t problem = 0);

}  // namespace tranche::tests
