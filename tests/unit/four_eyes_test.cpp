// Who may take the next step of a payment (R39): a table over every step, every earlier step the
// same person took, and every number of persons a fund may want.
#include "domain/four_eyes.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tranche::domain {
namespace {

constexpr std::int64_t ana = 1;
constexpr std::int64_t ben = 2;

using enum payment_step;

struct row {
    payment_step step;
    std::string_view did;  // what Ana did before; everything else was Ben's
    std::int64_t persons;
    bool certifier_differs;
    std::string_view barred_by;
};

constexpr row rows[] = {
    // Two persons: whoever asked neither approves nor pays.
    {certify, "request", 2, false, ""},
    {approve, "request", 2, false, "request"},
    {approve, "certify", 2, false, ""},
    {pay, "request", 2, false, "request"},
    {pay, "certify", 2, false, ""},
    {pay, "approve", 2, false, ""},
    // Three: the payer is not the approver either.
    {certify, "request", 3, false, ""},
    {approve, "request", 3, false, "request"},
    {approve, "certify", 3, false, ""},
    {pay, "request", 3, false, "request"},
    {pay, "certify", 3, false, ""},
    {pay, "approve", 3, false, "approve"},
    // Four: every step is another person's.
    {certify, "request", 4, false, "request"},
    {approve, "request", 4, false, "request"},
    {approve, "certify", 4, false, "certify"},
    {pay, "request", 4, false, "request"},
    {pay, "certify", 4, false, "certify"},
    {pay, "approve", 4, false, "approve"},
    // The certifier counts as a person of its own, the approver may still pay.
    {certify, "request", 2, true, "request"},
    {approve, "certify", 2, true, "certify"},
    {pay, "certify", 2, true, "certify"},
    {pay, "approve", 2, true, ""},
    {pay, "approve", 3, true, "approve"},
};

payment_persons earlier_of(std::string_view did) {
    return {
        did == "request" ? ana : ben,
        did == "certify" ? ana : ben,
        did == "approve" ? ana : ben,
    };
}

}  // namespace

TEST(FourEyes, BarThePersonWhoTookAnEarlierStep) {
    for (const auto& one : rows) {
        EXPECT_EQ(
            barred_by(one.step, ana, earlier_of(one.did), {one.persons, one.certifier_differs}),
            one.barred_by
        ) << "step "
          << static_cast<int>(one.step) << " after " << one.did << ", persons " << one.persons
          << (one.certifier_differs ? ", certifier differs" : "");
    }
}

TEST(FourEyes, BarNobodyWhoTookNoStep) {
    for (const auto step : {certify, approve, pay}) {
        for (const std::int64_t persons : {2, 3, 4}) {
            EXPECT_EQ(barred_by(step, ana, earlier_of("nothing"), {persons, true}), "");
            EXPECT_EQ(barred_by(step, ana, {}, {persons, true}), "");
        }
    }
}

TEST(FourEyes, AreNeverFewerThanTwoPersonsBetweenAskingAndPaying) {
    for (const auto& one : rows) {
        if (one.did == "request" && one.step != certify) {
            EXPECT_EQ(one.barred_by, "request");
        }
    }
    const persons_terms nothing_said;
    EXPECT_EQ(barred_by(pay, ana, earlier_of("request"), nothing_said), "request");
    EXPECT_EQ(barred_by(approve, ana, earlier_of("request"), nothing_said), "request");
}

// Acting for another counts as both: neither the one who acts nor the one who is away may have
// taken the earlier step, in whosever name.
TEST(FourEyes, CountThePersonRepresentedAsWell) {
    constexpr std::int64_t carl = 3;
    const auto bars = [](const step_taker& now, const step_taker& asked) {
        return barred_by(approve, now, {asked, std::nullopt, std::nullopt}, {2, false}) ==
            "request";
    };
    EXPECT_TRUE(bars({ben, ana}, ana)) << "Ben for Ana, who asked";
    EXPECT_TRUE(bars({ana, ben}, ana)) << "Ana for Ben, after she asked";
    EXPECT_TRUE(bars(ana, {ben, ana})) << "Ana, after Ben asked for her";
    EXPECT_TRUE(bars(ben, {ben, ana})) << "Ben, after he asked for Ana";
    EXPECT_TRUE(bars({carl, ana}, {ben, ana})) << "two who both act for Ana";
    EXPECT_FALSE(bars({carl, ben}, ana));
    EXPECT_FALSE(bars(carl, {ben, ana}));
}

}  // namespace tranche::domain
