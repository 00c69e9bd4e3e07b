// Laws of the money rules for any amounts: entries balance, figures follow from postings, and what
// a report accepts is discharged, due or beyond, never lost on the way.
#include "domain/journal.hpp"
#include "domain/posting_rules.hpp"
#include "domain/split.hpp"
#include "tests/property/any_money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace tranche::domain {
namespace {

constexpr entry_subject subject{1, 7, 3};
const date on = day("2009-11-20");
payment_facts any_payment() {
    return {id(), id(), id(), id(), dollars(), quetzales(), dollars(), "8.1"};
}

std::vector<obligation_line> any_obligations(money (*amount)()) {
    return up_to(5, [&] { return obligation_line{id(), amount(), usd("0.00")}; });
}

std::vector<budget_line_change> any_changes() {
    return up_to(5, [] { return budget_line_change{id(), some_dollars(), usd("0.00")}; });
}

std::vector<cost_on_line> any_costs() {
    return up_to(5, [] { return cost_on_line{id(), dollars()}; });
}

line_filling any_filling(const char* rate) {
    return {id(), id(), id(), quetzales(), dollars(), dollars(), dollars(), rate};
}

journal_entry any_entry() {
    switch (*rc::gen::inRange(0, 20)) {
        case 0:
            return commitment_posted(subject, on, id(), dollars(), dollars());
        case 1:
            return receipt_posted(
                subject, on, {id(), id(), any_filling("8"), quetzales(), dollars()}
            );
        case 2:
            return opening_posted(subject, on, id(), id(), dollars());
        case 3:
            return allocation_posted(subject, on, id(), id(), id(), dollars());
        case 4:
            return budget_approval_posted(subject, on, id(), any_changes());
        case 5:
            return direct_expenditure_posted(
                subject, on, {id(), id(), quetzales(), dollars(), "8"}
            );
        case 6:
            return agreement_signing_posted(subject, on, any_obligations(dollars), up_to(4, [] {
                                                return tranche_amount{id(), quetzales(), dollars()};
                                            }));
        case 7:
            return tranche_cancellation_posted(
                subject, on, {id(), quetzales(), dollars()}, any_obligations(dollars)
            );
        case 8:
            return agreement_closing_posted(subject, on, any_obligations(some_dollars));
        case 9:
            return advance_payment_posted(subject, on, any_payment());
        case 10:
            return due_payment_posted(subject, on, any_payment(), dollars());
        case 11:
            return acceptance_posted(
                subject, on, id(), any_costs(),
                liquidate(any_review(), any_layers(), any_tranches(), any_rate()), "8"
            );
        case 12:
            return rejection_posted(subject, on, id(), {id(), id(), quetzales(), dollars()});
        case 13:
            return interest_posted(subject, on, id(), quetzales(), dollars(), "8");
        case 14:
            return refund_posted(
                subject, on, {id(), id(), id(), quetzales(), dollars(), dollars(), quetzales(), "8"}
            );
        case 15:
            return receipt_application_posted(subject, on, id(), any_filling(""));
        case 16:
            return donor_refund_posted(
                subject, on,
                {id(),
                 id(),
                 id(),
                 {account_kind::unapplied_receipt, id()},
                 quetzales(),
                 dollars(),
                 quetzales(),
                 dollars(),
                 "8"}
            );
        case 17:
            return line_transfer_posted(subject, on, id(), 1, 2, 0, dollars());
        case 18:
            return return_release_posted(subject, on, id(), id(), id(), dollars());
        default:
            return project_closing_posted(
                subject, on,
                {any_changes(), some_dollars(), dollars(),
                 up_to(
                     3,
                     [] {
                         return returned_to_line{id(), dollars(), id()};
                     }
                 )}
            );
    }
}

money base_in(const journal_entry& entry, account_kind kind) {
    auto sum = usd("0.00");
    for (const auto& one : entry.postings()) {
        if (one.account.kind == kind) sum += one.base;
    }
    return sum;
}

money measured(const journal_entry& entry, std::string_view measure) {
    auto sum = usd("0.00");
    for (const auto& one : measures_of(entry)) {
        if (one.measure == measure) sum += one.base;
    }
    return sum;
}

}  // namespace

RC_GTEST_PROP(JournalProperty, EveryRulesEntryBalances, ()) {
    const auto entry = any_entry();
    RC_TAG(entry.event());
    RC_ASSERT(entry.is_balanced());
    std::set<std::pair<account_ref, currency>> accounts;
    for (const auto& one : entry.postings()) {
        RC_ASSERT(!one.amount.is_zero() || !one.base.is_zero());
        RC_ASSERT(accounts.emplace(one.account, one.amount.currency_unit()).second);
    }
}

RC_GTEST_PROP(JournalProperty, ABalancedEntryWithOneCentChangedIsNot, ()) {
    auto entry = any_entry();
    RC_PRE(!entry.empty());
    const auto index = *rc::gen::inRange<std::size_t>(0, entry.postings().size());
    const auto touched = entry.postings()[index];
    const money cent{1, touched.amount.currency_unit()};
    entry.add(touched.account, cent, usd("0.00"));
    RC_ASSERT(!entry.is_balanced());
}

RC_GTEST_PROP(JournalProperty, FiguresFollowFromTheirAccounts, ()) {
    const auto entry = any_entry();
    const std::map<std::string_view, account_kind> whatever_the_event{
        {"available", account_kind::budget_available},
        {"obligated", account_kind::obligated},
        {"accepted", account_kind::spent},
        {"direct", account_kind::spent_direct},
        {"advance", account_kind::advance},
        {"receivable", account_kind::receivable},
        {"due", account_kind::due},
        {"exchange_difference", account_kind::exchange_difference}};
    for (const auto& [measure, kind] : whatever_the_event) {
        RC_ASSERT(measured(entry, measure) == base_in(entry, kind));
    }
    RC_ASSERT(measured(entry, "interest") == -base_in(entry, account_kind::interest));
    const auto to_partner = base_in(entry, account_kind::partner_bank);
    RC_ASSERT(measured(entry, "disbursed") - measured(entry, "refunded") == to_partner);
}

RC_GTEST_PROP(JournalProperty, ANewBudgetMovesWhatItTakesFromTheProject, ()) {
    const auto entry = budget_approval_posted(subject, on, 1, any_changes());
    RC_ASSERT(measured(entry, "budgeted") == -base_in(entry, account_kind::project_unbudgeted));
}

RC_GTEST_PROP(ShareProperty, TheStatesOfAnEntryAddUpToItsFigures, ()) {
    std::vector<std::int64_t> shares{1};
    for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
        shares.push_back(*rc::gen::inRange<std::int64_t>(0, 1'000'000));
    }
    for (const auto& delta : measures_of(any_entry())) {
        for (const auto total : {delta.amount.minor(), delta.base.minor()}) {
            std::int64_t sum = 0;
            for (const auto part : split_by_largest_remainder(total, shares))
                sum += part;
            RC_ASSERT(sum == total);
        }
    }
}

}  // namespace tranche::domain
