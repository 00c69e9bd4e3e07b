// Bulk in by CSV: all or nothing, every problem at once, safe to repeat, by the rules of single
// creation.
#include "server/cli/import_command.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

class Imports : public SmallWorld {
protected:
    answer import(
        const std::string& person, const std::string& kind, const std::string& csv,
        const std::string& query = "", headers more = {}
    ) {
        more.emplace("content-type", "text/csv");
        return server.as(person).post_text("/api/v1/imports/" + kind + query, csv, more);
    }

    // "new changed unchanged"
    static std::string counts(const answer& given) {
        return given.field("new") + ' ' + given.field("changed") + ' ' + given.field("unchanged");
    }

    // Nothing but what says that somebody asked.
    std::string changed() {
        auto then = before;
        auto now = db.contents();
        for (const char* table : {"audit.event", "audit.idempotency"}) {
            now.erase(table);
            then.erase(table);
        }
        return changed_tables(then, now);
    }

    std::int64_t events_of(const std::string& action) {
        return db.sql().number("select count(*) from audit.event where action = '" + action + "'");
    }
};

const std::string projects_csv =
    "Project;English title;Instrument;Type;Coverage;Start;End;Member States;Origin;Year;"
    "Published amount;Currency\n"
    "CT.1;First;FUND;CT;national;2026-02-01;31/12/2026;GT 100;;;;\n"
    "CT.2;Niños, uno;FUND;CT;regional;2026-02-01;31/12/2026;GT 60|PE 40;;;;\n"
    "CT.3;Old;FUND;;national;;;GT;historical;2015;1.234.567,5;USD\n";

}  // namespace

TEST_F(Imports, MakeProjectsByTheCommandOfSingleOnes) {
    const auto done = import("programme", "projects", projects_csv);
    ASSERT_EQ(done.status, 200) << done;
    EXPECT_EQ(counts(done), "3 0 0") << done;
    const auto made = server.as("programme").get("/api/v1/projects/CT.2");
    EXPECT_EQ(made.field("title_en"), "Niños, uno") << made;
    EXPECT_EQ(made.state(), "proposal_draft");
    EXPECT_EQ(
        db.sql().number("select published_amount from funding.project where code = 'CT.3'"),
        123456750
    );
    EXPECT_EQ(
        db.sql().number(
            "select share::bigint from funding.benefiting_state b join funding.project p"
            " on p.id = b.project_id where p.code = 'CT.2' and b.state = 'PE'"
        ),
        40
    );
    // Each in the trail as if it had been made alone, and the file itself.
    EXPECT_EQ(events_of("import_projects"), 1);
    EXPECT_EQ(
        db.sql().number("select count(*) from audit.event where action = 'create_project'"
                        " and detail->>'code' in ('CT.1', 'CT.2', 'CT.3')"
                        " and detail->'changes'->0->>'table' = 'funding.project'"
                        " and jsonb_array_length(detail->'changes') between 3 and 5"),
        3
    );
}

TEST_F(Imports, ChangeNothingTheSecondTimeAndSaySo) {
    ASSERT_EQ(import("programme", "projects", projects_csv).status, 200);
    remember();
    const auto again = import("programme", "projects", projects_csv);
    EXPECT_EQ(again.status, 200) << again;
    EXPECT_EQ(counts(again), "0 0 3") << again;
    EXPECT_EQ(changed(), "");
    const auto more = import(
        "programme", "projects",
        projects_csv + "CT.4;Fourth;FUND;CT;national;2026-02-01;31/12/2026;GT 100;;;;\n"
    );
    EXPECT_EQ(counts(more), "1 0 3") << more;
}

