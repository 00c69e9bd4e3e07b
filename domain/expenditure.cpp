#include "domain/expenditure.hpp"

#include "domain/contract.hpp"
#include "domain/rounding.hpp"

#include <algorithm>

namespace tranche::domain {
namespace {

reviewed_line accepted_whole(const reported_line& line) {
    return {
        line.line_id,
        line.budget_line_id,
        line.amount,
        line.base,
        money{0, line.amount.currency_unit()},
        money{0, line.base.currency_unit()},
        "accepted",
        ""};
}

reviewed_line with_rejection(const reported_line& line, const line_rejection& rejection) {
    const auto rejected = rejection.amount.value_or(line.amount);
    expects(
        rejected == line.amount || (!rejected.is_negative() && rejected <= line.amount),
        "a rejection is not above its line"
    );
    // The rejected part has its share of the base amount; what is accepted takes the rest.
    const money rejected_base{
        mul_div_round(line.base.minor(), rejected.minor(), line.amount.minor()),
        line.base.currency_unit()};
    return {
        line.line_id,
        line.budget_line_id,
        line.amount - rejected,
        line.base - rejected_base,
        rejected,
        rejected_base,
        rejected == line.amount ? "rejected" : "partly_accepted",
        rejection.reason};
}

}  // namespace

bool review::whole() const {
    return std::ranges::all_of(lines, [](const reviewed_line& one) {
        return one.rejected.is_zero();
    });
}

review review_lines(
    std::span<const reported_line> lines, std::span<const line_rejection> rejections,
    percentage support
) {
    expects(!lines.empty(), "a report that is reviewed has lines");
    const money zero{0, lines.front().amount.currency_unit()};
    const money zero_base{0, lines.front().base.currency_unit()};
    review done{{}, {zero, zero_base}, {zero, zero_base}, {zero, zero_base, zero}};
    money direct = zero;
    money direct_base = zero_base;
    for (const auto& line : lines) {
        const auto rejection =
            std::ranges::find(rejections, line.line_id, &line_rejection::line_id);
        done.lines.push_back(
            rejection == rejections.end() ? accepted_whole(line) : with_rejection(line, *rejection)
        );
        direct += line.amount;
        direct_base += line.base;
        done.totals.accepted += done.lines.back().accepted;
        done.totals.accepted_base += done.lines.back().accepted_base;
        // A correction that is not accepted leaves nothing to claim, and pays for nothing.
        done.totals.rejected += max(done.lines.back().rejected, zero);
    }
    done.reported_support = support_cost_on(direct, direct_base, support);
    done.accepted_support =
        support_cost_on(done.totals.accepted, done.totals.accepted_base, support);
    const auto with_rejected =
        support_cost_on(done.totals.accepted + done.totals.rejected, zero_base, support);
    done.totals.accepted += done.accepted_support.amount;
    done.totals.accepted_base += done.accepted_support.base;
    done.totals.rejected += with_rejected.amount - done.accepted_support.amount;
    return done;
}

void costs_by_line::add(std::int64_t budget_line_id, money base) {
    const auto [at, is_new] = sums_.try_emplace(budget_line_id, base);
    if (!is_new) {
        at->second += base;
    }
}

std::vector<cost_on_line> costs_by_line::all() const {
    std::vector<cost_on_line> costs;
    for (const auto& [line, base] : sums_) {
        if (!base.is_zero()) {
            costs.push_back({line, base});
        }
    }
    return costs;
}

std::vector<cost_on_line> accepted_by_budget_line(
    const review& done, std::int64_t support_line_id
) {
    costs_by_line costs;
    for (const auto& line : done.lines) {
        costs.add(line.budget_line_id, line.accepted_base);
    }
    costs.add(support_line_id, done.accepted_support.base);
    return costs.all();
}

}  // namespace tranche::domain
