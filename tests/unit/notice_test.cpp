// Who may be told of what: whoever takes the next step, on its own side.
#include "domain/notice.hpp"

#include "domain/message_catalogue.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>

namespace tranche::domain {

TEST(Notice, HasOneNameAndOneActAndASentence) {
    std::set<std::string_view> names;
    std::set<std::string_view> acts;
    for (const auto& one : notices()) {
        EXPECT_TRUE(names.insert(one.name).second) << one.name;
        const bool acted = one.operation != by_its_day;
        EXPECT_TRUE(!acted || acts.insert(one.operation).second) << one.operation;
        EXPECT_TRUE(has_message(one.message)) << one.message;
        EXPECT_EQ(notice_named(one.name), &one);
        EXPECT_EQ(notice_of_operation(one.operation), acted ? &one : nullptr);
    }
    EXPECT_EQ(notice_named(""), nullptr);
    EXPECT_EQ(notice_of_operation("get_me"), nullptr);
}

TEST(Notice, IsForWhoeverMayTakeTheNextStep) {
    const auto& requested = *notice_named("disbursement_requested");
    EXPECT_TRUE(may_be_told(requested, {role::programme_officer}, std::nullopt, 7));
    EXPECT_TRUE(may_be_told(requested, {role::auditor, role::programme_officer}, std::nullopt, 7));
    for (const auto other :
         {role::finance_officer, role::approver, role::auditor, role::administrator,
          role::donor_viewer, role::partner_authorised_officer}) {
        EXPECT_FALSE(may_be_told(requested, {other}, std::nullopt, 7));
    }
}

TEST(Notice, IsForOnePartnerAboutWhatIsItsOwn) {
    const auto& paid = *notice_named("disbursement_paid");
    const role_set officer{role::partner_authorised_officer};
    EXPECT_TRUE(may_be_told(paid, officer, 7, 7));
    EXPECT_FALSE(may_be_told(paid, officer, 8, 7));
    EXPECT_FALSE(may_be_told(paid, officer, 7, std::nullopt));
    EXPECT_FALSE(may_be_told(paid, officer, std::nullopt, std::nullopt)) << "nobody's is not mine";
    EXPECT_FALSE(may_be_told(paid, {role::programme_officer}, std::nullopt, 7)) << "the office";
    const auto& submitted = *notice_named("report_submitted");
    EXPECT_FALSE(may_be_told(submitted, {role::programme_officer}, 7, 7)) << "no partner's person";
}

}  // namespace tranche::domain
