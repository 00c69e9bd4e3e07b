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
// agreement after an entry. That is what the refund itself had set free, or the closing.
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

// By line, what the command that accepted documents had set free, or taken; nothing of any other
// entry. It is posted before the documents: the last entry of that command before them, and as much
// as they lost or gained on exchange.
persistence::query released_for_documents(std::int64_t documents) {
    return {
        {"released_for_documents",
         R"(
             select r.id as entry_id, r.effective_on, l.id as budget_line_id, l.code,
                 g.base_amount as freed, b.amount - b.floor_amount as available
               from ledger.entry e
               cross join lateral (select x.id, x.event, x.effective_on
                   from ledger.entry x
                   where x.project_id = e.project_id and x.agreement_id = e.agreement_id
                    and x.effective_on = e.effective_on and x.actor_id = e.actor_id
                    and x.id < e.id
                   order by x.id desc limit 1) r
               join ledger.posting g on g.entry_id = r.id
               join ledger.account v on v.id = g.account_id
                and v.kind = 'budget_available'
               join ledger.balance b on b.account_id = v.id
               join funding.budget_line l on l.id = v.owner_id
               where e.id = $1
                and e.event = 'documents'
                and r.event = 'agreement_closed'
                and (select sum(p.base_amount) from ledger.posting p join ledger.account a
                       on a.id = p.account_id
                     where p.entry_id = r.id and a.kind = 'budget_available')
                  = (select coalesce(sum(p.base_amount), 0) from ledger.posting p
                     join ledger.account a on a.id = p.account_id
                     where p.entry_id = e.id and a.kind = 'exchange_difference')
               order by l.code)"},
        {documents}};
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

// What a line loses it has to have, all parts of it together. In a closed project no line has
// anything, and none can give to another: only what exchange brings pays for the whole, and
// return_late_release looks at that.
void check_lines_have_it(
    command_run& run, const persistence::rows& found, std::span<const obligation_line> rest,
    const persistence::row& agreement, domain::currency base
) {
    const bool is_closed = agreement.text("project_state") == "financially_closed";
    const bool is_taken = sum_of(rest, base).is_negative();
    for (const auto row : found) {
        money got{0, base};
        for (const auto& one : rest) {
            if (one.budget_line_id == row.integer("budget_line_id")) {
                got += one.amount;
            }
        }
        const auto needed = is_closed && is_taken ? got : -got;
        const auto available = row.money("available", base);
        if (!needed.is_positive() || needed <= available) {
            continue;
        }
        if (is_closed) {
            run.require(false, "", "overspent_after_closure", {{"amount", shown(needed)}});
        } else {
            run.require(
                false, "", "freed_money_used",
                {{"line", row.text("code")},
                 {"amount", shown(needed)},
                 {"available", shown(available)}}
            );
        }
    }
    run.settle();
}

struct release {
    domain::date on;
    std::span<const obligation_line> rest;  // what each line gets
    money lost;
    // The shares are those of the entry's own day.
    domain::journal_entry entry;
    const std::vector<persistence::state_share>& entry_shares;
};
void post_release(
    command_run& run, const persistence::row& agreement, const release& of,
    const std::vector<persistence::state_share>& shares
) {
    // What is taken has to be on the lines before, what is given after.
    const bool is_taken = sum_of(of.rest, of.lost.currency_unit()).is_negative();
    if (!is_taken) run.post(of.entry, of.entry_shares);
    return_late_release(run, agreement, of.on, of.rest, shares, of.lost);
    if (is_taken) run.post(of.entry, of.entry_shares);
}

void post_release(
    command_run& run, const persistence::row& agreement, domain::date on,
    std::span<const obligation_line> rest, const std::vector<persistence::state_share>& shares,
    money lost
) {
    post_release(
        run, agreement,
        {on, rest, lost, domain::agreement_closing_posted(subject_of(agreement), on, rest), shares},
        shares
    );
}

// Line by line as it was before: what a line gave to another it gets back.
void take_release_back(
    command_run& run, const persistence::row& agreement, const opened_after_closing& opened,
    const persistence::rows& released, const std::vector<persistence::state_share>& shares
) {
    const auto base = opened.owed.currency_unit();
    const money none{0, base};
    lines freed, rest;
    for (const auto row : released) {
        const auto amount = row.money("freed", base);
        freed.push_back({row.integer("budget_line_id"), amount, none});
        rest.push_back({row.integer("budget_line_id"), -amount, none});
    }
    check_lines_have_it(run, released, rest, agreement, base);
    // Taken from the States that had it.
    const auto day = released[0].day("effective_on");
    const auto found = run.load(
        {persistence::shares_of_project_of(domain::entity::journal_entry, opened.entry, day)}
    );
    const auto had = persistence::shares_of(found[0]);
    const auto subject = subject_of(agreement);
    const auto made = domain::agreement_closing_posted(subject, day, freed);
    post_release(
        run, agreement,
        {opened.on, rest, sum_of(rest, base),
         domain::reversal_posted(
             subject, opened.on, made.source(), released[0].integer("entry_id"), "", made.postings()
         ),
         had},
        shares
    );
}

// Of the obligations what was freed by the same command before is gone.
lines obligated_without(
    const persistence::rows& obligated, std::span<const obligation_line> freed,
    domain::currency base
) {
    auto left = obligated_lines(obligated, base);
    for (auto& line : left) {
        for (const auto& one : freed) {
            if (one.budget_line_id == line.budget_line_id) {
                line.amount -= one.amount;
            }
        }
    }
    return left;
}

}  // namespace