TEST_F(Imports, TakeNothingWhenAnythingIsWrongAndNameEveryProblem) {
    const auto given = import(
        "programme", "projects",
        "Project;English title;Instrument;Coverage;Start;End;Member States\n"
        "CT.1;Good;FUND;national;2026-02-01;2026-12-31;GT 100\n"
        "CT.2;Bad shares;FUND;national;2026-02-01;2026-12-31;GT 60|PE 30\n"
        "CT.3;Bad fund;NOPE;national;2026-02-01;2026-12-31;GT 100\n"
        "bad code;;FUND;worldwide;2026-02-01;2026-12-31;GT 100\n"
        "CT.1;Again;FUND;national;2026-02-01;2026-12-31;GT 100\n"
        "P1;Taken;FUND;national;2026-02-01;2026-12-31;GT 100\n"
    );
    expect_refused(
        given, 422, "sheet_invalid",
        {"3 Member States shares_must_add_to_100", "4 Instrument unknown_reference",
         "5 Project not_a_code", "5 English title missing_field", "5 Coverage not_in_list",
         "6 Project row_twice", "7 English title recorded_otherwise"}
    );
    const auto third = given.json().at("errors").at(0);
    EXPECT_EQ(third.at("value").as_string(), "GT 60|PE 30");
}

TEST_F(Imports, SpeakTheCallersLanguageWithAHintForEveryProblem) {
    const auto given = import(
        "programme", "projects",
        "Proyecto;Título en inglés;Instrumento;Cobertura;Año\nCT.1;T;FUND;national;2.015\n", "",
        {{"accept-language", "es"}}
    );
    expect_refused(given, 422, "sheet_invalid", {"2 Año decimal_mark_undecided"});
    const auto problem = given.json().at("errors").at(0);
    EXPECT_EQ(
        problem.at("message").as_string(), "Puede leerse con punto decimal o con coma decimal."
    );
    EXPECT_TRUE(problem.as_object().contains("hint"));
}

TEST_F(Imports, CanBeTriedWithoutATrace) {
    const auto tried = import("programme", "projects", projects_csv, "?dry_run=true");
    EXPECT_EQ(tried.status, 200) << tried;
    EXPECT_EQ(counts(tried), "3 0 0") << tried;
    EXPECT_EQ(tried.json().at("items").as_array().size(), 3U) << tried;
    EXPECT_EQ(changed_tables(before, db.contents()), "");
    EXPECT_EQ(import("programme", "projects", projects_csv).status, 200);
}

TEST_F(Imports, WithAKeyAreReplayed) {
    const headers key{{"idempotency-key", "file-1"}};
    const auto first = import("programme", "projects", projects_csv, "", key);
    remember();
    const auto again = import("programme", "projects", projects_csv, "", key);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
    expect_refused(
        import("programme", "projects", projects_csv + "\n", "", key), 422, "idempotency_key_reused"
    );
}

TEST_F(Imports, AreForThoseWhoMayDoItOneByOne) {
    expect_refused(import("auditor", "projects", projects_csv), 403, "forbidden");
    expect_refused(import("finance", "projects", projects_csv), 403, "forbidden");
    EXPECT_EQ(
        server.as("preparer", "NGO")
            .post_text("/api/v1/imports/projects", projects_csv, {{"content-type", "text/csv"}})
            .status,
        403
    );
    expect_refused(
        server.as("programme").post_text("/api/v1/imports/projects", projects_csv), 415,
        "unsupported_media_type"
    );
}

