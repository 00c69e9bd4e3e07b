// The state machines. What each state allows is written out once more here, from the rules; every
// act in every state is then tried, so that a transition too many fails as well as one too few.
#include "domain/lifecycle.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace tranche::domain {
namespace {

// state -> act -> next state
using table = std::map<std::string_view, std::map<std::string_view, std::string_view>>;

const table project_table{
    {"concept",
     {{"draft_proposal", "proposal_draft"}, {"withdraw", "withdrawn"}, {"plan", "concept"}}},
    {"proposal_draft",
     {{"submit", "submitted"},
      {"record_approval", "approved"},
      {"government_letter", "proposal_draft"},
      {"withdraw", "withdrawn"},
      {"plan", "proposal_draft"}}},
    {"submitted",
     {{"government_letter", "submitted"},
      {"regional_office", "ro_endorsed"},
      {"withdraw", "withdrawn"},
      {"plan", "submitted"}}},
    {"ro_endorsed",
     {{"fund_review", "fund_review"}, {"withdraw", "withdrawn"}, {"plan", "ro_endorsed"}}},
    {"fund_review",
     {{"approve", "approved"},
      {"decline", "declined"},
      {"retain", "retained"},
      {"withdraw", "withdrawn"},
      {"plan", "fund_review"}}},
    {"retained", {{"reopen", "fund_review"}, {"withdraw", "withdrawn"}, {"plan", "retained"}}},
    {"declined", {}},
    {"withdrawn", {}},
    {"cancelled", {}},
    {"approved",
     {{"allocate", "allocated"},
      {"cancel", "cancelled"},
      {"plan", "approved"},
      {"name_focal_point", "approved"},
      {"draft_budget", "approved"},
      {"correct", "approved"}}},
    {"allocated",
     {{"allocate", "allocated"},
      {"cancel", "cancelled"},
      {"plan", "allocated"},
      {"name_focal_point", "allocated"},
      {"draft_budget", "allocated"},
      {"forecast", "allocated"},
      {"correct", "allocated"},
      {"activate", "active"}}},
    {"active",
     {{"allocate", "active"},
      {"name_focal_point", "active"},
      {"draft_budget", "active"},
      {"forecast", "active"},
      {"obligate", "active"},
      {"spend", "active"},
      {"correct", "active"},
      {"suspend", "suspended"},
      {"extend", "active"},
      {"terminate", "terminated"},
      {"complete", "activities_completed"}}},
    {"suspended",
     {{"resume", "active"},
      {"extend", "suspended"},
      {"terminate", "terminated"},
      {"forecast", "suspended"},
      {"correct", "suspended"}}},
    {"terminated",
     {{"spend", "terminated"}, {"close", "financially_closed"}, {"correct", "terminated"}}},
    {"activities_completed",
     {{"spend", "activities_completed"},
      {"correct", "activities_completed"},
      {"close", "financially_closed"}}},
    {"financially_closed", {}},
};

const std::set<std::string_view> results_added_in{
    "proposal_draft", "submitted", "ro_endorsed", "fund_review", "retained",
    "approved",       "allocated", "active",      "suspended",   "activities_completed"};

table with_results(table allowed) {
    for (const auto state :
         {"active", "suspended", "activities_completed", "terminated", "financially_closed"}) {
        allowed[state].emplace("submit_obligation", state);
    }
    for (const auto state : results_added_in) {
        allowed[state].emplace("add_result", state);
    }
    return allowed;
}

const table budget_table{
    {"draft",
     {{"submit", "submitted"},
      {"give_notice", "approved"},
      {"revise", "withdrawn"},
      {"approve", "approved"},
      {"withdraw", "withdrawn"}}},
    {"submitted", {{"send_back", "draft"}, {"approve", "approved"}, {"withdraw", "withdrawn"}}},
    {"approved", {}},
    {"withdrawn", {}},
};

const table agreement_table{
    {"draft",
     {{"submit", "under_review"},
      {"sign", "signed"},
      {"set_conditions", "draft"},
      {"schedule_reports", "draft"},
      {"set_payment_terms", "draft"},
      {"cancel", "cancelled"}}},
    {"under_review",
     {{"clear", "cleared"},
      {"send_back", "draft"},
      {"set_conditions", "under_review"},
      {"schedule_reports", "under_review"},
      {"set_payment_terms", "under_review"},
      {"cancel", "cancelled"}}},
    {"cleared",
     {{"sign", "signed"},
      {"send_back", "draft"},
      {"set_conditions", "cleared"},
      {"schedule_reports", "cleared"},
      {"set_payment_terms", "cleared"},
      {"cancel", "cancelled"}}},
    {"signed",
     {{"suspend", "suspended"},
      {"terminate", "terminated"},
      {"schedule_reports", "signed"},
      {"set_payment_terms", "signed"},
      {"request", "signed"},
      {"pay", "signed"},
      {"settle", "signed"},
      {"amend", "signed"},
      {"set_conditions", "signed"},
      {"report", "signed"},
      {"correct", "signed"},
      {"disallow", "signed"},
      {"cancel_tranche", "signed"},
      {"close", "closed"}}},
    {"suspended",
     {{"resume", "signed"},
      {"terminate", "terminated"},
      {"amend", "suspended"},
      {"set_conditions", "suspended"},
      {"schedule_reports", "suspended"},
      {"set_payment_terms", "suspended"},
      {"report", "suspended"},
      {"correct", "suspended"},
      {"disallow", "suspended"},
      {"cancel_tranche", "suspended"}}},
    {"terminated",
     {{"report", "terminated"},
      {"settle", "terminated"},
      {"correct", "terminated"},
      {"disallow", "terminated"},
      {"cancel_tranche", "terminated"},
      {"close", "closed"}}},
    {"cancelled", {}},
    {"closed", {{"disallow", "closed"}, {"settle", "closed"}}},
};

const table amendment_table{
    {"draft",
     {{"revise", "draft"},
      {"submit", "submitted"},
      {"give_notice", "approved"},
      {"withdraw", "withdrawn"}}},
    {"submitted", {{"send_back", "draft"}, {"approve", "approved"}, {"withdraw", "withdrawn"}}},
    {"approved", {{"sign", "merged"}, {"withdraw", "withdrawn"}}},
    {"merged", {}},
    {"withdrawn", {}},
};

const table request_table{
    {"submitted", {{"certify", "certified"}, {"reject", "rejected"}}},
    {"certified", {{"approve", "approved"}, {"reject", "rejected"}}},
    {"approved", {{"pay", "paid"}, {"reject", "rejected"}, {"cancel", "cancelled"}}},
    {"rejected", {}},
    {"cancelled", {}},
    {"paid", {{"return", "returned"}}},
    {"returned", {}},
};

const table payer_account_table{{"open", {{"end", "ended"}}}, {"ended", {}}};

const table batch_table{
    {"gathering", {{"gather", "gathering"}, {"release", "released"}, {"withdraw", "withdrawn"}}},
    {"released", {}},
    {"withdrawn", {}},
};

const table batch_item_table{
    {"gathered", {{"leave", "left"}}},
    {"released", {{"pay", "paid"}, {"reject", "rejected"}}},
    {"left", {}},
    {"paid", {{"return", "returned"}}},
    {"returned", {}},
    {"rejected", {}},
};

const table report_table{
    {"draft",
     {{"revise", "draft"}, {"submit", "submitted"}, {"answer", "draft"}, {"acknowledge", "draft"}}},
    {"submitted",
     {{"withdraw", "draft"},
      {"begin_review", "under_verification"},
      {"query", "under_verification"},
      {"send_back", "sent_back"},
      {"accept", "accepted"},
      {"accept_partly", "partly_accepted"}}},
    {"under_verification",
     {{"query", "under_verification"},
      {"answer", "under_verification"},
      {"send_back", "sent_back"},
      {"accept", "accepted"},
      {"accept_partly", "partly_accepted"}}},
    {"sent_back",
     {{"revise", "draft"},
      {"submit", "submitted"},
      {"answer", "sent_back"},
      {"acknowledge", "sent_back"}}},
    {"accepted", {{"revalue", "accepted"}}},
    {"partly_accepted", {{"revalue", "partly_accepted"}}},
};

const table exception_table{
    {"requested", {{"grant", "granted"}, {"refuse", "refused"}, {"withdraw", "withdrawn"}}},
    {"granted", {{"use", "used"}}},
    {"refused", {}},
    {"withdrawn", {}},
    {"used", {}},
};

const table donor_grant_table{
    {"proposed", {{"confirm", "confirmed"}, {"revoke", "revoked"}}},
    {"confirmed", {{"revoke", "revoked"}}},
    {"revoked", {}},
};

const table contribution_table{
    {"pledged", {{"commit", "committed"}, {"receive", "pledged"}}},
    {"committed", {{"receive", "committed"}, {"apply", "committed"}, {"amend", "committed"}}},
};

const table donor_refund_table{
    {"requested", {{"pay", "paid"}, {"refuse", "refused"}}}, {"paid", {}}, {"refused", {}}};

const table project_transfer_table{
    {"requested", {{"approve", "approved"}, {"refuse", "refused"}}},
    {"approved", {}},
    {"refused", {}}};

const table period_table{
    {"open", {{"close", "closed"}}}, {"closed", {{"reopen", "reopened"}}}, {"reopened", {}}};
const table partner_table{{"open", {{"block", "blocked"}}}, {"blocked", {{"unblock", "open"}}}};
const table receivable_table{
    {"open", {{"refund", "settled"}, {"propose", "open"}}}, {"settled", {}}};
const table asset_table{{"kept", {{"dispose", "gone"}}}, {"gone", {}}};
const table settlement_proposal_table{
    {"proposed", {{"approve", "approved"}, {"refuse", "refused"}}},
    {"approved", {{"refuse", "refused"}}},
    {"refused", {}}};
const table obligation_table{
    {"open", {{"spend", "open"}, {"release", "settled"}}}, {"settled", {}}};
const table actual_table{
    {"reported", {{"verify", "verified"}, {"return", "returned"}}},
    {"verified", {{"return", "returned"}}},
    {"returned", {}}};
const table attachment_table{{"attached", {{"remove", "removed"}}}, {"removed", {}}};
const table matched_effort_table{{"recorded", {{"withdraw", "withdrawn"}}}, {"withdrawn", {}}};

const table rule_kind_table{{"proposed", {{"confirm", "confirmed"}}}, {"confirmed", {}}};
const table rate_table{{"loaded", {{"confirm", "confirmed"}}}, {"confirmed", {}}};
const table rate_correction_table{
    {"proposed", {{"approve", "approved"}, {"refuse", "refused"}}},
    {"approved", {}},
    {"refused", {}}};
const table submission_table{
    {"submitted", {{"accept", "accepted"}, {"send_back", "sent_back"}}},
    {"accepted", {}},
    {"sent_back", {}}};

const table finding_table{
    {"open", {{"answer", "answered"}, {"clear", "decided"}, {"disallow", "decided"}}},
    {"answered", {{"answer", "answered"}, {"clear", "decided"}, {"disallow", "decided"}}},
    {"decided", {}}};
const table match_table{
    {"open", {{"call_false", "called_false"}, {"confirm", "confirmed"}}},
    {"called_false", {{"clear", "cleared"}, {"confirm", "confirmed"}}},
    {"confirmed", {{"call_false", "called_false"}}},
    {"cleared", {}}};
const table comment_table{
    {"open", {{"reply", "open"}, {"resolve", "resolved"}, {"withdraw", "open"}}},
    {"resolved", {{"reopen", "open"}, {"withdraw", "resolved"}}},
    {"said", {{"withdraw", "said"}}}};

void expect_exactly(std::span<const transition> machine, const table& allowed) {
    std::set<std::string_view> actions{"no_such_act"};
    std::set<std::string_view> states{"no_such_state"};
    for (const auto& one : machine) {
        actions.insert(one.action);
        states.insert(one.from);
        states.insert(one.to);
    }
    for (const auto& [state, next] : allowed) {
        states.insert(state);
        for (const auto& [action, to] : next)
            actions.insert(action);
    }
    for (const auto state : states) {
        for (const auto action : actions) {
            const auto row = allowed.find(state);
            const bool listed = row != allowed.end() && row->second.contains(action);
            const auto expected = listed ? std::optional{row->second.at(action)} : std::nullopt;
            EXPECT_EQ(next_state(machine, action, state), expected) << action << " in " << state;
        }
    }
}

}  // namespace

