// Whether a line may give money to a project, with every reason against it at once.
#include "domain/allocation.hpp"

#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::domain {
namespace {

using codes = std::vector<std::string>;

state_of_project guatemala() {
    return {"GT", true, {"member", "lower_middle", false, false, false}, true};
}

state_of_project peru(bool letter) {
    return {"PE", true, {"member", "upper_middle", false, false, false}, letter};
}

state_of_project of_high_income() {
    return {"CL", true, {"member", "high", false, false, false}};
}

state_of_project guest(const char* code) {
    return {code, false, {"none", "high", false, false, false}};
}

line_terms line_2() {
    line_terms terms;
    terms.ceiling_national = usd("200000.00");
    terms.ceiling_regional = usd("300000.00");
    terms.excludes_article_4 = true;
    terms.excluded_types = {"RE"};
    terms.endorsements_national = 1;
    terms.endorsements_regional = 2;
    return terms;
}

allocation_facts shelter() {
    return {usd("150000.00"), usd("150000.00"), usd("0.00"), "national", "CT", {guatemala()}};
}

codes reasons(const allocation_facts& facts, const std::optional<line_terms>& terms = line_2()) {
    codes found;
    for (const auto& one : check_allocation(facts, terms))
        found.push_back(one.code);
    return found;
}

}  // namespace

TEST(Allocation, IsAllowedForTheShelter) {
    EXPECT_EQ(reasons(shelter()), codes{});
}

TEST(Allocation, TakesTheLastCentOfAPotAndNotOneMore) {
    auto facts = shelter();
    facts.amount = usd("150000.01");
    EXPECT_EQ(reasons(facts), codes{"amount_exceeds_available"});
}

TEST(Allocation, CountsEarlierAllocationsUnderTheCeiling) {
    auto facts = shelter();
    facts.allocated_before = usd("50000.00");
    EXPECT_EQ(reasons(facts), codes{});
    facts.allocated_before = usd("50000.01");
    EXPECT_EQ(reasons(facts), codes{"ceiling_exceeded"});
}

TEST(Allocation, HasAnotherCeilingAndOtherLettersForEveryCoverageButNational) {
    for (const auto* coverage : {"regional", "multi_regional", "global"}) {
        auto facts = shelter();
        facts.coverage = coverage;
        facts.states = {guatemala(), peru(true)};
        facts.allocated_before = usd("150000.00");
        EXPECT_EQ(reasons(facts), codes{}) << coverage;
        facts.states = {guatemala(), peru(false)};
        facts.allocated_before = usd("150000.01");
        EXPECT_EQ(reasons(facts), (codes{"ceiling_exceeded", "first_endorsement_missing"}))
            << coverage;
    }
}

TEST(Allocation, TakesTheCeilingOfItsOwnReachWhereOneIsSet) {
    auto terms = line_2();
    terms.ceiling_multi_regional = usd("400000.00");
    terms.ceiling_global = usd("150000.00");
    auto facts = shelter();
    facts.states = {guatemala(), peru(true)};
    facts.allocated_before = usd("250000.00");
    facts.coverage = "multi_regional";
    EXPECT_EQ(reasons(facts, terms), codes{});
    facts.coverage = "regional";
    EXPECT_EQ(reasons(facts, terms), codes{"ceiling_exceeded"});
    facts.coverage = "global";
    facts.allocated_before = usd("0.00");
    EXPECT_EQ(reasons(facts, terms), codes{});
    facts.allocated_before = usd("0.01");
    EXPECT_EQ(reasons(facts, terms), codes{"ceiling_exceeded"});
}

TEST(Allocation, R8CountsLettersOfEligibleStatesThatApplyOnly) {
    auto high = of_high_income();
    high.letter = true;
    auto other = guest("AA");
    other.letter = true;
    const std::vector<state_of_project> states{guatemala(), peru(false), high, other};
    EXPECT_EQ(letters_that_count(states), 1);
    // Not knowing is not "no".
    EXPECT_EQ(letters_that_count(std::vector<state_of_project>{{"GT", true, {}, true}}), 1);
}

TEST(Allocation, R7LetsNoStateApplyThatIsNoMember) {
    auto facts = shelter();
    facts.states.push_back({"AA", true, {"observer", "low", false, false, false}});
    const auto found = check_allocation(facts, line_2());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "applicant_not_member");
    EXPECT_EQ(found[0].rule->which, rule_id::r7);
    EXPECT_EQ(rule_of(rule_id::r7).kind, rule_kind::wall);
    facts.states.back().member = false;
    EXPECT_EQ(reasons(facts), codes{"member_states_not_majority"});
}

TEST(Allocation, R4SpeaksOnlyOnALineThatExcludesArticleFour) {
    auto facts = shelter();
    facts.states[0].known.article_4 = true;
    const auto found = check_allocation(facts, line_2());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule->which, rule_id::r4);
    auto line_1 = line_2();
    line_1.excludes_article_4 = false;
    EXPECT_EQ(reasons(facts, line_1), codes{});
}

TEST(Allocation, HasNoCeilingWhereTheTermsSetNone) {
    auto terms = line_2();
    terms.ceiling_national.reset();
    auto facts = shelter();
    facts.allocated_before = usd("9000000.00");
    EXPECT_EQ(reasons(facts, terms), codes{});
}

TEST(Allocation, NeedsTermsInForce) {
    EXPECT_EQ(reasons(shelter(), std::nullopt), codes{"no_terms_in_force"});
}

TEST(Allocation, RefusesATypeTheLineExcludes) {
    auto facts = shelter();
    facts.project_type = "RE";
    EXPECT_EQ(reasons(facts), codes{"project_type_excluded"});
    facts.project_type.reset();
    EXPECT_EQ(reasons(facts), codes{});
}

TEST(Allocation, RefusesAMemberStateThatMayNotBenefitAndSaysWhy) {
    auto facts = shelter();
    facts.states = {guatemala(), of_high_income()};
    const auto found = check_allocation(facts, line_2());
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "state_not_eligible");
    const message_args expected{{"state", "CL"}, {"reason", "income_group"}};
    EXPECT_EQ(found[0].args, expected);
}

TEST(Allocation, IsNotRefusedForWhatNobodyKnows) {
    auto facts = shelter();
    facts.states = {{"GT", true, {}, true}};
    EXPECT_EQ(reasons(facts), codes{});
}

TEST(Allocation, LetsOthersBenefitOnlyBesideAMajorityOfMembers) {
    auto facts = shelter();
    facts.coverage = "regional";
    facts.states = {guatemala(), peru(true), guest("AA")};
    EXPECT_EQ(reasons(facts), codes{});
    facts.states = {guatemala(), peru(true), guest("AA"), guest("BB")};
    EXPECT_EQ(reasons(facts), codes{"member_states_not_majority"});
}

TEST(Allocation, NamesEveryReasonAtOnce) {
    auto facts = shelter();
    facts.amount = usd("250000.00");
    facts.project_type = "RE";
    facts.states = {of_high_income()};
    EXPECT_EQ(
        reasons(facts),
        (codes{
            "amount_exceeds_available", "ceiling_exceeded", "project_type_excluded",
            "first_endorsement_missing", "state_not_eligible"})
    );
}

}  // namespace tranche::domain
