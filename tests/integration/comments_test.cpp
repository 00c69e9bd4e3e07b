// Threads on records: internal ones do not exist for a partner, words are never changed, and who is
// named is told.
#include "tests/support/history.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;
const std::string comments = "/api/v1/comments/";

}  // namespace

class Comments : public SmallWorld {
protected:
    void SetUp() override {
        partner(server, "OTHER");
        other = server.as("officer", "OTHER");
        server.introduce_everybody("NGO");
        agreement = domain::public_id(
            domain::entity::agreement,
            db.sql().number("select id from partner.agreement where code = 'A1'")
        );
    }
    json::object about(bool internal, const json::array& mentions = {}) {
        return {
            {"subject", agreement},
            {"comment", "Please look"},
            {"internal", internal},
            {"mentions", mentions}};
    }
    std::string written(bool internal) {
        return programme.must("/api/v1/comments", about(internal)).id();
    }
    static std::size_t count(const answer& list) {
        return list.json().at("items").as_array().size();
    }

    caller programme = server.as("programme");
    caller ngo = server.as("officer", "NGO");
    caller other{server, std::nullopt};
    std::string agreement;
};

TEST_F(Comments, ThatAreInternalDoNotExistForThePartner) {
    const auto internal = written(true);
    const auto shared = written(false);
    EXPECT_EQ(count(programme.get("/api/v1/comments?subject=" + agreement)), 2U);
    EXPECT_EQ(count(ngo.get("/api/v1/comments?subject=" + agreement)), 1U);
    EXPECT_EQ(count(other.get("/api/v1/comments")), 0U);
    remember();
    expect_refused(ngo.get(comments + internal), 404, "not_found");
    expect_refused(ngo.post(comments + internal + "/reply", {{"comment", "x"}}), 404, "not_found");
    expect_refused(other.post(comments + shared + "/reply", {{"comment", "x"}}), 404, "not_found");
    expect_refused(other.post("/api/v1/comments", about(false)), 422, "unknown_reference");
}

TEST_F(Comments, AreWrittenOnEveryRecordOfThePartnerSide) {
    make_history(server);
    const auto one_of = [&](domain::entity what) {
        const auto table = std::string{domain::names_of(what).table};
        return domain::public_id(what, db.sql().number("select min(id) from " + table));
    };
    using enum domain::entity;
    int seen = 0;
    for (const auto what :
         {sub_partner, bank_account, authorised_officer, cash_book, asset, disallowance,
          report_round, review_remark, due_diligence_document, settlement_proposal,
          screening_match}) {
        const auto rows = "select count(*) from " + std::string{domain::names_of(what).table};
        if (db.sql().number(rows) == 0) continue;
        ++seen;
        const auto subject = one_of(what);
        const auto given = programme.post(
            "/api/v1/comments",
            {{"subject", subject}, {"comment", "Please look"}, {"internal", false}}
        );
        EXPECT_EQ(given.status, 201) << subject << given;
        const bool is_of_office = what == settlement_proposal || what == screening_match;
        EXPECT_EQ(
            programme.get(comments + given.id()).json().at("internal").as_bool(), is_of_office
        ) << subject;
        if (is_of_office) {
            remember();
            expect_refused(
                ngo.post("/api/v1/comments", {{"subject", subject}, {"comment", "x"}}), 422,
                "unknown_reference"
            );
        }
    }
    EXPECT_GE(seen, 5);
}

TEST_F(Comments, OfAPartnerAreReadByTheOfficeAndItself) {
    const auto id = ngo.must("/api/v1/comments", about(true)).id();
    EXPECT_FALSE(programme.get(comments + id).json().at("internal").as_bool());
    EXPECT_EQ(ngo.get(comments + id).status, 200);
    EXPECT_EQ(other.get(comments + id).status, 404);
}

TEST_F(Comments, AreAnsweredResolvedAndTakenUpAgain) {
    const auto id = written(false);
    const auto said = ngo.must(comments + id + "/reply", {{"comment", "Done"}});
    EXPECT_EQ(programme.get(comments + said.id()).json().at("thread").as_string(), id);
    remember();
    expect_refused(
        programme.post(comments + said.id() + "/reply", {{"comment", "x"}}), 409,
        "state_forbids_action"
    );
    ngo.must(comments + id + "/resolve", {{"reason", "It is done"}});
    const auto now = programme.get(comments + id).json();
    EXPECT_EQ(now.at("state").as_string(), "resolved");
    EXPECT_EQ(now.at("decided_by").as_string(), "test.officer.ngo");
    remember();
    expect_refused(
        ngo.post(comments + id + "/reply", {{"comment", "x"}}), 409, "state_forbids_action"
    );
    programme.must(comments + id + "/reopen", {{"reason", "Not quite"}});
    EXPECT_EQ(programme.get(comments + id).json().at("state").as_string(), "open");
}

TEST_F(Comments, AreWithdrawnByTheirAuthorAndStayReadable) {
    const auto id = written(false);
    remember();
    expect_refused(
        server.as("finance").post(comments + id + "/withdraw", {{"reason", "r"}}), 422,
        "comment_of_another"
    );
    programme.must(comments + id + "/withdraw", {{"reason", "Wrong agreement"}});
    EXPECT_EQ(programme.get(comments + id).json().at("comment").as_string(), "Please look");
    remember();
    expect_refused(
        programme.post(comments + id + "/withdraw", {{"reason", "r"}}), 422, "comment_withdrawn"
    );
    const auto refused = refusal_of(
        db.sql(),
        "update document.comment set withdrawn_by = null, withdrawn_on = null,"
        " withdrawal_reason = null"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "comment_withdrawn_once_check");
}

TEST_F(Comments, NameOnlyWhoMayReadThem) {
    remember();
    expect_refused(
        programme.post("/api/v1/comments", about(true, {"test.officer.ngo"})), 422,
        "unknown_reference", {"/mentions/0 unknown_reference"}
    );
    EXPECT_TRUE(programme
                    .post("/api/v1/comments", about(false, {"test.officer.ngo", "test.finance"}))
                    .succeeded());
    const auto refused = refusal_of(
        db.sql(),
        "with c as (insert into document.comment (id, subject_type, subject_id, comment, written_by,"
        " written_on) select 7, 'agreement', a.id, 'x', u.id, '2026-06-30' from partner.agreement a,"
        " people.user_account u limit 1 returning id) select 1 from c;"
        "insert into document.comment_mention select 7, id from people.user_account"
        " where name = 'test.officer.ngo'"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "comment_mention_may_read_check");
}

TEST_F(Comments, AreInTheTrailOfTheirRecord) {
    const auto id = written(true);
    const auto trail = server.as("auditor").get("/api/v1/trail/" + agreement);
    EXPECT_NE(trail.body.find(id), std::string::npos) << trail;
}

}  // namespace tranche::tests
