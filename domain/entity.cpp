#include "domain/entity.hpp"

#include "domain/contract.hpp"

#include <array>

namespace tranche::domain {
namespace {

constexpr std::array entities{
    entity_names{entity::instrument, "instrument", "instruments", "ins", "funding.instrument"},
    entity_names{
        entity::accounting_period, "accounting_period", "accounting-periods", "per",
        "funding.accounting_period"},
    entity_names{
        entity::funding_line, "funding_line", "funding-lines", "lin", "funding.funding_line"},
    entity_names{entity::donor, "donor", "donors", "don", "funding.donor"},
    entity_names{
        entity::contribution, "contribution", "contributions", "con", "funding.contribution"},
    entity_names{
        entity::contribution_receipt, "contribution_receipt", "contribution-receipts", "rcp",
        "funding.contribution_receipt"},
    entity_names{
        entity::receipt_application, "receipt_application", "receipt-applications", "rap",
        "funding.receipt_application"},
    entity_names{
        entity::commitment_change, "commitment_change", "commitment-changes", "cmc",
        "funding.commitment_change"},
    entity_names{
        entity::donor_refund, "donor_refund", "donor-refunds", "dre", "funding.donor_refund"},
    entity_names{
        entity::line_transfer, "line_transfer", "line-transfers", "ltr", "funding.line_transfer"},
    entity_names{
        entity::return_release, "return_release", "return-releases", "rrl",
        "funding.return_release"},
    entity_names{
        entity::project_transfer, "project_transfer", "project-transfers", "ptr",
        "funding.project_transfer"},
    entity_names{
        entity::opening_balance, "opening_balance", "opening-balances", "opb",
        "funding.opening_balance"},
    entity_names{entity::project, "project", "projects", "prj", "funding.project"},
    entity_names{entity::phase, "phase", "phases", "pha", "funding.phase"},
    entity_names{entity::endorsement, "endorsement", "endorsements", "end", "funding.endorsement"},
    entity_names{entity::allocation, "allocation", "allocations", "alc", "funding.allocation"},
    entity_names{
        entity::budget_version, "budget_version", "budget-versions", "bdv",
        "funding.budget_version"},
    entity_names{entity::budget_line, "budget_line", "budget-lines", "bdl", "funding.budget_line"},
    entity_names{entity::forecast, "forecast", "forecasts", "fct", "funding.forecast"},
    entity_names{
        entity::direct_expenditure, "direct_expenditure", "direct-expenditures", "dex",
        "funding.direct_expenditure"},
    entity_names{
        entity::matched_effort, "matched_effort", "matched-efforts", "mef",
        "funding.matched_effort"},
    entity_names{entity::obligation, "obligation", "obligations", "obl", "funding.obligation"},
    entity_names{
        entity::accounting_statement, "accounting_statement", "accounting-statements", "acs",
        "funding.accounting_statement"},
    entity_names{entity::partner, "partner", "partners", "par", "partner.partner"},
    entity_names{entity::agreement, "agreement", "agreements", "agr", "partner.agreement"},
    entity_names{
        entity::agreement_line, "agreement_line", "agreement-lines", "agl",
        "partner.agreement_line"},
    entity_names{entity::tranche, "tranche", "tranches", "tra", "partner.tranche"},
    entity_names{
        entity::disbursement_request, "disbursement_request", "disbursement-requests", "dsb",
        "partner.disbursement_request"},
    entity_names{entity::payment, "payment", "payments", "pay", "partner.payment"},
    entity_names{
        entity::payment_confirmation, "payment_confirmation", "payment-confirmations", "pcf",
        "partner.payment_confirmation"},
    entity_names{
        entity::payer_account, "payer_account", "payer-accounts", "pac", "partner.payer_account"},
    entity_names{
        entity::payment_batch, "payment_batch", "payment-batches", "pbt", "partner.payment_batch"},
    entity_names{
        entity::payment_batch_item, "payment_batch_item", "payment-batch-items", "pbi",
        "partner.payment_batch_item"},
    entity_names{entity::advance, "advance", "advances", "adv", "partner.advance"},
    entity_names{
        entity::expenditure_report, "expenditure_report", "expenditure-reports", "rep",
        "partner.expenditure_report"},
    entity_names{
        entity::expenditure_line, "expenditure_line", "expenditure-lines", "exl",
        "partner.expenditure_line"},
    entity_names{entity::receivable, "receivable", "receivables", "rec", "partner.receivable"},
    entity_names{
        entity::receivable_settlement, "receivable_settlement", "receivable-settlements", "stl",
        "partner.receivable_settlement"},
    entity_names{entity::cash_book, "cash_book", "cash-books", "csh", "partner.cash_book"},
    entity_names{entity::asset, "asset", "assets", "ast", "partner.asset"},
    entity_names{
        entity::settlement_proposal, "settlement_proposal", "settlement-proposals", "spr",
        "partner.settlement_proposal"},
    entity_names{
        entity::statement_layout, "statement_layout", "statement-layouts", "lay",
        "funding.statement_layout"},
    entity_names{
        entity::statement_mapping, "statement_mapping", "statement-mappings", "map",
        "funding.statement_mapping"},
    entity_names{entity::result, "result", "results", "res", "result.result"},
    entity_names{entity::indicator, "indicator", "indicators", "ind", "result.indicator"},
    entity_names{entity::target, "target", "targets", "tar", "result.target"},
    entity_names{entity::actual, "actual", "actuals", "act", "result.actual"},
    entity_names{
        entity::exchange_rate, "exchange_rate", "exchange-rates", "rat", "reference.exchange_rate"},
    entity_names{
        entity::rate_correction, "rate_correction", "rate-corrections", "rtc",
        "reference.rate_correction"},
    entity_names{entity::journal_entry, "journal_entry", "journal-entries", "jnl", "ledger.entry"},
    entity_names{entity::posting, "posting", "postings", "pst", "ledger.posting"},
    entity_names{entity::audit_event, "audit_event", "audit-events", "aud", "audit.event"},
    entity_names{entity::user_account, "user_account", "users", "usr", "people.user_account"},
    entity_names{
        entity::access_token, "access_token", "access-tokens", "tok", "people.access_token"},
    entity_names{
        entity::browser_session, "browser_session", "sessions", "ses", "people.browser_session"},
    entity_names{entity::exception, "exception", "exceptions", "exc", "funding.rule_exception"},
    entity_names{entity::remark, "remark", "remarks", "rmk", "funding.remark"},
    entity_names{entity::rule_kind, "rule_kind", "rule-kinds", "rkd", "funding.rule_kind"},
    entity_names{
        entity::approval_grant, "approval_grant", "approval-grants", "apg",
        "people.approval_grant"},
    entity_names{entity::delegation, "delegation", "delegations", "dlg", "people.delegation"},
    entity_names{entity::donor_grant, "donor_grant", "donor-grants", "dgr", "funding.donor_grant"},
    entity_names{
        entity::project_step, "project_step", "project-steps", "psp", "funding.project_step"},
    entity_names{
        entity::obligation_submission, "obligation_submission", "obligation-submissions", "osb",
        "funding.obligation_submission"},
    entity_names{
        entity::project_relation, "project_relation", "project-relations", "prl",
        "funding.project_relation"},
    entity_names{
        entity::project_location, "project_location", "project-locations", "plc",
        "funding.project_location"},
    entity_names{entity::upload, "upload", "uploads", "upl", "document.upload"},
    entity_names{entity::attachment, "attachment", "attachments", "att", "document.attachment"},
    entity_names{
        entity::report_round, "report_round", "report-rounds", "rnd", "partner.report_round"},
    entity_names{
        entity::review_remark, "review_remark", "review-remarks", "rvk", "partner.review_remark"},
    entity_names{
        entity::disallowance, "disallowance", "disallowances", "dis", "partner.disallowance"},
    entity_names{entity::revaluation, "revaluation", "revaluations", "rev", "partner.revaluation"},
    entity_names{
        entity::tranche_condition, "tranche_condition", "tranche-conditions", "trc",
        "partner.tranche_condition"},
    entity_names{
        entity::agreement_step, "agreement_step", "agreement-steps", "ags",
        "partner.agreement_step"},
    entity_names{
        entity::agreement_amendment, "agreement_amendment", "agreement-amendments", "amd",
        "partner.agreement_amendment"},
    entity_names{
        entity::partner_identifier, "partner_identifier", "partner-identifiers", "pid",
        "partner.partner_identifier"},
    entity_names{
        entity::partner_assessment, "partner_assessment", "partner-assessments", "pas",
        "partner.partner_assessment"},
    entity_names{
        entity::bank_account, "bank_account", "bank-accounts", "bnk", "partner.bank_account"},
    entity_names{
        entity::authorised_officer, "authorised_officer", "authorised-officers", "aof",
        "partner.authorised_officer"},
    entity_names{entity::sub_partner, "sub_partner", "sub-partners", "sub", "partner.sub_partner"},
    entity_names{
        entity::assurance_activity, "assurance_activity", "assurance-activities", "asa",
        "partner.assurance_activity"},
    entity_names{entity::finding, "finding", "findings", "fnd", "partner.finding"},
    entity_names{
        entity::sanctions_list, "sanctions_list", "sanctions-lists", "scl",
        "partner.sanctions_list"},
    entity_names{
        entity::screening_match, "screening_match", "screening-matches", "scm",
        "partner.screening_match"},
    entity_names{entity::comment, "comment", "comments", "cmt", "document.comment"},
    entity_names{
        entity::due_diligence_document, "due_diligence_document", "due-diligence-documents", "ddd",
        "partner.due_diligence_document"},
};

constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t digit_count = 13;  // 13 x 5 bits hold 63

}  // namespace

const entity_names& names_of(entity what) {
    const auto& found = entities.at(static_cast<std::size_t>(what));
    ensures(found.what == what, "the table of entities is in the order of the enumeration");
    return found;
}

std::span<const entity_names> all_entities() {
    return entities;
}

std::optional<entity> entity_of_stem(std::string_view stem) {
    for (const auto& one : entities) {
        if (one.stem == stem) {
            return one.what;
        }
    }
    return std::nullopt;
}

std::string public_id(entity what, std::int64_t id) {
    expects(id >= 0, "an id is not negative");
    std::string text{names_of(what).prefix};
    text += '_';
    const auto first = text.size();
    text.resize(first + digit_count);
    auto rest = static_cast<std::uint64_t>(id);
    for (std::size_t i = digit_count; i-- > 0;) {
        text[first + i] = digits[rest % digits.size()];
        rest /= digits.size();
    }
    return text;
}

std::optional<std::int64_t> parse_public_id(entity what, std::string_view text) {
    const auto prefix = names_of(what).prefix;
    if (text.size() != prefix.size() + 1 + digit_count || !text.starts_with(prefix) ||
        text[prefix.size()] != '_') {
        return std::nullopt;
    }
    std::uint64_t number = 0;
    for (const char one : text.substr(prefix.size() + 1)) {
        const auto value = digits.find(one);
        if (value == std::string_view::npos || number > (INT64_MAX >> 5)) {
            return std::nullopt;
        }
        number = number * digits.size() + value;
    }
    return static_cast<std::int64_t>(number);
}

}  // namespace tranche::domain
