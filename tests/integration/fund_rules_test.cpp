// The fund's rules about proposals and allocations, R1 to R11, as the API keeps them. Everything
// that differs between funds is data of the line.
#include "tests/support/leave.hpp"
#include "tests/support/small_world_test.hpp"
#include "tests/support/states.hpp"

namespace tranche::tests {
namespace json = boost::json;

class FundRules : public SmallWorld {
protected:
    answer allocate(
        const std::string& project, const std::string& line, const std::string& amount,
        const std::string& on = "2026-06-01"
    ) {
        return server.as("programme")
            .post(
                "/api/v1/allocations",
                {{"project", project},
                 {"line", line},
                 {"amount", amount_of(amount)},
                 {"allocated_on", on}}
            );
    }

    void line(const std::string& code, json::object terms, const std::string& received = "") {
        auto admin = server.as("administrator");
        admin.must(
            "/api/v1/instruments/FUND/lines",
            {{"code", code},
             {"name_en", code},
             {"name_fr", code},
             {"name_es", code},
             {"currency", "USD"}}
        );
        terms["valid_from"] = "2020-01-01";
        terms["source"] = "test";
        terms.emplace("excludes_article_4", false);
        admin.must("/api/v1/funding-lines/" + code + "/terms", terms);
        if (!received.empty()) {
            server.as("finance").must(
                "/api/v1/opening-balances",
                {{"line", code},
                 {"opened_on", "2026-01-01"},
                 {"amount", amount_of(received)},
                 {"source", "test"}}
            );
        }
    }

    void proposal(const std::string& code, const json::array& states, const char* coverage) {
        server.as("programme")
            .must(
                "/api/v1/projects",
                {{"code", code},
                 {"title_en", "Proposal"},
                 {"instrument", "FUND"},
                 {"project_type", "CT"},
                 {"coverage", coverage},
                 {"states", states}}
            );
    }
    void letter(const std::string& project, const char* state) {
        server.as("programme")
            .must(
                "/api/v1/projects/" + project + "/endorse",
                {{"kind", "government_letter"},
                 {"state", state},
                 {"endorsed_on", "2026-01-10"},
                 {"document", "Letter"}}
            );
    }
    answer submit(const std::string& project) {
        return server.as("programme")
            .post("/api/v1/projects/" + project + "/submit", {{"submitted_on", "2026-01-11"}});
    }
    static std::string rule_in(const answer& given, std::size_t n = 0) {
        return json::value_to<std::string>(given.json().at("errors").at(n).at("rule"));
    }