std::vector<obligation_line> release_of_closed(
    command_run& run, const persistence::row& agreement, const settled_after_closing& settled,
    const std::vector<persistence::state_share>& shares
) {
    const auto base = settled.freed.currency_unit();
    if (agreement.text("state") != "closed" || (settled.freed.is_zero() && settled.spent.empty())) {
        return {};
    }
    const auto id = agreement.integer("id");
    auto found = run.load(
        {obligations(of_agreement_itself, id), lines_of_debt(settled.receivable),
         lines_set_free(id, 0)}
    );
    auto left = obligated_without(found[0], settled.freed_before, base);
    // Spent on another line than the debt is obligated on: that line gives, and the others get.
    lines rest, still_spent;
    auto freed = settled.freed;
    for (const auto& one : settled.spent) {
        still_spent.push_back({one.budget_line_id, one.base, money{0, base}});
        for (auto& line : left) {
            if (one.budget_line_id != line.budget_line_id) {
                continue;
            }
            const auto missing = max(min(one.base, one.base - line.amount), money{0, base});
            line.amount -= one.base - missing;
            if (!missing.is_zero()) {
                rest.push_back({line.budget_line_id, -missing, money{0, base}});
                still_spent.back().amount -= missing;
                freed += missing;
            }
        }
    }
    if (freed.is_negative()) {
        // No line gives more than is spent on it.
        for (auto& part : spread_over_obligations(still_spent, -freed)) {
            part.amount = -part.amount;
            rest.push_back(part);
        }
    }
    if (freed.is_positive()) {
        const auto given = spread_for_debt(left, found[1], freed);
        rest.insert(rest.end(), given.begin(), given.end());
    }
    check_lines_have_it(run, found[2], rest, agreement, base);
    post_release(run, agreement, settled.on, rest, shares, settled.lost);
    return rest;
}

void obligate_again(
    command_run& run, const persistence::row& agreement, const opened_after_closing& opened,
    const std::vector<persistence::state_share>& shares
) {
    const auto base = opened.owed.currency_unit();
    if (agreement.text("state") != "closed") {
        return;
    }
    const auto own = run.load({released_for_documents(opened.entry)});
    if (!own[0].empty()) {
        return take_release_back(run, agreement, opened, own[0], shares);
    }
    const auto missing = opened.owed - sum_of(opened.restored, base);
    if (missing.is_zero()) {
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
    for (auto& one : taken) {
        one.amount = -one.amount;
    }
    check_lines_have_it(run, found[0], taken, agreement, base);
    post_release(run, agreement, opened.on, taken, shares, -missing);
}

}  // namespace tranche::server
