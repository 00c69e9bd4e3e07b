// What a look at a partner's sheet holds and leaves behind: no lock on the project, only so many
// files of one person, and one trace of what was taken over.
#include "tests/support/expense_sheet_test.hpp"
#include "tests/support/files.hpp"
#include "tests/support/sql.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {
namespace {

std::string sheet_with(const std::string& document) {
    return sheet_of({{document, "24/03/2026", "3.1", "taller", "10.50"}});
}

}  // namespace

class LooksAtSheets : public ReportSheets {
protected:
    answer attached_here(const std::string& upload) {
        return attached(server.as("preparer", "NGO"), "expenditure-reports/" + report, upload);
    }
};

TEST_F(ReportSheets, AreLookedAtWhileSomebodyHoldsTheProjectsMoney) {
    sql_connection holder{db.staff_url()};
    holder.ask("begin");
    holder.ask("select 1 from ledger.project_lock for no key update");
    const auto shown = look(sheet_of(shelter_lines()));
    EXPECT_EQ(counts(shown), "22 0 0 0") << shown;
    EXPECT_EQ(found(shown, "errors"), std::vector<std::string>{}) << shown;
    EXPECT_EQ(shown.json().at("budget_lines").as_array().size(), 8U);
    holder.ask("rollback");
    EXPECT_EQ(take(shown).status, 200);
}

TEST_F(ReportSheets, WithoutARowAreLookedAtOnceForOneKey) {
    const auto upload = sent_file(
        server.as("preparer", "NGO"), "gastos.csv", "Documento,Fecha,Línea,Pagado a,Monto\n", 500
    );
    const auto looked = [&] {
        return server.as("preparer", "NGO")
            .request(
                "POST", sheet() + "?mode=replace&upload=" + upload, "",
                {{"idempotency-key", "look-1"}}
            );
    };
    const auto first = looked();
    EXPECT_EQ(found(first, "errors"), std::vector<std::string>{"1  sheet_without_rows"}) << first;
    EXPECT_EQ(looked().field("token"), first.field("token"));
    EXPECT_EQ(db.sql().number("select count(*) from partner.sheet_preview"), 1);
}

TEST_F(ReportSheets, AreTriedWithoutATrace) {
    ASSERT_EQ(look(sheet_with("A-1")).status, 200);
    EXPECT_EQ(db.sql().number("select count(*) from partner.expenditure_line"), 0);
    EXPECT_EQ(
        db.sql().number(
            "select count(*) from audit.event where action = 'revise_expenditure_report'"
        ),
        0
    );
}

TEST_F(ReportSheets, AreTakenOverWithOneTraceOfWhatChanged) {
    taken(sheet_with("A-1"));
    const auto traces = [&](const std::string& action) {
        return db.sql().number(
            "select count(*) from audit.event where action = '" + action +
            "' and detail->'changes' @> '[{\"table\": \"partner.expenditure_line\"}]'"
        );
    };
    EXPECT_EQ(traces("revise_expenditure_report"), 1);
    EXPECT_EQ(traces("commit_expenditure_sheet"), 0);
}

TEST_F(ReportSheets, GiveUpTheOldestLookWithOneTooMany) {
    const auto first = look(sheet_with("A-0"));
    const auto second = look(sheet_with("A-1"));
    for (int n = 2; n <= 20; ++n) {
        look(sheet_with("A-" + std::to_string(n)));
    }
    EXPECT_EQ(db.sql().number("select count(*) from partner.sheet_preview"), 20);
    EXPECT_EQ(db.sql().number("select count(*) from document.upload"), 20);
    EXPECT_EQ(db.sql().number("select count(distinct owner_id) from document.piece"), 20);
    EXPECT_EQ(take(first).errors(), std::vector<std::string>{"/token unknown_reference"});
    EXPECT_EQ(take(second).status, 200);
}

