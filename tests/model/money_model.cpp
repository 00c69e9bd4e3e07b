#include "tests/model/money_model.hpp"

#include <algorithm>

namespace tranche::tests {
namespace {

using amounts = std::map<std::string, std::int64_t>;

std::int64_t at(const amounts& all, const std::string& key) {
    const auto found = all.find(key);
    return found == all.end() ? 0 : found->second;
}

// What a cancellation sets free, line by line in proportion, largest remainders first.
amounts in_proportion(const amounts& weights, std::int64_t amount) {
    std::int64_t sum = 0;
    for (const auto& [line, weight] : weights) {
        sum += weight;
    }
    amounts parts;
    if (sum == 0) {
        return parts;
    }
    amount = std::min(amount, sum);
    std::vector<std::pair<std::int64_t, std::string>> remainders;
    std::int64_t given = 0;
    for (const auto& [line, weight] : weights) {
        parts[line] = amount * weight / sum;
        given += parts[line];
        remainders.emplace_back(-(amount * weight % sum), line);
    }
    std::ranges::stable_sort(remainders, {}, &std::pair<std::int64_t, std::string>::first);
    for (std::size_t i = 0; given < amount; ++i, ++given) {
        ++parts[remainders[i].second];
    }
    return parts;
}

}  // namespace

void money_model::receive(std::int64_t committed, std::int64_t received) {
    line_ += std::min(committed, received);
    unapplied_ += std::max<std::int64_t>(received - committed, 0);
}

bool money_model::allocate(std::int64_t amount) {
    if (amount > line_) {
        return false;
    }
    line_ -= amount;
    unbudgeted_ += amount;
    return true;
}

bool money_model::rebudget(const amounts& wanted) {
    std::int64_t change = 0;
    for (const auto& [line, amount] : wanted) {
        const auto delta = amount - at(budget_, line);
        change += delta;
        if (at(available_, line) + delta < 0) {
            return false;
        }
    }
    if (change > unbudgeted_) {
        return false;
    }
    for (const auto& [line, amount] : wanted) {
        available_[line] += amount - at(budget_, line);
        budget_[line] = amount;
    }
    unbudgeted_ -= change;
    return true;
}

bool money_model::spend(const std::string& budget_line, std::int64_t amount) {
    if (amount > at(available_, budget_line)) {
        return false;
    }
    available_[budget_line] -= amount;
    spent_direct_[budget_line] += amount;
    return true;
}

bool money_model::sign(agreement made) {
    for (const auto& [line, amount] : made.obligated) {
        if (amount > at(available_, line)) {
            return false;
        }
    }
    for (const auto& [line, amount] : made.obligated) {
        available_[line] -= amount;
    }
    agreements_.push_back(std::move(made));
    return true;
}

// R36: everything of the earlier advances and the wanted part of the last one is accounted for;
// what is owed back is not.
bool money_model::accounted_for(const agreement& of) const {
    for (std::size_t i = 0; i < of.advances.size(); ++i) {
        auto missing = of.advances[i].open;
        for (const auto& one : receivables_) {
            if (one.agreement == of.code && one.tranche == of.advances[i].tranche) {
                missing += one.open;
            }
        }
        const bool last = i + 1 == of.advances.size();
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
        if (amount > one.due - one.promised_of_due) {
            return false;
        }
        one.promised_of_due += amount;
        return true;
    }
    if (amount > one.unpaid - one.promised_of_unpaid || !accounted_for(agreements_[at])) {
        return false;
    }
    one.promised_of_unpaid += amount;
    return true;
}

void money_model::pay(
    std::size_t at, std::size_t which, bool reimbursement, std::int64_t amount, int step
) {
    auto& one = agreements_[at].tranches[which];
    if (reimbursement) {
        one.promised_of_due -= amount;
        one.due -= amount;
        return;
    }
    one.promised_of_unpaid -= amount;
    one.unpaid -= amount;
    agreements_[at].advances.push_back({one.code, amount, amount, step});
}

bool money_model::unpay(
    std::size_t at, std::size_t which, bool reimbursement, std::int64_t amount, int step
) {
    auto& one = agreements_[at].tranches[which];
    if (reimbursement) {
        one.due += amount;
        return true;
    }
    auto& layers = agreements_[at].advances;
    const auto layer = std::ranges::find(layers, step, &advance::step);
    if (layer->open < amount) {
        return false;
    }
    layers.erase(layer);
    one.unpaid += amount;
    return true;
}

void money_model::unspend(const std::string& budget_line, std::int64_t amount) {
    available_[budget_line] += amount;
    spent_direct_[budget_line] -= amount;
}

void money_model::unrefund(std::size_t which, std::int64_t amount) {
    receivables_[which].open += amount;
}

bool money_model::review(std::size_t at, const std::vector<expense>& lines, std::size_t& raised) {
    auto after = agreements_[at];
    std::int64_t accepted = 0;
    std::int64_t rejected = 0;
    for (const auto& one : lines) {
        (one.rejected ? rejected : accepted) += one.amount;
        if (!one.rejected) {
            after.obligated[one.budget_line] -= one.amount;
            after.spent[one.budget_line] += one.amount;
        }
    }
    for (auto& layer : after.advances) {
        const auto part = std::min(layer.open, accepted);
        layer.open -= part;
        accepted -= part;
    }
    for (const bool reimbursement : {true, false}) {
        for (auto& one : after.tranches) {
            if (one.reimbursement == reimbursement) {
                const auto part = std::min(one.unpaid - one.promised_of_unpaid, accepted);
                one.unpaid -= part;
                one.due += part;
                accepted -= part;
            }
        }
    }
    const bool bent =
        std::ranges::any_of(after.obligated, [](const auto& line) { return line.second < 0; });
    if (accepted > 0 || bent) {
        return false;
    }
    raised = 0;
    for (auto& layer : after.advances) {
        const auto part = std::min(layer.open, rejected);
        layer.open -= part;
        rejected -= part;
        if (part > 0) {
            receivables_.push_back({after.code, layer.tranche, part, {}});
            ++raised;
        }
    }
    agreements_[at] = std::move(after);
    return true;
}

bool money_model::refund(std::size_t which, std::int64_t amount) {
    auto& one = receivables_[which];
    if (amount > one.open) {
        return false;
    }
    one.open -= amount;
    return true;
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

std::int64_t money_model::available(const std::string& budget_line) const {
    return at(available_, budget_line);
}

balances money_model::all() const {
    balances shown;
    const auto add = [&](const std::string& name, std::int64_t amount) {
        if (amount != 0) {
            shown[name] += amount;
        }
    };
    add("line_available", line_);
    add("unapplied_receipt", unapplied_);
    add("project_unbudgeted", unbudgeted_);
    for (const auto& [line, amount] : available_) {
        add("budget_available " + line, amount);
    }
    for (const auto& [line, amount] : spent_direct_) {
        add("spent_direct " + line, amount);
    }
    for (const auto& one : agreements_) {
        for (const auto& [line, amount] : one.obligated) {
            add("obligated " + one.code + ' ' + line, amount);
        }
        for (const auto& [line, amount] : one.spent) {
            add("spent " + one.code + ' ' + line, amount);
        }
        for (const auto& part : one.tranches) {
            add("tranche_unpaid " + one.code + ':' + part.code, part.unpaid);
            add("due " + one.code + ':' + part.code, part.due);
        }
        for (const auto& layer : one.advances) {
            add("advance " + one.code + ':' + layer.tranche, layer.open);
        }
    }
    for (const auto& one : receivables_) {
        add("receivable " + one.agreement + ':' + one.tranche, one.open);
    }
    return shown;
}

}  // namespace tranche::tests
