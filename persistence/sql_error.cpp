#include "persistence/sql_error.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tranche::persistence {
namespace {

using domain::error_kind;

constexpr std::array meanings{
    constraint_meaning{"balance_not_overdrawn_check", error_kind::rule, "overdrawn"},
    constraint_meaning{"tranche_not_overcommitted_check", error_kind::rule, "overdrawn"},
    constraint_meaning{
        "disbursement_request_persons_differ_check", error_kind::rule, "same_person"},
    constraint_meaning{"budget_version_approved_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "expenditure_report_reviewed_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "actual_sums_do_not_overlap_check", error_kind::conflict, "period_reported_already"},
    constraint_meaning{"actual_verified_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"exchange_rate_confirmed_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"exchange_rate_no_overlap_excl", error_kind::conflict, "rate_overlaps"},
    constraint_meaning{
        "budget_version_one_open_per_project_key", error_kind::conflict, "budget_version_open"},
    constraint_meaning{
        "payment_bank_reference_key", error_kind::conflict, "bank_reference_repeated"},
    constraint_meaning{
        "contribution_receipt_external_key", error_kind::conflict, "external_reference_repeated"},
    constraint_meaning{
        "direct_expenditure_external_key", error_kind::conflict, "external_reference_repeated"},
};

}  // namespace

std::span<const constraint_meaning> constraint_meanings() {
    return meanings;
}

std::optional<domain::error> meaning_of(const sql_failure& failure) {
    const auto known =
        std::ranges::find(meanings, failure.constraint(), &constraint_meaning::constraint);
    if (known != meanings.end()) {
        return domain::error{known->kind, std::string{known->code}, {}, {}};
    }
    if (failure.sqlstate() == "23505") {
        return domain::error{error_kind::conflict, "already_exists", {}, {}};
    }
    if (failure.sqlstate() == "23503") {
        return domain::error{
            error_kind::rule,
            "unknown_reference",
            {{"type", "row"}, {"value", failure.constraint()}},
            {}};
    }
    if (failure.sqlstate() == "23514" || failure.sqlstate() == "23P01") {
        return domain::error{error_kind::rule, "rule_broken", {{"rule", failure.constraint()}}, {}};
    }
    return std::nullopt;
}

}  // namespace tranche::persistence
