// A donor's statement: that its figures reconcile, what each donor reads of it, and both time axes.
#include "tests/support/bodies.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string v1 = "/api/v1";
const std::string path = v1 + "/reports/donor-statement?format=json";

std::int64_t cents(const json::object& row, const char* stem) {
    const auto text = std::string{row.at(stem).as_string()};
    auto digits = text;
    std::erase(digits, '.');
    return std::stoll(digits);
}

}  // namespace

class DonorStatement : public SmallWorld {
protected:
    void gift(const std::string& donor, const std::string& code, const std::string& amount) {
        server.as("programme")
            .must(v1 + "/donors", {{"code", donor}, {"name", donor}, {"kind", "other"}});
        auto finance = server.as("finance");
        const auto sum = amount_of(amount);
        finance.must(
            v1 + "/contributions",
            {{"code", code},
             {"donor", donor},
             {"line", "FUND-L1"},
             {"pledged", sum},
             {"pledged_on", "2026-01-10"}}
        );
        finance.must(
            v1 + "/contributions/" + code + "/commit",
            {{"amount", sum}, {"committed_on", "2026-01-12"}}
        );
        finance.must(
            v1 + "/contributions/" + code + "/receive",
            {{"amount", sum}, {"received_on", "2026-01-15"}}
        );
    }
    json::object row_of(const answer& given, std::string_view contribution) {
        EXPECT_EQ(given.status, 200) << given;
        const auto all = given.json();
        for (const auto& row : all.at("rows").as_array()) {
            if (row.at("contribution").as_string() == contribution) return row.as_object();
        }
        ADD_FAILURE() << "no row of " << contribution << " in " << given;
        return {};
    }
    answer asked(const std::string& more = "") { return server.as("auditor").get(path + more); }
    caller viewer_of(const std::string& donor) {
        const auto viewer = server.with_roles("viewer." + donor, {"donor_viewer"});
        db.sql().ask(
            "update people.user_account set donor_id = (select id from funding.donor where code ="
            " $1) where name = $2",
            {donor, viewer.who()->user_name}
        );
        return server.with_roles("viewer." + donor, {"donor_viewer"});
    }
    /// P2, of money of both donors: 25 of it is spent.
    void spend() {
        active_project(server, {.code = "P2", .amount = "1003.00"});
        server.as("finance").must(
            v1 + "/direct-expenditures",
            {{"project", "P2"},
             {"budget_line", "1"},
             {"document", "D-1"},
             {"spent_on", "2026-05-05"},
             {"payee_kind", "supplier"},
             {"description", "Beds"},
             {"amount", amount_of("25.01")}}
        );
    }
};

TEST_F(DonorStatement, ReconcilesWhatEachContributionReceivedAndWhatBecameOfIt) {
    gift("OTHER", "G", "300.00");
    spend();
    std::int64_t spent = 0;
    for (const auto* code : {"G", "FUND-L1-GIFT"}) {
        const auto row = row_of(asked(), code);
        EXPECT_EQ(
            cents(row, "received_base"),
            cents(row, "overhead") + cents(row, "allocated") - cents(row, "returned") +
                cents(row, "refunded") + cents(row, "balance")
        ) << code;
        EXPECT_EQ(
            cents(row, "allocated") - cents(row, "returned"),
            cents(row, "spent") + cents(row, "project_exchange") + cents(row, "with_projects")
        ) << code;
        spent += cents(row, "spent");
    }
    EXPECT_EQ(spent, 2501) << "to the cent, over all sources";
    const auto row = row_of(asked(), "G");
    EXPECT_EQ(row.at("allocated"), "3.00");
    EXPECT_EQ(row.at("spent"), "0.07");
    EXPECT_EQ(row.at("balance"), "297.00");
}

TEST_F(DonorStatement, CountsWhatAClosedProjectNeedNotGiveBackAsGone) {
    gift("OTHER", "G", "300.00");
    server.as("administrator")
        .must(
            v1 + "/funding-lines/FUND-L1/terms",
            {{"valid_from", "2026-03-01"},
             {"excludes_article_4", false},
             {"residue_waiver", amount_of("1000.00")},
             {"source", "Decision"}}
        );
    spend();
    server.as("programme").must(v1 + "/projects/P2/complete", {{"completed_on", "2026-06-29"}});
    accepted_final_report(server, "P2");
    server.as("approver")
        .must(
            v1 + "/projects/P2/close", {{"closed_on", "2026-06-30"}, {"write_off_residue", true}}
        );
    std::int64_t gone = 0;
    for (const auto* code : {"G", "FUND-L1-GIFT"}) {
        gone += cents(row_of(asked(), code), "project_exchange");
    }
    EXPECT_EQ(gone, 97799) << "to the cent, over all sources";
    const auto row = row_of(asked(), "G");
    EXPECT_EQ(row.at("project_exchange"), "2.93");
    EXPECT_EQ(row.at("with_projects"), "0.00");
    EXPECT_EQ(row.at("returned"), "0.00");
    EXPECT_EQ(row_of(asked("&until=2026-06-29"), "G").at("project_exchange"), "0.00");
}

TEST_F(DonorStatement, ShowsADonorItsOwnContributionsOnly) {
    gift("OTHER", "G", "300.00");
    spend();
    const auto given = viewer_of("OTHER").get(path);
    EXPECT_EQ(row_of(given, "G").at("spent"), "0.07");
    EXPECT_EQ(given.json().at("rows").as_array().size(), 1U) << given;
    const auto theirs = viewer_of("FUND-L1-DONOR").get(path);
    EXPECT_EQ(theirs.json().at("rows").as_array().size(), 1U) << theirs;
    EXPECT_EQ(row_of(theirs, "FUND-L1-GIFT").at("donor"), "FUND-L1-DONOR");
    for (const auto* of : {"&donor=FUND-L1-DONOR", "&contribution=FUND-L1-GIFT"}) {
        EXPECT_EQ(viewer_of("OTHER").get(path + of).status, 400) << "as if there were none: " << of;
    }
    EXPECT_EQ(server.as("officer", "NGO").get(path).status, 403);
}

// G came after P1 had its money: none of it is in P1.
TEST_F(DonorStatement, R26ReachesNoProjectThatAContributionIsNotASourceOf) {
    server.as("programme").must("/api/v1/projects/P1/results", children_result());
    gift("OTHER", "G", "300.00");
    const std::string outcomes = v1 + "/reports/outcomes?format=json";
    EXPECT_TRUE(viewer_of("OTHER").get(outcomes).json().at("rows").as_array().empty());
    EXPECT_FALSE(viewer_of("FUND-L1-DONOR").get(outcomes).json().at("rows").as_array().empty());
}

TEST_F(DonorStatement, LeavesOutWhatDidNotCountOrWasNotKnownOnADay) {
    gift("OTHER", "G", "300.00");
    spend();
    const auto early = row_of(asked("&until=2026-01-11"), "G");
    EXPECT_EQ(early.at("pledged"), "300.00");
    EXPECT_EQ(early.at("committed"), "0.00");
    const auto later = row_of(asked("&until=2026-04-30"), "G");
    EXPECT_EQ(later.at("allocated"), "3.00");
    EXPECT_EQ(later.at("spent"), "0.00");
    const auto unknown = row_of(asked("&as_known_on=2020-01-01"), "G");
    for (const auto* stem : {"pledged", "committed", "received", "allocated", "spent", "balance"}) {
        EXPECT_EQ(unknown.at(stem), "0.00") << stem;
    }
}

}  // namespace tranche::tests
