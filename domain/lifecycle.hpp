// State machines, each one table: in which states an act may happen and what it leads to. States
// that follow from dates alone (due, overdue, ended) are computed when read and stand in no table.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tranche::domain {

/// Whether a thing in that state waits for this step: what a person's queue is made of. What may be
/// done as well, or instead, waits for nobody.
enum class awaits : std::uint8_t { nobody, somebody };

struct transition {
    std::string_view action;
    std::string_view from;
    std::string_view to;
    awaits waits_for = awaits::nobody;
};

std::span<const transition> project_lifecycle();
std::span<const transition> budget_version_lifecycle();
std::span<const transition> agreement_lifecycle();
std::span<const transition> disbursement_request_lifecycle();
std::span<const transition> payer_account_lifecycle();
std::span<const transition> payment_batch_lifecycle();
std::span<const transition> payment_batch_item_lifecycle();
std::span<const transition> expenditure_report_lifecycle();
std::span<const transition> exception_lifecycle();
std::span<const transition> donor_grant_lifecycle();
std::span<const transition> contribution_lifecycle();
std::span<const transition> asset_lifecycle();
std::span<const transition> settlement_proposal_lifecycle();
std::span<const transition> donor_refund_lifecycle();
std::span<const transition> project_transfer_lifecycle();
std::span<const transition> accounting_period_lifecycle();
std::span<const transition> partner_lifecycle();
std::span<const transition> receivable_lifecycle();
std::span<const transition> actual_lifecycle();
std::span<const transition> attachment_lifecycle();
std::span<const transition> matched_effort_lifecycle();
std::span<const transition> rule_kind_lifecycle();
std::span<const transition> exchange_rate_lifecycle();
std::span<const transition> rate_correction_lifecycle();
std::span<const transition> obligation_submission_lifecycle();
std::span<const transition> obligation_lifecycle();
std::span<const transition> tranche_condition_lifecycle();
std::span<const transition> agreement_amendment_lifecycle();
std::span<const transition> bank_account_lifecycle();
std::span<const transition> finding_lifecycle();
std::span<const transition> sanctions_list_lifecycle();
std::span<const transition> screening_match_lifecycle();
std::span<const transition> comment_lifecycle();
std::span<const transition> authorised_officer_lifecycle();

// The state an act leads to; empty when the state forbids it.
std::optional<std::string_view> next_state(
    std::span<const transition> machine, std::string_view action, std::string_view state
);

}  // namespace tranche::domain
