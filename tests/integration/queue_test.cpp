// One queue per person: what waits for this person to act, since when, and what stands in its way.
#include "domain/acts.hpp"
#include "persistence/resources.hpp"
#include "tests/integration/actions.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/leave.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tranche::tests {
namespace {

using lines = std::vector<std::string>;

class Queue : public Actions {
protected:
    json::array of(const std::string& name, const std::string& partner = "") {
        const auto read = server.as(name, partner).get("/api/v1/queue");
        EXPECT_EQ(read.status, 200) << read;
        return read.json().at("items").as_array();
    }
    /// "type state since act..." of one kind of thing, or of all.
    static lines said(const json::array& items, std::string_view type = {}) {
        lines found;
        for (const auto& one : items) {
            if (!type.empty() && one.at("type").as_string() != type) {
                continue;
            }
            auto text = std::string{one.at("type").as_string()} + ' ' +
                std::string{one.at("state").as_string()} + ' ' +
                (one.at("since").is_null() ? "-" : std::string{one.at("since").as_string()});
            for (const auto& act : one.at("actions").as_array()) {
                text += ' ' + std::string{act.at("action").as_string()};
                text += act.at("allowed").as_bool() ? "" : " (closed)";
            }
            found.push_back(text);
        }
        return found;
    }
    static const json::object& first(const json::array& items, std::string_view type) {
        static const json::object none;
        for (const auto& one : items) {
            if (one.at("type").as_string() == type) return one.as_object();
        }
        return none;
    }
};

const lines nothing{};

}  // namespace

TEST_F(Queue, FollowsARequestFromPersonToPerson) {
    const std::string_view type = "disbursement_request";
    const auto id = asked("A1:T1", "1000.00");
    EXPECT_EQ(
        said(of("programme"), type),
        lines{"disbursement_request submitted 2026-06-20 certify_disbursement"}
    );
    EXPECT_EQ(said(of("approver"), type), nothing);
    server.as("programme").must(requests + id + "/certify", {{"certified_on", "2026-06-21"}});
    EXPECT_EQ(said(of("programme"), type), nothing);
    EXPECT_EQ(
        said(of("approver"), type),
        lines{"disbursement_request certified 2026-06-21 approve_disbursement"}
    );
    server.as("approver").must(requests + id + "/approve", {{"approved_on", "2026-06-22"}});
    EXPECT_EQ(said(of("approver"), type), nothing);
    EXPECT_EQ(
        said(of("finance"), type),
        lines{"disbursement_request approved 2026-06-22 pay_disbursement"}
    );
    server.as("finance").must(
        requests + id + "/pay", {{"paid_on", "2026-06-23"}, {"bank_reference", "B-1"}}
    );
    EXPECT_EQ(said(of("finance"), type), nothing);
}

TEST_F(Queue, ShowsWhyWhatWaitsCannotBeDoneYet) {
    certified("A1:T1", "1000.00");
    server.as("finance").must("/api/v1/partners/NGO/block", {{"reason", "Audit"}});
    const auto items = of("approver");
    EXPECT_EQ(
        said(items, "disbursement_request"),
        lines{"disbursement_request certified 2026-06-21 approve_disbursement (closed)"}
    );
    const auto& act =
        first(items, "disbursement_request").at("actions").as_array().at(0).as_object();
    EXPECT_EQ(reasons(act), codes{"partner_blocked"});
}

TEST_F(Queue, LeavesToOthersWhatFourEyesForbid) {
    const auto id =
        server.as("programme")
            .must(
                "/api/v1/projects/P1/reporting-obligations",
                {{"kind", "workplan"}, {"submitted_on", "2026-02-20"}, {"document", "W"}}
            )
            .id();
    EXPECT_EQ(said(of("programme"), "obligation_submission"), nothing);
    EXPECT_EQ(
        said(of("region"), "obligation_submission"),
        lines{"obligation_submission submitted 2026-02-20 accept_obligation"}
    );
    EXPECT_EQ(said(of("approver"), "obligation_submission").size(), 1U);
    server.as("region").must(
        "/api/v1/obligation-submissions/" + id + "/accept", {{"accepted_on", "2026-06-20"}}
    );
    EXPECT_EQ(said(of("approver"), "obligation_submission"), nothing);
}

TEST_F(Queue, TellsWhatIsDue) {
    EXPECT_EQ(
        said(of("programme"), "reporting_obligation"),
        (lines{
            "reporting_obligation overdue 2026-03-02 submit_obligation",
            "reporting_obligation overdue 2026-03-02 submit_obligation"})
    );
    EXPECT_EQ(said(of("finance"), "reporting_obligation"), nothing);
}

