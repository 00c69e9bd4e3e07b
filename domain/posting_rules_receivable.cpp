// How a partner's debt ends (R45): money comes back or is set off, documents come later, or the
// fund bears the loss.
#include "domain/posting_rules.hpp"

namespace tranche::domain {
namespace {

account_ref of_agreement(account_kind kind, const entry_subject& subject) {
    return {kind, subject.agreement_id};
}

}  // namespace

journal_entry refund_posted(entry_subject subject, date on, const refund_facts& refund) {
    journal_entry entry{"refund", on, subject, {"payment", refund.payment_id}};
    entry.add({account_kind::receivable, refund.receivable_id}, -refund.amount, -refund.debt_base);
    // The rate is of the currency the money came in, which need not be the debt's.
    entry.add(
        of_agreement(account_kind::refunded, subject), refund.amount, refund.received,
        refund.amount.currency_unit() == refund.paid.currency_unit() ? std::optional{refund.rate}
                                                                     : std::nullopt
    );
    entry.add(
        of_agreement(account_kind::exchange_difference, subject),
        money{0, refund.amount.currency_unit()}, refund.debt_base - refund.received
    );
    entry.exchange(
        {account_kind::partner_bank, refund.partner_id},
        {account_kind::fund_cash, subject.instrument_id},
        {account_kind::cash_exchange, subject.instrument_id}, refund.paid, refund.received,
        refund.received, refund.rate
    );
    return entry;
}

journal_entry write_off_posted(
    entry_subject subject, date on, const settled_debt& debt, std::span<const obligation_line> borne
) {
    journal_entry entry{"write_off", on, subject, {"receivable_settlement", debt.settlement_id}};
    entry.move(
        {account_kind::receivable, debt.receivable_id},
        of_agreement(account_kind::written_off, subject), debt.amount, debt.base
    );
    for (const auto& one : borne) {
        entry.move(
            {account_kind::obligated, subject.agreement_id, one.budget_line_id},
            {account_kind::lost, subject.project_id, one.budget_line_id}, one.amount, one.amount
        );
    }
    return entry;
}

journal_entry later_documents_posted(
    entry_subject subject, date on, const settled_debt& debt, std::span<const cost_on_line> spent
) {
    journal_entry entry{"documents", on, subject, {"receivable_settlement", debt.settlement_id}};
    money worth{0, debt.base.currency_unit()};
    for (const auto& one : spent) {
        entry.move(
            {account_kind::obligated, subject.agreement_id, one.budget_line_id},
            {account_kind::spent, one.budget_line_id, subject.agreement_id}, one.base, one.base
        );
        worth += one.base;
    }
    entry.add({account_kind::receivable, debt.receivable_id}, -debt.amount, -debt.base);
    entry.add(of_agreement(account_kind::settled, subject), debt.amount, worth);
    entry.add(
        of_agreement(account_kind::exchange_difference, subject),
        money{0, debt.amount.currency_unit()}, debt.base - worth
    );
    return entry;
}

}  // namespace tranche::domain
