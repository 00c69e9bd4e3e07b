// What a report accepts is discharged, due or beyond, whatever the amounts: never lost on the way.
#include "domain/disbursement.hpp"
#include "domain/expenditure.hpp"
#include "domain/liquidation.hpp"
#include "tests/property/any_money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

namespace tranche::domain {

RC_GTEST_PROP(LiquidationProperty, WhatIsAcceptedIsDischargedDueOrBeyond, ()) {
    const auto reviewed = any_review();
    const auto layers = any_layers();
    const auto tranches = any_tranches();
    const auto done = liquidate(reviewed, layers, tranches, any_rate());
    auto sum = done.beyond;
    for (const auto& one : done.discharged)
        sum += one.amount;
    for (const auto& one : done.due)
        sum += one.due;
    RC_ASSERT(sum == reviewed.accepted);
    RC_ASSERT(!done.beyond.is_negative());

    std::map<std::int64_t, money> taken;
    for (const auto& one : done.due) {
        RC_ASSERT(one.due.is_positive());
        RC_ASSERT(!one.from_tranche.is_negative());
        RC_ASSERT(taken.emplace(one.tranche_id, one.from_tranche).second);
    }
    for (const auto& one : tranches) {
        if (taken.contains(one.tranche_id)) RC_ASSERT(taken.at(one.tranche_id) <= one.unpaid);
    }
}

RC_GTEST_PROP(LiquidationProperty, TheBooksOfAnAcceptanceAgreeInBaseCurrency, ()) {
    const auto reviewed = any_review();
    const auto done = liquidate(reviewed, any_layers(), any_tranches(), any_rate());
    auto given_up = usd("0.00");
    for (const auto& one : done.discharged)
        given_up += one.base;
    auto due = usd("0.00");
    for (const auto& one : done.due)
        due += one.base;
    RC_ASSERT(given_up == done.settled_base + done.exchange_difference);
    RC_ASSERT(done.settled_base + due == reviewed.accepted_base);
}

RC_GTEST_PROP(LiquidationProperty, NoAdvanceGivesUpMoreThanItHolds, ()) {
    const auto layers = any_layers();
    const auto done = liquidate(any_review(), layers, {}, any_rate());
    std::map<std::int64_t, std::pair<money, money>> given;
    for (const auto* pieces : {&done.discharged, &done.to_receivable}) {
        for (const auto& one : *pieces) {
            auto [at, is_new] = given.try_emplace(one.advance_id, one.amount, one.base);
            if (!is_new) {
                at->second.first += one.amount;
                at->second.second += one.base;
            }
        }
    }
    for (const auto& layer : layers) {
        if (!given.contains(layer.advance_id)) continue;
        const auto [amount, base] = given.at(layer.advance_id);
        RC_ASSERT(amount <= layer.open);
        RC_ASSERT(base <= layer.open_base);
        RC_ASSERT(amount != layer.open || base == layer.open_base);
    }
}

RC_GTEST_PROP(
    LiquidationProperty, AnEmptiedAdvanceHasGivenUpItsBaseExactlyInHoweverManyPieces, ()
) {
    const advance_layer whole{1, 1, {minor_from(1), quetzal}, {minor_from(0), dollar}};
    std::vector layers{whole};
    auto base = usd("0.00");
    while (!layers[0].open.is_zero()) {
        const auto piece = *rc::gen::inRange<std::int64_t>(1, whole.open.minor() + 1);
        for (const auto& one : take_oldest_first(layers, {std::max(piece, most / 20), quetzal})) {
            RC_ASSERT(!one.base.is_negative());
            base += one.base;
        }
        RC_ASSERT(base + layers[0].open_base == whole.open_base);
    }
    RC_ASSERT(base == whole.open_base);
}

RC_GTEST_PROP(ReviewProperty, EveryRowIsAcceptedOrRejectedAndNothingElse, ()) {
    std::int64_t next = 0;
    auto lines = up_to(6, [&] { return reported_line{++next, next % 3, quetzales(), dollars()}; });
    RC_PRE(!lines.empty());
    std::vector<line_rejection> rejections;
    for (const auto& line : lines) {
        const auto some = *rc::gen::inRange<std::int64_t>(0, line.amount.minor() + 1);
        if (*rc::gen::arbitrary<bool>())
            rejections.push_back({line.line_id, money{some, quetzal}, ""});
    }
    const auto rate = percentage::from_scaled(*rc::gen::inRange<std::int64_t>(0, 200'000));
    const auto done = review_lines(lines, rejections, rate);
    auto reported = done.reported_support.amount;
    auto direct_base = usd("0.00");
    for (std::size_t i = 0; i < lines.size(); ++i) {
        RC_ASSERT(done.lines[i].accepted + done.lines[i].rejected == lines[i].amount);
        RC_ASSERT(done.lines[i].accepted_base + done.lines[i].rejected_base == lines[i].base);
        RC_ASSERT(!done.lines[i].accepted_base.is_negative());
        reported += lines[i].amount;
        direct_base += done.lines[i].accepted_base;
    }
    RC_ASSERT(done.totals.accepted + done.totals.rejected == reported);
    RC_ASSERT(done.totals.accepted_base == direct_base + done.accepted_support.base);

    auto on_lines = usd("0.00");
    for (const auto& one : accepted_by_budget_line(done, 99))
        on_lines += one.base;
    RC_ASSERT(on_lines == done.totals.accepted_base);
}

RC_GTEST_PROP(DisbursementProperty, APaymentIsTheTrancheConvertedOnce, ()) {
    const auto rate = any_rate();
    const auto approved = dollars();
    const auto amounts = amounts_of_payment(approved, dollar, quetzal, dollar, rate);
    RC_ASSERT(amounts.from_tranche == approved);
    RC_ASSERT(amounts.base == approved);
    RC_ASSERT(amounts.paid == rate.convert(approved, quetzal));
}

}  // namespace tranche::domain
