// How much the person who approves may approve (R39), shared by everything that is approved by
// amount.
#pragma once

#include "domain/approval_level.hpp"
#include "server/command/command_run.hpp"

#include <cstdint>
#include <string_view>

namespace tranche::server {

// SQL, over $1, of the fund behind what is approved.
inline constexpr std::string_view instrument_of_request =
    "(select p.instrument_id from partner.disbursement_request q"
    " join partner.agreement a on a.id = q.agreement_id"
    " join funding.project p on p.id = a.project_id where q.id = $1)";
inline constexpr std::string_view instrument_of_budget =
    "(select p.instrument_id from funding.budget_version v"
    " join funding.project p on p.id = v.project_id where v.id = $1)";
inline constexpr std::string_view instrument_of_agreement =
    "(select p.instrument_id from partner.agreement a"
    " join funding.project p on p.id = a.project_id where a.id = $1)";

inline constexpr std::string_view instrument_of_receivable =
    "(select p.instrument_id from partner.receivable c"
    " join partner.agreement a on a.id = c.agreement_id"
    " join funding.project p on p.id = a.project_id where c.id = $1)";

// The fund's levels today, and which of them the person has whose authority counts. Today, not the
// day the body names: a date in the past lends nobody what they do not hold.
persistence::query approval_levels(
    const command_run& run, std::string_view instrument, std::int64_t id
);
// A violation that says who may, when the amount in base currency is beyond the person's level.
// `together`: the amount holds what was approved before on the same tranche.
domain::approval_verdict check_level(
    command_run& run, const persistence::rows& levels, domain::money amount, bool together = false
);

inline std::optional<std::int64_t> minor_of(const std::optional<domain::money>& amount) {
    return amount ? std::optional{amount->minor()} : std::nullopt;
}

}  // namespace tranche::server
