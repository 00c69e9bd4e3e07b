// What the database itself refuses about exceptions and kinds of rules, tried in the server's role.
#include "tests/support/bodies.hpp"
#include "tests/support/leave.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {

class RuleConstraints : public SmallWorld {
protected:
    void SetUp() override {
        const auto refused = server.as("finance").post(
            "/api/v1/direct-expenditures", expense("EARLY", "2026-01-31")
        );
        granted_leave(server, refused);
        server.as("finance").must("/api/v1/direct-expenditures", expense("EARLY", "2026-01-31"));
        used = "(select min(id) from funding.rule_exception where state = 'used')";
        const auto again = server.as("finance").post(
            "/api/v1/direct-expenditures", expense("EARLY-2", "2026-01-31")
        );
        server.as("programme").must("/api/v1/exceptions", leave_for(again));
        asked = "(select min(id) from funding.rule_exception where state = 'requested')";
    }

    // The constraint that speaks, or the SQLSTATE where none does.
    std::string refused(const std::string& statement) {
        const auto refusal = refusal_of(staff, statement);
        if (!refusal) {
            return "accepted";
        }
        return refusal->constraint.empty() ? refusal->sqlstate : refusal->constraint;
    }
    static std::string person(const std::string& name) {
        return "(select id from people.user_account where name = 'test." + name + "')";
    }
    std::string decided(const std::string& id, const std::string& state, const std::string& who) {
        return refused(
            "update funding.rule_exception set state = '" + state + "', decided_by = " + who +
            ", decided_on = '2026-06-30', decision_reason = 'x' where id = " + id
        );
    }

    sql_connection staff{db.staff_url()};
    std::string used, asked;
    const std::string no_right = "42501";
};

TEST_F(RuleConstraints, KeepWhatWasAskedAndUsedAsItIs) {
    for (const auto* column :
         {"rule = 'R36'", "reason = 'x'", "used_by = 1", "used_on = null", "most_count = 1000",
          "subject_id = 1", "requested_by = 1"}) {
        EXPECT_EQ(refused("update funding.rule_exception set " + std::string{column}), no_right)
            << column;
    }
    EXPECT_EQ(refused("delete from funding.rule_exception"), no_right);
    EXPECT_EQ(refused("update funding.remark set reason = 'x'"), no_right);
    EXPECT_EQ(refused("insert into funding.remark select * from funding.remark"), no_right);
    EXPECT_EQ(refused("update funding.rule_kind set kind = 'remark'"), no_right);
    EXPECT_EQ(refused("update reference.rule set kind = 'remark'"), no_right);
}

TEST_F(RuleConstraints, MoveAnExceptionForwardOnlyAndByAnotherPerson) {
    EXPECT_EQ(decided(used, "granted", person("director")), "exception_moves_forward_check");
    EXPECT_EQ(decided(asked, "used", person("director")), "exception_moves_forward_check");
    EXPECT_EQ(decided(asked, "granted", person("programme")), "exception_decided_by_other_check");
    EXPECT_EQ(decided(asked, "granted", person("director")), "accepted");
}

TEST_F(RuleConstraints, UseAnExceptionOnceInTimeAndNotByItsGranter) {
    const auto use = [&](const std::string& id, const std::string& who, const std::string& on) {
        return "insert into audit.event (actor_id, action, subject_type, subject_id, request_id,"
               " remote_address, detail) values (1, 'x', 'list', 0, 'r', 'a', '{}');"
               "select funding.use_exception(" +
            id + ", " + who + ", '" + on + "')";
    };
    EXPECT_EQ(refused(use(used, person("finance"), "2026-06-30")), "exception_is_open_check");
    EXPECT_EQ(refused(use(asked, person("finance"), "2026-06-30")), "exception_is_open_check");
    server.as("director")
        .must(
            "/api/v1/exceptions/" +
                domain::public_id(
                    domain::entity::exception,
                    db.sql().number("select id from funding.rule_exception"
                                    " where state = 'requested'")
                ) +
                "/grant",
            {{"reason", "Agreed"}}
        );
    const std::string granted =
        "(select min(id) from funding.rule_exception where state = 'granted')";
    EXPECT_EQ(refused(use(granted, person("finance"), "2027-01-01")), "exception_is_open_check");
    EXPECT_EQ(
        refused(use(granted, person("director"), "2026-06-30")), "exception_used_by_other_check"
    );
    EXPECT_EQ(refused(use(granted, person("finance"), "2026-06-30")), "accepted");
}

TEST_F(RuleConstraints, LeaveWallsAlone) {
    const auto exception = [&](const std::string& rule, const std::string& kind) {
        return refused(
            "insert into funding.rule_exception (id, instrument_id, rule, default_kind, operation,"
            " subject_type, subject_id, reason, requested_by, requested_on, expires_on) select 1,"
            " id, '" +
            rule + "', '" + kind + "', 'x', 'project', 1, 'x', " + person("programme") +
            ", '2026-06-30', '2026-07-01' from funding.instrument"
        );
    };
    EXPECT_EQ(exception("R30", "wall"), "exception_opens_no_wall_check");
    EXPECT_EQ(exception("R30", "gate"), "exception_rule_fkey");
    const auto kind = [&](const std::string& rule, const std::string& was, const std::string& now) {
        return refused(
            "insert into funding.rule_kind (id, instrument_id, rule, default_kind, valid_from, kind,"
            " reason, proposed_by, proposed_on) select 1, id, '" +
            rule + "', '" + was + "', '2026-07-01', '" + now + "', 'x', " +
            person("administrator") + ", '2026-06-30' from funding.instrument"
        );
    };
    EXPECT_EQ(kind("R30", "wall", "gate"), "rule_kind_wall_stays_wall_check");
    EXPECT_EQ(kind("R30", "gate", "remark"), "rule_kind_rule_fkey");
    EXPECT_EQ(kind("R19", "gate", "off"), "rule_kind_known_check");
    EXPECT_EQ(kind("R19", "gate", "remark"), "accepted");
}

}  // namespace tranche::tests