TEST_F(LooksAtSheets, GiveUpWhatIsTooLargeTogetherButNeverTheNewest) {
    const auto upload =
        sent_file(server.as("preparer", "NGO"), "gastos.csv", sheet_with("A-1"), 500);
    for (int n = 0; n < 3; ++n) {
        look("", "?mode=add&upload=" + upload);
    }
    const auto user = db.sql().one("select distinct made_by::text from partner.sheet_preview");
    const auto size = db.sql().one("select size::text from document.upload");
    // Three looks at one file weigh what the file weighs.
    EXPECT_EQ(db.sql().number("select partner.give_up_looks(" + user + ", 20, " + size + ")"), 0);
    look(sheet_with("A-2"));
    EXPECT_EQ(db.sql().number("select partner.give_up_looks(" + user + ", 20, " + size + ")"), 3);
    EXPECT_EQ(db.sql().number("select partner.give_up_looks(" + user + ", 20, 1)"), 0);
    EXPECT_EQ(db.sql().number("select count(*) from document.upload"), 2)
        << "what was sent is not the look's to give up";
    EXPECT_EQ(attached_here(upload).status, 201);
    EXPECT_EQ(db.sql().number("select count(*) from document.upload"), 1);
}

TEST_F(LooksAtSheets, AreTakenOverWhenTheirFileWasAttachedMeanwhile) {
    const auto bytes = sheet_with("A-1");
    const auto upload = sent_file(server.as("preparer", "NGO"), "gastos.csv", bytes, 40);
    const auto shown = look("", "?mode=amend&upload=" + upload);
    const auto evidence = attached_here(upload);
    ASSERT_EQ(evidence.status, 201) << evidence;
    auto preparer = server.as("preparer", "NGO");
    EXPECT_EQ(preparer.get("/api/v1/attachments/" + evidence.id() + "/content").body, bytes);
    EXPECT_EQ(preparer.get(sheet() + '/' + shown.field("token") + "/annotated").status, 200);
    EXPECT_EQ(take(shown).status, 200);
    EXPECT_EQ(preparer.get("/api/v1/attachments/" + evidence.id() + "/content").body, bytes);
    EXPECT_EQ(db.sql().number("select count(*) from document.content"), 1);
}

TEST_F(LooksAtSheets, LeaveFilesThatWereSentUntilAsManyWereSentAfterThem) {
    std::vector<std::string> sent;
    for (int n = 0; n < 4; ++n) {
        sent.push_back(sent_file(
            server.as("preparer", "NGO"), "gastos.csv", sheet_with("B-" + std::to_string(n))
        ));
        look("", "?mode=add&upload=" + sent.back());
    }
    look(sheet_with("A-1"));
    const auto user = db.sql().one("select distinct made_by::text from partner.sheet_preview");
    EXPECT_EQ(db.sql().number("select partner.give_up_looks(" + user + ", 2, 1000000)"), 3);
    // Looked at still: the third one's and the body's. Of what was sent and is no longer looked at,
    // two are left.
    EXPECT_EQ(
        attached_here(sent[0]).errors(), std::vector<std::string>{"/upload unknown_reference"}
    );
    EXPECT_EQ(attached_here(sent[1]).status, 201);
    EXPECT_EQ(attached_here(sent[2]).status, 201);
    EXPECT_EQ(attached_here(sent[3]).status, 201);
}

TEST_F(ReportSheets, AreLookedAtByThoseWhoMayGiveTheReportsLines) {
    const auto looked_at_by = [&](caller who) {
        return who
            .request(
                "POST", sheet() + "?mode=amend", sheet_with("A-1"),
                {{"content-type", "application/octet-stream"}}
            )
            .status;
    };
    EXPECT_EQ(looked_at_by(server.as("preparer", "NGO")), 200);
    EXPECT_EQ(looked_at_by(server.as("officer", "NGO")), 200);
    for (const char* reader : {"programme", "finance", "auditor"}) {
        EXPECT_EQ(looked_at_by(server.as(reader)), 403) << reader;
    }
}

}  // namespace tranche::tests