TEST_F(Queue, HoldsReportsBudgetsExceptionsAndRates) {
    submitted_report(server, "A1", "R1", {{"D-1", "10.00"}});
    EXPECT_EQ(said(of("finance"), "expenditure_report").size(), 1U);

    server.as("finance").must(
        "/api/v1/exceptions",
        leave_for(
            server.as("finance").post("/api/v1/direct-expenditures", expense("E-1", "2026-01-10"))
        )
    );
    EXPECT_EQ(said(of("approver"), "exception").size(), 1U);
    EXPECT_EQ(said(of("finance"), "exception"), nothing) << "whoever asked does not grant";
    EXPECT_EQ(said(of("treasury"), "exception"), nothing)
        << "the fund's terms leave it to approvers";

    const auto budget = drafted_budget(server, "P1", {{"1", "10000.00"}});
    EXPECT_EQ(said(of("programme"), "budget_version").size(), 1U);

    server.as("finance").must(
        "/api/v1/exchange-rates",
        {{"series", "MONTHLY"},
         {"rates",
          {{{"currency", "EUR"}, {"quoted_on", "2026-05-31"}, {"rate", "0.9"}},
           {{"currency", "EUR"}, {"quoted_on", "2026-06-30"}, {"rate", "0.9"}}}}}
    );
    EXPECT_EQ(said(of("finance"), "exchange_rate"), nothing) << "whoever loaded does not confirm";
    const auto rates = of("treasury");
    ASSERT_EQ(said(rates, "exchange_rate").size(), 1U) << "rates of a series wait together";
    EXPECT_EQ(first(rates, "exchange_rate").at("count").as_int64(), 2);
}

TEST_F(Queue, KeepsPartnersToTheirOwnAndReadersToNothing) {
    server.as("preparer", "NGO")
        .must("/api/v1/expenditure-reports", report_of("A1", "R2", {{"D-9", "10.00"}}));
    partner(server, "OTHER");
    EXPECT_EQ(
        said(of("officer", "NGO")), lines{"expenditure_report draft - submit_expenditure_report"}
    );
    EXPECT_EQ(said(of("officer", "OTHER")), nothing);
    EXPECT_EQ(said(of("donor")), nothing);
    EXPECT_EQ(said(of("auditor")), nothing);
}

TEST_F(Queue, StopsAtItsLimitAndSaysSo) {
    const auto read = [&](int limit) {
        return server.as("programme").get("/api/v1/queue?limit=" + std::to_string(limit)).json();
    };
    const auto one = read(1);
    EXPECT_EQ(one.at("items").as_array().size(), 1U);
    EXPECT_TRUE(one.at("truncated").as_bool());
    EXPECT_EQ(one.at("items").at(0).at("obligation"), "results_framework") << "the longest waiting";
    const auto two = read(2);
    EXPECT_EQ(two.at("items").as_array().size(), 2U);
    EXPECT_FALSE(two.at("truncated").as_bool()) << "two wait";
}

// A queue that read all that ever was would be slower every year.
TEST_F(Queue, FindsWhatWaitsByAnIndexOfWhatIsNotOver) {
    using domain::entity;
    db.sql().ask("set enable_seqscan = off");
    for (const auto* of : persistence::resources_that_wait()) {
        const bool grows = of->what != entity::contribution && of->what != entity::receivable &&
            of->what != entity::donor_refund && of->what != entity::donor_grant &&
            of->what != entity::rule_kind && of->what != entity::project_transfer &&
            of->what != entity::sanctions_list;
        std::vector<std::string_view> states;
        for (const auto state : domain::states_of(of->what)) {
            if (std::ranges::any_of(domain::acts(), [&](const auto& one) {
                    return one.on == of->what && domain::awaited_in(one, state);
                })) {
                states.push_back(state);
            }
        }
        auto text = std::string{persistence::waiting_query(*of, {}, states, 50).what.text};
        text.replace(text.find("$1::bigint"), 10, "50");
        const auto plan = db.sql().one("explain (format json) " + text);
        EXPECT_EQ(plan.find("_waits\"") != std::string::npos, grows)
            << domain::names_of(of->what).stem << ' ' << plan;
    }
    const auto plan = db.sql().one(
        "explain (format json) select * from funding.obligations_as_of('2026-06-30', null, true)"
    );
    EXPECT_NE(plan.find("project_open"), std::string::npos) << plan;
}

// A kind of thing somebody waits for and no queue shows would be forgotten.
TEST_F(Queue, ShowsEveryKindOfThingThatWaits) {
    for (const auto& one : domain::acts()) {
        const auto states = domain::states_of(one.on);
        if (std::ranges::none_of(states, [&](auto state) {
                return domain::awaited_in(one, state);
            })) {
            continue;
        }
        const auto shown = persistence::resources_that_wait();
        const auto found =
            std::ranges::find(shown, one.on, [](const auto* of) { return of->what; });
        ASSERT_NE(found, shown.end()) << one.operation;
        EXPECT_FALSE((*found)->state_sql.empty() || (*found)->since_sql.empty()) << one.operation;
    }
}

}  // namespace tranche::tests
