#include "server/routes/agreements/closed_debts.hpp"

#include "domain/split.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/projects/project_closing.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using domain::money;
using domain::obligation_line;
using lines = std::vector<obligation_line>;

// The agreement's budget lines: what each has to give, and what it got by the first end of the
// agreement after an entry. That is what the entry itself had set free, or the closing.
persistence::query lines_set_free(std::int64_t agreement, std::int64_t after_entry) {
    return {
        {"lines_set_free",
         R"(
             select l.id as budget_line_id, l.code, b.amount - b.floor_amount as available,
                 coalesce(n.amount, 0) as agreed,
                 greatest(coalesce((select sum(g.base_amount) from ledger.posting g
                     where g.account_id = v.id and g.entry_id = (select min(e.id)
                         from ledger.entry e where e.source_id = $1 and e.id > $2
                          and e.source_type = 'agreement' and e.event = 'agreement_closed')), 0),
                     0)::bigint as freed
               from ledger.account o
               join funding.budget_line l on l.id = o.part_id
               join ledger.account v on v.owner_id = l.id
                and v.kind = 'budget_available'
               join ledger.balance b on b.account_id = v.id
               left join partner.agreement_line n on n.agreement_id = $1
                and n.budget_line_id = l.id
               where o.kind = 'obligated'
                and o.owner_id = $1
               order by l.code)"},
        {agreement, after_entry}};
}

money sum_of(std::span<const obligation_line> all, domain::currency base) {
    money sum{0, base};
    for (const auto& one : all) {
        sum += one.amount;
    }
    return sum;
}

// In proportion to what each line got; where none got anything, to what was agreed on it.
lines spread_over_freed(const persistence::rows& found, money amount) {
    const auto weigh = [&](const char* by) {
        std::vector<std::int64_t> weights;
        for (const auto row : found) {
            weights.push_back(row.integer(by));
        }
        return weights;
    };
    auto weights = weigh("freed");
    if (std::ranges::all_of(weights, [](auto one) { return one == 0; })) {
        weights = weigh("agreed");
    }
    if (std::ranges::all_of(weights, [](auto one) { return one == 0; })) {
        return {};
    }
    const auto split = domain::split_by_largest_remainder(amount.minor(), weights);
    lines parts;
    auto part = split.begin();
    for (const auto row : found) {
        parts.push_back(
            {row.integer("budget_line_id"), money{*part++, amount.currency_unit()},
             money{0, amount.currency_unit()}}
        );
    }
    return parts;
}

// A closed project has given its lines' money back: there only what exchange brought pays for it,
// and return_late_release looks at that.
void check_lines_have_it(
    command_run& run, const persistence::rows& found, std::span<const obligation_line> taken,
    std::string_view project_state
) {
    if (project_state == "financially_closed") {
        return;
    }
    for (const auto& one : taken) {
        for (const auto row : found) {
            if (row.integer("budget_line_id") != one.budget_line_id) {
                continue;
            }
            const auto available = row.money("available", one.amount.currency_unit());
            run.require(
                one.amount <= available, "", "freed_money_used",
                {{"line", row.text("code")},
                 {"amount", shown(one.amount)},
                 {"available", shown(available)}}
            );
        }
    }
    run.settle();
}

void post_release(
    command_run& run, const persistence::row& agreement, domain::date on,
    std::span<const obligation_line> rest, const std::vector<persistence::state_share>& shares,
    money lost
) {
    const auto freed = domain::agreement_closing_posted(subject_of(agreement), on, rest);
    // What is taken has to be on the lines before, what is given after.
    const bool is_taken = sum_of(rest, lost.currency_unit()).is_negative();
    if (!is_taken) run.post(freed, shares);
    return_late_release(run, agreement, on, rest, shares, lost);
    if (is_taken) run.post(freed, shares);
}

}  // namespace

void release_of_closed(
    command_run& run, const persistence::row& agreement, const settled_after_closing& settled,
    const std::vector<persistence::state_share>& shares
) {
    const auto base = settled.freed.currency_unit();
    if (agreement.text("state") != "closed" || (settled.freed.is_zero() && settled.spent.empty())) {
        return;
    }
    const auto id = agreement.integer("id");
    auto found = run.load(
        {obligations(of_agreement_itself, id), lines_of_debt(settled.receivable),
         lines_set_free(id, 0)}
    );
    auto left = obligated_lines(found[0], base);
    // Spent on another line than the debt is obligated on: that line gives, and the others get.
    lines rest;
    auto freed = settled.freed;
    for (const auto& one : settled.spent) {
        for (auto& line : left) {
            if (one.budget_line_id != line.budget_line_id) {
                continue;
            }
            const auto missing = max(min(one.base, one.base - line.amount), money{0, base});
            line.amount -= one.base - missing;
            if (!missing.is_zero()) {
                rest.push_back({line.budget_line_id, -missing, money{0, base}});
                freed += missing;
            }
        }
    }
    if (freed.is_negative()) {
        lines of_spent;
        for (const auto& one : settled.spent) {
            of_spent.push_back({one.budget_line_id, one.base, money{0, base}});
        }
        for (auto& part : spread_over_obligations(of_spent, -freed)) {
            part.amount = -part.amount;
            rest.push_back(part);
        }
    }
    lines taken = rest;
    for (auto& one : taken) {
        one.amount = -one.amount;
    }
    check_lines_have_it(run, found[2], taken, agreement.text("project_state"));
    if (freed.is_positive()) {
        const auto given = spread_for_debt(left, found[1], freed);
        rest.insert(rest.end(), given.begin(), given.end());
    }
    post_release(run, agreement, settled.on, rest, shares, settled.lost);
}

void obligate_again(
    command_run& run, const persistence::row& agreement, const opened_after_closing& opened,
    const std::vector<persistence::state_share>& shares
) {
    const auto base = opened.owed.currency_unit();
    const auto missing = opened.owed - sum_of(opened.restored, base);
    if (agreement.text("state") != "closed" || missing.is_zero()) {
        return;
    }
    // Documents worth more than the debt: more is obligated again than is owed.
    if (missing.is_negative()) {
        const auto given = spread_over_obligations(opened.restored, -missing);
        return post_release(run, agreement, opened.on, given, shares, -missing);
    }
    const auto found = run.load({lines_set_free(agreement.integer("id"), opened.entry)});
    auto taken = spread_over_freed(found[0], missing);
    run.require(
        sum_of(taken, base) == missing, "", "nothing_obligated_to_bear_it",
        {{"amount", shown(missing)}, {"available", shown(money{0, base})}}
    );
    check_lines_have_it(run, found[0], taken, agreement.text("project_state"));
    for (auto& one : taken) {
        one.amount = -one.amount;
    }
    post_release(run, agreement, opened.on, taken, shares, -missing);
}

}  // namespace tranche::server
