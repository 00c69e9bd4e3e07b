#include "domain/revaluation.hpp"

#include "domain/liquidation.hpp"
#include "domain/rounding.hpp"

namespace tranche::domain {
namespace {

money part_of(money whole, money open, money of) {
    return open == of
        ? whole
        : money{mul_div_round(whole.minor(), open.minor(), of.minor()), whole.currency_unit()};
}

revalued_line at_right_rate(const line_at_right_rate& line) {
    const auto base = line.open_base.currency_unit();
    revalued_line done{
        line.line_id,
        line.budget_line_id,
        line.right_rate,
        std::nullopt,
        money{0, line.open.currency_unit()},
        money{0, base}};
    if (!line.elsewhere) {
        done.base_change = line.right_rate.convert(line.open, base) - line.open_base;
        return done;
    }
    const auto& paid = *line.elsewhere;
    const auto local = line.open.currency_unit();
    const auto as_valued = paid.local_rate.convert(paid.rate.convert(paid.spent, base), local);
    const auto right_base = paid.right_rate.convert(paid.spent, base);
    const auto right = line.right_rate.convert(right_base, local);
    // Of what was worth less than a minor unit nothing can be taken by share.
    done.spent_rate = paid.right_rate;
    if (!as_valued.is_zero()) {
        done.change = part_of(right, line.open, as_valued) - line.open;
        done.base_change = part_of(right_base, line.open, as_valued) - line.open_base;
    }
    return done;
}

}  // namespace

revaluation revalue(
    std::span<const line_at_right_rate> lines, money direct, money direct_base, percentage support
) {
    const money none{0, direct.currency_unit()};
    const money none_base{0, direct_base.currency_unit()};
    revaluation done{{}, {none, none_base}, none, none_base};
    for (const auto& line : lines) {
        done.lines.push_back(at_right_rate(line));
        done.change += done.lines.back().change;
        done.base_change += done.lines.back().base_change;
    }
    const auto before = support_cost_on(direct, direct_base, support);
    const auto now = support_cost_on(direct + done.change, direct_base + done.base_change, support);
    done.support_change = {now.amount - before.amount, now.base - before.base};
    done.change += done.support_change.amount;
    done.base_change += done.support_change.base;
    return done;
}

std::vector<cost_on_line> changes_by_budget_line(
    const revaluation& done, std::int64_t support_line_id
) {
    costs_by_line costs;
    for (const auto& line : done.lines) {
        costs.add(line.budget_line_id, line.base_change);
    }
    costs.add(support_line_id, done.support_change.base);
    return costs.all();
}

}  // namespace tranche::domain
