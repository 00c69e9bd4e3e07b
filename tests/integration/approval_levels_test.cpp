// Approval by amount: levels of a fund as dated data, granted by an administrator to others.
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string levels_of_fund = "/api/v1/instruments/FUND/approval-levels";

class ApprovalLevels : public SmallWorld {
protected:
    // Up to 500 dollars, and any amount.
    json::object two_levels(const std::string& from = "2026-01-01") {
        return {
            {"valid_from", from},
            {"levels",
             json::array{
                 json::object{{"level", 1}, {"up_to", amount_of("500.00")}},
                 json::object{{"level", 2}}}},
            {"source", "Financial rules"}};
    }
    void set_levels() { server.as("administrator").must(levels_of_fund, two_levels()); }
    answer grant(
        const std::string& user, int level, const std::string& until = "",
        const std::string& from = "2026-01-01"
    ) {
        json::object body{
            {"user", user},
            {"instrument", "FUND"},
            {"level", level},
            {"valid_from", from},
            {"reason", "Decision 7"}};
        if (!until.empty()) {
            body["valid_until"] = until;
        }
        return server.as("administrator").post("/api/v1/approval-grants", body);
    }
    std::string certified(std::string_view amount, const char* tranche = "A1:T1") {
        const auto id = server.as("officer", "NGO")
                            .must(
                                "/api/v1/disbursement-requests",
                                {{"tranche", tranche},
                                 {"amount", amount_of(amount)},
                                 {"requested_on", "2026-03-10"}}
                            )
                            .id();
        server.as("programme")
            .must(
                "/api/v1/disbursement-requests/" + id + "/certify", {{"certified_on", "2026-03-12"}}
            );
        return id;
    }
    answer approve(const std::string& id, const std::string& who = "approver") {
        return server.as(who).post(
            "/api/v1/disbursement-requests/" + id + "/approve", {{"approved_on", "2026-03-15"}}
        );
    }
};

}  // namespace

TEST_F(ApprovalLevels, LetAPersonApproveUpToTheLimitAndSayWhoMayApproveMore) {
    set_levels();
    ASSERT_EQ(grant("test.approver", 1).status, 201);
    ASSERT_EQ(grant("test.director", 2).status, 201);
    const auto within = certified("500.00", "A1:T2");
    const auto beyond = certified("500.01");
    EXPECT_EQ(approve(within).status, 200);
    remember();
    const auto refused = approve(beyond);
    expect_refused(refused, 422, "beyond_approval_level", {" beyond_approval_level"});
    EXPECT_NE(refused.body.find("500.01 USD"), refused.body.npos) << refused;
    EXPECT_NE(refused.body.find("500.00 USD"), refused.body.npos) << refused;
    EXPECT_NE(refused.body.find("level 2: ask test.director"), refused.body.npos) << refused;
    EXPECT_EQ(approve(beyond, "director").status, 200);
    EXPECT_EQ(
        db.sql().one(
            "select string_agg(concat_ws(' ', approval_level, approval_limit, approved_base),"
            " ', ' order by approved_base) from partner.disbursement_request"
        ),
        "1 50000 50000, 2 50001"
    );
}

// One large request cut into small ones is still one large payment.
TEST_F(ApprovalLevels, CountAllThatWasApprovedOnTheSameTranche) {
    set_levels();
    ASSERT_EQ(grant("test.approver", 1).status, 201);
    ASSERT_EQ(grant("test.director", 2).status, 201);
    const auto first = certified("300.00");
    const auto second = certified("200.00");
    const auto third = certified("0.01");
    const auto elsewhere = certified("500.00", "A1:T2");
    EXPECT_EQ(approve(first).status, 200);
    EXPECT_EQ(approve(second).status, 200) << "up to the limit";
    remember();
    const auto refused = approve(third);
    expect_refused(refused, 422, "beyond_level_together", {" beyond_level_together"});
    EXPECT_NE(refused.body.find("500.01 USD"), refused.body.npos) << refused;
    EXPECT_EQ(approve(elsewhere).status, 200) << "another tranche was signed for by itself";
    server.as("finance").must(
        "/api/v1/disbursement-requests/" + first + "/pay",
        {{"paid_on", "2026-04-01"}, {"bank_reference", "B-1"}}
    );
    EXPECT_EQ(approve(third).code(), "beyond_level_together") << "paid counts as well";
    server.as("director")
        .must(
            "/api/v1/disbursement-requests/" + second + "/cancel",
            {{"reason", "Not needed"}, {"on", "2026-04-02"}}
        );
    EXPECT_EQ(approve(third).errors(), std::vector<std::string>{" advances_not_liquidated"})
        << "cancelled does not";
}

