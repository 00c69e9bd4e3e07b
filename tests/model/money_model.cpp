#include "tests/model/money_model.hpp"

namespace tranche::tests {
namespace {

using amounts = std::map<std::string, std::int64_t>;

std::int64_t at(const amounts& all, const std::string& key) {
    const auto found = all.find(key);
    return found == all.end() ? 0 : found->second;
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

void money_model::unspend(const std::string& budget_line, std::int64_t amount) {
    available_[budget_line] += amount;
    spent_direct_[budget_line] -= amount;
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
    const auto add_worth = [&](const std::string& name, const worth& held) {
        add(name, held.amount);
        add(name + " base", held.base);
    };
    for (const auto& one : agreements_) {
        for (const auto& [line, amount] : one.obligated) {
            add("obligated " + one.code + ' ' + line, amount);
        }
        for (const auto& [line, amount] : one.spent) {
            add("spent " + one.code + ' ' + line, amount);
        }
        for (const auto& [line, amount] : one.lost) {
            add("lost " + line, amount);
        }
        for (const auto& part : one.tranches) {
            add("tranche_unpaid " + one.code + ':' + part.code, part.unpaid);
            add_worth("due " + one.code + ':' + part.code, part.due);
        }
        for (const auto& layer : one.advances) {
            add_worth("advance " + one.code + ':' + layer.tranche, layer.open);
        }
        add("settled " + one.code, one.settled);
        add("refunded " + one.code, one.refunded);
        add("exchange_difference " + one.code, one.exchange_difference);
        add("written_off " + one.code, one.written_off);
    }
    for (const auto& one : receivables_) {
        add_worth("receivable " + agreements_[one.agreement].code + ':' + one.tranche, one.open);
    }
    std::erase_if(shown, [](const auto& one) { return one.second == 0; });
    return shown;
}

}  // namespace tranche::tests
