// Which accounts each act moves: the table of persistence/README.md as functions. Pure; whether the
// act is allowed was decided before.
#pragma once

#include "domain/expenditure.hpp"
#include "domain/journal.hpp"
#include "domain/liquidation.hpp"
#include "domain/posting_rules_donor.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tranche::domain {

// --- Money coming in: donors' in posting_rules_donor.hpp ----------------------------------------

// Money of a line without a record behind it: what it held when a running fund moved in, got back
// from a project closed before (R62), or had given to such a project.
enum class unrecorded : std::uint8_t { opening, recovered, allocated };
std::optional<unrecorded> unrecorded_from(std::string_view name);
journal_entry opening_posted(
    entry_subject subject, date on, std::int64_t opening_id, std::int64_t line_id, money amount,
    unrecorded kind = unrecorded::opening
);

// --- Project and budget -----------------------------------------------------------------------

// `ahead` is how far the pot may be below zero against what is signed and not yet there (R23).
journal_entry allocation_posted(
    entry_subject subject, date on, std::int64_t allocation_id, std::int64_t line_id,
    std::int64_t pot_id, money amount, std::int64_t ahead = 0
);

struct budget_line_change {
    std::int64_t budget_line_id;
    money change;  // against the last approved version
    money floor;   // how far the line may bend, zero or negative (R21)
};
journal_entry budget_approval_posted(
    entry_subject subject, date on, std::int64_t version_id,
    std::span<const budget_line_change> changes
);

struct direct_facts {
    std::int64_t expenditure_id;
    std::int64_t budget_line_id;
    money amount;
    money base;
    std::string rate;
    // How far the line may go below zero from now on; empty: as far as before (R21).
    std::optional<money> floor = {};
    // What of `base` an own obligation had set aside.
    std::int64_t obligation_id = 0;
    std::optional<money> from_obligation = {};
};
journal_entry direct_expenditure_posted(entry_subject subject, date on, const direct_facts& spent);

// The office's own obligation, such as a purchase order: set aside on its line until it is spent or
// released.
struct own_obligation {
    std::int64_t obligation_id;
    std::int64_t budget_line_id;
    money amount;  // base currency
    // As in direct_facts.
    std::optional<money> floor = {};
};
journal_entry obligation_posted(entry_subject subject, date on, const own_obligation& made);
journal_entry obligation_release_posted(
    entry_subject subject, date on, const own_obligation& released, std::string reason
);

// --- Agreement --------------------------------------------------------------------------------

struct obligation_line {
    std::int64_t budget_line_id;
    money amount;  // base currency
    money floor;   // zero or negative (R21)
};
struct tranche_amount {
    std::int64_t tranche_id;
    money amount;
    money base;
};
journal_entry agreement_signing_posted(
    entry_subject subject, date on, std::span<const obligation_line> lines,
    std::span<const tranche_amount> tranches
);

journal_entry tranche_cancellation_posted(
    entry_subject subject, date on, tranche_amount cancelled,
    std::span<const obligation_line> released
);

// Each part by what it changes, up or down; a line's floor is that of its new amount.
journal_entry agreement_amendment_posted(
    entry_subject subject, date on, std::int64_t amendment_id,
    std::span<const obligation_line> lines, std::span<const tranche_amount> tranches
);

// What is still obligated goes back to the budget lines. A line that bent is made good from them.
journal_entry agreement_closing_posted(
    entry_subject subject, date on, std::span<const obligation_line> rest
);

// --- Payments ---------------------------------------------------------------------------------

struct payment_facts {
    std::int64_t payment_id;
    std::int64_t partner_id;
    std::int64_t tranche_id;
    std::int64_t advance_id;  // the layer this payment opens
    money from_tranche;       // currency of the agreement
    money paid;               // currency of the payment
    money base;
    std::string rate;
};
journal_entry advance_payment_posted(entry_subject subject, date on, const payment_facts& payment);

// Pays what accepted expenditure had made due. `due_base` is what it was valued at then.
journal_entry due_payment_posted(
    entry_subject subject, date on, const payment_facts& payment, money due_base
);

