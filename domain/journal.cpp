#include "domain/journal.hpp"

#include "domain/contract.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace tranche::domain {
namespace {

struct kind_row {
    account_kind kind;
    std::string_view name;
    book in_book;
    bool kept;
};

constexpr auto f = book::authority;
constexpr auto p = book::partner;
constexpr auto c = book::cash;

constexpr std::array kinds{
    kind_row{account_kind::donor_source, "donor_source", f, false},
    kind_row{account_kind::commitment_open, "commitment_open", f, true},
    kind_row{account_kind::unapplied_receipt, "unapplied_receipt", f, true},
    kind_row{
        account_kind::contribution_exchange_difference, "contribution_exchange_difference", f,
        false},
    kind_row{account_kind::refund_exchange_difference, "refund_exchange_difference", f, false},
    kind_row{account_kind::overhead, "overhead", f, false},
    kind_row{account_kind::opening_source, "opening_source", f, false},
    kind_row{account_kind::line_available, "line_available", f, true},
    kind_row{account_kind::returned_held, "returned_held", f, true},
    kind_row{account_kind::project_unbudgeted, "project_unbudgeted", f, true},
    kind_row{account_kind::budget_available, "budget_available", f, true},
    kind_row{account_kind::obligated, "obligated", f, true},
    kind_row{account_kind::spent, "spent", f, true},
    kind_row{account_kind::spent_direct, "spent_direct", f, true},
    kind_row{account_kind::project_exchange_difference, "project_exchange_difference", f, false},
    kind_row{account_kind::project_interest, "project_interest", f, false},
    kind_row{account_kind::lost, "lost", f, false},
    kind_row{account_kind::donor_refunded, "donor_refunded", f, false},
    kind_row{account_kind::authority_exchange, "authority_exchange", f, false},
    kind_row{account_kind::agreement_value, "agreement_value", p, false},
    kind_row{account_kind::tranche_unpaid, "tranche_unpaid", p, true},
    kind_row{account_kind::due, "due", p, true},
    kind_row{account_kind::advance, "advance", p, true},
    kind_row{account_kind::receivable, "receivable", p, true},
    kind_row{account_kind::settled, "settled", p, false},
    kind_row{account_kind::refunded, "refunded", p, false},
    kind_row{account_kind::written_off, "written_off", p, false},
    kind_row{account_kind::interest, "interest", p, false},
    kind_row{account_kind::exchange_difference, "exchange_difference", p, false},
    kind_row{account_kind::partner_exchange, "partner_exchange", p, false},
    kind_row{account_kind::donor_bank, "donor_bank", c, false},
    kind_row{account_kind::fund_cash, "fund_cash", c, false},
    kind_row{account_kind::partner_bank, "partner_bank", c, false},
    kind_row{account_kind::payee_bank, "payee_bank", c, false},
    kind_row{account_kind::opening_cash, "opening_cash", c, false},
    kind_row{account_kind::agency_bank, "agency_bank", c, false},
    kind_row{account_kind::cash_exchange, "cash_exchange", c, false},
};

constexpr auto kind_values = [] {
    std::array<account_kind, kinds.size()> values{};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        values[i] = kinds[i].kind;
    }
    return values;
}();

const kind_row& row_of(account_kind kind) {
    return kinds.at(static_cast<std::size_t>(kind));
}

constexpr std::array measure_rules{
    measure_rule{account_kind::line_available, "allocation", "allocated", -1},
    measure_rule{account_kind::line_available, "project_closed", "returned", 1},
    measure_rule{account_kind::returned_held, "project_closed", "returned", 1},
    measure_rule{account_kind::budget_available, "budget_approved", "budgeted", 1},
    measure_rule{account_kind::budget_available, "", "available", 1},
    measure_rule{account_kind::obligated, "", "obligated", 1},
    measure_rule{account_kind::spent, "", "accepted", 1},
    measure_rule{account_kind::spent_direct, "", "direct", 1},
    measure_rule{account_kind::partner_bank, "payment", "disbursed", 1},
    measure_rule{account_kind::partner_bank, "payment_revaluation", "disbursed", 1},
    measure_rule{account_kind::partner_bank, "refund", "refunded", -1},
    // A payment that came back is money back, and a refund that did not come is less of it.
    measure_rule{account_kind::partner_bank, "reversal", "refunded", -1},
    measure_rule{account_kind::advance, "", "advance", 1},
    measure_rule{account_kind::receivable, "", "receivable", 1},
    measure_rule{account_kind::due, "", "due", 1},
    measure_rule{account_kind::interest, "", "interest", -1},
    measure_rule{account_kind::exchange_difference, "", "exchange_difference", 1},
    measure_rule{account_kind::lost, "write_off", "written_off", 1},
    measure_rule{account_kind::lost, "reversal", "written_off", 1},
};

