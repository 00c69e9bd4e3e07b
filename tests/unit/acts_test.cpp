// Role x act x state. Who may do what when is written out once more here, from the rules; every
// role, act and state is then tried, so that a permission too many fails as well as one too few.
#include "domain/acts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>

namespace tranche::domain {
namespace {

struct expected_act {
    std::string_view on;
    std::string_view roles;   // administrator, Programme, Finance, approVer, preparer, officer
    std::string_view states;  // "*": all
};

const std::map<char, role> letters{
    {'A', role::administrator},    {'P', role::programme_officer},
    {'F', role::finance_officer},  {'V', role::approver},
    {'p', role::partner_preparer}, {'o', role::partner_authorised_officer},
    {'D', role::donor_viewer},     {'U', role::auditor}};

const std::map<std::string_view, expected_act> expected{
    {"create_funding_line", {"instrument", "A", "*"}},
    {"create_accounting_period", {"instrument", "F", "*"}},
    {"close_accounting_period", {"accounting_period", "F", "open"}},
    {"reopen_accounting_period", {"accounting_period", "V", "closed"}},
    {"reverse_journal_entry", {"journal_entry", "F", "*"}},
    {"set_line_terms", {"funding_line", "A", "*"}},
    {"commit_contribution", {"contribution", "F", "pledged"}},
    {"receive_contribution", {"contribution", "F", "pledged committed"}},
    {"create_phase", {"project", "P", "*"}},
    {"endorse_project", {"project", "P", "proposal_draft submitted ro_endorsed"}},
    {"submit_project", {"project", "P", "proposal_draft"}},
    {"draft_proposal", {"project", "P", "concept"}},
    {"plan_project_dates",
     {"project", "P",
      "concept proposal_draft submitted ro_endorsed fund_review retained approved allocated"}},
    {"approve_project", {"project", "V", "fund_review"}},
    {"record_project_approval", {"project", "V", "proposal_draft"}},
    {"decline_project", {"project", "V", "fund_review"}},
    {"retain_project", {"project", "V", "fund_review"}},
    {"reopen_project", {"project", "P", "retained"}},
    {"withdraw_project",
     {"project", "P", "concept proposal_draft submitted ro_endorsed fund_review retained"}},
    {"cancel_project", {"project", "V", "approved allocated"}},
    {"submit_obligation",
     {"project", "P", "active suspended activities_completed terminated financially_closed"}},
    {"classify_project", {"project", "P", "*"}},
    {"set_benefiting_states", {"project", "P", "*"}},
    {"relate_project", {"project", "P", "*"}},
    {"add_project_location", {"project", "P", "*"}},
    {"protect_project", {"project", "P", "*"}},
    {"lift_project_protection", {"project", "V", "*"}},
    {"accept_obligation", {"obligation_submission", "PV", "submitted"}},
    {"send_back_obligation", {"obligation_submission", "PV", "submitted"}},
    {"set_project_terms", {"instrument", "A", "*"}},
    {"set_report_check_terms", {"instrument", "A", "*"}},
    {"confirm_exchange_rates", {"exchange_rate", "FV", "loaded"}},
    {"approve_rate_correction", {"rate_correction", "FV", "proposed"}},
    {"refuse_rate_correction", {"rate_correction", "FV", "proposed"}},
    {"extend_project", {"project", "V", "active suspended"}},
    {"suspend_project", {"project", "P", "active"}},
    {"resume_project", {"project", "V", "suspended"}},
    {"terminate_project", {"project", "V", "active suspended"}},
    {"create_allocation", {"project", "PF", "approved allocated active"}},
    {"name_focal_point", {"project", "P", "approved allocated active"}},
    {"create_budget_version", {"project", "P", "approved allocated active"}},
    {"create_forecast", {"project", "P", "allocated active suspended"}},
    {"create_result",
     {"project", "P",
      "proposal_draft submitted ro_endorsed fund_review retained approved allocated active suspended"
      " activities_completed"}},
    {"create_agreement", {"project", "P", "*"}},
    {"activate_project", {"project", "P", "allocated"}},
    {"create_obligation", {"project", "F", "active"}},
    {"release_obligation", {"obligation", "F", "open"}},
    {"create_direct_expenditure", {"project", "F", "active activities_completed terminated"}},
    {"attach_to_expenditure_report", {"expenditure_report", "PFVpo", "*"}},
    {"attach_to_disbursement_request", {"disbursement_request", "PFVpo", "*"}},
    {"attach_to_agreement", {"agreement", "PFV", "*"}},
    {"attach_to_partner", {"partner", "PFV", "*"}},
    {"attach_to_project", {"project", "PFV", "*"}},
    {"remove_attachment", {"attachment", "PFVpo", "attached"}},
    {"map_to_statement_layout", {"project", "F", "*"}},
    {"record_matched_effort", {"project", "P", "*"}},
    {"withdraw_matched_effort", {"matched_effort", "P", "recorded"}},
    {"complete_project", {"project", "P", "active"}},
    {"close_project", {"project", "V", "activities_completed terminated"}},
    {"approve_budget_version", {"budget_version", "V", "draft submitted"}},
    {"revise_budget_version", {"budget_version", "P", "draft"}},
    {"submit_budget_version", {"budget_version", "P", "draft"}},
    {"send_back_budget_version", {"budget_version", "V", "submitted"}},
    {"withdraw_budget_version", {"budget_version", "P", "draft submitted"}},
    {"apply_contribution", {"contribution", "F", "committed"}},
    {"amend_contribution", {"contribution", "F", "committed"}},
    {"schedule_contribution", {"contribution", "F", "*"}},
    {"request_donor_refund", {"contribution", "F", "*"}},
    {"release_returned_money", {"contribution", "V", "*"}},
    {"pay_donor_refund", {"donor_refund", "V", "requested"}},
    {"refuse_donor_refund", {"donor_refund", "V", "requested"}},
    {"transfer_between_lines", {"funding_line", "V", "*"}},
    {"block_partner", {"partner", "FV", "open"}},
    {"unblock_partner", {"partner", "FV", "blocked"}},
    {"identify_partner", {"partner", "P", "*"}},
    {"assess_partner", {"partner", "P", "*"}},
    {"record_assurance_activity", {"partner", "PF", "*"}},
    {"record_due_diligence_document", {"partner", "P", "*"}},
    {"set_due_diligence_terms", {"instrument", "A", "*"}},
    {"set_assurance_terms", {"instrument", "A", "*"}},
    {"record_finding", {"assurance_activity", "PF", "*"}},
    {"answer_finding", {"finding", "Ppo", "open answered"}},
    {"clear_finding", {"finding", "FV", "open answered"}},
    {"confirm_sanctions_list", {"sanctions_list", "FV", "loaded"}},
    {"call_match_false", {"screening_match", "PF", "open confirmed"}},
    {"confirm_match", {"screening_match", "PF", "open called_false"}},
    {"clear_match", {"screening_match", "FV", "called_false"}},
    {"reply_to_comment", {"comment", "PFVpo", "open"}},
    {"resolve_comment", {"comment", "PFVpo", "open"}},
    {"reopen_comment", {"comment", "PFVpo", "resolved"}},
    {"withdraw_comment", {"comment", "PFVpo", "open resolved said"}},
    {"record_sheet_habits", {"partner", "po", "*"}},
    {"propose_bank_account", {"partner", "P", "*"}},
    {"confirm_bank_account", {"bank_account", "FV", "proposed"}},
    {"refuse_bank_account", {"bank_account", "FV", "proposed"}},
    {"name_authorised_officer", {"partner", "P", "*"}},
    {"end_authorised_officer", {"authorised_officer", "P", "named"}},
    {"submit_agreement", {"agreement", "P", "draft"}},
    {"clear_agreement", {"agreement", "FV", "under_review"}},
    {"send_back_agreement", {"agreement", "FV", "under_review cleared"}},
    {"cancel_agreement", {"agreement", "P", "draft under_review cleared"}},
    {"sign_agreement", {"agreement", "V", "draft cleared"}},
    {"suspend_agreement", {"agreement", "P", "signed"}},
    {"resume_agreement", {"agreement", "V", "suspended"}},
    {"terminate_agreement", {"agreement", "V", "signed suspended"}},
    {"create_amendment", {"agreement", "P", "signed suspended"}},
    {"revise_amendment", {"agreement_amendment", "P", "draft"}},
    {"submit_amendment", {"agreement_amendment", "P", "draft"}},
    {"send_back_amendment", {"agreement_amendment", "V", "submitted"}},
    {"approve_amendment", {"agreement_amendment", "V", "submitted"}},
    {"sign_amendment", {"agreement_amendment", "V", "approved"}},
    {"withdraw_amendment", {"agreement_amendment", "P", "draft submitted approved"}},
    {"schedule_reports", {"agreement", "V", "draft under_review cleared signed suspended"}},
    {"request_project_transfer", {"project", "PF", "*"}},
    {"approve_project_transfer", {"project_transfer", "V", "requested"}},
    {"refuse_project_transfer", {"project_transfer", "V", "requested"}},
    {"create_expenditure_report", {"agreement", "po", "signed suspended terminated"}},
    {"declare_interest", {"agreement", "F", "signed suspended terminated"}},
    {"close_agreement", {"agreement", "PF", "signed terminated"}},
    {"create_disbursement_request", {"tranche", "Ppo", "signed terminated closed"}},
    {"set_tranche_conditions", {"tranche", "P", "draft under_review cleared signed suspended"}},
    {"confirm_tranche_condition", {"tranche_condition", "P", "open"}},
    {"cancel_tranche", {"tranche", "P", "signed suspended terminated"}},
    {"certify_disbursement", {"disbursement_request", "P", "submitted"}},
    {"approve_disbursement", {"disbursement_request", "V", "certified"}},
    {"reject_disbursement", {"disbursement_request", "V", "submitted certified approved"}},
    {"cancel_disbursement", {"disbursement_request", "V", "approved"}},
    {"pay_disbursement", {"disbursement_request", "F", "approved"}},
    {"gather_payments", {"payment_batch", "F", "gathering"}},
    {"release_payment_batch", {"payment_batch", "FV", "gathering"}},
    {"withdraw_payment_batch", {"payment_batch", "F", "gathering"}},
    {"leave_payment_batch", {"payment_batch_item", "F", "gathered"}},
    {"record_bank_answer", {"payment_batch_item", "F", "released paid"}},
    {"end_payer_account", {"payer_account", "A", "open"}},
    {"set_payment_terms", {"agreement", "V", "draft under_review cleared signed suspended"}},
    {"confirm_payment", {"payment", "po", "*"}},
    {"revise_expenditure_report", {"expenditure_report", "po", "draft sent_back"}},
    {"commit_expenditure_sheet", {"expenditure_report", "po", "draft sent_back"}},
    {"submit_expenditure_report", {"expenditure_report", "o", "draft sent_back"}},
    {"acknowledge_report_checks", {"expenditure_report", "po", "draft sent_back"}},
    {"withdraw_expenditure_report", {"expenditure_report", "po", "submitted"}},
    {"begin_expenditure_review", {"expenditure_report", "PF", "submitted"}},
    {"query_expenditure_report", {"expenditure_report", "PF", "submitted under_verification"}},
    {"send_back_expenditure_report", {"expenditure_report", "PF", "submitted under_verification"}},
    {"review_expenditure_report", {"expenditure_report", "PF", "submitted under_verification"}},
    {"revalue_expenditure_report", {"expenditure_report", "F", "accepted partly_accepted"}},
    {"disallow_expenditure_line", {"expenditure_line", "F", "*"}},
    {"answer_review_remark", {"review_remark", "po", "draft sent_back under_verification"}},
    {"set_asset_terms", {"instrument", "A", "*"}},
    {"state_cash_book", {"agreement", "po", "signed suspended terminated"}},
    {"list_asset", {"expenditure_line", "PFVpo", "*"}},
    {"name_sub_partner", {"agreement", "PFVpo", "*"}},
    {"end_sub_partner", {"sub_partner", "PFVpo", "named"}},
    {"dispose_asset", {"asset", "F", "kept"}},
    {"claim_unspent_advance", {"agreement", "F", "*"}},
    {"refund_receivable", {"receivable", "F", "open"}},
    {"propose_write_off", {"receivable", "F", "open"}},
    {"propose_later_documents", {"receivable", "F", "open"}},
    {"propose_set_off", {"receivable", "F", "open"}},
    {"approve_settlement", {"settlement_proposal", "V", "proposed"}},
    {"refuse_settlement", {"settlement_proposal", "V", "proposed approved"}},
    {"propose_rule_kind", {"instrument", "AV", "*"}},
    {"confirm_rule_kind", {"rule_kind", "V", "proposed"}},
    {"grant_exception", {"exception", "FV", "requested"}},
    {"refuse_exception", {"exception", "FV", "requested"}},
    {"withdraw_exception", {"exception", "PFV", "requested"}},
    {"set_instrument_terms", {"instrument", "A", "*"}},
    {"create_donor_grant", {"donor", "PFV", "*"}},
    {"confirm_donor_grant", {"donor_grant", "V", "proposed"}},
    {"revoke_donor_grant", {"donor_grant", "PFV", "proposed confirmed"}},
    {"set_approval_levels", {"instrument", "A", "*"}},
    {"end_approval_grant", {"approval_grant", "A", "*"}},
    {"revoke_delegation", {"delegation", "APFVpo", "*"}},
    {"report_actual", {"indicator", "Ppo", "*"}},
    {"verify_actual", {"actual", "FV", "reported"}},
    {"return_actual", {"actual", "FV", "reported verified"}},
    {"revise_target", {"indicator", "P", "*"}},
    {"mark_indicator_people", {"indicator", "FV", "*"}},
};

std::set<std::string> words_of(std::string_view text) {
    std::istringstream in{std::string{text}};
    return {std::istream_iterator<std::string>{in}, {}};
}

}  // namespace

TEST(Acts, ArePermittedToExactlyTheListedRolesInTheListedStates) {
    std::size_t tried = 0;
    for (const auto& one : acts()) {
        const auto row = expected.find(one.operation);
        ASSERT_NE(row, expected.end()) << one.operation << " is not expected";
        EXPECT_EQ(names_of(one.on).stem, row->second.on) << one.operation;
        auto states = states_of(one.on);
        states.push_back("no_such_state");
        const auto listed = words_of(row->second.states);
        for (const auto& [letter, each] : letters) {
            const bool may = row->second.roles.find(letter) != std::string_view::npos;
            for (const auto state : states) {
                const bool then = listed.contains("*") || listed.contains(std::string{state});
                EXPECT_EQ(permitted(one, {each}, state), may && then)
                    << role_name(each) << ' ' << one.operation << ' ' << state;
                ++tried;
            }
        }
    }
    EXPECT_EQ(acts().size(), expected.size());
    EXPECT_GT(tried, 2'000U);
}

// What a person's queue is made of.
TEST(Acts, AreWaitedForInExactlyTheListedStates) {
    const std::map<std::string_view, std::string_view> awaited{
        {"commit_contribution", "pledged"},
        {"draft_proposal", "concept"},
        {"endorse_project", "submitted ro_endorsed"},
        {"submit_project", "proposal_draft"},
        {"approve_project", "fund_review"},
        {"create_allocation", "approved"},
        {"activate_project", "allocated"},
        {"close_project", "activities_completed terminated"},
        {"accept_obligation", "submitted"},
        {"submit_budget_version", "draft"},
        {"approve_budget_version", "submitted"},
        {"sign_agreement", "draft cleared"},
        {"clear_agreement", "under_review"},
        {"submit_amendment", "draft"},
        {"approve_amendment", "submitted"},
        {"sign_amendment", "approved"},
        {"confirm_bank_account", "proposed"},
        {"answer_finding", "open"},
        {"clear_finding", "answered"},
        {"confirm_sanctions_list", "loaded"},
        {"call_match_false", "open"},
        {"clear_match", "called_false"},
        {"close_agreement", "terminated"},
        {"certify_disbursement", "submitted"},
        {"approve_disbursement", "certified"},
        {"pay_disbursement", "approved"},
        {"release_payment_batch", "gathering"},
        {"revise_expenditure_report", "sent_back"},
        {"commit_expenditure_sheet", "sent_back"},
        {"submit_expenditure_report", "draft"},
        {"review_expenditure_report", "submitted under_verification"},
        {"refund_receivable", "open"},
        {"approve_settlement", "proposed"},
        {"confirm_rule_kind", "proposed"},
        {"grant_exception", "requested"},
        {"confirm_donor_grant", "proposed"},
        {"pay_donor_refund", "requested"},
        {"approve_project_transfer", "requested"},
        {"confirm_exchange_rates", "loaded"},
        {"approve_rate_correction", "proposed"},
        {"verify_actual", "reported"}};
    for (const auto& one : acts()) {
        const auto row = awaited.find(one.operation);
        const auto listed = row == awaited.end() ? std::set<std::string>{} : words_of(row->second);
        for (const auto state : states_of(one.on)) {
            EXPECT_EQ(awaited_in(one, state), listed.contains(std::string{state}))
                << one.operation << ' ' << state;
        }
    }
}

TEST(Acts, AreStepsOfTheLifecycleOfWhatTheyActOn) {
    for (const auto& one : acts()) {
        for (const auto step : one.steps) {
            const auto machine = lifecycle_of(one.on);
            EXPECT_TRUE(
                step.empty() ||
                std::ranges::find(machine, step, &transition::action) != machine.end()
            ) << one.operation
              << ' ' << step;
        }
    }
}

TEST(Acts, OpenNothingToNobodyNorToThoseWhoOnlyRead) {
    for (const auto& one : acts()) {
        for (const auto state : states_of(one.on)) {
            EXPECT_FALSE(permitted(one, {}, state)) << one.operation;
            EXPECT_FALSE(permitted(one, {role::auditor, role::donor_viewer}, state))
                << one.operation;
        }
    }
}

}  // namespace tranche::domain
