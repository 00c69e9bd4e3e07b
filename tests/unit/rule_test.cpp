// The table of rules, and how far an exception reaches.
#include "domain/rule.hpp"

#include "domain/message_catalogue.hpp"
#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace tranche::domain {

TEST(Rules, HaveOneCodeEachAndANameInThreeLanguages) {
    std::set<std::string_view> codes;
    for (const auto& one : all_rules()) {
        EXPECT_TRUE(codes.insert(one.code).second) << one.code;
        EXPECT_EQ(find_rule(one.code), &one);
        EXPECT_EQ(&rule_of(one.id), &one);
        for (const auto which : all_languages) {
            EXPECT_FALSE(one.name_in(which).empty()) << one.code;
        }
    }
    EXPECT_EQ(find_rule("R99"), nullptr);
}

// Practice, section 4: what nobody may open, whatever a fund decides.
TEST(Rules, KeepTheWallsOfPractice) {
    for (const auto id : {rule_id::r1, rule_id::r27, rule_id::r30, rule_id::r34, rule_id::r39}) {
        EXPECT_EQ(rule_of(id).kind, rule_kind::wall) << rule_of(id).code;
    }
    for (const auto id : {rule_id::r36, rule_id::r9, rule_id::r15, rule_id::r41, rule_id::r59}) {
        EXPECT_EQ(rule_of(id).kind, rule_kind::gate) << rule_of(id).code;
    }
    EXPECT_EQ(rule_of(rule_id::r55).kind, rule_kind::remark);
}

TEST(Rules, NameTheirKinds) {
    for (const auto kind : {rule_kind::wall, rule_kind::gate, rule_kind::remark}) {
        EXPECT_EQ(rule_kind_from(name(kind)), kind);
    }
    EXPECT_EQ(rule_kind_from("off"), std::nullopt);
}

TEST(ExceptionLimit, CoversUpToWhatWasGrantedAndNoFurther) {
    const exception_limit granted{usd("100.00"), {}};
    EXPECT_TRUE(covers(granted, {rule_id::r36, usd("100.00")}));
    EXPECT_FALSE(covers(granted, {rule_id::r36, usd("100.01")}));
    EXPECT_FALSE(covers(granted, {rule_id::r36, gtq("1.00")}));
    EXPECT_TRUE(covers({{}, 3}, {rule_id::r19, 3}));
    EXPECT_FALSE(covers({{}, 3}, {rule_id::r19, 4}));
}

TEST(ExceptionLimit, HoldsForMoneyAndDaysTogether) {
    breach broken{rule_id::r19, 3};
    broken.amount = usd("10.00");
    EXPECT_TRUE(covers({usd("10.00"), 3}, broken));
    EXPECT_FALSE(covers({usd("9.99"), 3}, broken));
    EXPECT_FALSE(covers({usd("10.00"), 2}, broken));
    EXPECT_FALSE(covers({{}, 3}, broken));
}

TEST(ExceptionLimit, CoversNothingMeasuredWhenItHasNoLimit) {
    EXPECT_FALSE(covers({}, {rule_id::r36, usd("0.01")}));
    EXPECT_FALSE(covers({}, {rule_id::r19, 1}));
    EXPECT_TRUE(covers({}, {rule_id::r12}));
}

}  // namespace tranche::domain
