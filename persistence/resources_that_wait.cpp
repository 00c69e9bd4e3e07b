#include "persistence/resources.hpp"

#include <array>

namespace tranche::persistence {

std::span<const resource* const> resources_that_wait() {
    static const std::array all{
        &contribution_resource(),
        &project_resource(),
        &obligation_submission_resource(),
        &budget_version_resource(),
        &agreement_resource(),
        &disbursement_request_resource(),
        &payment_batch_resource(),
        &expenditure_report_resource(),
        &receivable_resource(),
        &settlement_proposal_resource(),
        &actual_resource(),
        &exception_resource(),
        &rule_kind_resource(),
        &donor_grant_resource(),
        &exchange_rate_resource(),
        &rate_correction_resource(),
        &donor_refund_resource(),
        &agreement_amendment_resource(),
        &bank_account_resource(),
        &finding_resource(),
        &sanctions_list_resource(),
        &screening_match_resource(),
        &project_transfer_resource(),
    };
    return all;
}

}  // namespace tranche::persistence
