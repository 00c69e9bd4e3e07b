#include "domain/access.hpp"

#include "domain/contract.hpp"

#include <array>
#include <cstddef>

namespace tranche::domain {

namespace {

using enum role;

constexpr role_set everyone = role_set::from_bits(~std::uint32_t{0});
constexpr role_set partner_people{partner_preparer, partner_authorised_officer};
constexpr role_set office{administrator, programme_officer, finance_officer, approver, auditor};
constexpr role_set office_and_partners = office | partner_people;

// The administrator keeps people and reference data and never moves money; the auditor reads
// everything and changes nothing; a partner's people request and report, on their own rows.
constexpr std::array matrix{
    access_rule{action::anyone, "anyone", everyone},
    access_rule{action::read_own_profile, "read_own_profile", everyone},
    access_rule{action::read_reference, "read_reference", everyone},
    access_rule{action::read_funding, "read_funding", office},
    access_rule{action::read_partner_side, "read_partner_side", office_and_partners},
    access_rule{action::read_results, "read_results", office_and_partners},
    access_rule{action::read_reports, "read_reports", office | role_set{donor_viewer}},
    access_rule{action::manage_reference, "manage_reference", {administrator}},
    access_rule{action::manage_instruments, "manage_instruments", {administrator}},
    access_rule{action::manage_donors, "manage_donors", {finance_officer, programme_officer}},
    access_rule{action::record_contributions, "record_contributions", {finance_officer}},
    access_rule{action::decide_donor_money, "decide_donor_money", {approver}},
    access_rule{action::manage_projects, "manage_projects", {programme_officer}},
    access_rule{action::approve_projects, "approve_projects", {approver}},
    access_rule{action::allocate, "allocate", {programme_officer, finance_officer}},
    access_rule{action::draft_budgets, "draft_budgets", {programme_officer}},
    access_rule{action::approve_budgets, "approve_budgets", {approver}},
    access_rule{action::manage_partners, "manage_partners", {programme_officer}},
    access_rule{action::block_partners, "block_partners", {finance_officer, approver}},
    access_rule{
        action::confirm_bank_accounts, "confirm_bank_accounts", {finance_officer, approver}},
    access_rule{action::record_assurance, "record_assurance", {programme_officer, finance_officer}},
    access_rule{
        action::answer_findings, "answer_findings", partner_people | role_set{programme_officer}},
    access_rule{action::clear_findings, "clear_findings", {finance_officer, approver}},
    access_rule{action::load_sanctions_lists, "load_sanctions_lists", {finance_officer}},
    access_rule{action::review_matches, "review_matches", {programme_officer, finance_officer}},
    access_rule{action::clear_matches, "clear_matches", {finance_officer, approver}},
    access_rule{
        action::write_comments, "write_comments",
        partner_people | role_set{programme_officer, finance_officer, approver}},
    access_rule{action::draft_agreements, "draft_agreements", {programme_officer}},
    access_rule{action::clear_agreements, "clear_agreements", {finance_officer, approver}},
    access_rule{action::sign_agreements, "sign_agreements", {approver}},
    access_rule{
        action::request_disbursements, "request_disbursements",
        partner_people | role_set{programme_officer}},
    access_rule{action::certify_disbursements, "certify_disbursements", {programme_officer}},
    access_rule{action::approve_disbursements, "approve_disbursements", {approver}},
    access_rule{action::pay_disbursements, "pay_disbursements", {finance_officer}},
    access_rule{action::release_payments, "release_payments", {finance_officer, approver}},
    access_rule{action::confirm_payments, "confirm_payments", partner_people},
    access_rule{action::report_expenditure, "report_expenditure", partner_people},
    access_rule{action::submit_expenditure, "submit_expenditure", {partner_authorised_officer}},
    access_rule{
        action::review_expenditure, "review_expenditure", {programme_officer, finance_officer}},
    access_rule{action::record_direct_expenditure, "record_direct_expenditure", {finance_officer}},
    access_rule{action::record_refunds, "record_refunds", {finance_officer}},
    access_rule{
        action::attach_evidence, "attach_evidence",
        partner_people | role_set{programme_officer, finance_officer, approver}},
    access_rule{
        action::keep_documents, "keep_documents", {programme_officer, finance_officer, approver}},
    access_rule{action::manage_results, "manage_results", {programme_officer}},
    access_rule{
        action::report_actuals, "report_actuals", partner_people | role_set{programme_officer}},
    access_rule{action::verify_actuals, "verify_actuals", {finance_officer, approver}},
    access_rule{action::close_projects, "close_projects", {approver}},
    access_rule{action::review_obligations, "review_obligations", {programme_officer, approver}},
    access_rule{action::correct_records, "correct_records", {finance_officer}},
    access_rule{action::close_periods, "close_periods", {finance_officer}},
    access_rule{action::reopen_periods, "reopen_periods", {approver}},
    access_rule{action::manage_rates, "manage_rates", {finance_officer}},
    access_rule{action::confirm_rates, "confirm_rates", {finance_officer, approver}},
    access_rule{action::record_opening_balances, "record_opening_balances", {finance_officer}},
    access_rule{
        action::request_exceptions,
        "request_exceptions",
        {programme_officer, finance_officer, approver}},
    access_rule{action::grant_exceptions, "grant_exceptions", {approver, finance_officer}},
    access_rule{action::propose_rule_kinds, "propose_rule_kinds", {administrator, approver}},
    access_rule{action::confirm_rule_kinds, "confirm_rule_kinds", {approver}},
    access_rule{
        action::open_to_donors, "open_to_donors", {programme_officer, finance_officer, approver}},
    access_rule{action::confirm_opening_to_donors, "confirm_opening_to_donors", {approver}},
    access_rule{action::manage_users, "manage_users", {administrator}},
    access_rule{action::manage_approval_levels, "manage_approval_levels", {administrator}},
    access_rule{action::read_approval_levels, "read_approval_levels", office},
    access_rule{
        action::delegate, "delegate",
        partner_people | role_set{administrator, programme_officer, finance_officer, approver}},
    access_rule{action::read_own_delegations, "read_own_delegations", office_and_partners},
    access_rule{action::read_ledger, "read_ledger", {finance_officer, approver, auditor}},
    access_rule{action::read_audit, "read_audit", {administrator, auditor}},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        if (static_cast<std::size_t>(matrix[i].what) != i) return false;
    }
    return matrix.back().what == action::read_audit;
}
static_assert(in_order(), "access_matrix: one row per action, in the order of the enumeration");

const access_rule& rule_of(action what) {
    const auto index = static_cast<std::size_t>(what);
    expects(index < matrix.size(), "access: not an action");
    return matrix[index];
}

}  // namespace

