// What the fund's own office orders and spends: one by one and out of its accounting system, held
// against that system's figures.
#include "domain/entity.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/leave.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

class OwnSpending : public SmallWorld {
protected:
    void SetUp() override {
        active_project(
            server,
            {.code = "P2",
             .lines = {{"1", "9000.00"}, {"9", "1000.00", "evaluation"}},
             .flexibility_percent = "10"}
        );
        remember();
    }

    static json::object order(
        const std::string& code, const std::string& amount, const std::string& line = "1"
    ) {
        return {
            {"project", "P2"},
            {"budget_line", line},
            {"code", code},
            {"obligated_on", "2026-03-02"},
            {"payee_kind", "services"},
            {"description", "Order"},
            {"amount", amount_of(amount)}};
    }
    static json::object against(const std::string& code, const std::string& amount) {
        auto body = expense("V-" + amount, "2026-04-01", amount, "P2");
        body["obligation"] = "P2:" + code;
        return body;
    }
    answer import(
        const std::string& csv, const std::string& kind = "direct-expenditures",
        const std::string& query = ""
    ) {
        return server.as("finance").post_text(
            "/api/v1/imports/" + kind + query, csv, {{"content-type", "text/csv"}}
        );
    }
    // "available obligated spent" of line 1 of P2, in cents.
    std::string line() {
        return db.sql().one(
            "select concat_ws(' ', sum(b.amount) filter (where a.kind = 'budget_available'),"
            " coalesce(sum(b.amount) filter (where a.kind = 'obligated'), 0),"
            " coalesce(sum(b.amount) filter (where a.kind = 'spent_direct'), 0))"
            " from funding.budget_line l join funding.project p on p.id = l.project_id"
            " join ledger.account a on l.id in (a.owner_id, a.part_id)"
            " join ledger.balance b on b.account_id = a.id where p.code = 'P2' and l.code = '1'"
        );
    }
};

const std::string heading =
    "Système source;Référence;Projet;Ligne budgétaire;Pièce;Date de la dépense;Bénéficiaire;Libellé;"
    "Montant;Monnaie\n";
const std::string books = heading +
    "ERP;0001;P2;1;F-1;31/03/2026;service;Loyer;1.000,50;USD\n"
    "ERP;0002;P2;1;F-2;01/04/2026;service;Eau;12,25;USD\n"
    "ERP;0003;P2;1;F-2;02/04/2026;service;Timbre;2,25;USD\n";

}  // namespace

TEST_F(OwnSpending, SetsAnOrderAsideSpendsItAndReleasesTheRest) {
    const auto made = server.as("finance").must("/api/v1/obligations", order("PO-1", "500.00"));
    EXPECT_EQ(line(), "850000 50000 0");
    server.as("finance").must("/api/v1/direct-expenditures", against("PO-1", "420.00"));
    EXPECT_EQ(line(), "850000 8000 42000") << "the order bears it, not the line";
    const auto release = "/api/v1/obligations/P2:PO-1/release";
    const auto part = server.as("finance").must(
        release, {{"released_on", "2026-05-01"}, {"amount", amount_of("30.00")}, {"reason", "r"}}
    );
    EXPECT_EQ(part.state(), "open");
    const auto rest =
        server.as("finance").must(release, {{"released_on", "2026-05-02"}, {"reason", "Cheaper"}});
    EXPECT_EQ(rest.state(), "settled");
    EXPECT_EQ(line(), "858000 0 42000");
    const auto read = server.as("auditor").get("/api/v1/obligations/" + made.id());
    EXPECT_EQ(read.state(), "settled") << read;
    EXPECT_EQ(read.json().at("open_amount").at("amount").as_string(), "0.00");
    remember();
    expect_refused(
        server.as("finance").post(release, {{"released_on", "2026-05-02"}, {"reason", "r"}}), 409,
        "state_forbids_action"
    );
}

TEST_F(OwnSpending, TakesFromTheLineWhatAnOrderDoesNotHold) {
    server.as("finance").must("/api/v1/obligations", order("PO-1", "100.00"));
    server.as("finance").must("/api/v1/direct-expenditures", against("PO-1", "130.00"));
    EXPECT_EQ(line(), "887000 0 13000");
}

TEST_F(OwnSpending, RestoresTheOrderWhenAnExpenseIsTakenBack) {
    server.as("finance").must("/api/v1/obligations", order("PO-1", "100.00"));
    const auto spent =
        server.as("finance").must("/api/v1/direct-expenditures", against("PO-1", "100.00"));
    const auto entry =
        db.sql().number("select max(e.id) from ledger.entry e where e.event = 'direct_expenditure'"
        );
    server.as("finance").must(
        "/api/v1/journal-entries/" + domain::public_id(domain::entity::journal_entry, entry) +
            "/reverse",
        {{"reason", "Twice"}}
    );
    EXPECT_EQ(line(), "890000 10000 0");
    EXPECT_EQ(server.as("auditor").get("/api/v1/obligations/P2:PO-1").state(), "open");
}