TEST(ProjectLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(project_lifecycle(), with_results(project_table));
}

TEST(BudgetVersionLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(budget_version_lifecycle(), budget_table);
}

TEST(AgreementLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(agreement_lifecycle(), agreement_table);
    expect_exactly(agreement_amendment_lifecycle(), amendment_table);
}

TEST(DisbursementRequestLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(disbursement_request_lifecycle(), request_table);
}

TEST(PaymentBatchLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(payer_account_lifecycle(), payer_account_table);
    expect_exactly(payment_batch_lifecycle(), batch_table);
    expect_exactly(payment_batch_item_lifecycle(), batch_item_table);
}

TEST(ExpenditureReportLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(expenditure_report_lifecycle(), report_table);
}

TEST(RuleKindLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(rule_kind_lifecycle(), rule_kind_table);
}

TEST(ExchangeRateLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(exchange_rate_lifecycle(), rate_table);
    expect_exactly(rate_correction_lifecycle(), rate_correction_table);
}

TEST(ObligationLifecycles, AllowExactlyTheListedActs) {
    expect_exactly(obligation_lifecycle(), obligation_table);
    expect_exactly(obligation_submission_lifecycle(), submission_table);
}

TEST(AssuranceLifecycles, AllowExactlyTheListedActs) {
    expect_exactly(finding_lifecycle(), finding_table);
    expect_exactly(sanctions_list_lifecycle(), rate_table);
    expect_exactly(screening_match_lifecycle(), match_table);
    expect_exactly(comment_lifecycle(), comment_table);
}

