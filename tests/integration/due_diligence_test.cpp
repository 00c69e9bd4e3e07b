// Papers of a partner: which a fund wants, until when each holds, and who is told before it ends.
// How often a partner is to be looked at.
#include "persistence/due_notices.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/session_set.hpp"
#include "tests/integration/actions.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/files.hpp"
#include "tests/support/leave.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

const std::string ngo = "/api/v1/partners/NGO/";

}  // namespace

class DueDiligence : public Actions {
protected:
    void SetUp() override {
        server.as("administrator")
            .must(
                "/api/v1/instruments/FUND/due-diligence-terms",
                {{"valid_from", "2026-01-01"},
                 {"kinds", {"board", "registration"}},
                 {"remind_days", 20},
                 {"source", "Guidance"}}
            );
    }
    void has(const std::string& kind, const std::string& issued, const std::string& until) {
        programme.must(
            ngo + "due-diligence-documents",
            {{"kind", kind}, {"document", "d"}, {"issued_on", issued}, {"expires_on", until}}
        );
    }
    answer approve(const std::string& id) {
        remember();
        return server.as("approver")
            .post(requests + id + "/approve", {{"approved_on", "2026-06-25"}});
    }

    caller programme = server.as("programme");
};

TEST_F(DueDiligence, R30PapersThatAreMissingOrEndedAreToldOneByOne) {
    has("board", "2025-01-01", "2026-06-20");
    const auto id = certified("A1:T1", "10.00");
    expect_refused(
        approve(id), 422, "due_diligence_expired",
        {" due_diligence_expired", " due_diligence_missing"}
    );
    has("board", "2026-06-21", "2027-06-20");
    has("registration", "2020-01-01", "2030-01-01");
    EXPECT_EQ(approve(id).status, 200);
}

// The file was another's: what it was to show is shown by nothing, until it is recorded again.
TEST_F(DueDiligence, R30APaperWhoseFileWasRemovedIsAsGoodAsNone) {
    const auto paper = [&](const std::string& text) {
        const auto file =
            attached(programme, "partners/NGO", sent_file(programme, text + ".pdf", pdf(text)))
                .id();
        programme.must(
            ngo + "due-diligence-documents",
            {{"kind", "board"},
             {"document", text},
             {"attachment", file},
             {"issued_on", "2026-05-01"}}
        );
        return file;
    };
    has("registration", "2020-01-01", "2030-01-01");
    const auto wrong = paper("wrong");
    const auto id = certified("A1:T1", "10.00");
    programme.must("/api/v1/attachments/" + wrong + "/remove", {{"reason", "Of another partner"}});
    expect_refused(approve(id), 422, "due_diligence_missing", {" due_diligence_missing"});
    paper("right");
    EXPECT_EQ(approve(id).status, 200);
    EXPECT_EQ(
        programme
            .post(
                ngo + "due-diligence-documents",
                {{"kind", "board"}, {"document", "d"}, {"issued_on", "2026-05-01"}}
            )
            .code(),
        "due_diligence_recorded"
    );
}

TEST_F(DueDiligence, R30ASecondPersonMayLetOneBePassed) {
    has("registration", "2020-01-01", "2030-01-01");
    const auto id = certified("A1:T1", "10.00");
    granted_leave(server, approve(id));
    EXPECT_EQ(approve(id).status, 200);
}

TEST_F(DueDiligence, TellsSomebodyBeforeAPaperEndsAndNotOnceANewOneIsThere) {
    has("board", "2025-07-01", "2026-07-15");
    persistence::session_set sessions{
        persistence::urls_of_roles(db.staff_url(), "", ""), persistence::lane::command};
    const auto told = [&](const char* on) {
        persistence::ask(
            sessions.staff().get(),
            persistence::remember_what_expires(domain::parse_date(on).value())
        );
        return db.sql().number("select count(*) from notify.event where name = 'paper_expires'");
    };
    EXPECT_EQ(told("2026-06-24"), 0);
    EXPECT_EQ(told("2026-06-25"), 1);
    EXPECT_EQ(told("2026-06-26"), 1) << "once";
    has("board", "2026-06-26", "2026-07-14");
    has("board", "2026-06-27", "2027-06-26");
    EXPECT_EQ(told("2026-06-30"), 1);
}

TEST_F(DueDiligence, IsOfKnownKindsAndFilesOfThePartner) {
    remember();
    expect_refused(
        programme.post(
            ngo + "due-diligence-documents",
            {{"kind", "horoscope"},
             {"document", "d"},
             {"issued_on", "2026-06-02"},
             {"expires_on", "2026-06-01"}}
        ),
        422, "unknown_reference", {"/kind unknown_reference", "/expires_on date_before"}
    );
    expect_refused(
        server.as("administrator")
            .post(
                "/api/v1/instruments/FUND/due-diligence-terms",
                {{"valid_from", "2026-02-01"}, {"kinds", {"board", "x"}}, {"source", "s"}}
            ),
        422, "unknown_reference", {"/kinds/1 unknown_reference"}
    );
}

class AssurancePlan : public SmallWorld {
protected:
    caller programme = server.as("programme");
};

TEST_F(AssurancePlan, GoesByTheRatingAndTheMoneyOfTheYear) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto due = [&] {
        const auto rows = server.as("auditor")
                              .get("/api/v1/reports/assurance-plan?format=json&until=2026-06-30")
                              .json()
                              .at("rows");
        std::string all;
        for (const auto& one : rows.as_array()) {
            all += std::string{one.at("risk").as_string()} + ' ' +
                std::to_string(one.at("due").as_int64()) + ' ' +
                std::to_string(one.at("done").as_int64()) + ' ' +
                std::to_string(one.at("missing").as_int64()) + ';';
        }
        return all;
    };
    EXPECT_EQ(due(), "");
    server.as("administrator")
        .must(
            "/api/v1/instruments/FUND/assurance-terms",
            {{"valid_from", "2026-01-01"},
             {"source", "s"},
             {"terms",
              {{{"kind", "spot_check"},
                {"risk", "high"},
                {"basis", "paid"},
                {"above", amount_of("500.00")},
                {"times", 2}},
               {{"kind", "spot_check"},
                {"risk", "high"},
                {"basis", "paid"},
                {"above", amount_of("1000.00")},
                {"times", 4}},
               {{"kind", "spot_check"},
                {"risk", "low"},
                {"basis", "paid"},
                {"above", amount_of("0.00")},
                {"times", 1}}}}}
        );
    EXPECT_EQ(due(), "high 2 0 2;") << "exactly 1,000.00 is not above it; nobody rated it";
    programme.must(
        ngo + "assurance-activities",
        {{"code", "SC-1"},
         {"kind", "spot_check"},
         {"done_on", "2026-06-01"},
         {"conducted_by", "c"},
         {"document", "d"}}
    );
    EXPECT_EQ(due(), "high 2 1 1;");
    programme.must(
        ngo + "assessments",
        {{"risk", "low"},
         {"assessed_on", "2026-06-01"},
         {"expires_on", "2027-05-31"},
         {"document", "d"}}
    );
    EXPECT_EQ(due(), "low 1 1 0;");
}

}  // namespace tranche::tests