TEST_F(OwnSpending, OfAnotherLineThanItsOrderIsRefused) {
    server.as("finance").must("/api/v1/obligations", order("PO-9", "100.00", "9"));
    remember();
    expect_refused(
        server.as("finance").post("/api/v1/direct-expenditures", against("PO-9", "10.00")), 422,
        "obligation_of_other_line", {"/budget_line obligation_of_other_line"}
    );
}

TEST_F(OwnSpending, R16MayBeOrderedBeforeTheEvaluationAndNotSpent) {
    server.as("finance").must("/api/v1/obligations", order("PO-9", "400.00", "9"));
    auto early = against("PO-9", "10.00");
    early["budget_line"] = "9";
    remember();
    const auto refused = server.as("finance").post("/api/v1/direct-expenditures", early);
    expect_refused(refused, 422, "evaluation_too_early", {"/spent_on evaluation_too_early"});
    EXPECT_EQ(said(refused, "rule"), "R16");
}

TEST_F(OwnSpending, R21BendsALineToItsFlexibilityByOrdersToo) {
    remember();
    const auto refused = server.as("finance").post("/api/v1/obligations", order("PO-1", "9900.01"));
    expect_refused(refused, 422, "amount_exceeds_available", {"/amount amount_exceeds_available"});
    EXPECT_EQ(said(refused, "rule"), "R21");
    server.as("finance").must("/api/v1/obligations", order("PO-1", "9900.00"));
    EXPECT_EQ(line(), "-90000 990000 0");
}

TEST_F(OwnSpending, SaysWhyAnOrderCannotBeReleased) {
    server.as("finance").must("/api/v1/obligations", order("PO-1", "100.00"));
    const auto read = server.as("finance").get("/api/v1/obligations/P2:PO-1").json();
    const auto& act = read.at("actions").at(0);
    EXPECT_EQ(act.at("action").as_string(), "release_obligation");
    EXPECT_TRUE(act.at("allowed").as_bool());
    EXPECT_FALSE(server.as("auditor")
                     .get("/api/v1/obligations/P2:PO-1")
                     .json()
                     .at("actions")
                     .at(0)
                     .at("allowed")
                     .as_bool());
}

TEST_F(OwnSpending, ComesOutOfTheBooksOnceHoweverOftenTheFileIsSent) {
    const auto done = import(books);
    ASSERT_EQ(done.status, 200) << done;
    EXPECT_EQ(done.field("new"), "3");
    EXPECT_EQ(line(), "798500 0 101500");
    const auto entries = db.sql().number("select count(*) from ledger.entry");
    const auto again = import(books);
    EXPECT_EQ(again.field("new"), "0") << again;
    EXPECT_EQ(again.field("unchanged"), "3");
    EXPECT_EQ(db.sql().number("select count(*) from ledger.entry"), entries);
    const auto more = import(books + "ERP;0004;P2;1;F-4;03/04/2026;service;Gaz;1,00;USD\n");
    EXPECT_EQ(more.field("new"), "1") << more;
}

TEST_F(OwnSpending, OfOneReferenceIsUniqueWithinItsSystemOnly) {
    import(books);
    auto other = books;
    for (auto at = other.find("ERP"); at != other.npos; at = other.find("ERP", at)) {
        other.replace(at, 3, "SAP");
    }
    EXPECT_EQ(import(other).field("new"), "3");
    auto same = expense("F-9", "2026-04-01", "5.00", "P2");
    same["source_system"] = "ERP";
    same["external_reference"] = "0002";
    remember();
    expect_refused(
        server.as("finance").post("/api/v1/direct-expenditures", same), 409,
        "external_reference_repeated"
    );
    same.erase("external_reference");
    expect_refused(
        server.as("finance").post("/api/v1/direct-expenditures", same), 422, "missing_field",
        {"/external_reference missing_field"}
    );
}

TEST_F(OwnSpending, OfABookThatChangedAFactIsNotOverwritten) {
    import(books);
    remember();
    auto changed = books;
    changed.replace(changed.find("12,25"), 5, "13,25");
    const auto refused = import(changed);
    expect_refused(refused, 422, "sheet_invalid", {"3 Montant recorded_otherwise"});
    EXPECT_EQ(refused.json().at("errors").at(0).at("values").at("recorded").as_string(), "12.25");
}

