// The form of every period of an agreement, columns A to G, for the office and for the partner.
#include "tests/support/bodies.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

class Face : public SmallWorld {
protected:
    // "form report A B C D E F G" of each form.
    std::string forms(caller who, const std::string& more = "") {
        const auto given = who.get("/api/v1/reports/face?format=json" + more);
        EXPECT_EQ(given.status, 200) << given;
        const auto body = given.json();
        std::string out;
        for (const auto& row : body.at("rows").as_array()) {
            for (const auto* name :
                 {"form", "report", "authorised_before", "reported", "accepted", "balance",
                  "requested", "authorised_now", "outstanding"}) {
                const auto& cell = row.at(name);
                out += cell.is_null()  ? "-"
                    : cell.is_string() ? std::string{cell.as_string()}
                                       : json::serialize(cell);
                out += ' ';
            }
            out.back() = '\n';
        }
        return out;
    }
    void take_back(const std::string& event) {
        const auto entries =
            server.as("finance").get("/api/v1/journal-entries?event=" + event).json();
        const std::string entry{entries.at("items").at(0).at("id").as_string()};
        server.as("finance").must(
            "/api/v1/journal-entries/" + entry + "/reverse", {{"reason", "It was not so"}}
        );
    }
    // A report of days in 2026, handed in and accepted.
    void accepted_of(
        const std::string& code, const std::string& first, const std::string& last,
        const expense_spec& line, const std::string& on
    ) {
        auto body = report_of("A1", code, {line});
        body["period_first"] = first;
        body["period_last"] = last;
        const auto id = server.as("preparer", "NGO").must("/api/v1/expenditure-reports", body).id();
        const auto self = "/api/v1/expenditure-reports/" + id;
        acknowledge_checks(server, id);
        server.as("officer", "NGO").must(self + "/submit", {{"submitted_on", on}});
        server.as("finance").must(
            self + "/review", {{"reviewed_on", on}, {"rejections", json::array{}}}
        );
    }
    void paid_in_may(const std::string& amount) {
        const std::string requests = "/api/v1/disbursement-requests";
        const json::object body{
            {"tranche", "A1:T2"}, {"amount", amount_of(amount)}, {"requested_on", "2026-05-05"}};
        const auto self = requests + '/' + server.as("officer", "NGO").must(requests, body).id();
        server.as("programme").must(self + "/certify", {{"certified_on", "2026-05-05"}});
        server.as("approver").must(self + "/approve", {{"approved_on", "2026-05-06"}});
        server.as("finance").must(
            self + "/pay", {{"paid_on", "2026-05-07"}, {"bank_reference", "BANK-2"}}
        );
    }
    std::string outstanding_in_ledger() {
        return db.sql().one(
            "select sum(b.amount) from ledger.balance b join ledger.account a on a.id ="
            " b.account_id where a.kind in ('advance', 'receivable')"
        );
    }
};

}  // namespace

// 75.00 quetzales were accepted as 10.00 dollars and are 9.62.
TEST_F(Face, R44BeginsWithWhatACorrectedRateMadeOfTheReportBefore) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {{"Q-1", "75.00", "1", "2026-04-15", "GTQ"}});
    corrected_rate(server, "7.8");
    auto body = report_of("A1", "R2", {{"D-9", "5.00", "1", "2026-06-16"}});
    body["period_first"] = "2026-06-16";
    body["period_last"] = "2026-06-30";
    const auto report = server.as("preparer", "NGO").must("/api/v1/expenditure-reports", body).id();
    server.as("officer", "NGO")
        .must(
            "/api/v1/expenditure-reports/" + report + "/submit", {{"submitted_on", "2026-06-30"}}
        );
    EXPECT_EQ(
        forms(server.as("finance")),
        "1 - 0.00 - - 0.00 1000.00 1000.00 1000.00\n"
        "2 R1 1000.00 10.00 10.00 990.00 - - 990.00\n"
        "3 R2 990.38 5.00 - - - - 990.38\n"
    ) << "the form of its time stands";
    EXPECT_EQ(outstanding_in_ledger(), "99038") << "law 5: the same in the ledger";
}

