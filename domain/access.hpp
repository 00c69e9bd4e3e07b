// Who may do what: every action of the service and the roles that may take it, as one table.
// The table answers "may this sort of person ever do this"; whether this person may do it to
// this row now (own agreements only, four eyes, state) is decided by the rule of the action.
// To add an action: one enumerator here and one row in access.cpp, in the same order.
#pragma once

#include "domain/role.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace tranche::domain {

enum class action : std::uint16_t {
    anyone,  ///< needs no sign-in: health, the API description, signing in
    read_own_profile,
    read_reference,
    read_funding,
    read_partner_side,
    read_results,
    read_reports,
    manage_reference,
    manage_instruments,
    manage_donors,
    record_contributions,
    decide_donor_money,
    manage_projects,
    approve_projects,
    allocate,
    draft_budgets,
    approve_budgets,
    manage_partners,
    block_partners,
    confirm_bank_accounts,
    record_assurance,
    answer_findings,
    clear_findings,
    load_sanctions_lists,
    review_matches,
    clear_matches,
    write_comments,
    draft_agreements,
    clear_agreements,
    sign_agreements,
    request_disbursements,
    certify_disbursements,
    approve_disbursements,
    pay_disbursements,
    release_payments,
    confirm_payments,
    report_expenditure,
    submit_expenditure,
    review_expenditure,
    record_direct_expenditure,
    record_refunds,
    attach_evidence,
    keep_documents,
    manage_results,
    report_actuals,
    verify_actuals,
    close_projects,
    review_obligations,
    correct_records,
    close_periods,
    reopen_periods,
    manage_rates,
    confirm_rates,
    record_opening_balances,
    request_exceptions,
    grant_exceptions,
    propose_rule_kinds,
    confirm_rule_kinds,
    open_to_donors,
    confirm_opening_to_donors,
    manage_users,
    manage_approval_levels,
    read_approval_levels,
    delegate,
    read_own_delegations,
    read_ledger,
    read_audit
};

struct access_rule {
    action what;
    std::string_view name;
    role_set roles;
};

/// Every action, in the order of the enumeration.
std::span<const access_rule> access_matrix();

/// Whether one of `roles` may take `what`. action::anyone is open to everybody.
bool permitted(action what, role_set roles);

/// Whether a person may take it on behalf of another who is away. What administers the service, and
/// whatever nobody has thought about yet, is done in one's own name.
bool delegable(action what);

/// "pay_disbursements". Throws contract_violation for a value that is no action.
std::string_view name(action what);

}  // namespace tranche::domain