// R42, R48: what a corrected rate changes of a payment, in base currency. What is accounted for of
// an advance by now has its difference in rates changed; the rest is worth so much more or less.
struct payment_revaluation {
    std::int64_t revalued_id;  // of the row that says so
    std::int64_t partner_id;
    std::int64_t advance_id;  // 0: it paid what was due
    money change;
    money open_change;  // of what is still held
    currency paid_in;
    std::string rate;
};
journal_entry payment_revaluation_posted(
    entry_subject subject, date on, const payment_revaluation& revalued
);

// --- Expenditure ------------------------------------------------------------------------------

journal_entry acceptance_posted(
    entry_subject subject, date on, std::int64_t report_id, std::span<const cost_on_line> lines,
    const liquidation& liquidated, const std::string& rate
);

// R42, R48: the same as an acceptance, by what the right rates change; `liquidated` is of that.
journal_entry revaluation_posted(
    entry_subject subject, date on, std::int64_t revaluation_id,
    std::span<const cost_on_line> changes, const liquidation& liquidated, const std::string& rate
);
// At the right rates less was spent than is paid for: the partner owes it.
struct owed_amount {
    std::int64_t receivable_id;
    money amount;
    money base;
};
journal_entry revaluation_owed_posted(
    entry_subject subject, date on, std::int64_t revaluation_id,
    std::span<const cost_on_line> changes, money base_change, const owed_amount& owed
);

journal_entry rejection_posted(
    entry_subject subject, date on, std::int64_t receivable_id, const layer_piece& taken
);

// What was accepted, paid for and disallowed later: the acceptance of so much is taken back, and
// the partner owes it.
struct disallowance_facts {
    std::int64_t disallowance_id;
    std::int64_t receivable_id;
    std::int64_t budget_line_id;
    std::int64_t support_line_id;  // 0 where there is no support cost
    money amount, base;
    money support, support_base;
};
journal_entry disallowance_posted(
    entry_subject subject, date on, const disallowance_facts& disallowed
);

journal_entry interest_posted(
    entry_subject subject, date on, std::int64_t advance_id, money amount, money base,
    const std::string& rate
);

struct refund_facts {
    std::int64_t payment_id;
    std::int64_t partner_id;
    std::int64_t receivable_id;
    money amount;      // currency of the debt
    money debt_base;   // what that part of the debt was valued at
    money received;    // base currency, at the rate of the day it came
    money paid;        // as it came, in any currency
    std::string rate;  // of the currency it came in
};
journal_entry refund_posted(entry_subject subject, date on, const refund_facts& refund);

// A part of a debt that ends without money.
struct settled_debt {
    std::int64_t settlement_id;
    std::int64_t receivable_id;
    money amount;  // currency of the debt
    money base;    // what that part was valued at
};
// The fund bears it, on the lines it was obligated on; their parts add to the debt's base.
journal_entry write_off_posted(
    entry_subject subject, date on, const settled_debt& debt, std::span<const obligation_line> borne
);
// What was rejected or disallowed is shown to be spent after all.
journal_entry later_documents_posted(
    entry_subject subject, date on, const settled_debt& debt, std::span<const cost_on_line> spent
);

// --- Correction -------------------------------------------------------------------------------

// R48: the same postings with the other sign, pointing to the entry they take back.
journal_entry reversal_posted(
    entry_subject subject, date on, entry_source source, std::int64_t reverses_id,
    std::string reason, std::span<const posting> taken_back
);

// --- Closure ----------------------------------------------------------------------------------

struct returned_to_line {
    std::int64_t line_id;
    money amount;
    // A tied contribution whose money waits for its donor's consent; 0: to the pool.
    std::int64_t held_for = 0;
};
struct closure_facts {
    std::vector<budget_line_change>
        line_balances;                       // what each budget line has left, may be negative
    money exchange_difference;               // of all agreements; positive is a loss
    money interest;                          // earned by partners and kept in the project
    std::vector<returned_to_line> returned;  // R62: to the original lines
    std::optional<money> written_off = {};   // R60: a residue not worth its return
};
journal_entry project_closing_posted(entry_subject subject, date on, const closure_facts& closure);

}  // namespace tranche::domain