TEST_F(Imports, OfFilesBeyondTheirLimitsAreTooLarge) {
    std::string long_csv = "Project\n";
    for (int i = 0; i <= 10'000; ++i) {
        long_csv += "P\n";
    }
    expect_refused(import("programme", "projects", long_csv), 413, "sheet_too_many_rows");
    expect_refused(
        import("programme", "projects", "Project\n" + std::string(4'001, 'x')), 413,
        "sheet_cell_too_long"
    );
}

TEST_F(Imports, OfferAnEmptySheetInTheCallersLanguage) {
    const auto sheet =
        server.as("finance").get("/api/v1/imports/exchange-rates", {{"accept-language", "fr"}});
    EXPECT_EQ(sheet.status, 200);
    EXPECT_EQ(sheet.body, "Série,Monnaie,Coté le,Taux,Valable du,Valable jusqu'au\r\n");
}

TEST_F(Imports, AreTakenFromTheCommandLineAsAPersonOfTheService) {
    server.as("programme").get("/api/v1/projects/P1");
    persistence::session_set with{
        persistence::urls_of_roles(db.staff_url(), "", ""), persistence::lane::command};
    tranche::server::import_options wanted{.kind = "projects", .user = "test.programme"};
    const auto first_line = [&](const std::string& csv, int code) {
        std::ostringstream out;
        std::ostringstream problems;
        EXPECT_EQ(tranche::server::import_sheet(with, wanted, csv, out, problems), code)
            << problems.str();
        const auto text = out.str() + problems.str();
        return code == 0 ? text.substr(0, text.find('\n')) : text;
    };
    EXPECT_EQ(first_line(projects_csv, 0), "0 already recorded, 3 new, 0 changed");
    EXPECT_EQ(first_line(projects_csv, 0), "3 already recorded, 0 new, 0 changed");
    const auto told = first_line(
        "Project;English title;Instrument;Coverage;Member States\nbad code;T;FUND;national;GT 100\n",
        1
    );
    EXPECT_NE(told.find("row 2, Project \"bad code\": "), told.npos) << told;
    wanted.kind = "people";
    EXPECT_NE(first_line(projects_csv, 2).find("exchange-rates"), std::string::npos);
}

TEST_F(Imports, LoadExchangeRatesThatAnotherPersonConfirms) {
    const std::string csv =
        "Series,Currency,Quoted on,Rate\n"
        "MONTHLY,EUR,28/02/2026,\"0,92\"\nMONTHLY,EUR,31/03/2026,\"0,9133\"\n";
    const auto done = import("finance", "exchange-rates", csv);
    EXPECT_EQ(counts(done), "2 0 0") << done;
    remember();
    EXPECT_EQ(counts(import("finance", "exchange-rates", csv)), "0 0 2");
    EXPECT_EQ(changed(), "");
    EXPECT_EQ(
        db.sql().number("select count(*) from reference.exchange_rate where currency = 'EUR' and"
                        " confirmed_by is null"),
        2
    );
    remember();
    expect_refused(
        import(
            "finance", "exchange-rates",
            "Series,Currency,Quoted on,Rate\n"
            "MONTHLY,EUR,2026-02-28,0.93\nMONTHLY,JPY,2026-02-27,-150\nNONE,JPY,2026-02-28,150\n"
        ),
        422, "sheet_invalid", {"3 Rate not_a_rate", "4 Series unknown_reference"}
    );
    expect_refused(
        import(
            "finance", "exchange-rates",
            "Series,Currency,Quoted on,Rate\nMONTHLY,EUR,2026-02-28,0.93\n"
        ),
        422, "sheet_invalid", {"2 Rate rate_known_otherwise"}
    );
}

TEST_F(Imports, DraftBudgetsAndReviseTheDraft) {
    approved_project(server, {.code = "P7"});
    const std::string csv =
        "Project,Budget line,English title,Kind,Category,Quantity,Unit price,Currency\n"
        "P7,1,Staff,staff,1,12,100.50,USD\nP7,2,Works,operational,2,1,5000,USD\n";
    const auto drafted = import("programme", "budgets", csv);
    EXPECT_EQ(counts(drafted), "2 0 0") << drafted;
    EXPECT_EQ(counts(import("programme", "budgets", csv)), "0 0 2");
    const auto revised = import(
        "programme", "budgets",
        "Project,Budget line,Unit price,Currency,English title,Kind,Category,Quantity\n"
        "P7,2,4000,,,,,\nP7,3,1.5,USD,Evaluation,evaluation,1,2\n"
    );
    EXPECT_EQ(counts(revised), "1 1 0") << revised;
    const auto change = revised.json().at("items").at(0).at("changes").at(0);
    EXPECT_EQ(change.at("column").as_string(), "unit_price");
    EXPECT_EQ(change.at("recorded").as_string(), "5000.00");
    EXPECT_EQ(change.at("given").as_string(), "4000");
    // The line that was not in the file stays; a blank is not a deletion.
    EXPECT_EQ(
        db.sql().number("select sum(l.amount)::bigint from funding.budget_version_line l"
                        " join funding.budget_version v on v.id = l.version_id"
                        " join funding.project p on p.id = v.project_id"
                        " where p.code = 'P7' and v.state = 'draft'"),
        120600 + 400000 + 300
    );
}

TEST_F(Imports, MakeResultsWithIndicatorsAndTargets) {
    const std::string csv =
        "Project,Result,Level,Result in English,Indicator,English title,Unit,Adds up by,Baseline,"
        "Target,Target from,Target until,Counts,Nature\n"
        "P1,9,outcome,Safe,9.1,Persons,person,sum,0,\"1,250.5\",2026-02-01,2026-12-31,new,\n"
        "P1,9,,,9.2,Places,place,max,,25,2026-02-01,2026-12-31,present,capacity\n";
    const auto done = import("programme", "indicators", csv);
    EXPECT_EQ(counts(done), "2 0 0") << done;
    EXPECT_EQ(db.sql().number("select count(*) from result.target where value in (1250.5, 25)"), 2);
    remember();
    EXPECT_EQ(counts(import("programme", "indicators", csv)), "0 0 2");
    EXPECT_EQ(changed(), "");
    remember();
    expect_refused(
        import(
            "programme", "indicators",
            "Project,Result,Level,Result in English,Indicator,English title,Unit,Adds up by,Counts\n"
            "P1,8,outcome,Safe,8.1,Persons,person,sum,new\nP1,8,output,,8.2,More,person,sum,new\n"
            "NONE,8,outcome,Safe,8.1,Persons,person,sum,new\n"
        ),
        422, "sheet_invalid", {"3 Level group_differs", "4 Project unknown_reference"}
    );
}

TEST_F(Imports, SetUpInstrumentsWithTheirLinesAndTerms) {
    const std::string head =
        "Instrument,English name,French name,Spanish name,Base currency,Terms from,"
        "Persons for a payment,Certifier differs,Source of terms,Line,English name of the line,"
        "French name of the line,Spanish name of the line,Currency,Line terms from,"
        "National ceiling,Residue waived,Excludes Article 4,Excluded types,Source of line terms\n";
    const std::string csv = head +
        "NEW,New,Nouveau,Nuevo,USD,2026-01-01,3,no,Note,NEW-L1,One,Un,Uno,USD,2026-01-01,"
        "\"100,000.00\",250.00,yes,CT|XX,Note\n"
        "NEW,,,,,,,,,NEW-L2,Two,Deux,Dos,USD,,,,,,\n";
    const auto done = import("administrator", "instruments", csv);
    ASSERT_EQ(done.status, 200) << done;
    EXPECT_EQ(counts(done), "2 0 0") << done;
    EXPECT_EQ(
        db.sql().number("select t.residue_waiver from funding.line_terms t"
                        " join funding.funding_line l on l.id = t.line_id where l.code = 'NEW-L1'"
                        " and t.ceiling_national = 10000000 and t.excluded_types = '{CT,XX}'"),
        25000
    );
    remember();
    EXPECT_EQ(counts(import("administrator", "instruments", csv)), "0 0 2");
    EXPECT_EQ(changed(), "");
    const auto later = import(
        "administrator", "instruments",
        "Instrument,Line,Line terms from,National ceiling,Currency,Source of line terms\n"
        "NEW,NEW-L1,2027-01-01,200000,USD,Decision\n"
    );
    EXPECT_EQ(counts(later), "0 1 0") << later;
    EXPECT_EQ(
        db.sql().number("select count(*) from funding.line_terms t join funding.funding_line l"
                        " on l.id = t.line_id where l.code = 'NEW-L1'"),
        2
    );
    remember();
    expect_refused(
        import("administrator", "instruments", "Instrument,English name,Line\nNEW,Other,NEW-L1\n"),
        422, "sheet_invalid", {"2 English name recorded_otherwise"}
    );
}

TEST_F(Imports, ThatAreTriedLeaveNoMemoryOfWhatTheyDidNotMake) {
    const std::string csv =
        "Instrument,English name,French name,Spanish name,Base currency,Terms from,"
        "Persons for a payment,Certifier differs,Source of terms,Line,English name of the line,"
        "French name of the line,Spanish name of the line,Currency\n"
        "NEW,New,Nouveau,Nuevo,USD,2026-01-01,3,no,Note,NEW-L1,One,Un,Uno,USD\n";
    ASSERT_EQ(import("administrator", "instruments", csv, "?dry_run=true").status, 200);
    ASSERT_EQ(import("administrator", "instruments", csv).status, 200);
    EXPECT_EQ(server.as("administrator").get("/api/v1/funding-lines/NEW-L1").status, 200);
}

}  // namespace tranche::tests