    using lines = std::vector<std::string>;
};

TEST_F(FundRules, R1GiveNothingBeforeItWasReceived) {
    approved_project(server, {.code = "P2"});
    remember();
    const auto early = allocate("P2", "FUND-L1", "1.00", "2026-01-04");
    expect_refused(early, 422, "amount_exceeds_available");
    EXPECT_EQ(rule_in(early), "R1");
    EXPECT_EQ(allocate("P2", "FUND-L1", "1.00", "2026-01-05").status, 201);
}

// 100,000.00 came on 5 January, 10,000.00 went to P1 on the 20th.
TEST_F(FundRules, R1GiveNothingThatWasGivenSince) {
    approved_project(server, {.code = "P2"});
    remember();
    expect_refused(
        allocate("P2", "FUND-L1", "90000.01", "2026-01-10"), 422, "amount_exceeds_available"
    );
    EXPECT_EQ(allocate("P2", "FUND-L1", "90000.00", "2026-01-10").status, 201);
    remember();
    expect_refused(allocate("P2", "FUND-L1", "0.01"), 422, "amount_exceeds_available");
}

// The published figures of 2015, a hundred times smaller: two lines give all they have and no cent
// of the other's.
TEST_F(FundRules, R2BothLinesTogetherGiveNoMoreThanTheYearHad) {
    line("FUND-L2", {}, "15064.15");
    line("FUND-L3", {}, "69803.94");
    approved_project(server, {.code = "P2"});
    EXPECT_EQ(allocate("P2", "FUND-L2", "15064.15").status, 201);
    remember();
    expect_refused(allocate("P2", "FUND-L2", "0.01"), 422, "amount_exceeds_available");
    expect_refused(allocate("P2", "FUND-L3", "69803.95"), 422, "amount_exceeds_available");
    EXPECT_EQ(allocate("P2", "FUND-L3", "69803.94").status, 201);
}

TEST_F(FundRules, R3AStateThatIsNotEligibleOpensAGateOnly) {
    approved_project(server, {.code = "P2"});
    becomes_known(server, "GT", "2026-05-01", {{"withdrawn", true}});
    EXPECT_EQ(allocate("P2", "FUND-L1", "1.00", "2026-04-30").status, 201);
    const auto given = allocate("P2", "FUND-L1", "1.00", "2026-05-01");
    EXPECT_EQ(given.status, 422);
    const auto errors = given.errors();
    EXPECT_EQ(std::ranges::count(errors, "/project state_not_eligible"), 1) << given;
    EXPECT_EQ(given.json().at("errors").at(errors.size() - 1).at("kind"), "gate");
}

TEST_F(FundRules, R4HoldOnTheLineThatExcludesArticleFour) {
    line("FUND-L2", {{"excludes_article_4", true}}, "500.00");
    approved_project(server, {.code = "P2"});
    becomes_known(server, "GT", "2026-05-01", {{"article_4", true}});
    EXPECT_EQ(allocate("P2", "FUND-L1", "1.00").status, 201);
    EXPECT_EQ(allocate("P2", "FUND-L2", "1.00", "2026-04-30").status, 201);
    const auto given = allocate("P2", "FUND-L2", "1.00");
    EXPECT_EQ(given.errors(), lines{"/project state_not_eligible"});
    EXPECT_EQ(rule_in(given), "R4");
}

TEST_F(FundRules, R7LetNoStateApplyThatIsNoMember) {
    becomes_known(server, "PE", "2021-01-01", {{"membership", "observer"}});
    proposal(
        "P3", {{{"state", "GT"}, {"share", "60"}}, {{"state", "PE"}, {"share", "40"}}}, "national"
    );
    letter("P3", "GT");
    const auto given = submit("P3");
    EXPECT_EQ(given.errors(), lines{" applicant_not_member"});
    EXPECT_EQ(rule_in(given), "R7");
    proposal(
        "P4", {{{"state", "GT"}, {"share", "100"}}, {{"state", "PE"}, {"member", false}}},
        "national"
    );
    letter("P4", "GT");
    EXPECT_EQ(submit("P4").status, 200);
}

TEST_F(FundRules, R8CountLettersOfEligibleStatesThatApply) {
    const json::array both{
        json::object{{"state", "GT"}, {"share", "50"}},
        json::object{{"state", "PE"}, {"share", "50"}}};
    proposal("P3", both, "regional");
    letter("P3", "GT");
    letter("P3", "PT");  // does not benefit
    const auto given = submit("P3");
    EXPECT_EQ(given.errors(), lines{" first_endorsement_missing"});
    EXPECT_EQ(rule_in(given), "R8");
    letter("P3", "PE");
    EXPECT_EQ(submit("P3").status, 200);
}

TEST_F(FundRules, R8AskNoMoreOfAProposalThanTheFundsTermsDo) {
    line("FUND-L2", {{"endorsements_national", 0}});
    proposal("P3", {{{"state", "GT"}, {"share", "100"}}}, "national");
    EXPECT_EQ(submit("P3").status, 200) << "one line of the fund wants no letter";
}

TEST_F(FundRules, R9KeepEachReachOfAProjectBelowItsCeiling) {
    line(
        "FUND-L2",
        {{"ceiling_national", amount_of("300.00")},
         {"ceiling_regional", amount_of("400.00")},
         {"ceiling_global", amount_of("500.00")}},
        "1000.00"
    );
    approved_project(server, {.code = "P2"});
    EXPECT_EQ(allocate("P2", "FUND-L2", "299.99").status, 201);
    const auto given = allocate("P2", "FUND-L2", "0.02");
    EXPECT_EQ(given.errors(), lines{"/amount ceiling_exceeded"});
    EXPECT_EQ(rule_in(given), "R9");
    EXPECT_EQ(allocate("P2", "FUND-L2", "0.01").status, 201);
    const auto shown = server.as("auditor").get("/api/v1/funding-lines/FUND-L2").json();
    const auto& terms = shown.at("terms").at(0);
    EXPECT_EQ(terms.at("ceiling_global").at("amount"), "500.00");
    EXPECT_TRUE(terms.at("ceiling_multi_regional").is_null());
}

TEST_F(FundRules, R10TakeNoProposalThatNoLineOfTheFundPaysFor) {
    server.as("administrator")
        .must(
            "/api/v1/funding-lines/FUND-L1/terms",
            {{"valid_from", "2026-01-02"},
             {"excludes_article_4", false},
             {"excluded_types", {"CT"}},
             {"source", "test"}}
        );
    proposal("P3", {{{"state", "GT"}, {"share", "100"}}}, "national");
    letter("P3", "GT");
    const auto given = submit("P3");
    EXPECT_EQ(given.errors(), lines{" project_type_never_funded"});
    EXPECT_EQ(rule_in(given), "R10");
    line("FUND-L2", {});
    EXPECT_EQ(submit("P3").status, 200);
}

TEST_F(FundRules, R11KeepWhatWasKnownWhenMoneyWasAllocated) {
    const auto eligibility = [&] {
        return server.as("auditor")
            .get("/api/v1/allocations?project=P1")
            .json()
            .at("items")
            .at(0)
            .at("eligibility");
    };
    const auto then = eligibility();
    EXPECT_EQ(then.at(0).at("state"), "GT");
    EXPECT_EQ(then.at(0).at("answer"), "eligible");
    EXPECT_EQ(then.at(0).at("income_group"), "lower_middle");
    EXPECT_EQ(then.at(0).at("article_4"), false);
    EXPECT_EQ(then.at(0).at("letter"), true);
    becomes_known(server, "GT", "2020-01-01", {{"membership", "none"}, {"income_group", "high"}});
    EXPECT_EQ(eligibility(), then);
}

// A second fund: another currency of letters, caps, ceilings and fiscal year, and no line of code.
TEST_F(FundRules, R15AnotherFundWithOtherTermsIsDataOnly) {
    fund(server, {.instrument = "OTHER", .line = "OTHER-X", .ceiling = "700.00"});
    server.as("administrator")
        .must(
            "/api/v1/funding-lines/OTHER-X/terms",
            {{"valid_from", "2021-01-01"},
             {"excludes_article_4", true},
             {"ceiling_national", amount_of("1000.00")},
             {"staff_office_cap", "30"},
             {"evaluation_minimum", "5"},
             {"endorsements_national", 0},
             {"residue_waiver", amount_of("250.00")},
             {"source", "test"}}
        );
    const auto budgeted = [&](const std::string& code, const char* staff, const char* work) {
        approved_project(server, {.code = code, .instrument = "OTHER", .line = "OTHER-X"});
        EXPECT_EQ(allocate(code, "OTHER-X", "1000.00").status, 201);
        json::array of;
        for (const auto& [kind, amount] :
             {std::pair{"staff", staff}, {"operational", work}, {"evaluation", "50.00"}}) {
            of.push_back(json::object{
                {"code", kind},
                {"title_en", "Line"},
                {"kind", kind},
                {"category", "1"},
                {"quantity", "1"},
                {"unit_price", amount_of(amount)}});
        }
        server.as("programme")
            .must(
                "/api/v1/projects/" + code + "/budget-versions",
                {{"reason", "First"}, {"lines", of}}
            );
        return server.as("approver")
            .post(
                "/api/v1/budget-versions/" + code + ":1/approve",
                {{"approved_on", "2026-06-05"},
                 {"acknowledged", {{{"rule", "R15-near"}, {"reason", "As planned"}}}}}
            );
    };
    EXPECT_EQ(budgeted("O1", "300.00", "650.00").status, 200) << "30.00 % passes";
    const auto above = budgeted("O2", "300.10", "649.90");
    EXPECT_EQ(above.errors(), lines{" staff_office_cap_exceeded"}) << "30.01 % fails";
    EXPECT_EQ(rule_in(above), "R15");
}

}  // namespace tranche::tests