TEST_F(Face, R44CarriesWhatIsOutstandingFromFormToForm) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    EXPECT_EQ(forms(server.as("finance")), "1 - 0.00 - - 0.00 1000.00 1000.00 1000.00\n");
    const auto report =
        submitted_report(server, "A1", "R1", {{"D-1", "600.00"}, {"D-2", "250.00"}});
    EXPECT_EQ(
        forms(server.as("finance")),
        "1 - 0.00 - - 0.00 1000.00 1000.00 1000.00\n"
        "2 R1 1000.00 850.00 - - - - 1000.00\n"
    ) << "what nobody decided about is not accepted, and not nothing";
    const auto debt = server.as("finance")
                          .must(
                              "/api/v1/expenditure-reports/" + report + "/review",
                              {{"reviewed_on", "2026-06-20"},
                               {"rejections", {{{"document", "D-2"}, {"reason", "No receipt"}}}}}
                          )
                          .json();
    EXPECT_EQ(
        forms(server.as("finance")),
        "1 - 0.00 - - 0.00 1000.00 1000.00 1000.00\n"
        "2 R1 1000.00 850.00 600.00 400.00 - - 400.00\n"
    );
    EXPECT_EQ(outstanding_in_ledger(), "40000") << "law 5: the same in the ledger";
    const std::string receivable{debt.at("receivables").at(0).as_string()};
    server.as("finance").must(
        "/api/v1/receivables/" + receivable + "/refund",
        {{"amount", amount_of("250.00")},
         {"received_on", "2026-06-25"},
         {"bank_reference", "BACK-1"}}
    );
    EXPECT_EQ(outstanding_in_ledger(), "15000");
}

// The period of R3 ends before that of R2: what was asked for in between stands on one form.
TEST_F(Face, R44CountsARequestOnceWhateverTheOrderOfPeriods) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_of(
        "R1", "2026-03-01", "2026-04-30", {"D-1", "900.00", "1", "2026-04-15"}, "2026-05-04"
    );
    paid_in_may("500.00");
    accepted_of(
        "R2", "2026-05-01", "2026-05-31", {"D-2", "50.00", "1", "2026-05-15"}, "2026-06-10"
    );
    accepted_of(
        "R3", "2026-04-01", "2026-04-30", {"D-3", "20.00", "1", "2026-04-20"}, "2026-06-12"
    );
    EXPECT_EQ(
        forms(server.as("finance")),
        "1 - 0.00 - - 0.00 1000.00 1000.00 1000.00\n"
        "2 R1 1000.00 900.00 900.00 100.00 500.00 500.00 600.00\n"
        "3 R2 600.00 50.00 50.00 550.00 - - 550.00\n"
        "4 R3 550.00 20.00 20.00 530.00 - - 530.00\n"
    );
    EXPECT_EQ(outstanding_in_ledger(), "53000") << "law 5: the same in the ledger";
}

TEST_F(Face, CountsAPaymentThatCameBackAsNone) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    take_back("payment");
    paid_request(server, "A1:T1", "900.00", "BANK-2");
    EXPECT_EQ(forms(server.as("finance")), "1 - 0.00 - - 0.00 900.00 900.00 900.00\n");
}

TEST_F(Face, R47BeginsAFormWithTheInterestEarnedUnlessThatWasTakenBack) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    submitted_report(server, "A1", "R1", {{"D-1", "600.00"}});
    server.as("finance").must(
        "/api/v1/agreements/A1/declare-interest",
        {{"amount", amount_of("2.50")}, {"credited_on", "2026-04-20"}}
    );
    auto partner_person = server.as("officer", "NGO");
    EXPECT_NE(forms(partner_person).find("2 R1 1002.50 600.00"), std::string::npos);
    take_back(db.sql().one("select event from ledger.entry where event like '%interest%'"));
    EXPECT_NE(forms(partner_person).find("2 R1 1000.00 600.00"), std::string::npos);
}

