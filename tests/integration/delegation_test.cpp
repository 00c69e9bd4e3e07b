// Leave: acting on behalf of somebody who is away, for a time, with no more than that person has;
// and four eyes that count both.
#include "tests/support/signed_in.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

headers for_whom(const std::string& name) {
    return {{"on-behalf-of", name}};
}

class Delegation : public SmallWorld {
protected:
    answer delegate(
        caller by, const std::string& to, json::object more = {},
        const std::string& from_day = "2026-06-01", const std::string& until = "2026-07-31"
    ) {
        json::object body{
            {"to", to}, {"valid_from", from_day}, {"valid_until", until}, {"reason", "Leave"}};
        body.insert(more.begin(), more.end());
        return by.post("/api/v1/delegations", body);
    }
    std::string requested(caller by, const headers& more = {}) {
        return by
            .post(
                "/api/v1/disbursement-requests",
                {{"tranche", "A1:T1"},
                 {"amount", amount_of("100.00")},
                 {"requested_on", "2026-03-10"}},
                more
            )
            .id();
    }
    answer step(
        caller by, const std::string& request, const std::string& verb, json::object body,
        const headers& more = {}
    ) {
        return by.post("/api/v1/disbursement-requests/" + request + "/" + verb, body, more);
    }
    std::string certified() {
        auto id = requested(server.as("officer", "NGO"));
        step(server.as("programme"), id, "certify", {{"certified_on", "2026-03-12"}});
        return id;
    }
    answer approve(caller by, const std::string& request, const headers& more = {}) {
        return step(by, request, "approve", {{"approved_on", "2026-03-15"}}, more);
    }
};

}  // namespace

TEST_F(Delegation, LendsTheRolesForTheTimeOfLeave) {
    const auto id = certified();
    auto treasury = server.as("treasury");
    EXPECT_EQ(approve(treasury, id).status, 403);
    EXPECT_EQ(approve(treasury, id, for_whom("test.approver")).code(), "on_behalf_refused");
    ASSERT_EQ(delegate(server.as("approver"), "test.treasury").status, 201);
    EXPECT_EQ(approve(treasury, id).status, 403) << "without the header it is another's power";
    const auto done = approve(treasury, id, for_whom("test.approver"));
    ASSERT_EQ(done.status, 200) << done;
    EXPECT_EQ(
        db.sql().one("select b.name || ' for ' || f.name from partner.disbursement_request q"
                     " join people.user_account b on b.id = q.approved_by"
                     " join people.user_account f on f.id = q.approved_for"),
        "test.treasury for test.approver"
    );
    const auto event =
        server.as("auditor").get("/api/v1/audit-events?limit=1").json().at("items").at(0);
    EXPECT_EQ(event.at("actor"), "test.treasury");
    EXPECT_EQ(event.at("on_behalf_of"), "test.approver");
    EXPECT_EQ(event.at("roles"), "approver") << "not the delegate's own";
}

TEST_F(Delegation, EndsByItsDateAndAtOnceWhenRevoked) {
    const auto id = certified();
    auto treasury = server.as("treasury");
    auto approver = server.as("approver");
    const auto refused = [&] {
        return approve(treasury, id, for_whom("test.approver")).code();
    };
    ASSERT_EQ(delegate(approver, "test.treasury", {}, "2026-07-01", "2026-07-05").status, 201);
    EXPECT_EQ(refused(), "on_behalf_refused") << "not yet";
    server.set_today(*domain::parse_date("2026-07-06"));
    EXPECT_EQ(refused(), "on_behalf_refused") << "no more";
    const auto given = delegate(approver, "test.treasury", {}, "2026-07-06", "2026-07-31");
    const auto revoke = [&](caller by) {
        return by.post("/api/v1/delegations/" + given.id() + "/revoke", {{"reason", "Back"}});
    };
    EXPECT_EQ(revoke(server.as("director")).status, 404) << "somebody else's";
    EXPECT_EQ(revoke(approver).status, 200);
    EXPECT_EQ(refused(), "on_behalf_refused") << "revoked";
    EXPECT_EQ(revoke(approver).code(), "state_forbids_action");
}

TEST_F(Delegation, CountsBothPersonsWhereFourEyesAreWanted) {
    auto p = server.with_roles("p", {"programme_officer", "approver"});
    auto q = server.with_roles("q", {"approver", "programme_officer"});
    ASSERT_EQ(delegate(p, "test.q").status, 201);
    const auto own = requested(p);
    const auto lent = requested(q, for_whom("test.p"));
    for (const auto& id : {own, lent}) {
        step(server.as("programme"), id, "certify", {{"certified_on", "2026-03-12"}});
    }
    remember();
    expect_refused(approve(q, own, for_whom("test.p")), 422, "same_person");
    expect_refused(approve(p, lent), 422, "same_person");
    expect_refused(approve(q, lent), 422, "same_person");
    expect_refused(approve(q, lent, for_whom("test.p")), 422, "same_person");
    EXPECT_EQ(approve(q, own).status, 200) << "in one's own name, of a request of another";
    EXPECT_EQ(approve(server.as("director"), lent).status, 200);
}

