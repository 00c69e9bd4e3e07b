#include "domain/acts.hpp"

#include <algorithm>

namespace tranche::domain {
namespace {

constexpr std::array all_acts{
    act{"create_funding_line", entity::instrument, action::manage_instruments},
    act{"set_instrument_terms", entity::instrument, action::manage_instruments},
    act{"create_accounting_period", entity::instrument, action::close_periods},
    act{"close_accounting_period", entity::accounting_period, action::close_periods, {"close"}},
    act{"reopen_accounting_period", entity::accounting_period, action::reopen_periods, {"reopen"}},
    act{"set_project_terms", entity::instrument, action::manage_instruments},
    act{"set_report_check_terms", entity::instrument, action::manage_instruments},
    act{"set_asset_terms", entity::instrument, action::manage_instruments},
    act{"set_line_terms", entity::funding_line, action::manage_instruments},

    act{"commit_contribution", entity::contribution, action::record_contributions, {"commit"}},
    act{"receive_contribution", entity::contribution, action::record_contributions, {"receive"}},
    act{"apply_contribution", entity::contribution, action::record_contributions, {"apply"}},
    act{"amend_contribution", entity::contribution, action::record_contributions, {"amend"}},
    act{"schedule_contribution", entity::contribution, action::record_contributions},
    act{"request_donor_refund", entity::contribution, action::record_contributions},
    act{"release_returned_money", entity::contribution, action::decide_donor_money},
    act{"pay_donor_refund", entity::donor_refund, action::decide_donor_money, {"pay"}},
    act{"refuse_donor_refund", entity::donor_refund, action::decide_donor_money, {"refuse"}},
    act{"transfer_between_lines", entity::funding_line, action::decide_donor_money},

    act{"map_to_statement_layout", entity::project, action::record_contributions},
    act{"create_phase", entity::project, action::manage_projects},
    act{"endorse_project",
        entity::project,
        action::manage_projects,
        {"government_letter", "regional_office", "fund_review"}},
    act{"draft_proposal", entity::project, action::manage_projects, {"draft_proposal"}},
    act{"plan_project_dates", entity::project, action::manage_projects, {"plan"}},
    act{"submit_project", entity::project, action::manage_projects, {"submit"}},
    act{"approve_project", entity::project, action::approve_projects, {"approve"}},
    act{"record_project_approval", entity::project, action::approve_projects, {"record_approval"}},
    act{"decline_project", entity::project, action::approve_projects, {"decline"}},
    act{"retain_project", entity::project, action::approve_projects, {"retain"}},
    act{"reopen_project", entity::project, action::manage_projects, {"reopen"}},
    act{"withdraw_project", entity::project, action::manage_projects, {"withdraw"}},
    act{"cancel_project", entity::project, action::approve_projects, {"cancel"}},
    act{"create_allocation", entity::project, action::allocate, {"allocate"}},
    act{"request_project_transfer", entity::project, action::allocate},
    act{"approve_project_transfer",
        entity::project_transfer,
        action::decide_donor_money,
        {"approve"}},
    act{"refuse_project_transfer",
        entity::project_transfer,
        action::decide_donor_money,
        {"refuse"}},
    act{"name_focal_point", entity::project, action::manage_projects, {"name_focal_point"}},
    act{"create_budget_version", entity::project, action::draft_budgets, {"draft_budget"}},
    act{"create_forecast", entity::project, action::draft_budgets, {"forecast"}},
    act{"create_result", entity::project, action::manage_results, {"add_result"}},
    act{"create_agreement", entity::project, action::draft_agreements},
    act{"activate_project", entity::project, action::manage_projects, {"activate"}},
    act{"create_obligation", entity::project, action::record_direct_expenditure, {"obligate"}},
    act{"release_obligation", entity::obligation, action::record_direct_expenditure, {"release"}},
    act{"create_direct_expenditure", entity::project, action::record_direct_expenditure, {"spend"}},
    act{"record_matched_effort", entity::project, action::manage_projects},
    act{"withdraw_matched_effort", entity::matched_effort, action::manage_projects, {"withdraw"}},
    act{"extend_project", entity::project, action::approve_projects, {"extend"}},
    act{"suspend_project", entity::project, action::manage_projects, {"suspend"}},
    act{"resume_project", entity::project, action::approve_projects, {"resume"}},
    act{"terminate_project", entity::project, action::approve_projects, {"terminate"}},
    act{"classify_project", entity::project, action::manage_projects},
    act{"set_benefiting_states", entity::project, action::manage_projects},
    act{"relate_project", entity::project, action::manage_projects},
    act{"add_project_location", entity::project, action::manage_projects},
    act{"protect_project", entity::project, action::manage_projects},
    act{"lift_project_protection", entity::project, action::approve_projects},
    act{"submit_obligation", entity::project, action::manage_projects, {"submit_obligation"}},
    act{"complete_project", entity::project, action::manage_projects, {"complete"}},
    act{"close_project", entity::project, action::close_projects, {"close"}},

    act{"accept_obligation", entity::obligation_submission, action::review_obligations, {"accept"}},
    act{"send_back_obligation",
        entity::obligation_submission,
        action::review_obligations,
        {"send_back"}},

    act{"revise_budget_version", entity::budget_version, action::draft_budgets, {"revise"}},
    act{"submit_budget_version", entity::budget_version, action::draft_budgets, {"submit"}},
    act{"send_back_budget_version", entity::budget_version, action::approve_budgets, {"send_back"}},
    act{"approve_budget_version", entity::budget_version, action::approve_budgets, {"approve"}},
    act{"withdraw_budget_version", entity::budget_version, action::draft_budgets, {"withdraw"}},

    act{"block_partner", entity::partner, action::block_partners, {"block"}},
    act{"unblock_partner", entity::partner, action::block_partners, {"unblock"}},
    act{"identify_partner", entity::partner, action::manage_partners},
    act{"assess_partner", entity::partner, action::manage_partners},
    act{"record_sheet_habits", entity::partner, action::report_expenditure},
    act{"propose_bank_account", entity::partner, action::manage_partners},
    act{"confirm_bank_account", entity::bank_account, action::confirm_bank_accounts, {"confirm"}},
    act{"refuse_bank_account", entity::bank_account, action::confirm_bank_accounts, {"refuse"}},
    act{"name_authorised_officer", entity::partner, action::manage_partners},
    act{"end_authorised_officer", entity::authorised_officer, action::manage_partners, {"end"}},
    act{"record_assurance_activity", entity::partner, action::record_assurance},
    act{"record_due_diligence_document", entity::partner, action::manage_partners},
    act{"set_due_diligence_terms", entity::instrument, action::manage_instruments},
    act{"set_assurance_terms", entity::instrument, action::manage_instruments},
    act{"record_finding", entity::assurance_activity, action::record_assurance},
    act{"reply_to_comment", entity::comment, action::write_comments, {"reply"}},
    act{"resolve_comment", entity::comment, action::write_comments, {"resolve"}},
    act{"reopen_comment", entity::comment, action::write_comments, {"reopen"}},
    act{"withdraw_comment", entity::comment, action::write_comments, {"withdraw"}},
    act{"confirm_sanctions_list", entity::sanctions_list, action::clear_matches, {"confirm"}},
    act{"call_match_false", entity::screening_match, action::review_matches, {"call_false"}},
    act{"confirm_match", entity::screening_match, action::review_matches, {"confirm"}},
    act{"clear_match", entity::screening_match, action::clear_matches, {"clear"}},
    act{"answer_finding", entity::finding, action::answer_findings, {"answer"}},
    act{"clear_finding", entity::finding, action::clear_findings, {"clear"}},

    act{"submit_agreement", entity::agreement, action::draft_agreements, {"submit"}},
    act{"clear_agreement", entity::agreement, action::clear_agreements, {"clear"}},
    act{"send_back_agreement", entity::agreement, action::clear_agreements, {"send_back"}},
    act{"cancel_agreement", entity::agreement, action::draft_agreements, {"cancel"}},
    act{"sign_agreement", entity::agreement, action::sign_agreements, {"sign"}},
    act{"suspend_agreement", entity::agreement, action::draft_agreements, {"suspend"}},
    act{"resume_agreement", entity::agreement, action::sign_agreements, {"resume"}},
    act{"terminate_agreement", entity::agreement, action::sign_agreements, {"terminate"}},
    act{"create_amendment", entity::agreement, action::draft_agreements, {"amend"}},
    act{"revise_amendment", entity::agreement_amendment, action::draft_agreements, {"revise"}},
    act{"submit_amendment",
        entity::agreement_amendment,
        action::draft_agreements,
        {"submit", "give_notice"}},
    act{"send_back_amendment", entity::agreement_amendment, action::sign_agreements, {"send_back"}},
    act{"approve_amendment", entity::agreement_amendment, action::sign_agreements, {"approve"}},
    act{"sign_amendment", entity::agreement_amendment, action::sign_agreements, {"sign"}},
    act{"withdraw_amendment", entity::agreement_amendment, action::draft_agreements, {"withdraw"}},
    act{"schedule_reports", entity::agreement, action::sign_agreements, {"schedule_reports"}},
    act{"create_expenditure_report", entity::agreement, action::report_expenditure, {"report"}},
    act{"declare_interest", entity::agreement, action::record_refunds, {"report"}},
    act{"close_agreement", entity::agreement, action::review_expenditure, {"close"}},

    act{"create_disbursement_request",
        entity::tranche,
        action::request_disbursements,
        {"request", "settle"}},
    act{"cancel_tranche", entity::tranche, action::draft_agreements, {"cancel_tranche"}},
    act{"set_tranche_conditions", entity::tranche, action::draft_agreements, {"set_conditions"}},
    act{"confirm_tranche_condition",
        entity::tranche_condition,
        action::certify_disbursements,
        {"confirm"}},

    act{"certify_disbursement",
        entity::disbursement_request,
        action::certify_disbursements,
        {"certify"}},
    act{"approve_disbursement",
        entity::disbursement_request,
        action::approve_disbursements,
        {"approve"}},
    act{"reject_disbursement",
        entity::disbursement_request,
        action::approve_disbursements,
        {"reject"}},
    act{"cancel_disbursement",
        entity::disbursement_request,
        action::approve_disbursements,
        {"cancel"}},
    act{"pay_disbursement", entity::disbursement_request, action::pay_disbursements, {"pay"}},

    act{"gather_payments", entity::payment_batch, action::pay_disbursements, {"gather"}},
    act{"release_payment_batch", entity::payment_batch, action::release_payments, {"release"}},
    act{"withdraw_payment_batch", entity::payment_batch, action::pay_disbursements, {"withdraw"}},
    act{"leave_payment_batch", entity::payment_batch_item, action::pay_disbursements, {"leave"}},
    act{"record_bank_answer",
        entity::payment_batch_item,
        action::pay_disbursements,
        {"pay", "reject", "return"}},
    act{"end_payer_account", entity::payer_account, action::manage_reference, {"end"}},
    act{"set_payment_terms", entity::agreement, action::sign_agreements, {"set_payment_terms"}},
    act{"confirm_payment", entity::payment, action::confirm_payments},

    act{"revise_expenditure_report",
        entity::expenditure_report,
        action::report_expenditure,
        {"revise"}},
    act{"commit_expenditure_sheet",
        entity::expenditure_report,
        action::report_expenditure,
        {"revise"}},
    act{"submit_expenditure_report",
        entity::expenditure_report,
        action::submit_expenditure,
        {"submit"}},
    act{"acknowledge_report_checks",
        entity::expenditure_report,
        action::report_expenditure,
        {"acknowledge"}},
    act{"withdraw_expenditure_report",
        entity::expenditure_report,
        action::report_expenditure,
        {"withdraw"}},
    act{"begin_expenditure_review",
        entity::expenditure_report,
        action::review_expenditure,
        {"begin_review"}},
    act{"query_expenditure_report",
        entity::expenditure_report,
        action::review_expenditure,
        {"query"}},
    act{"send_back_expenditure_report",
        entity::expenditure_report,
        action::review_expenditure,
        {"send_back"}},
    act{"review_expenditure_report",
        entity::expenditure_report,
        action::review_expenditure,
        {"accept", "accept_partly"}},
    act{"revalue_expenditure_report",
        entity::expenditure_report,
        action::correct_records,
        {"revalue"}},

    act{"attach_to_expenditure_report", entity::expenditure_report, action::attach_evidence},
    act{"attach_to_disbursement_request", entity::disbursement_request, action::attach_evidence},
    act{"attach_to_agreement", entity::agreement, action::keep_documents},
    act{"attach_to_partner", entity::partner, action::keep_documents},
    act{"attach_to_project", entity::project, action::keep_documents},
    act{"remove_attachment", entity::attachment, action::attach_evidence, {"remove"}},
    act{"disallow_expenditure_line", entity::expenditure_line, action::correct_records},
    act{"answer_review_remark", entity::review_remark, action::report_expenditure, {"answer"}},

    act{"state_cash_book", entity::agreement, action::report_expenditure, {"report"}},
    act{"list_asset", entity::expenditure_line, action::attach_evidence},
    act{"name_sub_partner", entity::agreement, action::attach_evidence},
    act{"end_sub_partner", entity::sub_partner, action::attach_evidence, {"end"}},
    act{"dispose_asset", entity::asset, action::record_refunds, {"dispose"}},
    act{"claim_unspent_advance", entity::agreement, action::record_refunds},
    act{"refund_receivable", entity::receivable, action::record_refunds, {"refund"}},
    act{"propose_write_off", entity::receivable, action::record_refunds, {"propose"}},
    act{"propose_later_documents", entity::receivable, action::record_refunds, {"propose"}},
    act{"propose_set_off", entity::receivable, action::record_refunds, {"propose"}},
    act{"approve_settlement",
        entity::settlement_proposal,
        action::approve_disbursements,
        {"approve"}},
    act{"refuse_settlement",
        entity::settlement_proposal,
        action::approve_disbursements,
        {"refuse"}},

    act{"reverse_journal_entry", entity::journal_entry, action::correct_records},

    act{"propose_rule_kind", entity::instrument, action::propose_rule_kinds},
    act{"confirm_rule_kind", entity::rule_kind, action::confirm_rule_kinds, {"confirm"}},
    act{"grant_exception", entity::exception, action::grant_exceptions, {"grant"}},
    act{"refuse_exception", entity::exception, action::grant_exceptions, {"refuse"}},
    act{"withdraw_exception", entity::exception, action::request_exceptions, {"withdraw"}},

    act{"create_donor_grant", entity::donor, action::open_to_donors},
    act{"confirm_donor_grant", entity::donor_grant, action::confirm_opening_to_donors, {"confirm"}},
    act{"revoke_donor_grant", entity::donor_grant, action::open_to_donors, {"revoke"}},

    act{"set_approval_levels", entity::instrument, action::manage_approval_levels},
    act{"end_approval_grant", entity::approval_grant, action::manage_approval_levels},
    act{"revoke_delegation", entity::delegation, action::delegate},

    act{"revise_target", entity::indicator, action::manage_results},
    act{"mark_indicator_people", entity::indicator, action::verify_actuals},
    act{"confirm_exchange_rates", entity::exchange_rate, action::confirm_rates, {"confirm"}},
    act{"approve_rate_correction", entity::rate_correction, action::confirm_rates, {"approve"}},
    act{"refuse_rate_correction", entity::rate_correction, action::confirm_rates, {"refuse"}},

    act{"report_actual", entity::indicator, action::report_actuals},
    act{"verify_actual", entity::actual, action::verify_actuals, {"verify"}},
    act{"return_actual", entity::actual, action::verify_actuals, {"return"}},
};

}  // namespace

std::span<const act> acts() {
    return all_acts;
}

std::span<const transition> lifecycle_of(entity what) {
    switch (what) {
        case entity::contribution:
            return contribution_lifecycle();
        case entity::donor_refund:
            return donor_refund_lifecycle();
        case entity::project_transfer:
            return project_transfer_lifecycle();
        case entity::accounting_period:
            return accounting_period_lifecycle();
        case entity::project:
            return project_lifecycle();
        case entity::budget_version:
            return budget_version_lifecycle();
        case entity::partner:
            return partner_lifecycle();
        case entity::agreement:
        case entity::tranche:
            return agreement_lifecycle();
        case entity::disbursement_request:
            return disbursement_request_lifecycle();
        case entity::payer_account:
            return payer_account_lifecycle();
        case entity::payment_batch:
            return payment_batch_lifecycle();
        case entity::payment_batch_item:
            return payment_batch_item_lifecycle();
        case entity::expenditure_report:
        case entity::review_remark:  // follows its report
            return expenditure_report_lifecycle();
        case entity::exception:
            return exception_lifecycle();
        case entity::donor_grant:
            return donor_grant_lifecycle();
        case entity::receivable:
            return receivable_lifecycle();
        case entity::asset:
            return asset_lifecycle();
        case entity::settlement_proposal:
            return settlement_proposal_lifecycle();
        case entity::actual:
            return actual_lifecycle();
        case entity::attachment:
            return attachment_lifecycle();
        case entity::matched_effort:
            return matched_effort_lifecycle();
        case entity::rule_kind:
            return rule_kind_lifecycle();
        case entity::exchange_rate:
            return exchange_rate_lifecycle();
        case entity::rate_correction:
            return rate_correction_lifecycle();
        case entity::obligation_submission:
            return obligation_submission_lifecycle();
        case entity::obligation:
            return obligation_lifecycle();
        case entity::tranche_condition:
            return tranche_condition_lifecycle();
        case entity::agreement_amendment:
            return agreement_amendment_lifecycle();
        case entity::bank_account:
            return bank_account_lifecycle();
        case entity::comment:
            return comment_lifecycle();
        case entity::finding:
            return finding_lifecycle();
        case entity::sanctions_list:
            return sanctions_list_lifecycle();
        case entity::screening_match:
            return screening_match_lifecycle();
        case entity::authorised_officer:
        case entity::sub_partner:
            return authorised_officer_lifecycle();
        default:
            return {};
    }
}

std::vector<std::string_view> states_of(entity what) {
    std::vector<std::string_view> states;
    const auto add = [&](std::string_view state) {
        if (std::ranges::find(states, state) == states.end()) {
            states.push_back(state);
        }
    };
    for (const auto& one : lifecycle_of(what)) {
        add(one.from);
        add(one.to);
    }
    return states;
}

bool possible_in(const act& which, std::string_view state) {
    const auto machine = lifecycle_of(which.on);
    return which.steps.front().empty() ||
        std::ranges::any_of(which.steps, [&](std::string_view step) {
               return next_state(machine, step, state).has_value();
           });
}

bool awaited_in(const act& which, std::string_view state) {
    return std::ranges::any_of(lifecycle_of(which.on), [&](const transition& one) {
        return one.from == state && one.waits_for == awaits::somebody &&
            std::ranges::find(which.steps, one.action) != which.steps.end();
    });
}

bool permitted(const act& which, role_set roles, std::string_view state) {
    return permitted(which.needs, roles) && possible_in(which, state);
}

}  // namespace tranche::domain