TEST_F(ApprovalLevels, AreCountedTogetherByTheDatabaseToo) {
    set_levels();
    ASSERT_EQ(grant("test.approver", 1).status, 201);
    EXPECT_EQ(approve(certified("300.00")).status, 200);
    EXPECT_EQ(approve(certified("200.00")).status, 200);
    const auto refused = [&](const std::string& statement) {
        const auto found = refusal_of(db.sql(), statement);
        return found ? found->constraint : "";
    };
    EXPECT_EQ(
        refused("update partner.disbursement_request set counted_base = approved_base"),
        "disbursement_request_counts_tranche_check"
    );
    EXPECT_EQ(
        refused("update partner.disbursement_request set counted_base = 50001"),
        "disbursement_request_counted_within_level_check"
    );
}

TEST_F(ApprovalLevels, AreShownOnTheRequestWithWhoWasStoodInFor) {
    set_levels();
    ASSERT_EQ(grant("test.director", 2).status, 201);
    const auto read = [&](const std::string& id) {
        return server.as("auditor").get("/api/v1/disbursement-requests/" + id);
    };
    const auto first = certified("400.00");
    const auto second = certified("200.00");
    EXPECT_EQ(read(second).field("level_needed"), "1");
    server.as("director")
        .must(
            "/api/v1/disbursement-requests/" + first + "/approve", {{"approved_on", "2026-03-15"}}
        );
    EXPECT_EQ(read(second).field("level_needed"), "2") << "400 and 200";
    EXPECT_EQ(read(first).field("approval_level"), "2");
    db.sql().ask(
        "update partner.disbursement_request set certified_for = (select id from people.user_account"
        " where name = 'test.region') where id = " +
        std::to_string(*domain::parse_public_id(domain::entity::disbursement_request, first))
    );
    server.as("region");
    const auto seen = server.as("officer", "NGO").get("/api/v1/disbursement-requests/" + second);
    ASSERT_EQ(seen.status, 200) << seen << server.failures();
    EXPECT_TRUE(seen.json().at("level_needed").is_null()) << "a partner is told of none";
}

TEST_F(ApprovalLevels, CountTheAmountThatIsApprovedNotTheOneAskedFor) {
    set_levels();
    ASSERT_EQ(grant("test.approver", 1).status, 201);
    const auto id = certified("800.00");
    const auto lowered =
        server.as("approver")
            .post(
                "/api/v1/disbursement-requests/" + id + "/approve",
                {{"approved_on", "2026-03-15"}, {"amount", amount_of("500.00")}, {"reason", "Half"}}
            );
    EXPECT_EQ(lowered.status, 200) << lowered;
}

TEST_F(ApprovalLevels, ThatNobodyHoldsAreGrantedByAnAdministrator) {
    set_levels();
    const auto id = certified("1.00");
    remember();
    expect_refused(approve(id), 422, "approval_level_vacant");
}

TEST_F(ApprovalLevels, CountOnTheDayOfActingWhateverDayIsWrittenDown) {
    set_levels();
    ASSERT_EQ(grant("test.approver", 2, "2026-06-29").status, 201);
    const auto id = certified("1.00");
    remember();
    expect_refused(approve(id), 422, "approval_level_vacant");
    ASSERT_EQ(grant("test.approver", 2, "2026-06-30").status, 201);
    EXPECT_EQ(approve(id).status, 200);
}

TEST_F(ApprovalLevels, CountNoMoreFromTheDayTheyAreEndedOn) {
    set_levels();
    const auto given = grant("test.approver", 2);
    const auto end = [&](const char* on) {
        return server.as("administrator")
            .post(
                "/api/v1/approval-grants/" + given.id() + "/end", {{"on", on}, {"reason", "Moved"}}
            );
    };
    EXPECT_EQ(end("2026-06-29").errors(), std::vector<std::string>{"/on date_before"});
    EXPECT_EQ(end("2026-06-30").status, 200);
    EXPECT_EQ(approve(certified("1.00")).code(), "approval_level_vacant");
    const auto seen = server.as("auditor").get("/api/v1/approval-grants/" + given.id());
    EXPECT_EQ(seen.field("ended_by"), "test.administrator") << seen;
}