TEST_F(Face, IsAPageToPrintWithItsBudgetLines) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {{"D-1", "600.00"}, {"D-2", "50.00"}});
    db.sql().ask("update partner.agreement set title = 'Doors & <b>beds</b>'");
    const auto page = server.as("officer", "NGO")
                          .get("/api/v1/agreements/A1/face?form=2", {{"accept-language", "es"}});
    ASSERT_EQ(page.status, 200) << page << server.failures();
    EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
    for (const auto* part :
         {"<html lang=\"es\">", "A1 Doors &amp; &lt;b&gt;beds&lt;/b&gt;", "Costos de apoyo",
          "<td>1</td>", ">650,00</td>", ">350,00</td>", "2026-03-01 / "}) {
        EXPECT_NE(page.body.find(part), std::string::npos) << part << '\n' << page.body;
    }
    EXPECT_EQ(
        server.as("officer", "NGO").get("/api/v1/agreements/A1/face").body,
        server.as("officer", "NGO").get("/api/v1/agreements/A1/face?form=2").body
    ) << "without a number the last one";
    partner(server, "OTHER");
    for (const auto* agreement : {"A1", "A9"}) {
        const auto path = "/api/v1/agreements/" + std::string{agreement} + "/face";
        EXPECT_EQ(server.as("officer", "OTHER").get(path).status, 404) << agreement;
        EXPECT_EQ(server.as("officer", "NGO").get(path + "?form=9").status, 404) << agreement;
    }
}

TEST_F(Face, CarriesWhatThePartnerCertifiedAndWhatKindOfRequestItIs) {
    server.introduce_everybody("NGO");
    server.as("programme")
        .must(
            "/api/v1/partners/NGO/authorised-officers",
            {{"name", "Ana Pérez"},
             {"position", "Directora"},
             {"user", "test.officer.ngo"},
             {"valid_from", "2026-01-01"},
             {"document", "Acta 7"}}
        );
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {{"D-1", "600.00"}});
    const auto page = [&](caller who, const std::string& form, const std::string& language) {
        return who.get(
                      "/api/v1/agreements/A1/face?form=" + form, {{"accept-language", language}}
        ).body;
    };
    const auto expect_parts = [](const std::string& shown, std::vector<std::string> parts) {
        for (const auto& part : parts) {
            EXPECT_NE(shown.find(part), std::string::npos) << part << '\n' << shown;
        }
    };
    const auto words = [&](const std::string& subject) {
        return db.sql().one(
            "select text_en from reference.certification_text where subject = $1", {subject}
        );
    };
    const auto first = page(server.as("finance"), "1", "en");
    expect_parts(
        first,
        {"☒ Direct cash transfer   ☐ Reimbursement   ☐ Direct payment",
         "☐ Certified: expenditure reported", "☒ Certified: funds requested",
         words("disbursement_request"), "Ana Pérez, Directora, 2026-03-10",
         db.sql().one("select u.display_name from people.user_account u join"
                      " partner.disbursement_request q on q.certified_by = u.id")}
    );
    const auto second = page(server.as("officer", "NGO"), "2", "en");
    expect_parts(
        second,
        {"☐ Direct cash transfer", "☒ Certified: expenditure reported", words("expenditure_report"),
         "Ana Pérez, Directora, 2026-06-10", "☐ Certified: funds requested"}
    );
    EXPECT_NE(
        page(server.as("finance"), "2", "fr").find(words("expenditure_report")), std::string::npos
    ) << "in the language it was signed in";
}

TEST_F(Face, IsReadByAPartnerOfItsOwnAgreementsOnly) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    partner(server, "OTHER");
    signed_agreement(server, {.code = "A2", .partner = "OTHER", .tranches = {{"T1", "100.00"}}});
    const auto own = forms(server.as("officer", "NGO"));
    EXPECT_EQ(own, "1 - 0.00 - - 0.00 1000.00 1000.00 1000.00\n");
    EXPECT_EQ(forms(server.as("officer", "NGO"), "&agreement=A1"), own);
    EXPECT_EQ(forms(server.as("finance"), "&agreement=A2"), "1 - 0.00 - - 0.00 - - 0.00\n")
        << "the office asked for it, its number is remembered";
    auto stranger = server.as("officer", "NGO");
    for (const auto* agreement : {"A2", "A3"}) {
        const auto refused =
            stranger.get("/api/v1/reports/face?agreement=" + std::string{agreement});
        EXPECT_EQ(refused.status, 400) << refused;
        EXPECT_EQ(refused.errors(), std::vector<std::string>{"agreement unknown_reference"})
            << refused;
    }
    EXPECT_EQ(stranger.get("/api/v1/reports/receivables").status, 200);
    for (const auto* closed : {"agreements", "disbursements", "trail", "portfolio"}) {
        EXPECT_EQ(stranger.get("/api/v1/reports/" + std::string{closed}).status, 403) << closed;
    }
}

}  // namespace tranche::tests
