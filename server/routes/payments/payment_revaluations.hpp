// Payments at a rate that is corrected are worth something else in base currency (R42, R48): a row
// and an entry of their own, beside what was paid.
#pragma once

#include "server/routes/expenditures/revaluations.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tranche::server {

// Payments to partners that stand, whose rate a correction replaces, in the order they were made.
persistence::query payments_of_correction(std::int64_t correction);

struct planned_payment {
    std::int64_t payment_id, correction_id;
    std::string bank_reference, agreement, project;
    domain::entry_subject subject;
    domain::money paid, counted;  // what it counts for now, base currency
    domain::payment_revaluation done;
    std::vector<persistence::state_share> shares;
    std::optional<domain::violation> stays;  // why it is not valued anew
};

// Before the lines: what an advance is worth by then is in the planner.
std::vector<planned_payment> plan_payments(
    revaluation_planner& planner, const persistence::rows& payments
);

void add_revalued_payments(
    command_run& run, receipt& answer, std::span<const planned_payment> planned, domain::date on
);

}  // namespace tranche::server
