#include "domain/lifecycle.hpp"

#include <algorithm>
#include <array>

namespace tranche::domain {
namespace {

using enum awaits;

constexpr std::array project{
    transition{"draft_proposal", "concept", "proposal_draft", somebody},
    transition{"submit", "proposal_draft", "submitted", somebody},
    transition{"government_letter", "proposal_draft", "proposal_draft"},
    transition{"government_letter", "submitted", "submitted"},
    transition{"regional_office", "submitted", "ro_endorsed", somebody},
    transition{"fund_review", "ro_endorsed", "fund_review", somebody},
    transition{"approve", "fund_review", "approved", somebody},
    // A fund whose terms ask for no review records what was decided on paper.
    transition{"record_approval", "proposal_draft", "approved"},
    transition{"decline", "fund_review", "declined"},
    transition{"retain", "fund_review", "retained"},
    // R14: once there is money it is looked at again, and not handed in again.
    transition{"reopen", "retained", "fund_review"},
    transition{"allocate", "approved", "allocated", somebody},
    transition{"allocate", "allocated", "allocated"},
    transition{"allocate", "active", "active"},
    transition{"name_focal_point", "approved", "approved"},
    transition{"name_focal_point", "allocated", "allocated"},
    transition{"name_focal_point", "active", "active"},
    transition{"draft_budget", "approved", "approved"},
    transition{"draft_budget", "allocated", "allocated"},
    transition{"draft_budget", "active", "active"},
    transition{"forecast", "allocated", "allocated"},
    transition{"forecast", "active", "active"},
    transition{"forecast", "suspended", "suspended"},
    transition{"activate", "allocated", "active", somebody},
    transition{"obligate", "active", "active"},
    transition{"spend", "active", "active"},
    transition{"spend", "activities_completed", "activities_completed"},
    transition{"spend", "terminated", "terminated"},
    transition{"correct", "approved", "approved"},
    transition{"correct", "allocated", "allocated"},
    transition{"correct", "active", "active"},
    transition{"correct", "suspended", "suspended"},
    transition{"correct", "activities_completed", "activities_completed"},
    transition{"correct", "terminated", "terminated"},
    transition{"withdraw", "concept", "withdrawn"},
    transition{"withdraw", "proposal_draft", "withdrawn"},
    transition{"withdraw", "submitted", "withdrawn"},
    transition{"withdraw", "ro_endorsed", "withdrawn"},
    transition{"withdraw", "fund_review", "withdrawn"},
    transition{"withdraw", "retained", "withdrawn"},
    transition{"cancel", "approved", "cancelled"},
    transition{"cancel", "allocated", "cancelled"},
    transition{"plan", "concept", "concept"},
    transition{"plan", "proposal_draft", "proposal_draft"},
    transition{"plan", "submitted", "submitted"},
    transition{"plan", "ro_endorsed", "ro_endorsed"},
    transition{"plan", "fund_review", "fund_review"},
    transition{"plan", "retained", "retained"},
    transition{"plan", "approved", "approved"},
    transition{"plan", "allocated", "allocated"},
    transition{"extend", "active", "active"},
    transition{"extend", "suspended", "suspended"},
    transition{"submit_obligation", "active", "active"},
    transition{"submit_obligation", "suspended", "suspended"},
    transition{"submit_obligation", "activities_completed", "activities_completed"},
    transition{"submit_obligation", "terminated", "terminated"},
    transition{"submit_obligation", "financially_closed", "financially_closed"},
    transition{"suspend", "active", "suspended"},
    transition{"resume", "suspended", "active"},
    transition{"terminate", "active", "terminated"},
    transition{"terminate", "suspended", "terminated"},
    transition{"complete", "active", "activities_completed"},
    transition{"close", "activities_completed", "financially_closed", somebody},
    transition{"close", "terminated", "financially_closed", somebody},
    transition{"add_result", "proposal_draft", "proposal_draft"},
    transition{"add_result", "submitted", "submitted"},
    transition{"add_result", "ro_endorsed", "ro_endorsed"},
    transition{"add_result", "fund_review", "fund_review"},
    transition{"add_result", "retained", "retained"},
    transition{"add_result", "approved", "approved"},
    transition{"add_result", "allocated", "allocated"},
    transition{"add_result", "active", "active"},
    transition{"add_result", "suspended", "suspended"},
    transition{"add_result", "activities_completed", "activities_completed"},
};

constexpr std::array budget_version{
    transition{"submit", "draft", "submitted", somebody},
    // A change within the lines' flexibility is in force once it is submitted.
    transition{"give_notice", "draft", "approved"},
    transition{"revise", "draft", "withdrawn"},
    transition{"send_back", "submitted", "draft"},
    transition{"approve", "draft", "approved"},
    transition{"approve", "submitted", "approved", somebody},
    transition{"withdraw", "draft", "withdrawn"},
    transition{"withdraw", "submitted", "withdrawn"},
};

// "active" and "ended" are dates of a signed agreement, not states.
constexpr std::array agreement{
    // A paper agreement is recorded as signed in one step; a fund that reviews clears it before.
    transition{"submit", "draft", "under_review"},
    transition{"clear", "under_review", "cleared", somebody},
    transition{"send_back", "under_review", "draft"},
    transition{"send_back", "cleared", "draft"},
    transition{"sign", "draft", "signed", somebody},
    transition{"sign", "cleared", "signed", somebody},
    transition{"cancel", "draft", "cancelled"},
    transition{"cancel", "under_review", "cancelled"},
    transition{"cancel", "cleared", "cancelled"},
    transition{"schedule_reports", "draft", "draft"},
    transition{"schedule_reports", "under_review", "under_review"},
    transition{"schedule_reports", "cleared", "cleared"},
    transition{"schedule_reports", "signed", "signed"},
    transition{"schedule_reports", "suspended", "suspended"},
    transition{"set_payment_terms", "draft", "draft"},
    transition{"set_payment_terms", "under_review", "under_review"},
    transition{"set_payment_terms", "cleared", "cleared"},
    transition{"set_payment_terms", "signed", "signed"},
    transition{"set_payment_terms", "suspended", "suspended"},
    transition{"suspend", "signed", "suspended"},
    transition{"resume", "suspended", "signed"},
    transition{"terminate", "signed", "terminated"},
    transition{"terminate", "suspended", "terminated"},
    transition{"request", "signed", "signed"},
    transition{"pay", "signed", "signed"},
    // What was spent is owed, also once it has ended before its time.
    transition{"settle", "signed", "signed"},
    transition{"settle", "terminated", "terminated"},
    transition{"amend", "signed", "signed"},
    transition{"amend", "suspended", "suspended"},
    transition{"report", "signed", "signed"},
    transition{"report", "suspended", "suspended"},
    transition{"report", "terminated", "terminated"},
    transition{"correct", "signed", "signed"},
    transition{"correct", "suspended", "suspended"},
    transition{"correct", "terminated", "terminated"},
    transition{"cancel_tranche", "signed", "signed"},
    transition{"cancel_tranche", "suspended", "suspended"},
    transition{"cancel_tranche", "terminated", "terminated"},
    transition{"set_conditions", "draft", "draft"},
    transition{"set_conditions", "under_review", "under_review"},
    transition{"set_conditions", "cleared", "cleared"},
    transition{"set_conditions", "signed", "signed"},
    transition{"set_conditions", "suspended", "suspended"},
    transition{"close", "signed", "closed"},
    transition{"close", "terminated", "closed", somebody},
};

constexpr std::array disbursement_request{
    transition{"certify", "submitted", "certified", somebody},
    transition{"approve", "certified", "approved", somebody},
    transition{"reject", "submitted", "rejected"},
    transition{"reject", "certified", "rejected"},
    transition{"reject", "approved", "rejected"},
    transition{"cancel", "approved", "cancelled"},
    transition{"pay", "approved", "paid", somebody},
    transition{"return", "paid", "returned"},
};

constexpr std::array payer_account{transition{"end", "open", "ended"}};

// "settled" once the bank has answered for all of it.
constexpr std::array payment_batch{
    transition{"gather", "gathering", "gathering"},
    transition{"release", "gathering", "released", somebody},
    transition{"withdraw", "gathering", "withdrawn"},
};

// Released together. What the bank refused is approved as before, and may be gathered again.
constexpr std::array payment_batch_item{
    transition{"leave", "gathered", "left"},
    transition{"pay", "released", "paid"},
    transition{"reject", "released", "rejected"},
};

constexpr std::array expenditure_report{
    transition{"revise", "draft", "draft"},
    transition{"revise", "sent_back", "draft", somebody},
    transition{"submit", "draft", "submitted", somebody},
    // Where every remark was explained and no line changed.
    transition{"submit", "sent_back", "submitted"},
    transition{"answer", "sent_back", "sent_back"},
    transition{"answer", "draft", "draft"},
    transition{"acknowledge", "sent_back", "sent_back"},
    transition{"acknowledge", "draft", "draft"},
    // Until somebody begins to look at it.
    transition{"withdraw", "submitted", "draft"},
    transition{"begin_review", "submitted", "under_verification"},
    transition{"send_back", "submitted", "sent_back"},
    transition{"send_back", "under_verification", "sent_back"},
    transition{"accept", "submitted", "accepted", somebody},
    transition{"accept", "under_verification", "accepted", somebody},
    transition{"accept_partly", "submitted", "partly_accepted"},
    transition{"accept_partly", "under_verification", "partly_accepted"},
};

// "expired" is a date of an exception that was granted and never used, not a state.
constexpr std::array exception{
    transition{"grant", "requested", "granted", somebody},
    transition{"refuse", "requested", "refused"},
    transition{"withdraw", "requested", "withdrawn"},
    transition{"use", "granted", "used"},
};

// Its last day ends it without a step.
constexpr std::array donor_grant{
    transition{"confirm", "proposed", "confirmed", somebody},
    transition{"revoke", "proposed", "revoked"},
    transition{"revoke", "confirmed", "revoked"},
};

constexpr std::array contribution{
    transition{"commit", "pledged", "committed", somebody},
    transition{"receive", "pledged", "pledged"},
    transition{"receive", "committed", "committed"},
    transition{"apply", "committed", "committed"},
    transition{"amend", "committed", "committed"},
};

constexpr std::array donor_refund{
    transition{"pay", "requested", "paid", somebody},
    transition{"refuse", "requested", "refused"},
};

constexpr std::array project_transfer{
    transition{"approve", "requested", "approved", somebody},
    transition{"refuse", "requested", "refused"},
};

// "closing" (in its grace) follows from a date.
constexpr std::array accounting_period{
    transition{"close", "open", "closed"},
    transition{"reopen", "closed", "reopened"},
};

constexpr std::array partner{
    transition{"block", "open", "blocked"},
    transition{"unblock", "blocked", "open"},
};

// A part that came back leaves it open.
constexpr std::array receivable{
    transition{"refund", "open", "settled", somebody},
    transition{"propose", "open", "open"},
};

constexpr std::array asset{transition{"dispose", "kept", "gone"}};

// A set-off that is approved waits for its payment.
constexpr std::array settlement_proposal{
    transition{"approve", "proposed", "approved", somebody},
    transition{"refuse", "proposed", "refused"},
    transition{"refuse", "approved", "refused"},
};

constexpr std::array rule_kind{transition{"confirm", "proposed", "confirmed", somebody}};

constexpr std::array exchange_rate{transition{"confirm", "loaded", "confirmed", somebody}};

// Not accepted: what is due is due again, with the same day, and another one is handed in.
constexpr std::array obligation_submission{
    transition{"accept", "submitted", "accepted", somebody},
    transition{"send_back", "submitted", "sent_back"},
};

// A value that was wrong leaves its period open for another.
constexpr std::array actual{
    transition{"verify", "reported", "verified", somebody},
    transition{"return", "reported", "returned"},
    transition{"return", "verified", "returned"},
};

constexpr std::array attachment{transition{"remove", "attached", "removed"}};
constexpr std::array matched_effort{transition{"withdraw", "recorded", "withdrawn"}};

// Settled when nothing is left of it, by whatever way.
constexpr std::array obligation{
    transition{"spend", "open", "open"}, transition{"release", "open", "settled"}};

// "computed" (by the books or the calendar) and "replaced" lead nowhere.
constexpr std::array tranche_condition{transition{"confirm", "open", "confirmed"}};

// What needs notice only waits for nobody but the two who sign.
constexpr std::array agreement_amendment{
    transition{"revise", "draft", "draft"},
    transition{"submit", "draft", "submitted", somebody},
    transition{"give_notice", "draft", "approved"},
    transition{"send_back", "submitted", "draft"},
    transition{"approve", "submitted", "approved", somebody},
    transition{"sign", "approved", "merged", somebody},
    transition{"withdraw", "draft", "withdrawn"},
    transition{"withdraw", "submitted", "withdrawn"},
    transition{"withdraw", "approved", "withdrawn"},
};

constexpr std::array bank_account{
    transition{"confirm", "proposed", "confirmed", somebody},
    transition{"refuse", "proposed", "refused"},
};

// A part of the amount that is decided leaves it where it is; it is settled once what is owed is
// back.
constexpr std::array finding{
    transition{"answer", "open", "answered", somebody},
    transition{"answer", "answered", "answered"},
    transition{"clear", "open", "decided"},
    transition{"clear", "answered", "decided", somebody},
    transition{"disallow", "open", "decided"},
    transition{"disallow", "answered", "decided"},
};

// A match is cleared by two persons, also one that was confirmed by mistake.
constexpr std::array screening_match{
    transition{"call_false", "open", "called_false", somebody},
    transition{"call_false", "confirmed", "called_false"},
    transition{"confirm", "open", "confirmed"},
    transition{"confirm", "called_false", "confirmed"},
    transition{"clear", "called_false", "cleared", somebody},
};

// Words are never changed: they are withdrawn, and stay readable.
constexpr std::array comment{
    transition{"reply", "open", "open"},
    transition{"resolve", "open", "resolved"},
    transition{"reopen", "resolved", "open"},
    transition{"withdraw", "open", "open"},
    transition{"withdraw", "resolved", "resolved"},
    transition{"withdraw", "said", "said"},
};

constexpr std::array authorised_officer{transition{"end", "named", "ended"}};

}  // namespace

std::span<const transition> project_lifecycle() {
    return project;
}
std::span<const transition> budget_version_lifecycle() {
    return budget_version;
}
std::span<const transition> agreement_lifecycle() {
    return agreement;
}
std::span<const transition> disbursement_request_lifecycle() {
    return disbursement_request;
}
std::span<const transition> payer_account_lifecycle() {
    return payer_account;
}
std::span<const transition> payment_batch_lifecycle() {
    return payment_batch;
}
std::span<const transition> payment_batch_item_lifecycle() {
    return payment_batch_item;
}
std::span<const transition> expenditure_report_lifecycle() {
    return expenditure_report;
}

std::span<const transition> exception_lifecycle() {
    return exception;
}
std::span<const transition> donor_grant_lifecycle() {
    return donor_grant;
}
std::span<const transition> contribution_lifecycle() {
    return contribution;
}
std::span<const transition> donor_refund_lifecycle() {
    return donor_refund;
}

std::span<const transition> project_transfer_lifecycle() {
    return project_transfer;
}
std::span<const transition> accounting_period_lifecycle() {
    return accounting_period;
}
std::span<const transition> partner_lifecycle() {
    return partner;
}
std::span<const transition> asset_lifecycle() {
    return asset;
}

std::span<const transition> settlement_proposal_lifecycle() {
    return settlement_proposal;
}

std::span<const transition> receivable_lifecycle() {
    return receivable;
}
std::span<const transition> actual_lifecycle() {
    return actual;
}
std::span<const transition> attachment_lifecycle() {
    return attachment;
}
std::span<const transition> matched_effort_lifecycle() {
    return matched_effort;
}
std::span<const transition> rule_kind_lifecycle() {
    return rule_kind;
}
std::span<const transition> exchange_rate_lifecycle() {
    return exchange_rate;
}
std::span<const transition> obligation_submission_lifecycle() {
    return obligation_submission;
}
std::span<const transition> obligation_lifecycle() {
    return obligation;
}
std::span<const transition> tranche_condition_lifecycle() {
    return tranche_condition;
}
std::span<const transition> agreement_amendment_lifecycle() {
    return agreement_amendment;
}
std::span<const transition> bank_account_lifecycle() {
    return bank_account;
}
std::span<const transition> finding_lifecycle() {
    return finding;
}
std::span<const transition> screening_match_lifecycle() {
    return screening_match;
}
std::span<const transition> comment_lifecycle() {
    return comment;
}
std::span<const transition> authorised_officer_lifecycle() {
    return authorised_officer;
}

std::optional<std::string_view> next_state(
    std::span<const transition> machine, std::string_view action, std::string_view state
) {
    const auto found = std::ranges::find_if(machine, [&](const transition& one) {
        return one.action == action && one.from == state;
    });
    return found == machine.end() ? std::nullopt : std::optional{found->to};
}

}  // namespace tranche::domain
