// The checks of domain/report_checks on one report: their facts, what was acknowledged of them, and
// the endpoints that tell and acknowledge.
#pragma once

#include "domain/report_checks.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/routes.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tranche::server {

struct told_finding {
    domain::finding what;
    std::optional<std::string> reason;  // it was acknowledged with
    std::optional<std::string> acknowledged_by;
};

std::vector<persistence::query> check_queries(std::int64_t report, domain::date on);
/// From the answers to check_queries(); empty for a report nobody may see.
std::vector<told_finding> findings_of(std::span<const persistence::rows> found);

/// Loads the facts of a report and checks them.
std::vector<told_finding> check_report(command_run& run, std::int64_t report);
/// Errors, and warnings nobody acknowledged, keep a report from being handed in.
void require_checked(command_run& run, std::span<const told_finding> findings);

endpoints report_check_endpoints();

}  // namespace tranche::server
