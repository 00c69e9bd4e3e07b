// Data about persons goes when its time is over and the proof stays; and what a donor's viewers are
// kept from.
#include "server/cli/cli.hpp"
#include "server/config.hpp"
#include "tests/support/environment.hpp"
#include "tests/support/history.hpp"
#include "tests/support/seals.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

class Privacy : public SmallWorld {
protected:
    // What `tranche erase` says.
    std::string erase(bool confirm) {
        server::config settings;
        settings.migration_database_url = db.owner_url();
        ::testing::internal::CaptureStdout();
        EXPECT_EQ(server::erase_command(settings, {.confirm = confirm}), 0);
        return ::testing::internal::GetCapturedStdout();
    }
    void keep_for(const char* kind, int months) {
        server.as("administrator")
            .must(
                "/api/v1/reference/retention-terms",
                {{"items",
                  json::array{json::object{
                      {"kind", kind},
                      {"valid_from", "2020-01-01"},
                      {"months", months},
                      {"source", "Data protection policy"}}}}}
            );
    }
    // As if all of it had happened long ago.
    void grow_old() {
        db.sql().ask("update audit.event set at = at - interval '7 years'");
        db.sql().ask(
            "update partner.expenditure_report set submitted_on = submitted_on - 2560,"
            " reviewed_on = reviewed_on - 2560"
        );
        db.sql().ask(
            "insert into people.browser_session select 1, id, sha256('s'), now() - interval '8 years',"
            " now() - interval '8 years', now() - interval '7 years', '192.0.2.1', 'Browser'"
            " from people.user_account limit 1"
        );
    }
    answer outcomes_for_the_donor() {
        auto viewer = server.with_roles("viewer", {"donor_viewer"});
        db.sql().ask(
            "update people.user_account set donor_id = (select id from funding.donor limit 1)"
            " where name = 'test.viewer'"
        );
        viewer = server.with_roles("viewer", {"donor_viewer"});
        return viewer.get("/api/v1/reports/outcomes?format=json");
    }
};

}  // namespace

TEST_F(Privacy, IsErasedOnlyByATermAndOnlyWhenConfirmed) {
    make_history(server);
    grow_old();
    seal_everything(db);
    EXPECT_NE(erase(true).find("payee_names: no term is set"), std::string::npos);
    keep_for("payee_names", 72);
    const auto payees = [&] {
        return db.sql().number(
            "select count(*) from partner.expenditure_line where payee = '[erased]'"
        );
    };
    EXPECT_NE(erase(false).find("payee_names: 2 rows before "), std::string::npos);
    EXPECT_EQ(payees(), 0) << "only said, not done";
    EXPECT_NE(erase(true).find("payee_names: 2 rows before "), std::string::npos);
    EXPECT_EQ(payees(), 2);
    EXPECT_NE(erase(true).find("payee_names: 0 rows before "), std::string::npos);
    EXPECT_EQ(db.sql().one("select sum(amount) from partner.expenditure_line"), "65000")
        << "amounts stay";
}

// The name of a payee stands in the lines and in what looked like it.
TEST_F(Privacy, OfAPayeeLeavesTheMatchesWithTheLines) {
    make_history(server);
    db.sql().ask("update partner.expenditure_line set payee = 'Juan Sombra' where document = 'D-1'"
    );
    server.as("finance").must(
        "/api/v1/sanctions-lists",
        {{"code", "EU"},
         {"source", "s"},
         {"published_on", "2026-06-29"},
         {"entries", {{{"reference", "E1"}, {"name", "Sombra, Juan"}}}}}
    );
    grow_old();
    db.sql().ask("update partner.screening_match set found_on = found_on - 2560");
    const auto names = [&] {
        return db.sql().one(
            "select string_agg(role || ' ' || name, ', ' order by role) from partner.screening_match"
        );
    };
    EXPECT_EQ(names(), "payee Juan Sombra");
    keep_for("payee_names", 72);
    EXPECT_NE(erase(false).find("payee_names: 3 rows before "), std::string::npos);
    EXPECT_NE(erase(true).find("payee_names: 3 rows before "), std::string::npos);
    EXPECT_EQ(names(), "payee [erased]");
    EXPECT_NE(erase(true).find("payee_names: 0 rows before "), std::string::npos);
    const auto refused = refusal_of(
        db.sql(),
        "update partner.screening_match set state = 'cleared', called_on = '2026-06-30',"
        " called_by = (select min(id) from people.user_account), call_reason = 'r',"
        " decided_by = (select max(id) from people.user_account), decided_on = '2026-06-30',"
        " decision_reason = 'r';"
        "update partner.screening_match set name = '[erased]', decision_reason = 'another'"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "screening_match_cleared_stays_check");
}

TEST_F(Privacy, GoesWhileEverySealAndLawStillHolds) {
    make_history(server);
    grow_old();
    seal_everything(db);
    for (const auto* kind : {"audit_details", "sign_in_records", "payee_names"}) {
        keep_for(kind, 72);
    }
    const auto said = erase(true);
    EXPECT_NE(said.find("sign_in_records: 1 rows before "), std::string::npos) << said;
    EXPECT_EQ(
        db.sql().number(
            "select count(*) from audit.event where at < now() - interval '6 years' and salt is not null"
        ),
        0
    ) << said;
    EXPECT_EQ(db.sql().one("select count(*) from people.browser_session"), "0");
    seal_everything(db);
    persistence::session owner{db.owner_url(), persistence::lane::migration};
    EXPECT_EQ(everything_broken(owner), "");
    const auto act =
        server.as("auditor").get("/api/v1/audit-events?action=erase").json().at("items").at(0);
    EXPECT_EQ(act.at("actor"), "operator");
    EXPECT_EQ(act.at("detail").at("payee_names").at("rows"), 2);
    EXPECT_GT(
        db.sql().number("select count(*) from audit.event where roles is not null and salt is null"
        ),
        0
    ) << "who did what, with which roles, is kept";
}

