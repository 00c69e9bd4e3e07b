// How a debt ends without money, and how that is taken back.
#include "tests/model/money_model.hpp"
#include "tests/model/parts.hpp"

namespace tranche::tests {

bool money_model::write_off(std::size_t which, std::int64_t amount, settlement& made) {
    auto& one = receivables_[which];
    auto& of = agreements_[one.agreement];
    if (one.open.amount == 0 || amount > one.open.amount) {
        return false;
    }
    auto left = one.open;
    const auto ended = take(left, amount);
    std::int64_t obligated = 0;
    for (const auto& [line, held] : of.obligated) {
        obligated += held;
    }
    if (ended.base > obligated) {
        return false;
    }
    for (const auto& [line, part] : in_proportion(of.obligated, ended.base)) {
        of.obligated[line] -= part;
        of.lost[line] += part;
        made.by_line[line] = part;
    }
    of.written_off += ended.base;
    one.open = left;
    made.ended = ended;
    return true;
}

void money_model::unwrite_off(std::size_t which, const settlement& made) {
    auto& one = receivables_[which];
    auto& of = agreements_[one.agreement];
    for (const auto& [line, part] : made.by_line) {
        of.obligated[line] += part;
        of.lost[line] -= part;
    }
    of.written_off -= made.ended.base;
    one.open.amount += made.ended.amount;
    one.open.base += made.ended.base;
}

std::int64_t money_model::missing(const expense& of) {
    return of.rejected ? of.amount - of.taken.amount : 0;
}

bool money_model::show(std::size_t which, std::size_t line, std::int64_t amount, settlement& made) {
    auto& one = receivables_[which];
    auto& shown = expenses_[line];
    auto& of = agreements_[one.agreement];
    if (amount > missing(shown) || amount > one.open.amount || one.report != shown.report) {
        return false;
    }
    const auto until = [&](std::int64_t so_much) {
        return part_of(shown.base, so_much, shown.amount);
    };
    const auto base = until(shown.taken.amount + amount) - until(shown.taken.amount);
    if (base > of.obligated[shown.budget_line]) {
        return false;
    }
    const auto ended = take(one.open, amount);
    shown.taken.amount += amount;
    of.obligated[shown.budget_line] -= base;
    of.spent[shown.budget_line] += base;
    of.settled += base;
    of.exchange_difference += ended.base - base;
    made = {ended, {{shown.budget_line, base}}};
    return true;
}

void money_model::unshow(
    std::size_t which, std::size_t line, std::int64_t amount, const settlement& made
) {
    auto& one = receivables_[which];
    auto& of = agreements_[one.agreement];
    expenses_[line].taken.amount -= amount;
    for (const auto& [budget_line, base] : made.by_line) {
        of.obligated[budget_line] += base;
        of.spent[budget_line] -= base;
        of.settled -= base;
        of.exchange_difference -= made.ended.base - base;
    }
    one.open.amount += made.ended.amount;
    one.open.base += made.ended.base;
}

}  // namespace tranche::tests
