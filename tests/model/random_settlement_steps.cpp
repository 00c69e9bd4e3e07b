// What is owed in a run: claimed, disallowed, refunded, set off, shown by documents, written off;
// and what was recorded, taken back.
#include "tests/model/random_commands.hpp"
#include "tests/support/builders.hpp"

#include <algorithm>

namespace tranche::tests {

answer RandomCommands::settle(
    const std::string& debt, const std::string& how, const json::object& body
) {
    const auto proposed = server.as("finance").post(v1 + "receivables/" + debt + '/' + how, body);
    if (!proposed.succeeded()) {
        return checked(proposed, how, body);
    }
    return command(
        server.as("approver"), "settlement-proposals/" + proposed.id() + "/approve",
        {{"approved_on", day()}}
    );
}

std::optional<RandomCommands::fact> RandomCommands::kept_back_from(
    const promise& one, std::int64_t paid
) {
    auto& debts = model.receivables();
    const auto debt = std::ranges::find_if(debts, [&](const money_model::receivable& each) {
        return each.agreement == one.agreement && each.open.amount > 0;
    });
    if (debt == debts.end() || chance(50)) {
        return std::nullopt;
    }
    const auto amount = between(1, std::min(debt->open.amount, paid));
    last_trial.reset();
    const auto agreed = settle(
        debt->id, "set-off",
        {{"request", one.id}, {"amount", money_of(one.agreement, amount)}, {"reason", "Owed"}}
    );
    EXPECT_TRUE(agreed.succeeded()) << told;
    const auto which = static_cast<std::size_t>(debt - debts.begin());
    return fact{.amount = amount, .refunded = which, .step = step, .kept_back_from = step};
}

void RandomCommands::refund() {
    if (model.receivables().empty()) {
        return report();
    }
    const auto which = index(model.receivables().size());
    const auto& debt = model.receivables()[which];
    const auto rate = rate_of(debt.agreement);
    const auto open = debt.open.amount;
    // In base currency what it comes to, and all of the debt when it is that to the nearest cent.
    const bool in_base = model.agreements()[debt.agreement].foreign && chance(40);
    const auto amount = amount_within(in_base ? rate.to_base(open) : open);
    auto settled = in_base ? rate.from_base(amount) : amount;
    if (in_base && rate.from_base(amount - 1) < open && open < rate.from_base(amount + 1)) {
        settled = open;
    }
    const auto done = command(
        server.as("finance"), "receivables/" + debt.id + "/refund",
        {{"amount", in_base ? amount_of(decimal(amount)) : money_of(debt.agreement, amount)},
         {"received_on", day()},
         {"bank_reference", "BACK-" + std::to_string(step)}}
    );
    fact made{.amount = amount, .refunded = which, .step = step};
    made.received = in_base ? amount : rate.to_base(amount);
    const bool allowed = open > 0 && model.refund(which, settled, made.received, made.moved);
    agree(done, allowed);
    if (allowed) {
        made.entry = last_entry("refund");
        facts.push_back(std::move(made));
    }
}

void RandomCommands::claim() {
    const auto at = index(model.agreements().size());
    std::int64_t open = 0;
    for (const auto& layer : model.agreements()[at].advances) {
        open += layer.open.amount;
    }
    const auto amount = amount_within(open / 2);
    const auto done = command(
        server.as("finance"), "agreements/" + model.agreements()[at].code + "/claim-unspent",
        {{"claimed_on", day()}, {"amount", money_of(at, amount)}, {"reason", "Not spent"}}
    );
    std::size_t raised = 0;
    agree(done, !undecided.contains(at) && model.claim(at, amount, raised));
    if (!done.succeeded()) {
        return;
    }
    const auto ids = done.json().at("receivables").as_array();
    ASSERT_EQ(ids.size(), raised) << told;
    auto& all = model.receivables();
    for (std::size_t i = 0; i < raised; ++i) {
        all[all.size() - raised + i].id = std::string{ids[i].as_string()};
    }
}

void RandomCommands::disallow() {
    auto& all = model.expenses();
    const auto first = std::ranges::find_if(all, [](const auto& one) { return !one.rejected; });
    if (first == all.end()) {
        return report();
    }
    auto which = index(all.size());
    if (all[which].rejected) {
        which = static_cast<std::size_t>(first - all.begin());
    }
    const auto& line = all[which];
    const auto amount = amount_within(line.amount - line.taken.amount);
    const auto done = command(
        server.as("finance"), "expenditure-lines/" + line.id + "/disallow",
        {{"disallowed_on", day()},
         {"amount", money_of(line.agreement, amount)},
         {"reason", "Audit"}}
    );
    agree(done, model.disallow(which, amount));
    if (done.succeeded()) {
        model.receivables().back().id =
            std::string{done.json().at("receivables").at(0).as_string()};
    }
}

void RandomCommands::write_off() {
    if (model.receivables().empty()) {
        return report();
    }
    const auto which = index(model.receivables().size());
    const auto& debt = model.receivables()[which];
    const auto amount = amount_within(debt.open.amount);
    last_trial.reset();
    const auto done = settle(
        debt.id, "write-off", {{"amount", money_of(debt.agreement, amount)}, {"reason", "Lost"}}
    );
    fact made{.amount = amount, .step = step, .written_off = which};
    const bool allowed = model.write_off(which, amount, made.settled);
    agree(done, allowed);
    if (allowed) {
        made.entry = last_entry("write_off");
        facts.push_back(std::move(made));
    }
}

void RandomCommands::show() {
    auto& lines = model.expenses();
    auto& debts = model.receivables();
    const auto line = std::ranges::find_if(lines, [&](const auto& one) {
        return money_model::missing(one) > 0 && chance(50);
    });
    if (line == lines.end()) {
        return report();
    }
    const auto debt = std::ranges::find_if(debts, [&](const auto& one) {
        return one.agreement == line->agreement && one.open.amount > 0;
    });
    if (debt == debts.end()) {
        return report();
    }
    const auto amount = amount_within(money_model::missing(*line));
    last_trial.reset();
    const auto done = settle(
        debt->id, "later-documents",
        {{"line", line->id},
         {"amount", money_of(line->agreement, amount)},
         {"document", "Found"},
         {"reason", "Late"}}
    );
    fact made{
        .amount = amount,
        .step = step,
        .shown = static_cast<std::size_t>(debt - debts.begin()),
        .shown_by = static_cast<std::size_t>(line - lines.begin())};
    const bool allowed = model.show(*made.shown, made.shown_by, amount, made.settled);
    agree(done, allowed);
    if (allowed) {
        made.entry = last_entry("documents");
        facts.push_back(std::move(made));
    }
}

void RandomCommands::take_back() {
    if (facts.empty()) {
        return spend();
    }
    const auto which = index(facts.size());
    const auto one = facts[which];
    const auto done = command(
        server.as("finance"), "journal-entries/" + one.entry + "/reverse",
        {{"reason", "Not so"},
         {"effective_on", day()},
         {"bank_reference", "UNDO-" + std::to_string(step)}}
    );
    bool allowed = true;
    if (one.paid) {
        allowed = std::ranges::none_of(facts, [&](const fact& other) {
            return other.kept_back_from == one.step;
        });
        if (allowed && one.paid->reimbursement) {
            model.unpay_due(one.paid->agreement, one.paid->tranche, one.moved, one.rate, one.step);
        } else if (allowed) {
            allowed = model.unpay(one.paid->agreement, one.paid->tranche, one.moved, one.step);
        }
    } else if (one.refunded) {
        model.unrefund(*one.refunded, one.moved, one.received);
    } else if (one.written_off) {
        model.unwrite_off(*one.written_off, one.settled);
    } else if (one.shown) {
        model.unshow(*one.shown, one.shown_by, one.amount, one.settled);
    } else {
        model.unspend(one.spent_on, one.amount);
    }
    agree(done, allowed);
    if (allowed) {
        facts.erase(facts.begin() + static_cast<std::ptrdiff_t>(which));
    }
}

}  // namespace tranche::tests
