// Every kind of thing the service knows by an id: its stem in code and database, the word of its
// collection in the API, and the prefix of its public ids.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tranche::domain {

enum class entity : std::uint8_t {
    instrument,
    accounting_period,
    funding_line,
    donor,
    contribution,
    contribution_receipt,
    receipt_application,
    commitment_change,
    donor_refund,
    line_transfer,
    return_release,
    project_transfer,
    opening_balance,
    project,
    phase,
    endorsement,
    allocation,
    budget_version,
    budget_line,
    forecast,
    direct_expenditure,
    matched_effort,
    obligation,
    accounting_statement,
    partner,
    agreement,
    agreement_line,
    tranche,
    disbursement_request,
    payment,
    payment_confirmation,
    payer_account,
    payment_batch,
    payment_batch_item,
    advance,
    expenditure_report,
    expenditure_line,
    receivable,
    receivable_settlement,
    cash_book,
    asset,
    settlement_proposal,
    statement_layout,
    statement_mapping,
    result,
    indicator,
    target,
    actual,
    exchange_rate,
    rate_correction,
    journal_entry,
    posting,
    audit_event,
    user_account,
    access_token,
    browser_session,
    exception,
    remark,
    rule_kind,
    approval_grant,
    delegation,
    donor_grant,
    project_step,
    obligation_submission,
    project_relation,
    project_location,
    upload,
    attachment,
    report_round,
    review_remark,
    disallowance,
    revaluation,
    tranche_condition,
    agreement_step,
    agreement_amendment,
    partner_identifier,
    partner_assessment,
    bank_account,
    authorised_officer,
    sub_partner,
    assurance_activity,
    finding,
    sanctions_list,
    screening_match,
    comment,
    due_diligence_document,
};

struct entity_names {
    entity what;
    std::string_view stem;        // "disbursement_request"
    std::string_view collection;  // "disbursement-requests"
    std::string_view prefix;      // "dsb"
    std::string_view table;       // "partner.disbursement_request"
};

const entity_names& names_of(entity what);
std::span<const entity_names> all_entities();
// Empty for a stem that is none.
std::optional<entity> entity_of_stem(std::string_view stem);

// "dsb_0c5t9x2m4k8qz": the prefix, then the number in 13 digits of Crockford's base 32.
std::string public_id(entity what, std::int64_t id);
// Empty when the text is not a public id of that kind; a code never looks like one.
std::optional<std::int64_t> parse_public_id(entity what, std::string_view text);

}  // namespace tranche::domain