TEST_F(Delegation, CountsBothPersonsInTheDatabaseToo) {
    auto p = server.with_roles("p", {"programme_officer", "approver"});
    auto q = server.with_roles("q", {"programme_officer"});
    ASSERT_EQ(delegate(p, "test.q").status, 201);
    const auto id = requested(q, for_whom("test.p"));
    step(server.as("programme"), id, "certify", {{"certified_on", "2026-03-12"}});
    ASSERT_EQ(approve(server.as("director"), id).status, 200);
    for (const auto* change :
         {"approved_by = requested_for", "paid_by = requested_for", "approved_for = requested_by",
          "approved_for = requested_for", "paid_for = requested_by", "paid_for = requested_for"}) {
        const auto refused =
            refusal_of(db.sql(), std::string{"update partner.disbursement_request set "} + change);
        ASSERT_TRUE(refused) << change;
        EXPECT_EQ(refused->constraint, "disbursement_request_represented_persons_differ_check")
            << change;
    }
}

TEST_F(Delegation, HandsOnTheLevelOfWhoIsAwayAndNoMore) {
    server.as("administrator")
        .must(
            "/api/v1/instruments/FUND/approval-levels",
            {{"valid_from", "2026-01-01"},
             {"levels",
              json::array{
                  json::object{{"level", 1}, {"up_to", amount_of("50.00")}},
                  json::object{{"level", 2}}}},
             {"source", "Rules"}}
        );
    for (const auto& [user, level] : {std::pair{"test.approver", 1}, {"test.director", 2}}) {
        server.as("administrator")
            .must(
                "/api/v1/approval-grants",
                {{"user", user},
                 {"instrument", "FUND"},
                 {"level", level},
                 {"valid_from", "2026-01-01"},
                 {"reason", "r"}}
            );
    }
    ASSERT_EQ(delegate(server.as("approver"), "test.director").status, 201);
    const auto id = certified();
    EXPECT_EQ(
        approve(server.as("director"), id, for_whom("test.approver")).code(),
        "beyond_approval_level"
    );
    EXPECT_EQ(approve(server.as("director"), id).status, 200);
}

TEST_F(Delegation, NeverLendsAdministrationNorWhatWasNotHandedOn) {
    auto boss = server.with_roles("boss", {"administrator", "approver", "finance_officer"});
    ASSERT_EQ(
        delegate(boss, "test.treasury", {{"roles", json::array{"finance_officer"}}}).status, 201
    );
    auto treasury = server.as("treasury");
    const auto id = certified();
    EXPECT_EQ(approve(treasury, id, for_whom("test.boss")).code(), "forbidden");
    const auto reads = treasury.get("/api/v1/audit-events", for_whom("test.boss"));
    EXPECT_EQ(reads.status, 403) << "an administrator may, a finance officer may not";
    EXPECT_EQ(
        treasury
            .post(
                "/api/v1/approval-grants",
                {{"user", "test.approver"},
                 {"instrument", "FUND"},
                 {"level", 1},
                 {"valid_from", "2026-01-01"},
                 {"reason", "r"}},
                for_whom("test.boss")
            )
            .code(),
        "on_behalf_refused"
    );
    EXPECT_EQ(
        delegate(
            server.as("programme"), "test.treasury", {{"roles", json::array{"approver"}}}
        ).errors(),
        std::vector<std::string>{"/roles/0 role_not_held"}
    );
}

TEST_F(Delegation, IsNeitherHandedOnNorUsedForWhatIsOnesOwn) {
    ASSERT_EQ(delegate(server.as("approver"), "test.treasury").status, 201);
    ASSERT_EQ(delegate(server.as("treasury"), "test.programme").status, 201);
    const auto id = certified();
    EXPECT_EQ(
        approve(server.as("programme"), id, for_whom("test.approver")).code(), "on_behalf_refused"
    );
    EXPECT_EQ(approve(server.as("programme"), id, for_whom("test.treasury")).code(), "forbidden");
    auto treasury = server.as("treasury");
    for (const auto* own : {"/api/v1/me", "/api/v1/delegations", "/api/v1/tokens"}) {
        EXPECT_EQ(treasury.get(own, for_whom("test.approver")).code(), "on_behalf_refused") << own;
    }
}

