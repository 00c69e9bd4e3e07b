#include "domain/posting_rules_donor.hpp"

namespace tranche::domain {
namespace {

void fill_line(journal_entry& entry, const entry_subject& subject, const line_filling& in) {
    const account_ref promised{account_kind::commitment_open, in.contribution_id};
    const account_ref pot{account_kind::line_available, in.line_id, in.pot_id};
    const account_ref contra{account_kind::authority_exchange, subject.instrument_id};
    if (in.applied.currency_unit() == in.line_amount.currency_unit()) {
        entry.move(promised, pot, in.applied, in.line_amount);
    } else if (!in.applied.is_zero()) {
        const auto value = in.committed_value;
        const auto difference = value - in.line_amount;
        const auto rate = in.rate.empty() ? std::nullopt : std::optional{in.rate};
        entry.add(promised, -in.applied, -value, rate)
            .add(contra, in.applied, value, rate)
            .add(contra, -value, -value, rate)
            .add(
                {account_kind::contribution_exchange_difference, in.contribution_id}, difference,
                difference
            )
            .add(pot, in.line_amount, in.line_amount, rate);
    }
    entry.move(
        pot, {account_kind::overhead, in.line_id, in.contribution_id}, in.overhead, in.overhead
    );
    entry.move(
        {account_kind::fund_cash, subject.instrument_id},
        {account_kind::agency_bank, subject.instrument_id}, in.overhead, in.overhead
    );
}

}  // namespace

journal_entry commitment_posted(
    entry_subject subject, date on, std::int64_t contribution_id, money amount, money base,
    std::int64_t change_id
) {
    const entry_source source = change_id == 0 ? entry_source{"contribution", contribution_id}
                                               : entry_source{"commitment_change", change_id};
    journal_entry entry{"commitment", on, subject, source};
    entry.move(
        {account_kind::donor_source, contribution_id},
        {account_kind::commitment_open, contribution_id}, amount, base
    );
    return entry;
}

journal_entry receipt_posted(entry_subject subject, date on, const receipt_facts& receipt) {
    journal_entry entry{"receipt", on, subject, {"contribution_receipt", receipt.receipt_id}};
    const auto& in = receipt.filling;
    const auto base = in.line_amount + receipt.unapplied_base;
    entry.exchange(
        {account_kind::donor_bank, receipt.donor_id},
        {account_kind::fund_cash, subject.instrument_id},
        {account_kind::cash_exchange, subject.instrument_id}, in.applied + receipt.unapplied, base,
        base, in.rate
    );
    fill_line(entry, subject, in);
    entry.move(
        {account_kind::donor_source, in.contribution_id},
        {account_kind::unapplied_receipt, in.contribution_id}, receipt.unapplied,
        receipt.unapplied_base
    );
    return entry;
}

journal_entry receipt_application_posted(
    entry_subject subject, date on, std::int64_t application_id, const line_filling& filling
) {
    journal_entry entry{"receipt_applied", on, subject, {"receipt_application", application_id}};
    entry.move(
        {account_kind::unapplied_receipt, filling.contribution_id},
        {account_kind::donor_source, filling.contribution_id}, filling.applied, filling.line_amount
    );
    fill_line(entry, subject, filling);
    return entry;
}

journal_entry donor_refund_posted(
    entry_subject subject, date on, const donor_refund_facts& refund
) {
    journal_entry entry{"donor_refund", on, subject, {"donor_refund", refund.refund_id}};
    entry.move(
        refund.from, {account_kind::donor_refunded, refund.contribution_id}, refund.taken,
        refund.taken_base
    );
    for (const auto& one : refund.exchange) {
        entry.move(
            one.pot, {account_kind::refund_exchange_difference, refund.contribution_id}, one.amount,
            one.amount
        );
    }
    entry.exchange(
        {account_kind::fund_cash, subject.instrument_id},
        {account_kind::donor_bank, refund.donor_id},
        {account_kind::cash_exchange, subject.instrument_id}, refund.paid_base, refund.paid,
        refund.paid_base, refund.rate
    );
    return entry;
}

journal_entry line_transfer_posted(
    entry_subject subject, date on, std::int64_t transfer_id, std::int64_t from_line,
    std::int64_t to_line, std::int64_t pot_id, money amount
) {
    journal_entry entry{"line_transfer", on, subject, {"line_transfer", transfer_id}};
    entry.move(
        {account_kind::line_available, from_line, pot_id},
        {account_kind::line_available, to_line, pot_id}, amount, amount
    );
    return entry;
}

journal_entry return_release_posted(
    entry_subject subject, date on, std::int64_t release_id, std::int64_t line_id,
    std::int64_t contribution_id, money amount
) {
    journal_entry entry{"return_released", on, subject, {"return_release", release_id}};
    entry.move(
        {account_kind::returned_held, line_id, contribution_id},
        {account_kind::line_available, line_id}, amount, amount
    );
    return entry;
}

}  // namespace tranche::domain
