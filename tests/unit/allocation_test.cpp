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
    return {"GT", true, {"member", "lower_middle", false, false, false}};
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
    return {usd("150000.00"), usd("150000.00"), usd("0.00"), "national", "CT", 1, {guatemala()}};
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
        facts.letters = 2;
        facts.allocated_before = usd("150000.00");
        EXPECT_EQ(reasons(facts), codes{}) << coverage;
        facts.letters = 1;
        facts.allocated_before = usd("150000.01");
        EXPECT_EQ(reasons(facts), (codes{"ceiling_exceeded", "first_endorsement_missing"}))
            << coverage;
    }
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
    facts.states = {{"GT", true, {}}};
    EXPECT_EQ(reasons(facts), codes{});
}

TEST(Allocation, LetsOthersBenefitOnlyBesideAMajorityOfMembers) {
    auto facts = shelter();
    facts.coverage = "regional";
    facts.letters = 2;
    facts.states = {guatemala(), guatemala(), guest("AA")};
    EXPECT_EQ(reasons(facts), codes{});
    facts.states = {guatemala(), guest("AA")};
    EXPECT_EQ(reasons(facts), codes{"member_states_not_majority"});
}

TEST(Allocation, NamesEveryReasonAtOnce) {
    auto facts = shelter();
    facts.amount = usd("250000.00");
    facts.project_type = "RE";
    facts.letters = 0;
    facts.states = {of_high_income()};
    EXPECT_EQ(
        reasons(facts),
        (codes{
            "amount_exceeds_available", "ceiling_exceeded", "project_type_excluded",
            "first_endorsement_missing", "state_not_eligible"})
    );
}

}  // namespace tranche::domain