TEST_F(Delegation, IsDecidedByWhoIsAwayOrByAnAdministratorForOthers) {
    EXPECT_EQ(
        delegate(server.as("director"), "test.treasury", {{"from", "test.approver"}}).code(),
        "delegation_not_yours"
    );
    auto both = server.with_roles("both", {"administrator", "finance_officer"});
    EXPECT_EQ(
        delegate(both, "test.both", {{"from", "test.approver"}}).errors(),
        std::vector<std::string>{"/to not_to_oneself"}
    );
    EXPECT_EQ(
        delegate(server.as("approver"), "test.approver").errors(),
        std::vector<std::string>{"/to not_to_oneself"}
    );
    EXPECT_EQ(
        delegate(server.as("approver"), "test.treasury", {}, "2026-06-01", "2027-06-30").errors(),
        std::vector<std::string>{"/valid_until delegation_too_long"}
    );
    EXPECT_EQ(
        delegate(server.as("administrator"), "test.treasury", {{"from", "test.approver"}}).status,
        201
    );
    EXPECT_EQ(
        server.as("auditor").get("/api/v1/delegations").json().at("items").as_array().size(), 0U
    );
    EXPECT_EQ(
        server.as("administrator").get("/api/v1/delegations").json().at("items").as_array().size(),
        1U
    );
}

TEST_F(Delegation, StaysOnOneSide) {
    EXPECT_EQ(
        delegate(server.as("officer", "NGO"), "test.treasury").errors(),
        std::vector<std::string>{"/to unknown_reference"}
    );
    EXPECT_EQ(
        delegate(server.as("approver"), "test.officer.ngo").errors(),
        std::vector<std::string>{"/to unknown_reference"}
    );
    EXPECT_EQ(
        delegate(
            server.as("administrator"), "test.officer.ngo", {{"from", "test.approver"}}
        ).code(),
        "delegation_sides"
    );
    EXPECT_EQ(delegate(server.as("approver"), "test.donor").code(), "delegation_sides");
}

TEST_F(Delegation, LetsAPartnersPeopleStandInForEachOther) {
    const auto drafted =
        server.as("preparer", "NGO")
            .must("/api/v1/expenditure-reports", report_of("A1", "R1", {{"D-1", "10.00"}}));
    const auto submit = [&](const headers& more) {
        return server.as("preparer", "NGO")
            .post(
                "/api/v1/expenditure-reports/" + drafted.id() + "/submit",
                {{"submitted_on", "2026-06-01"}}, more
            );
    };
    EXPECT_EQ(submit({}).status, 403);
    ASSERT_EQ(delegate(server.as("officer", "NGO"), "test.preparer.ngo").status, 201);
    const auto done = submit(for_whom("test.officer.ngo"));
    ASSERT_EQ(done.status, 200) << done;
    EXPECT_EQ(
        db.sql().one("select f.name from partner.expenditure_report r"
                     " join people.user_account f on f.id = r.submitted_for"),
        "test.officer.ngo"
    );
}

TEST_F(Delegation, IsToldToWhoStandsIn) {
    ASSERT_EQ(
        delegate(
            server.as("approver"), "test.treasury", {{"roles", json::array{"approver"}}}
        ).status,
        201
    );
    EXPECT_EQ(
        json::serialize(server.as("treasury").get("/api/v1/me").json().at("may_act_for")),
        R"([{"name":"test.approver","roles":["approver"]}])"
    );
    EXPECT_EQ(
        json::serialize(server.as("finance").get("/api/v1/me").json().at("may_act_for")), "[]"
    );
}

TEST_F(Delegation, GivesALimitedTokenNoMoreThanItsRoles) {
    ASSERT_EQ(delegate(server.as("approver"), "test.treasury").status, 201);
    auto limited = *server.as("treasury").who();
    limited.role_limit = limited.roles;
    const auto id = certified();
    EXPECT_EQ(approve(caller{server, limited}, id, for_whom("test.approver")).code(), "forbidden");
}

TEST_F(Delegation, IsPartOfWhatAnIdempotencyKeyStandsFor) {
    ASSERT_EQ(
        delegate(server.with_roles("p", {"programme_officer"}), "test.programme").status, 201
    );
    const auto ask = [&](headers more) {
        more.emplace("idempotency-key", "same");
        return server.as("programme")
            .post(
                "/api/v1/disbursement-requests",
                {{"tranche", "A1:T1"},
                 {"amount", amount_of("100.00")},
                 {"requested_on", "2026-03-10"}},
                more
            );
    };
    EXPECT_EQ(ask({}).status, 201);
    EXPECT_EQ(ask(for_whom("test.p")).code(), "idempotency_key_reused");
}

}  // namespace tranche::tests