TEST_F(OwnSpending, TakenBackIsRecordedAnewOnlyWhereTheBooksSayWhatItReplaces) {
    import(books);
    const auto wrong = domain::public_id(
        domain::entity::direct_expenditure,
        db.sql().number(
            "select id from funding.direct_expenditure where external_reference = '0002'"
        )
    );
    const auto entry = domain::public_id(
        domain::entity::journal_entry,
        db.sql().number(
            "select e.id from ledger.entry e join funding.direct_expenditure x on x.id ="
            " e.source_id where x.external_reference = '0002'"
        )
    );
    server.as("finance").must(
        "/api/v1/journal-entries/" + entry + "/reverse", {{"reason", "It was not so"}}
    );
    EXPECT_EQ(import(books).field("unchanged"), "3") << "an old file sent again undoes nothing";
    auto right = books;
    right.replace(right.find("12,25"), 5, "13,25");
    remember();
    expect_refused(import(right), 422, "sheet_invalid", {"3 Montant recorded_and_taken_back"});
    const std::string corrected = heading.substr(0, heading.size() - 1) + ";Corrige\n" +
        "ERP;0002;P2;1;F-2;2026-04-01;service;Eau;13,25;USD;" + wrong + '\n';
    const auto done = import(corrected);
    EXPECT_EQ(done.field("new"), "1") << done;
    EXPECT_EQ(line(), "798400 0 101600");
    EXPECT_EQ(import(corrected).field("unchanged"), "1");
    EXPECT_EQ(import(right).field("unchanged"), "3");
}

TEST_F(OwnSpending, R19AndR21HoldForEveryRowOfTheBooksAndNothingIsTakenWhenOneFails) {
    const auto refused = import(
        heading +
        "ERP;1;P2;1;F-1;2026-01-31;service;Early;10.00;USD\n"
        "ERP;2;P2;1;F-2;2026-04-01;service;Good;10.00;USD\n"
        "ERP;3;P2;1;F-3;2026-04-01;service;Too much;9985.00;USD\n"
        "ERP;4;P2;7;F-4;2026-04-01;service;No line;10.00;USD\n"
        "ERP;5;P2;1;F-5;2027-04-01;service;Future;10.00;USD\n"
    );
    expect_refused(
        refused, 422, "sheet_invalid",
        {"2 Date de la dépense date_before", "4 Montant amount_exceeds_available",
         "5 Ligne budgétaire unknown_reference", "6 Date de la dépense date_in_future"}
    );
    EXPECT_EQ(said(refused, "rule", 0), "R19");
    EXPECT_EQ(said(refused, "rule", 1), "R21");
}

TEST_F(OwnSpending, CanBeTriedOutOfTheBooks) {
    const auto tried = import(books, "direct-expenditures", "?dry_run=true");
    EXPECT_EQ(tried.field("new"), "3") << tried;
    EXPECT_EQ(changed_tables(before, db.contents()), "");
}

TEST_F(OwnSpending, IsReconciledWithTheAccountingSystemByReference) {
    import(books);
    const std::string theirs =
        "Statement,Source system,From,Until,Reference,Date,Amount,Currency\n"
        "ERP-2026,ERP,2026-01-01,2026-06-30,0001,2026-03-31,1000.50,USD\n"
        "ERP-2026,ERP,2026-01-01,2026-06-30,0002,2026-04-01,12.52,USD\n"
        "ERP-2026,ERP,2026-01-01,2026-06-30,0009,2026-04-09,7.00,USD\n";
    ASSERT_EQ(import(theirs, "accounting-statements").field("new"), "3");
    EXPECT_EQ(import(theirs, "accounting-statements").field("unchanged"), "3");
    const auto report = server.as("finance").get("/api/v1/reports/reconciliation?format=json");
    ASSERT_EQ(report.status, 200) << report;
    const auto given = report.json();
    std::string told;
    for (const auto& row : given.at("rows").as_array()) {
        told += std::string{row.at("external_reference").as_string()} + ' ' +
            std::string{row.at("outcome").as_string()} + ' ' +
            std::string{row.at("difference").as_string()} + '\n';
    }
    EXPECT_EQ(
        told, "0003 only_ours 2.25\n0009 only_theirs -7.00\n0002 different -0.27\n0001 same 0.00\n"
    ) << report;
}

TEST_F(OwnSpending, OfAYearThatWasRecordedAfterItIsInTheCutOff) {
    server.as("finance").must(
        "/api/v1/direct-expenditures", expense("LATE", "2026-02-10", "10.00", "P2")
    );
    server.as("finance").must(
        "/api/v1/direct-expenditures", expense("NEXT", "2026-03-10", "10.00", "P2")
    );
    accepted_report(server, "A1", "R1", {{"D-1", "100.00", "1", "2026-03-05"}});
    db.sql().ask("update ledger.entry set recorded_at = '2026-03-20 12:00+00'");
    const auto report = [&](const std::string& day) {
        const auto given =
            server.as("finance").get("/api/v1/reports/cut-off?format=csv&until=" + day);
        EXPECT_EQ(given.status, 200) << given;
        std::string documents;
        for (const char* one : {"LATE", "NEXT", "D-1"}) {
            documents += given.body.find(one) == std::string::npos ? "" : std::string{one} + ' ';
        }
        return documents;
    };
    EXPECT_EQ(report("2026-02-28"), "LATE ");
    EXPECT_EQ(report("2026-03-15"), "LATE NEXT D-1 ");
    EXPECT_EQ(report("2026-03-31"), "D-1 ");
}

}  // namespace tranche::tests