constexpr std::array measure_names{
    std::string_view{"allocated"},   std::string_view{"returned"},
    std::string_view{"budgeted"},    std::string_view{"available"},
    std::string_view{"obligated"},   std::string_view{"accepted"},
    std::string_view{"direct"},      std::string_view{"disbursed"},
    std::string_view{"refunded"},    std::string_view{"advance"},
    std::string_view{"receivable"},  std::string_view{"due"},
    std::string_view{"interest"},    std::string_view{"exchange_difference"},
    std::string_view{"written_off"},
};

}  // namespace

std::string_view name(account_kind kind) {
    return row_of(kind).name;
}

account_kind account_kind_named(std::string_view name) {
    const auto found = std::ranges::find(kinds, name, &kind_row::name);
    expects(found != kinds.end(), "an account is of a known kind");
    return found->kind;
}

book book_of(account_kind kind) {
    return row_of(kind).in_book;
}

bool is_kept(account_kind kind) {
    return row_of(kind).kept;
}

std::span<const account_kind> all_account_kinds() {
    return kind_values;
}

std::span<const measure_rule> all_measure_rules() {
    return measure_rules;
}

std::span<const std::string_view> all_measures() {
    return measure_names;
}

journal_entry::journal_entry(
    std::string event, date effective_on, entry_subject subject, entry_source source
)
    : event_{std::move(event)},
      effective_on_{effective_on},
      subject_{subject},
      source_{std::move(source)} {}

journal_entry& journal_entry::add(
    account_ref account, money amount, money base, std::optional<std::string> rate,
    std::optional<std::int64_t> floor
) {
    if (amount.is_zero() && base.is_zero()) {
        return *this;
    }
    const auto same = std::ranges::find_if(postings_, [&](const posting& one) {
        return one.account == account && one.amount.currency_unit() == amount.currency_unit();
    });
    if (same == postings_.end()) {
        postings_.push_back({account, amount, base, std::move(rate), floor});
        return *this;
    }
    same->amount += amount;
    same->base += base;
    if (floor) {
        same->floor = floor;
    }
    if (same->amount.is_zero() && same->base.is_zero() && !same->floor) {
        postings_.erase(same);
    }
    return *this;
}

journal_entry& journal_entry::move(account_ref from, account_ref to, money amount, money base) {
    return add(from, -amount, -base).add(to, amount, base);
}

journal_entry& journal_entry::exchange(
    account_ref from, account_ref to, account_ref contra, money given, money taken, money base,
    const std::string& rate
) {
    if (given.currency_unit() == taken.currency_unit()) {
        expects(given == taken, "one currency is not exchanged for itself at another amount");
        return move(from, to, given, base);
    }
    return add(from, -given, -base, rate)
        .add(contra, given, base, rate)
        .add(contra, -taken, -base, rate)
        .add(to, taken, base, rate);
}

bool journal_entry::is_balanced() const {
    std::map<std::pair<book, currency>, std::int64_t> by_currency;
    std::map<book, std::int64_t> in_base;
    for (const auto& one : postings_) {
        const auto where = book_of(one.account.kind);
        by_currency[{where, one.amount.currency_unit()}] += one.amount.minor();
        in_base[where] += one.base.minor();
    }
    const auto is_zero = [](const auto& sum) {
        return sum.second == 0;
    };
    return std::ranges::all_of(by_currency, is_zero) && std::ranges::all_of(in_base, is_zero);
}

std::vector<measure_delta> measures_of(const journal_entry& entry) {
    std::vector<measure_delta> deltas;
    for (const auto& one : entry.postings()) {
        for (const auto& rule : measure_rules) {
            if (rule.kind != one.account.kind ||
                (!rule.event.empty() && rule.event != entry.event())) {
                continue;
            }
            const auto amount = rule.sign > 0 ? one.amount : -one.amount;
            const auto base = rule.sign > 0 ? one.base : -one.base;
            const auto same = std::ranges::find_if(deltas, [&](const measure_delta& delta) {
                return delta.measure == rule.measure &&
                    delta.amount.currency_unit() == amount.currency_unit();
            });
            if (same == deltas.end()) {
                deltas.push_back({rule.measure, amount, base});
            } else {
                same->amount += amount;
                same->base += base;
            }
        }
    }
    std::erase_if(deltas, [](const measure_delta& delta) {
        return delta.amount.is_zero() && delta.base.is_zero();
    });
    return deltas;
}

}  // namespace tranche::domain