TEST_F(ApprovalLevels, BindBudgetsAndSignaturesToo) {
    drafted_agreement(server, {.code = "A2", .tranches = {{"T1", "501.00"}}});
    set_levels();
    ASSERT_EQ(grant("test.approver", 1).status, 201);
    remember();
    expect_refused(
        server.as("approver")
            .post(
                "/api/v1/agreements/A2/sign",
                {{"partner_signed_on", "2026-02-20"}, {"office_signed_on", "2026-02-21"}}
            ),
        422, "approval_level_vacant"
    );
}

TEST_F(ApprovalLevels, AreNeverGrantedToOneselfNorToWhoIsNoApprover) {
    set_levels();
    auto both = server.with_roles("both", {"administrator", "approver"});
    const auto ask = [&](const char* user) {
        return both
            .post(
                "/api/v1/approval-grants",
                {{"user", user},
                 {"instrument", "FUND"},
                 {"level", 2},
                 {"valid_from", "2026-01-01"},
                 {"reason", "r"}}
            )
            .errors();
    };
    EXPECT_EQ(ask("test.both"), std::vector<std::string>{"/user not_to_oneself"});
    EXPECT_EQ(ask("test.finance"), std::vector<std::string>{"/user role_not_held"});
    EXPECT_EQ(ask("test.nobody"), std::vector<std::string>{"/user unknown_reference"});
    EXPECT_EQ(ask("test.officer.ngo"), std::vector<std::string>{"/user unknown_reference"});
    ASSERT_EQ(grant("test.approver", 1).status, 201);
    const auto refused =
        refusal_of(db.sql(), "update people.approval_grant set granted_by = user_id");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "approval_grant_given_by_other_check");
}

TEST_F(ApprovalLevels, AreReplacedWholeByALaterSet) {
    set_levels();
    auto administrator = server.as("administrator");
    EXPECT_EQ(
        administrator.post(levels_of_fund, two_levels()).errors(),
        std::vector<std::string>{"/valid_from date_before"}
    );
    auto one = two_levels("2026-06-30");
    one["levels"] = json::array{json::object{{"level", 1}, {"up_to", amount_of("100.00")}}};
    EXPECT_EQ(administrator.post(levels_of_fund, one).status, 200);
    ASSERT_EQ(grant("test.approver", 9).status, 201);
    EXPECT_EQ(approve(certified("100.00")).status, 200);
    EXPECT_EQ(approve(certified("100.01")).code(), "approval_level_vacant");
    const auto listed = server.as("auditor").get(levels_of_fund).json().at("items").as_array();
    ASSERT_EQ(listed.size(), 3U);
    EXPECT_EQ(listed[0].at("valid_from"), "2026-06-30");
    EXPECT_TRUE(listed[2].at("up_to").is_null());
}

TEST_F(ApprovalLevels, HaveLimitsThatGrow) {
    auto falling = two_levels();
    falling["levels"] = json::array{
        json::object{{"level", 2}, {"up_to", amount_of("500.00")}},
        json::object{{"level", 1}, {"up_to", amount_of("600.00")}}};
    expect_refused(
        server.as("administrator").post(levels_of_fund, falling), 422, "levels_do_not_grow"
    );
    EXPECT_EQ(server.as("approver").post(levels_of_fund, two_levels()).status, 403);
}

// The second wall: what the command would not do, the database does not take.
TEST_F(ApprovalLevels, AreCheckedByTheDatabaseItself) {
    set_levels();
    ASSERT_EQ(grant("test.approver", 1).status, 201);
    approve(certified("400.00"));
    for (const auto& [statement, constraint] :
         std::initializer_list<std::pair<const char*, const char*>>{
             {"update partner.disbursement_request set approved_base = approval_limit + 1",
              "disbursement_request_within_level_check"},
             {"update partner.disbursement_request set approval_limit = approval_limit + 1",
              "disbursement_request_level_held_check"},
             {"update partner.disbursement_request set approval_level = null, approval_limit = null",
              "disbursement_request_level_held_check"},
             {"update partner.disbursement_request set approved_base = null",
              "disbursement_request_level_held_check"},
             {"update partner.disbursement_request set approved_by ="
              " (select id from people.user_account where name = 'test.director')",
              "disbursement_request_level_held_check"}}) {
        const auto refused = refusal_of(db.sql(), statement);
        ASSERT_TRUE(refused) << statement;
        EXPECT_EQ(refused->constraint, constraint) << statement;
    }
}

}  // namespace tranche::tests
