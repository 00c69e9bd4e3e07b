// What every resource says of every act to every role is what the commands then say.
#include "domain/acts.hpp"
#include "server/api/router.hpp"
#include "tests/integration/action_bodies.hpp"
#include "tests/integration/actions.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/history.hpp"
#include "tests/support/leave.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace tranche::tests {

TEST_F(Actions, AreExactlyTheCommandsOnAThing) {
    std::set<std::string_view> listed;
    for (const auto& one : domain::acts()) {
        EXPECT_TRUE(listed.insert(one.operation).second) << one.operation;
    }
    std::set<std::string_view> found;
    for (const auto& one : server.routes().endpoints()) {
        const auto open = one.path.find('{');
        const bool on_a_thing = one.method == "POST" && one.dry_run && open != std::string::npos;
        const auto row =
            std::ranges::find(domain::acts(), one.operation_id, &domain::act::operation);
        if (row == domain::acts().end()) {
            EXPECT_FALSE(on_a_thing) << one.operation_id << " is missing in domain/acts";
            continue;
        }
        found.insert(row->operation);
        EXPECT_EQ(domain::name(row->needs), domain::name(one.action)) << one.operation_id;
        if (on_a_thing) {
            EXPECT_EQ(
                one.path.substr(open + 1, one.path.find('}') - open - 1),
                domain::names_of(row->on).stem
            );
        }
    }
    EXPECT_EQ(found, listed);
}

class ActionsOfAll : public Actions {
protected:
    void SetUp() override {
        make_history(server);
        drafted_agreement(server, {.code = "A2", .start_on = "2026-07-15"});
        server.as("programme")
            .must(
                "/api/v1/tranches/A2:T1/conditions",
                {{"conditions", {{{"kind", "confirmed"}, {"text", "The rooms are ready"}}}},
                 {"reason", "r"}}
            );
        auto programme = server.as("programme");
        programme.must("/api/v1/agreements/A1/amendments", body_for("create_amendment", ""));
        programme.must("/api/v1/partners/NGO/bank-accounts", body_for("propose_bank_account", ""));
        asked("A1:T2", "10.00");
        asked("A1:T2", "5.00");
        batches_under_way(db.sql());
        auto officer = body_for("name_authorised_officer", "");
        officer["user"] = "test.officer.ngo";
        officer["valid_from"] = "2026-01-01";
        programme.must("/api/v1/partners/NGO/authorised-officers", officer);
        server.as("preparer", "NGO")
            .must("/api/v1/expenditure-reports", report_of("A1", "R2", {{"D-9", "10.00"}}));
        submitted_report(server, "A1", "R3", {{"D-8", "10.00"}});
        const auto returned = submitted_report(server, "A1", "R4", {{"D-5", "10.00"}});
        server.as("finance").must(
            "/api/v1/expenditure-reports/" + returned + "/send-back",
            {{"sent_back_on", "2026-06-21"},
             {"reason", "r"},
             {"remarks", {{{"code", "explain"}, {"remark", "r"}}}}}
        );
        approved_project(server, {.code = "P2"});
        server.as("programme")
            .must("/api/v1/projects/P2/budget-versions", budget_of({{"1", "100.00"}}));
        server.as("finance").must(
            "/api/v1/contributions",
            {{"code", "G2"},
             {"donor", "FUND-L1-DONOR"},
             {"line", "FUND-L1"},
             {"pledged", amount_of("5.00")},
             {"pledged_on", "2026-01-05"}}
        );
        server.as("finance").must(
            "/api/v1/contributions/G2/refunds", body_for("request_donor_refund", "")
        );
        db.sql().ask(
            "insert into funding.project_transfer (id, from_project_id, to_project_id, line_id, currency,"
            " amount, reason, requested_by, requested_on) select 1, a.id, b.id, l.id, 'USD', 1, 'r', 1,"
            " '2026-06-30' from funding.project a, funding.project b, funding.funding_line l"
            " where a.code = 'P1' and b.code = 'P2'"
        );
        server.as("administrator")
            .must("/api/v1/instruments/FUND/rule-kinds", body_for("propose_rule_kind", ""));
        server.as("finance").must(
            "/api/v1/donors/FUND-L1-DONOR/grants", body_for("create_donor_grant", "")
        );
        server.as("finance").must(
            "/api/v1/exceptions",
            leave_for(server.as("finance").post(
                "/api/v1/direct-expenditures", expense("E-1", "2026-01-10")
            ))
        );
        server.as("programme")
            .must(
                "/api/v1/indicators/P1:1:children/actuals",
                {{"period_first", "2026-04-01"},
                 {"period_last", "2026-04-30"},
                 {"value", "3"},
                 {"source", "Register"},
                 {"reported_on", "2026-05-05"}}
            );
        look_at_partner(server);
    }

