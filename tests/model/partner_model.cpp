// The partner side of the model: what is promised, paid, accounted for, owed and settled.
#include "tests/model/money_model.hpp"
#include "tests/model/parts.hpp"

#include <algorithm>

namespace tranche::tests {

std::int64_t model_rate::to_base(std::int64_t amount) const {
    return part_of(amount, 100, hundredths);
}
std::int64_t model_rate::from_base(std::int64_t base) const {
    return part_of(base, hundredths, 100);
}

// R36: everything of the earlier advances and the wanted part of the last one is accounted for;
// what is owed back is not. For what was taken back after acceptance the newest advance answers.
bool money_model::accounted_for(std::size_t at) const {
    const auto& of = agreements_[at];
    for (std::size_t i = 0; i < of.advances.size(); ++i) {
        const bool last = i + 1 == of.advances.size();
        auto missing = of.advances[i].open.amount;
        for (const auto& one : receivables_) {
            if (one.agreement == at &&
                (one.tranche.empty() ? last : one.advance == of.advances[i].step)) {
                missing += one.open.amount;
            }
        }
        const auto paid = of.advances[i].paid;
        if (last ? (paid - missing) * 100 < paid * liquidation_percent_ : missing > 0) {
            return false;
        }
    }
    return true;
}

bool money_model::approve(
    std::size_t at, std::size_t which, bool reimbursement, std::int64_t amount
) {
    auto& one = agreements_[at].tranches[which];
    if (reimbursement) {
        if (amount > one.due.amount - one.promised_of_due) {
            return false;
        }
        one.promised_of_due += amount;
        return true;
    }
    if (amount > one.unpaid - one.promised_of_unpaid || !accounted_for(at)) {
        return false;
    }
    one.promised_of_unpaid += amount;
    return true;
}

worth money_model::pay(
    std::size_t at, std::size_t which, bool reimbursement, std::int64_t amount, int step,
    model_rate rate
) {
    auto& of = agreements_[at];
    auto& one = of.tranches[which];
    if (reimbursement) {
        one.promised_of_due -= amount;
        const auto taken = take(one.due, amount);
        of.settled += taken.base;
        of.exchange_difference += rate.to_base(amount) - taken.base;
        if (of.foreign) {
            payments_.push_back({at, step, rate.month, amount, rate.to_base(amount)});
        }
        return taken;
    }
    one.promised_of_unpaid -= amount;
    one.unpaid -= amount;
    const worth paid{rate.from_base(amount), amount};
    of.advances.push_back({one.code, paid.amount, paid, step});
    if (of.foreign) {
        payments_.push_back({at, step, rate.month, paid.amount, amount});
    }
    return paid;
}

void money_model::unpay_due(
    std::size_t at, std::size_t which, const worth& paid, model_rate rate, int step
) {
    auto& of = agreements_[at];
    if (const auto known = std::ranges::find(payments_, step, &payment::step);
        known != payments_.end()) {
        of.exchange_difference -= known->changed;
        payments_.erase(known);
    }
    of.tranches[which].due.amount += paid.amount;
    of.tranches[which].due.base += paid.base;
    of.settled -= paid.base;
    of.exchange_difference -= rate.to_base(paid.amount) - paid.base;
}

bool money_model::unpay(std::size_t at, std::size_t which, const worth& paid, int step) {
    auto& of = agreements_[at];
    const auto layer = std::ranges::find(of.advances, step, &advance::step);
    if (layer->open.amount < paid.amount) {
        return false;
    }
    of.advances.erase(layer);
    std::erase_if(payments_, [&](const payment& one) { return one.step == step; });
    of.tranches[which].unpaid += paid.base;
    return true;
}

std::size_t money_model::raise(std::size_t at, int report, std::int64_t amount) {
    std::size_t raised = 0;
    for (auto& layer : agreements_[at].advances) {
        const auto part = std::min(layer.open.amount, amount);
        if (part > 0) {
            receivables_.push_back({at, layer.tranche, layer.step, report, take(layer.open, part)});
            amount -= part;
            ++raised;
        }
    }
    return raised;
}

bool money_model::review(
    std::size_t at, std::vector<expense> lines, int step, model_rate rate, std::size_t& raised
) {
    auto after = agreements_[at];
    worth accepted;
    std::int64_t rejected = 0;
    for (auto& one : lines) {
        one.agreement = at;
        one.report = step;
        one.base = rate.to_base(one.amount);
        if (one.rejected) {
            rejected += one.amount;
            continue;
        }
        accepted.amount += one.amount;
        accepted.base += one.base;
        after.obligated[one.budget_line] -= one.base;
        after.spent[one.budget_line] += one.base;
    }
    auto settled = accepted.base;
    for (auto& layer : after.advances) {
        const auto part = std::min(layer.open.amount, accepted.amount);
        if (part > 0) {
            after.exchange_difference += take(layer.open, part).base;
            accepted.amount -= part;
        }
    }
    for (const bool reimbursement : {true, false}) {
        for (auto& one : after.tranches) {
            const auto free = one.unpaid - one.promised_of_unpaid;
            if (one.reimbursement != reimbursement || free == 0 || accepted.amount == 0) {
                continue;
            }
            auto from = rate.to_base(accepted.amount);
            auto due = accepted.amount;
            if (from > free) {
                from = free;
                due = std::min(due, rate.from_base(free));
            }
            if (due > 0) {
                one.unpaid -= from;
                one.due.amount += due;
                one.due.base += from;
                settled -= from;
                accepted.amount -= due;
            }
        }
    }
    after.exchange_difference -= settled;
    after.settled += settled;
    const bool bent = std::ranges::any_of(after.obligated, [&](const auto& line) {
        return line.second < after.floor[line.first];
    });
    if (accepted.amount > 0 || bent) {
        return false;
    }
    agreements_[at] = std::move(after);
    raised = raise(at, step, rejected);
    expenses_.insert(expenses_.end(), lines.begin(), lines.end());
    return true;
}

bool money_model::claim(std::size_t at, std::int64_t amount, std::size_t& raised) {
    std::int64_t open = 0;
    for (const auto& layer : agreements_[at].advances) {
        open += layer.open.amount;
    }
    if (open == 0 || amount > open) {
        return false;
    }
    raised = raise(at, 0, amount);
    return true;
}

void money_model::revalue(int month, model_rate right) {
    for (auto& one : payments_) {
        if (one.month != month) {
            continue;
        }
        auto& of = agreements_[one.agreement];
        const auto change = right.to_base(one.paid) - one.counted;
        one.counted += change;
        one.changed += change;
        of.exchange_difference += change;
        const auto layer = std::ranges::find(of.advances, one.step, &advance::step);
        if (layer != of.advances.end()) {
            const auto held = part_of(change, layer->open.amount, layer->paid);
            layer->open.base += held;
            of.exchange_difference -= held;
        }
    }
    for (auto& one : expenses_) {
        auto& of = agreements_[one.agreement];
        if (one.rejected || !of.foreign || one.month != month) {
            continue;
        }
        const auto change =
            right.to_base(one.amount - one.taken.amount) - (one.base - one.taken.base);
        one.base += change;
        of.spent[one.budget_line] += change;
        of.obligated[one.budget_line] -= change;
        of.settled += change;
        of.exchange_difference -= change;
    }
    for (auto& of : agreements_) {
        for (const auto& [line, held] : of.obligated) {
            of.floor[line] = std::min(of.floor[line], held);
        }
    }
}

// What was accepted and not paid yet is not owed back.
bool money_model::disallow(std::size_t which, std::int64_t amount) {
    auto& line = expenses_[which];
    auto& of = agreements_[line.agreement];
    worth open{line.amount - line.taken.amount, line.base - line.taken.base};
    if (open.amount == 0 || amount > open.amount ||
        std::ranges::any_of(of.tranches, [](const auto& one) { return one.due.amount != 0; })) {
        return false;
    }
    const auto taken = take(open, amount);
    line.taken.amount += taken.amount;
    line.taken.base += taken.base;
    of.spent[line.budget_line] -= taken.base;
    of.obligated[line.budget_line] += taken.base;
    of.settled -= taken.base;
    receivables_.push_back({line.agreement, "", 0, line.report, taken});
    return true;
}

bool money_model::refund(
    std::size_t which, std::int64_t amount, std::int64_t received, worth& settled
) {
    auto& one = receivables_[which];
    if (amount > one.open.amount) {
        return false;
    }
    settled = take(one.open, amount);
    auto& of = agreements_[one.agreement];
    of.refunded += received;
    of.exchange_difference += settled.base - received;
    return true;
}

void money_model::unrefund(std::size_t which, const worth& settled, std::int64_t received) {
    auto& one = receivables_[which];
    one.open.amount += settled.amount;
    one.open.base += settled.base;
    auto& of = agreements_[one.agreement];
    of.refunded -= received;
    of.exchange_difference -= settled.base - received;
}

bool money_model::cancel(std::size_t at, std::size_t which, std::int64_t amount) {
    auto& one = agreements_[at].tranches[which];
    if (amount > one.unpaid - one.promised_of_unpaid) {
        return false;
    }
    one.unpaid -= amount;
    for (const auto& [line, part] : in_proportion(agreements_[at].obligated, amount)) {
        agreements_[at].obligated[line] -= part;
        available_[line] += part;
    }
    return true;
}

}  // namespace tranche::tests