TEST_F(Privacy, KeepsWhatIsWithinItsTerm) {
    make_history(server);
    seal_everything(db);
    for (const auto* kind : {"audit_details", "sign_in_records"}) {
        keep_for(kind, 1);
    }
    const auto said = erase(false);
    EXPECT_NE(said.find("audit_details: 0 rows before "), std::string::npos) << said;
}

TEST_F(Privacy, ShowsADonorNoTitleThatCouldNameTheSiteOfAProtectionProject) {
    make_history(server);
    const auto open = outcomes_for_the_donor();
    ASSERT_EQ(open.status, 200) << open;
    const auto title = db.sql().one("select title_en from funding.project");
    EXPECT_NE(open.body.find(title), std::string::npos) << open;
    EXPECT_NE(open.body.find("Children are safe"), std::string::npos) << open;
    db.sql().ask("update funding.project set protection = true");
    const auto shielded = outcomes_for_the_donor();
    ASSERT_EQ(shielded.status, 200) << shielded;
    EXPECT_EQ(shielded.body.find(title), std::string::npos) << shielded;
    EXPECT_NE(shielded.body.find("Protection project"), std::string::npos) << shielded;
    EXPECT_NE(shielded.body.find("\"1 Result\""), std::string::npos) << "results remain";
    for (const auto* form :
         {"json", "csv", "text", "csv&lang=fr", "text&lang=es", "json&lang=fr"}) {
        for (const auto* report : {"outcomes?", "disbursements?group_by=project&"}) {
            const auto given =
                server.with_roles("viewer", {"donor_viewer"})
                    .get("/api/v1/reports/" + std::string{report} + "format=" + form);
            ASSERT_EQ(given.status, 200) << given << server.failures();
            for (const auto& word : {title, std::string{"Children"}}) {
                EXPECT_EQ(given.body.find(word), std::string::npos) << form << given;
            }
        }
    }
    const auto office = server.as("auditor").get("/api/v1/reports/outcomes?format=json");
    EXPECT_NE(office.body.find(title), std::string::npos) << "the office sees it";
    EXPECT_NE(office.body.find("Children are safe"), std::string::npos) << office;
}

// A donor's viewers reach titles through reports only: no read, no search, no trail.
TEST_F(Privacy, LetsADonorsViewersReadAndSearchNoRecords) {
    make_history(server);
    outcomes_for_the_donor();
    auto viewer = server.with_roles("viewer", {"donor_viewer"});
    const auto project = domain::public_id(
        domain::entity::project, db.sql().number("select id from funding.project")
    );
    for (const auto& path :
         {std::string{"/api/v1/projects/P1"}, std::string{"/api/v1/projects?q=P1"},
          std::string{"/api/v1/results"}, std::string{"/api/v1/results?q=Children"},
          std::string{"/api/v1/indicators?q=Children"}, "/api/v1/trail/" + project,
          std::string{"/api/v1/donor-grants"}}) {
        EXPECT_EQ(viewer.get(path).status, 403) << path;
    }
}

TEST_F(Privacy, ShowsADonorNoPartnerOfAnyProject) {
    make_history(server);
    auto viewer = server.with_roles("viewer", {"donor_viewer"});
    outcomes_for_the_donor();
    viewer = server.with_roles("viewer", {"donor_viewer"});
    for (const auto* refused :
         {"/api/v1/reports/disbursements", "/api/v1/reports/disbursements?group_by=partner",
          "/api/v1/reports/disbursements?group_by=project&partner=NGO",
          "/api/v1/reports/budget-execution?project=P1", "/api/v1/reports/trail",
          "/api/v1/partners/NGO", "/api/v1/agreements/A1"}) {
        EXPECT_EQ(viewer.get(refused).status, 403) << refused;
    }
    const auto sums = viewer.get("/api/v1/reports/disbursements?group_by=project&format=json");
    ASSERT_EQ(sums.status, 200) << sums;
    EXPECT_EQ(sums.body.find("NGO"), std::string::npos) << sums;
}

// Free text is where a site slips in; the database itself keeps it from a donor.
TEST_F(Privacy, KeepsRemarksFromTheDonorsRole) {
    sql_connection donor{database_url(db.name(), donor_role)};
    const std::string enter = "select set_config('tranche.donor', '" +
        db.sql().one("select id from funding.donor") + "', true);";
    for (const auto* statement :
         {"select focal_point from funding.project",  "select note from funding.project",
          "select note from result.indicator",        "select reason from result.target",
          "select title_en from funding.project",     "select title_fr from result.result",
          "select title_es from result.indicator",    "select name_en from funding.phase",
          "select title_en from funding.budget_line", "select partner_id from partner.agreement",
          "select id from partner.partner",           "select reason from funding.donor_grant",
          "select note from result.actual",           "select source from result.actual",
          "select evidence from result.actual",       "select disaggregation from result.actual",
          "select country from partner.partner",      "select title from partner.agreement",
          "select code from partner.agreement",       "select document from funding.endorsement"}) {
        const auto refused = refusal_of(donor, enter + statement);
        ASSERT_TRUE(refused) << statement;
        EXPECT_EQ(refused->sqlstate, "42501") << statement;
    }
    EXPECT_FALSE(refusal_of(donor, enter + "select value from result.actual"));
}

}  // namespace tranche::tests