    // A body that the act takes; what stands in it besides is not what this test is about.
    json::object body_for(const std::string& operation, const std::string& subject) {
        const std::string today = "2026-06-30";
        const auto bodies = action_bodies(today);
        if (const auto found = bodies.find(operation); found != bodies.end()) {
            return found->second;
        }
        if (operation == "create_allocation") {
            return {
                {"project", subject},
                {"line", "FUND-L1"},
                {"amount", amount_of("0.01")},
                {"allocated_on", today}};
        }
        if (operation == "create_obligation") {
            return {{"project", subject},         {"budget_line", "1"}, {"code", "PO-9"},
                    {"obligated_on", today},      {"payee_kind", "k"},  {"description", "d"},
                    {"amount", amount_of("0.01")}};
        }
        if (operation == "create_direct_expenditure") {
            return {{"project", subject},         {"budget_line", "1"}, {"document", "d"},
                    {"spent_on", today},          {"payee_kind", "k"},  {"description", "d"},
                    {"amount", amount_of("0.01")}};
        }
        if (operation == "create_agreement") {
            return {
                {"code", "A9"},
                {"project", subject},
                {"partner", "NGO"},
                {"title", "t"},
                {"start_on", "2026-07-01"},
                {"end_on", "2026-12-31"},
                {"terms", json::object{}},
                {"lines", {{{"budget_line", "1"}, {"amount", amount_of("1.00")}}}},
                {"tranches",
                 {{{"code", "T1"}, {"kind", "advance"}, {"amount", amount_of("1.00")}}}}};
        }
        if (operation == "create_expenditure_report") {
            return report_of(subject, "R9", {{"D-6", "1.00"}});
        }
        if (operation == "send_back_payment") {
            return {{"status", "returned"}, {"on", today}, {"reason", "r"}};
        }
        if (operation == "create_disbursement_request") {
            return {{"tranche", subject}, {"amount", amount_of("0.01")}, {"requested_on", today}};
        }
        ADD_FAILURE() << "no body for " << operation;
        return {};
    }

    void try_act(caller& who, const json::object& one, const std::string& subject) {
        const std::string operation{one.at("action").as_string()};
        // One act may be several steps: the bank answers what it was sent, or sends back what it
        // paid.
        const bool is_paid = operation == "record_bank_answer" &&
            server.as("treasury").get("/api/v1/payment-batch-items/" + subject).field("state") ==
                "paid";
        const auto given = who.post(
            std::string{one.at("href").as_string()} + "?dry_run=true",
            body_for(is_paid ? "send_back_payment" : operation, subject)
        );
        const auto about = operation + " on " + subject + ' ' + json::serialize(one);
        ASSERT_NE(given.code(), "invalid_body") << about << given;
        const auto why = reasons(one);
        if (one.at("allowed").as_bool()) {
            EXPECT_NE(given.status, 403) << about << given;
            EXPECT_NE(given.status, 409) << about << given;
            EXPECT_LT(given.status, 500) << about << given;
        } else {
            EXPECT_GE(given.status, 400) << about << given;
        }
        if (std::ranges::find(why, "role_forbids_action") != why.end()) {
            EXPECT_EQ(given.status, 403) << about << given;
        } else if (why == codes{"state_forbids_action"}) {
            EXPECT_EQ(given.status, 409) << about << given;
        }
    }
};

TEST_F(ActionsOfAll, AreWhatTheCommandsThenSay) {
    std::set<std::string> tried;
    int count = 0;
    const std::pair<const char*, const char*> people[] = {
        {"administrator", ""}, {"programme", ""},  {"finance", ""}, {"approver", ""},
        {"preparer", "NGO"},   {"officer", "NGO"}, {"donor", ""},   {"auditor", ""}};
    for (const auto& [name, partner] : people) {
        auto who = server.as(name, partner);
        for (const auto& kind : domain::all_entities()) {
            if (std::ranges::find(domain::acts(), kind.what, &domain::act::on) ==
                domain::acts().end()) {
                continue;
            }
            const auto rows =
                db.sql().ask("select id from " + std::string{kind.table} + " order by id");
            for (const auto row : rows) {
                const auto id = domain::public_id(kind.what, row.integer("id"));
                const auto read = who.get("/api/v1/" + std::string{kind.collection} + '/' + id);
                if (read.status != 200) {
                    EXPECT_TRUE(read.status == 403 || read.status == 404) << id << read;
                    continue;
                }
                const auto body = read.json();
                const auto* acts = body.as_object().if_contains("actions");
                for (const auto& one : acts == nullptr ? json::array{} : acts->as_array()) {
                    try_act(who, one.as_object(), id);
                    tried.insert(std::string{one.at("action").as_string()});
                    ++count;
                }
            }
        }
    }
    EXPECT_EQ(tried.size(), domain::acts().size());
    EXPECT_GT(count, 300);
    EXPECT_EQ(server.failures(), "");
}

}  // namespace tranche::tests
