// Which States may benefit, and that not knowing is neither yes nor no.
#include "domain/eligibility.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::domain {
namespace {

state_facts eligible_state() {
    return {"member", "lower_middle", false, false, false};
}

}  // namespace

TEST(Eligibility, IsGivenToAMemberOfWhomNothingSpeaksAgainst) {
    for (const auto* group : {"low", "lower_middle", "upper_middle"}) {
        auto known = eligible_state();
        known.income_group = group;
        EXPECT_EQ(eligibility_of(known, true).answer, eligibility::eligible) << group;
        EXPECT_EQ(eligibility_of(known, true).reason, "") << group;
    }
}

TEST(Eligibility, IsRefusedForOneReasonWhateverElseIsKnown) {
    struct row {
        std::string reason;
        state_facts only_this;
    };
    std::vector<row> rows(6);
    rows[0] = {"not_a_member", {}};
    rows[0].only_this.membership = "observer";
    rows[1] = {"not_a_member", {}};
    rows[1].only_this.membership = "none";
    rows[2] = {"income_group", {}};
    rows[2].only_this.income_group = "high";
    rows[3] = {"eu_member", {}};
    rows[3].only_this.eu_member = true;
    rows[4] = {"withdrawn", {}};
    rows[4].only_this.withdrawn = true;
    rows[5] = {"article_4", {}};
    rows[5].only_this.article_4 = true;
    for (const auto& one : rows) {
        const auto found = eligibility_of(one.only_this, true);
        EXPECT_EQ(found.answer, eligibility::not_eligible) << one.reason;
        EXPECT_EQ(found.reason, one.reason);
    }
}

TEST(Eligibility, HeedsArticleFourOnlyOnALineThatExcludesIt) {
    auto known = eligible_state();
    known.article_4 = true;
    EXPECT_EQ(eligibility_of(known, false).answer, eligibility::eligible);
    EXPECT_EQ(eligibility_of(known, true).answer, eligibility::not_eligible);
    known.article_4 = std::nullopt;
    EXPECT_EQ(eligibility_of(known, false).answer, eligibility::eligible);
    EXPECT_EQ(eligibility_of(known, true).answer, eligibility::unknown);
}

TEST(Eligibility, IsUnknownWhenAnythingNeededIsUnknown) {
    EXPECT_EQ(eligibility_of({}, false).answer, eligibility::unknown);
    auto known = eligible_state();
    known.membership.reset();
    EXPECT_EQ(eligibility_of(known, false).answer, eligibility::unknown);
    known = eligible_state();
    known.income_group.reset();
    EXPECT_EQ(eligibility_of(known, false).answer, eligibility::unknown);
    known.income_group = "not_classified";
    EXPECT_EQ(eligibility_of(known, false).answer, eligibility::unknown);
    known = eligible_state();
    known.eu_member.reset();
    EXPECT_EQ(eligibility_of(known, false).answer, eligibility::unknown);
    known = eligible_state();
    known.withdrawn.reset();
    EXPECT_EQ(eligibility_of(known, false).answer, eligibility::unknown);
}

TEST(Eligibility, R5NamesEveryReasonAndEveryFactNobodyKnows) {
    const auto found = standing_of({"observer", "high", true, {}, {}}, true);
    EXPECT_EQ(
        found.reasons, (std::vector<std::string_view>{"not_a_member", "income_group", "eu_member"})
    );
    EXPECT_EQ(found.unknown, (std::vector<std::string_view>{"withdrawn", "article_4"}));
    EXPECT_EQ(found.answer(), eligibility::not_eligible);
    EXPECT_EQ(standing_of({}, true).answer(), eligibility::unknown);
    EXPECT_EQ(standing_of(eligible_state(), true).answer(), eligibility::eligible);
}

TEST(Eligibility, HasAWordForEachAnswer) {
    EXPECT_EQ(name(eligibility::eligible), "eligible");
    EXPECT_EQ(name(eligibility::not_eligible), "not_eligible");
    EXPECT_EQ(name(eligibility::unknown), "unknown");
}

}  // namespace tranche::domain
