#include "domain/posting_rules.hpp"

namespace tranche::domain {
namespace {

account_ref obligation(const entry_subject& subject, std::int64_t budget_line_id) {
    return {account_kind::obligated, subject.agreement_id, budget_line_id};
}

account_ref of_agreement(account_kind kind, const entry_subject& subject) {
    return {kind, subject.agreement_id};
}

// Value of an agreement, taken from the budget and put on its tranches.
void promise(
    journal_entry& entry, std::span<const obligation_line> lines,
    std::span<const tranche_amount> tranches
) {
    const auto& subject = entry.subject();
    for (const auto& line : lines) {
        entry.add(
            {account_kind::budget_available, line.budget_line_id}, -line.amount, -line.amount
        );
        entry.add(
            obligation(subject, line.budget_line_id), line.amount, line.amount, std::nullopt,
            line.floor.minor()
        );
    }
    for (const auto& one : tranches) {
        entry.move(
            of_agreement(account_kind::agreement_value, subject),
            {account_kind::tranche_unpaid, one.tranche_id}, one.amount, one.base
        );
    }
}

// The bank's side of a payment: the fund gives base currency, the partner receives its own.
void pay_out(journal_entry& entry, const payment_facts& payment) {
    const auto instrument = entry.subject().instrument_id;
    entry.exchange(
        {account_kind::fund_cash, instrument}, {account_kind::partner_bank, payment.partner_id},
        {account_kind::cash_exchange, instrument}, payment.base, payment.paid, payment.base,
        payment.rate
    );
}

// Cost that an agreement had set aside is spent, up or down.
void spend(journal_entry& entry, std::span<const cost_on_line> lines) {
    const auto& subject = entry.subject();
    for (const auto& line : lines) {
        entry.add(
            obligation(subject, line.budget_line_id), -line.base, -line.base, std::nullopt,
            line.floor ? std::optional{line.floor->minor()} : std::nullopt
        );
        entry.add(
            {account_kind::spent, line.budget_line_id, subject.agreement_id}, line.base, line.base
        );
    }
}

// What it discharges of advances and what falls due for it.
void liquidate_by(journal_entry& entry, const liquidation& liquidated, const std::string& rate) {
    const auto& subject = entry.subject();
    for (const auto& piece : liquidated.discharged) {
        entry.add({account_kind::advance, piece.advance_id}, -piece.amount, -piece.base);
    }
    entry.add(
        of_agreement(account_kind::settled, subject), liquidated.settled, liquidated.settled_base
    );
    entry.add(
        of_agreement(account_kind::exchange_difference, subject),
        money{0, liquidated.settled.currency_unit()}, liquidated.exchange_difference
    );
    for (const auto& piece : liquidated.due) {
        entry.exchange(
            {account_kind::tranche_unpaid, piece.tranche_id}, {account_kind::due, piece.tranche_id},
            of_agreement(account_kind::partner_exchange, subject), piece.from_tranche, piece.due,
            piece.base, rate
        );
    }
}

}  // namespace

journal_entry agreement_signing_posted(
    entry_subject subject, date on, std::span<const obligation_line> lines,
    std::span<const tranche_amount> tranches
) {
    journal_entry entry{"agreement_signed", on, subject, {"agreement", subject.agreement_id}};
    promise(entry, lines, tranches);
    return entry;
}

journal_entry agreement_amendment_posted(
    entry_subject subject, date on, std::int64_t amendment_id,
    std::span<const obligation_line> lines, std::span<const tranche_amount> tranches
) {
    journal_entry entry{"agreement_amended", on, subject, {"agreement_amendment", amendment_id}};
    promise(entry, lines, tranches);
    return entry;
}

journal_entry tranche_cancellation_posted(
    entry_subject subject, date on, tranche_amount cancelled,
    std::span<const obligation_line> released
) {
    journal_entry entry{"tranche_cancelled", on, subject, {"tranche", cancelled.tranche_id}};
    entry.move(
        {account_kind::tranche_unpaid, cancelled.tranche_id},
        of_agreement(account_kind::agreement_value, subject), cancelled.amount, cancelled.base
    );
    for (const auto& line : released) {
        entry.move(
            obligation(subject, line.budget_line_id),
            {account_kind::budget_available, line.budget_line_id}, line.amount, line.amount
        );
    }
    return entry;
}

journal_entry agreement_closing_posted(
    entry_subject subject, date on, std::span<const obligation_line> rest
) {
    journal_entry entry{"agreement_closed", on, subject, {"agreement", subject.agreement_id}};
    for (const auto& line : rest) {
        entry.add(
            obligation(subject, line.budget_line_id), -line.amount, -line.amount, std::nullopt, 0
        );
        entry.add({account_kind::budget_available, line.budget_line_id}, line.amount, line.amount);
    }
    return entry;
}

journal_entry advance_payment_posted(entry_subject subject, date on, const payment_facts& payment) {
    journal_entry entry{"payment", on, subject, {"payment", payment.payment_id}};
    entry.exchange(
        {account_kind::tranche_unpaid, payment.tranche_id},
        {account_kind::advance, payment.advance_id},
        of_agreement(account_kind::partner_exchange, subject), payment.from_tranche, payment.paid,
        payment.base, payment.rate
    );
    pay_out(entry, payment);
    return entry;
}

journal_entry due_payment_posted(
    entry_subject subject, date on, const payment_facts& payment, money due_base
) {
    journal_entry entry{"payment", on, subject, {"payment", payment.payment_id}};
    entry.add({account_kind::due, payment.tranche_id}, -payment.paid, -due_base, payment.rate);
    entry.add(of_agreement(account_kind::settled, subject), payment.paid, due_base);
    // Paid at another rate than it fell due at: the difference is its own figure (P10).
    entry.add(
        of_agreement(account_kind::exchange_difference, subject),
        money{0, payment.paid.currency_unit()}, payment.base - due_base
    );
    entry.add(
        of_agreement(account_kind::partner_exchange, subject),
        money{0, payment.paid.currency_unit()}, due_base - payment.base
    );
    pay_out(entry, payment);
    return entry;
}

journal_entry payment_revaluation_posted(
    entry_subject subject, date on, const payment_revaluation& revalued
) {
    journal_entry entry{"payment_revaluation", on, subject, {"payment", revalued.revalued_id}};
    const money none{0, revalued.paid_in};
    entry.add({account_kind::advance, revalued.advance_id}, none, revalued.open_change);
    entry.add(
        of_agreement(account_kind::exchange_difference, subject), none,
        revalued.change - revalued.open_change
    );
    entry.add(of_agreement(account_kind::partner_exchange, subject), none, -revalued.change);
    entry.exchange(
        {account_kind::fund_cash, subject.instrument_id},
        {account_kind::partner_bank, revalued.partner_id},
        {account_kind::cash_exchange, subject.instrument_id}, revalued.change, none,
        revalued.change, revalued.rate
    );
    return entry;
}

journal_entry acceptance_posted(
    entry_subject subject, date on, std::int64_t report_id, std::span<const cost_on_line> lines,
    const liquidation& liquidated, const std::string& rate
) {
    journal_entry entry{"acceptance", on, subject, {"expenditure_report", report_id}};
    spend(entry, lines);
    liquidate_by(entry, liquidated, rate);
    return entry;
}

journal_entry revaluation_posted(
    entry_subject subject, date on, std::int64_t revaluation_id,
    std::span<const cost_on_line> changes, const liquidation& liquidated, const std::string& rate
) {
    journal_entry entry{"revaluation", on, subject, {"revaluation", revaluation_id}};
    spend(entry, changes);
    liquidate_by(entry, liquidated, rate);
    return entry;
}

journal_entry revaluation_owed_posted(
    entry_subject subject, date on, std::int64_t revaluation_id,
    std::span<const cost_on_line> changes, money base_change, const owed_amount& owed
) {
    journal_entry entry{"revaluation", on, subject, {"revaluation", revaluation_id}};
    spend(entry, changes);
    entry.add(of_agreement(account_kind::settled, subject), -owed.amount, base_change);
    entry.add({account_kind::receivable, owed.receivable_id}, owed.amount, owed.base);
    entry.add(
        of_agreement(account_kind::exchange_difference, subject),
        money{0, owed.amount.currency_unit()}, -base_change - owed.base
    );
    return entry;
}

journal_entry rejection_posted(
    entry_subject subject, date on, std::int64_t receivable_id, const layer_piece& taken
) {
    journal_entry entry{"rejection", on, subject, {"receivable", receivable_id}};
    entry.move(
        {account_kind::advance, taken.advance_id}, {account_kind::receivable, receivable_id},
        taken.amount, taken.base
    );
    return entry;
}

journal_entry disallowance_posted(
    entry_subject subject, date on, const disallowance_facts& disallowed
) {
    journal_entry entry{"disallowance", on, subject, {"disallowance", disallowed.disallowance_id}};
    const auto give_back = [&](std::int64_t line, money base) {
        if (!base.is_zero()) {
            entry.add({account_kind::spent, line, subject.agreement_id}, -base, -base);
            entry.add(obligation(subject, line), base, base);
        }
    };
    give_back(disallowed.budget_line_id, disallowed.base);
    give_back(disallowed.support_line_id, disallowed.support_base);
    const auto owed = disallowed.amount + disallowed.support;
    const auto owed_base = disallowed.base + disallowed.support_base;
    entry.add(of_agreement(account_kind::settled, subject), -owed, -owed_base);
    entry.add({account_kind::receivable, disallowed.receivable_id}, owed, owed_base);
    return entry;
}

journal_entry interest_posted(
    entry_subject subject, date on, std::int64_t advance_id, money amount, money base,
    const std::string& rate
) {
    journal_entry entry{"interest", on, subject, {"advance", advance_id}};
    entry.add(of_agreement(account_kind::interest, subject), -amount, -base, rate);
    entry.add({account_kind::advance, advance_id}, amount, base, rate);
    return entry;
}

}  // namespace tranche::domain
