#include "domain/posting_rules.hpp"

#include <algorithm>
#include <array>

namespace tranche::domain {

std::optional<unrecorded> unrecorded_from(std::string_view name) {
    constexpr std::array<std::string_view, 3> names{"opening", "recovered", "allocated"};
    const auto* found = std::ranges::find(names, name);
    return found == names.end() ? std::nullopt
                                : std::optional{static_cast<unrecorded>(found - names.begin())};
}

journal_entry opening_posted(
    entry_subject subject, date on, std::int64_t opening_id, std::int64_t line_id, money amount,
    unrecorded kind
) {
    constexpr std::array events{"opening", "recovery", "earlier_allocation"};
    journal_entry entry{
        events.at(static_cast<std::size_t>(kind)), on, subject, {"opening_balance", opening_id}};
    entry.origin = kind == unrecorded::opening ? "opening" : "historical";
    const auto signed_amount = kind == unrecorded::allocated ? -amount : amount;
    entry.move(
        {account_kind::opening_source, line_id}, {account_kind::line_available, line_id},
        signed_amount, signed_amount
    );
    entry.move(
        {account_kind::opening_cash, subject.instrument_id},
        {account_kind::fund_cash, subject.instrument_id}, signed_amount, signed_amount
    );
    return entry;
}

journal_entry allocation_posted(
    entry_subject subject, date on, std::int64_t allocation_id, std::int64_t line_id,
    std::int64_t pot_id, money amount, std::int64_t ahead
) {
    journal_entry entry{"allocation", on, subject, {"allocation", allocation_id}};
    entry.add(
        {account_kind::line_available, line_id, pot_id}, -amount, -amount, std::nullopt, -ahead
    );
    entry.add({account_kind::project_unbudgeted, subject.project_id}, amount, amount);
    return entry;
}

journal_entry budget_approval_posted(
    entry_subject subject, date on, std::int64_t version_id,
    std::span<const budget_line_change> changes
) {
    journal_entry entry{"budget_approved", on, subject, {"budget_version", version_id}};
    for (const auto& one : changes) {
        entry.add({account_kind::project_unbudgeted, subject.project_id}, -one.change, -one.change);
        entry.add(
            {account_kind::budget_available, one.budget_line_id}, one.change, one.change,
            std::nullopt, one.floor.minor()
        );
    }
    return entry;
}

journal_entry direct_expenditure_posted(entry_subject subject, date on, const direct_facts& spent) {
    journal_entry entry{
        "direct_expenditure", on, subject, {"direct_expenditure", spent.expenditure_id}};
    const auto set_aside = spent.from_obligation.value_or(money{0, spent.base.currency_unit()});
    const auto from_line = spent.base - set_aside;
    entry.add(
        {account_kind::obligated, spent.obligation_id, spent.budget_line_id}, -set_aside, -set_aside
    );
    entry.add(
        {account_kind::budget_available, spent.budget_line_id}, -from_line, -from_line,
        std::nullopt, spent.floor ? std::optional{spent.floor->minor()} : std::nullopt
    );
    entry.add({account_kind::spent_direct, spent.budget_line_id}, spent.base, spent.base);
    entry.exchange(
        {account_kind::fund_cash, subject.instrument_id},
        {account_kind::payee_bank, subject.project_id},
        {account_kind::cash_exchange, subject.instrument_id}, spent.base, spent.amount, spent.base,
        spent.rate
    );
    return entry;
}

journal_entry obligation_posted(entry_subject subject, date on, const own_obligation& made) {
    journal_entry entry{"obligation", on, subject, {"obligation", made.obligation_id}};
    entry.add(
        {account_kind::budget_available, made.budget_line_id}, -made.amount, -made.amount,
        std::nullopt, made.floor ? std::optional{made.floor->minor()} : std::nullopt
    );
    entry.add(
        {account_kind::obligated, made.obligation_id, made.budget_line_id}, made.amount, made.amount
    );
    return entry;
}

journal_entry obligation_release_posted(
    entry_subject subject, date on, const own_obligation& released, std::string reason
) {
    journal_entry entry{"obligation_released", on, subject, {"obligation", released.obligation_id}};
    entry.move(
        {account_kind::obligated, released.obligation_id, released.budget_line_id},
        {account_kind::budget_available, released.budget_line_id}, released.amount, released.amount
    );
    entry.reason = std::move(reason);
    return entry;
}

journal_entry project_closing_posted(entry_subject subject, date on, const closure_facts& closure) {
    journal_entry entry{"project_closed", on, subject, {"project", subject.project_id}};
    const account_ref unbudgeted{account_kind::project_unbudgeted, subject.project_id};
    for (const auto& one : closure.line_balances) {
        entry.add(
            {account_kind::budget_available, one.budget_line_id}, -one.change, -one.change,
            std::nullopt, 0
        );
        entry.add(unbudgeted, one.change, one.change);
    }
    entry.move(
        unbudgeted, {account_kind::project_exchange_difference, subject.project_id},
        closure.exchange_difference, closure.exchange_difference
    );
    entry.move(
        {account_kind::project_interest, subject.project_id}, unbudgeted, closure.interest,
        closure.interest
    );
    if (closure.written_off) {
        entry.move(
            unbudgeted, {account_kind::lost, subject.project_id}, *closure.written_off,
            *closure.written_off
        );
    }
    for (const auto& one : closure.returned) {
        const account_ref to{
            one.held_for == 0 ? account_kind::line_available : account_kind::returned_held,
            one.line_id, one.held_for};
        entry.move(unbudgeted, to, one.amount, one.amount);
    }
    return entry;
}

journal_entry reversal_posted(
    entry_subject subject, date on, entry_source source, std::int64_t reverses_id,
    std::string reason, std::span<const posting> taken_back
) {
    journal_entry entry{"reversal", on, subject, std::move(source)};
    for (const auto& one : taken_back) {
        entry.add(one.account, -one.amount, -one.base, one.rate);
    }
    entry.reverses_id = reverses_id;
    entry.reason = std::move(reason);
    return entry;
}

}  // namespace tranche::domain