TEST(ExceptionLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(exception_lifecycle(), exception_table);
}

TEST(DonorGrantLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(donor_grant_lifecycle(), donor_grant_table);
}

TEST(ContributionLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(contribution_lifecycle(), contribution_table);
}

TEST(DonorMoneyLifecycles, AllowExactlyTheListedActs) {
    expect_exactly(donor_refund_lifecycle(), donor_refund_table);
    expect_exactly(project_transfer_lifecycle(), project_transfer_table);
}

TEST(AccountingPeriodLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(accounting_period_lifecycle(), period_table);
}

TEST(PartnerLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(partner_lifecycle(), partner_table);
}

TEST(ReceivableLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(receivable_lifecycle(), receivable_table);
    expect_exactly(asset_lifecycle(), asset_table);
    expect_exactly(settlement_proposal_lifecycle(), settlement_proposal_table);
}

TEST(ActualLifecycle, AllowsExactlyTheListedActs) {
    expect_exactly(actual_lifecycle(), actual_table);
    expect_exactly(matched_effort_lifecycle(), matched_effort_table);
    expect_exactly(attachment_lifecycle(), attachment_table);
}

TEST(Lifecycles, HaveOneAnswerForAnActInAState) {
    for (const auto machine :
         {project_lifecycle(),
          budget_version_lifecycle(),
          agreement_lifecycle(),
          disbursement_request_lifecycle(),
          expenditure_report_lifecycle(),
          exception_lifecycle(),
          contribution_lifecycle(),
          accounting_period_lifecycle(),
          partner_lifecycle(),
          receivable_lifecycle(),
          actual_lifecycle(),
          donor_grant_lifecycle(),
          matched_effort_lifecycle(),
          attachment_lifecycle(),
          donor_refund_lifecycle(),
          project_transfer_lifecycle(),
          payer_account_lifecycle(),
          payment_batch_lifecycle(),
          payment_batch_item_lifecycle(),
          asset_lifecycle(),
          settlement_proposal_lifecycle()}) {
        std::set<std::pair<std::string_view, std::string_view>> seen;
        for (const auto& one : machine) {
            EXPECT_TRUE(seen.emplace(one.action, one.from).second)
                << one.action << " in " << one.from;
        }
    }
}

}  // namespace tranche::domain
