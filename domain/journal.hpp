// A double-entry journal entry before it is written: postings to accounts named by what they are
// and whom they belong to, in minor units of their own currency and of the base currency.
// The chart of accounts, in words, stands in persistence/README.md.
#pragma once

#include "domain/calendar.hpp"
#include "domain/money.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::domain {

// F: authority to spend. P: what a partner holds and owes. C: cash.
enum class book : char { authority = 'F', partner = 'P', cash = 'C' };

enum class account_kind : std::uint8_t {
    donor_source,
    commitment_open,
    unapplied_receipt,
    contribution_exchange_difference,
    refund_exchange_difference,
    overhead,
    opening_source,
    line_available,
    returned_held,
    project_unbudgeted,
    budget_available,
    obligated,
    spent,
    spent_direct,
    project_exchange_difference,
    project_interest,
    lost,
    donor_refunded,
    authority_exchange,
    agreement_value,
    tranche_unpaid,
    due,
    advance,
    receivable,
    settled,
    refunded,
    written_off,
    interest,
    exchange_difference,
    partner_exchange,
    donor_bank,
    fund_cash,
    partner_bank,
    payee_bank,
    opening_cash,
    agency_bank,
    cash_exchange,
};

// The name under which the database knows the kind, its book, and whether its balance is kept.
std::string_view name(account_kind kind);
// Throws contract_violation for a name that is none.
account_kind account_kind_named(std::string_view name);
book book_of(account_kind kind);
bool is_kept(account_kind kind);
std::span<const account_kind> all_account_kinds();

// Whose account: an instrument, line, project, tranche ...; part_id tells several apart, such as
// the budget line within an agreement. Zero means no part.
struct account_ref {
    account_kind kind;
    std::int64_t owner_id;
    std::int64_t part_id = 0;

    auto operator<=>(const account_ref&) const = default;
};

struct posting {
    account_ref account;
    money amount;
    money base;
    std::optional<std::string> rate;    // exact decimal, when one was used
    std::optional<std::int64_t> floor;  // new floor of a balance that may bend (R21), minor units
};

// What an entry is about. Ids are zero when the entry has no such thing.
struct entry_subject {
    std::int64_t instrument_id = 0;
    std::int64_t project_id = 0;
    std::int64_t agreement_id = 0;
};

struct entry_source {
    std::string type;  // the table's row that is the document behind the entry
    std::int64_t id = 0;
};

// Collects postings; two to one account and currency become one, and empty ones are left out.
class journal_entry {
public:
    journal_entry(std::string event, date effective_on, entry_subject subject, entry_source source);

    journal_entry& add(
        account_ref account, money amount, money base,
        std::optional<std::string> rate = std::nullopt,
        std::optional<std::int64_t> floor = std::nullopt
    );
    // Both legs at once: amount leaves `from` and arrives at `to`.
    journal_entry& move(account_ref from, account_ref to, money amount, money base);
    // Money changes currency inside one book: `contra` takes the old one and gives the new one.
    journal_entry& exchange(
        account_ref from, account_ref to, account_ref contra, money given, money taken, money base,
        const std::string& rate
    );

    [[nodiscard]] const std::string& event() const { return event_; }
    [[nodiscard]] date effective_on() const { return effective_on_; }
    [[nodiscard]] const entry_subject& subject() const { return subject_; }
    [[nodiscard]] const entry_source& source() const { return source_; }
    [[nodiscard]] std::span<const posting> postings() const { return postings_; }
    [[nodiscard]] bool empty() const { return postings_.empty(); }

    // Sums to zero per book and currency, and per book in base currency. An entry that does not is
    // a programming error; the database refuses it as well.
    [[nodiscard]] bool is_balanced() const;

    std::string origin = "current";
    std::string reason;
    std::int64_t reverses_id = 0;

private:
    std::string event_;
    date effective_on_;
    entry_subject subject_;
    entry_source source_;
    std::vector<posting> postings_;
};

// A figure kept for reports: what an entry adds to one measure of its project.
struct measure_delta {
    std::string_view measure;
    money amount;
    money base;
};

// Which postings feed which figure. An empty event means: whatever the event.
struct measure_rule {
    account_kind kind;
    std::string_view event;
    std::string_view measure;
    int sign;
};
std::span<const measure_rule> all_measure_rules();

// allocated, returned, budgeted, available, obligated, accepted, direct, disbursed, refunded,
// advance, receivable, due, interest, exchange_difference, written_off: derived from account and
// event alone, so that a check can derive them again from the postings.
std::vector<measure_delta> measures_of(const journal_entry& entry);
std::span<const std::string_view> all_measures();

}  // namespace tranche::domain