std::span<const access_rule> access_matrix() {
    return matrix;
}

bool permitted(action what, role_set roles) {
    return what == action::anyone || rule_of(what).roles.intersects(roles);
}

bool delegable(action what) {
    switch (what) {
        case action::read_own_profile:
        case action::read_reference:
        case action::read_funding:
        case action::read_partner_side:
        case action::read_results:
        case action::read_reports:
        case action::manage_donors:
        case action::record_contributions:
        case action::decide_donor_money:
        case action::manage_projects:
        case action::approve_projects:
        case action::allocate:
        case action::draft_budgets:
        case action::approve_budgets:
        case action::manage_partners:
        case action::block_partners:
        case action::record_assurance:
        case action::answer_findings:
        case action::clear_findings:
        case action::review_matches:
        case action::clear_matches:
        case action::write_comments:
        case action::draft_agreements:
        case action::clear_agreements:
        case action::sign_agreements:
        case action::request_disbursements:
        case action::certify_disbursements:
        case action::approve_disbursements:
        case action::pay_disbursements:
        case action::release_payments:
        case action::confirm_payments:
        case action::report_expenditure:
        case action::submit_expenditure:
        case action::review_expenditure:
        case action::record_direct_expenditure:
        case action::record_refunds:
        case action::attach_evidence:
        case action::keep_documents:
        case action::manage_results:
        case action::report_actuals:
        case action::verify_actuals:
        case action::close_projects:
        case action::review_obligations:
        case action::close_periods:
        case action::reopen_periods:
        case action::request_exceptions:
        case action::grant_exceptions:
        case action::propose_rule_kinds:
        case action::confirm_rule_kinds:
        case action::open_to_donors:
        case action::confirm_opening_to_donors:
        case action::read_ledger:
        case action::read_audit:
            return true;
        default:
            return false;
    }
}

std::string_view name(action what) {
    return rule_of(what).name;
}

}  // namespace tranche::domain
