// Checks of a partner's report before it is handed in: errors block, warnings want a reason, and
// documents are found again over reports and partners.
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string reports = "/api/v1/expenditure-reports/";

using words = std::vector<std::string>;

// "code severity part", "+" before what is acknowledged.
words told(const answer& checks) {
    words all;
    const auto body = checks.json();
    for (const auto& one : body.at("items").as_array()) {
        all.push_back(
            (one.at("is_acknowledged").as_bool() ? "+" : "") +
            std::string{one.at("check").as_string()} + ' ' +
            std::string{one.at("severity").as_string()} + ' ' +
            std::string{one.at("part").as_string()}
        );
    }
    return all;
}

// One invoice of a supplier, as whoever types it spells it.
json::object invoice(
    const std::string& document, const std::string& amount, const std::string& total,
    const std::string& tax_id = "NIT 1234-5"
) {
    json::object line{{"document", document},        {"spent_on", "2026-04-15"},
                      {"budget_line", "1"},          {"payee", "Shop"},
                      {"amount", amount_of(amount)}, {"supplier_tax_id", tax_id}};
    if (!total.empty()) {
        line["document_total"] = amount_of(total);
    }
    return line;
}

}  // namespace

class ReportChecks : public SmallWorld {
protected:
    std::string drafted(const std::string& agreement, const std::string& code, json::array lines) {
        auto body = report_of(agreement, code, {});
        body["lines"] = std::move(lines);
        return server.as("preparer", agreement == "A2" ? "OTHER" : "NGO")
            .must("/api/v1/expenditure-reports", body)
            .id();
    }
    answer checks(const std::string& report) {
        return server.as("preparer", "NGO").get(reports + report + "/checks");
    }
    answer handed_in(const std::string& report, const std::string& partner = "NGO") {
        return server.as("officer", partner)
            .post(reports + report + "/submit", {{"submitted_on", "2026-06-15"}});
    }
    answer acknowledged(
        const std::string& report, const std::string& check, const std::string& part
    ) {
        return server.as("preparer", "NGO")
            .post(
                reports + report + "/acknowledge",
                {{"checks", {{{"check", check}, {"part", part}, {"reason", "So it was"}}}}}
            );
    }
};

TEST_F(ReportChecks, LetAReportWithoutAnyFindingPass) {
    const auto report = drafted("A1", "R1", {invoice("A-1", "10.00", "")});
    EXPECT_EQ(told(checks(report)), words{});
    EXPECT_TRUE(checks(report).json().at("may_be_submitted").as_bool());
    EXPECT_EQ(handed_in(report).status, 200);
}

TEST_F(ReportChecks, R46FindADocumentAgainHoweverItIsSpelled) {
    ASSERT_EQ(handed_in(drafted("A1", "R1", {invoice("A-0117", "10.00", "")})).status, 200);
    for (const auto* spelled : {"a 117", "A/117", "A 0 0117", "a-00117"}) {
        const auto same = drafted(
            "A1", "T" + std::to_string(std::string{spelled}.size()) + spelled[0],
            {invoice(spelled, "10.00", "", "nit12345")}
        );
        EXPECT_EQ(
            told(checks(same)),
            words{"check_document_used_before warning " + std::string{spelled} + ":1@A1:R1"}
        );
    }
}

TEST_F(ReportChecks, R46FindADocumentTwiceInOneReportUnderTwoSpellings) {
    const auto report =
        drafted("A1", "R1", {invoice("A-0117", "10.00", ""), invoice("a 117", "10.00", "")});
    EXPECT_EQ(told(checks(report)), words{"check_document_used_before warning a 117:1@A1:R1"});
}

TEST_F(ReportChecks, R46KnowTwoSuppliersWithTheSameNumberApart) {
    ASSERT_EQ(handed_in(drafted("A1", "R1", {invoice("117", "10.00", "", "ONE")})).status, 200);
    EXPECT_EQ(told(checks(drafted("A1", "R2", {invoice("117", "10.00", "", "TWO")}))), words{});
}

TEST_F(ReportChecks, R46KnowTwoSuppliersWithTheSameNumberApartInOneReportToo) {
    auto of_other_series = invoice("117", "10.00", "", "ONE");
    of_other_series["document_series"] = "B";
    auto without_number = invoice("117", "10.00", "");
    without_number.erase("supplier_tax_id");
    without_number["payee"] = "Another shop";
    const json::array lines{
        invoice("117", "10.00", "", "ONE"), invoice("117", "10.00", "", "TWO"), of_other_series,
        without_number};
    const auto report = drafted("A1", "R1", lines);
    EXPECT_EQ(told(checks(report)), words{});
    ASSERT_EQ(handed_in(report).status, 200);
    const auto read = server.as("finance").get(reports + report).json();
    json::object rejection{{"document", "117"}, {"budget_line", "1"}, {"reason", "No receipt"}};
    const auto review = [&] {
        return server.as("finance").post(
            reports + report + "/review",
            {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{rejection}}}
        );
    };
    remember();
    expect_refused(
        review(), 422, "document_on_several_lines", {"/rejections/0/line document_on_several_lines"}
    );
    rejection["line"] = read.at("lines").at(1).at("id");
    EXPECT_EQ(review().status, 200);
    EXPECT_EQ(
        db.sql().one(
            "select supplier_tax_id from partner.expenditure_line where rejected_amount > 0"
        ),
        "TWO"
    );
}

TEST_F(ReportChecks, R46CallADocumentRepeatedWhereNothingTellsItsSuppliersApart) {
    auto without_number = invoice("117", "10.00", "");
    without_number.erase("supplier_tax_id");
    for (const auto& second : {invoice("117", "5.00", ""), without_number}) {
        auto body = report_of("A1", "R1", {});
        body["lines"] = json::array{invoice("117", "10.00", ""), second};
        remember();
        expect_refused(
            server.as("preparer", "NGO").post("/api/v1/expenditure-reports", body), 422,
            "document_repeated", {"/lines/1/document document_repeated"}
        );
    }
}

TEST_F(ReportChecks, AskForAReasonOnceAndAgainWhenTheFactsChange) {
    ASSERT_EQ(handed_in(drafted("A1", "R1", {invoice("A-1", "10.00", "30.00")})).status, 200);
    const auto report = drafted("A1", "R2", {invoice("A-1", "12.00", "30.00")});
    remember();
    expect_refused(
        handed_in(report), 422, "check_document_used_before",
        {"/checks/A-1:1@A1:R1 check_document_used_before"}
    );
    EXPECT_EQ(acknowledged(report, "check_document_used_before", "A-1:1@A1:R1").status, 200);
    EXPECT_EQ(told(checks(report)), words{"+check_document_used_before warning A-1:1@A1:R1"});
    ASSERT_EQ(handed_in(report).status, 200);

    // Sent back and handed in again, the same facts are not asked about a second time.
    server.as("finance").must(
        reports + report + "/send-back", {{"sent_back_on", "2026-06-16"}, {"reason", "r"}}
    );
    server.as("preparer", "NGO")
        .must(reports + report + "/revise", {{"lines", {invoice("A-1", "12.00", "30.00")}}});
    EXPECT_EQ(told(checks(report)), words{"+check_document_used_before warning A-1:1@A1:R1"});
    // The other report's share changes: that is another fact.
    server.as("finance").must(
        reports + std::string{"A1:R1"} + "/review",
        {{"reviewed_on", "2026-06-20"},
         {"rejections",
          {{{"document", "A-1"}, {"accepted", amount_of("6.00")}, {"reason", "Part of it"}}}}}
    );
    EXPECT_EQ(told(checks(report)), words{"check_document_used_before warning A-1:1@A1:R1"});
}

TEST_F(ReportChecks, R46BlockSharesAboveTheDocumentWhateverIsAcknowledged) {
    ASSERT_EQ(handed_in(drafted("A1", "R1", {invoice("A-1", "20.00", "30.00")})).status, 200);
    const auto report = drafted("A1", "R2", {invoice("A-1", "10.01", "30.00")});
    ASSERT_EQ(acknowledged(report, "check_document_used_before", "A-1:1@A1:R1").status, 200);
    const auto refused = acknowledged(report, "check_shares_above_total", "A-1:1");
    EXPECT_EQ(refused.errors(), words{"/checks/0/check check_is_no_warning"}) << refused;
    remember();
    expect_refused(
        handed_in(report), 422, "check_shares_above_total",
        {"/checks/A-1:1 check_shares_above_total"}
    );
}

TEST_F(ReportChecks, R46TellTheOfficeAllAndAPartnerOnlyItsOwn) {
    signed_agreement(server, {.code = "A2", .partner = "OTHER"});
    ASSERT_EQ(
        handed_in(drafted("A2", "R1", {invoice("A-1", "25.00", "30.00")}), "OTHER").status, 200
    );
    const auto report = drafted("A1", "R1", {invoice("a 1", "10.00", "30.00")});
    EXPECT_EQ(told(checks(report)), words{});
    ASSERT_EQ(handed_in(report).status, 200);
    EXPECT_EQ(
        told(server.as("finance").get(reports + report + "/checks")),
        (words{
            "check_shares_above_total error a 1:1",
            "check_document_used_before warning a 1:1@A2:R1"})
    );
    // Accepted over all partners it never exceeds the document, whoever forgets to look.
    server.as("finance").must(
        reports + std::string{"A2:R1/review"},
        {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{}}}
    );
    const auto refused = server.as("finance").post(
        reports + report + "/review", {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{}}}
    );
    EXPECT_EQ(refused.status, 422) << refused;
    EXPECT_EQ(refused.code(), "document_shares_above_total") << refused;
    const auto lowered = server.as("finance").post(
        reports + report + "/review",
        {{"reviewed_on", "2026-06-20"},
         {"rejections",
          {{{"document", "a 1"}, {"accepted", amount_of("5.00")}, {"reason", "Its rest"}}}}}
    );
    EXPECT_EQ(lowered.status, 200) << lowered;
}

TEST_F(ReportChecks, WarnOfLateBillsAndOfWhatGoesBeyondTheAgreement) {
    auto late = invoice("A-1", "1200.00", "");
    late["spent_on"] = "2026-06-02";
    const auto report = drafted("A1", "R1", {late, invoice("A-2", "400.00", "")});
    EXPECT_EQ(
        told(checks(report)),
        (words{
            "check_above_authorised warning ", "check_beyond_flexibility warning 1",
            "check_outside_period warning A-1:1"})
    );
}

// Line 1 comes to 350.00 where 400.00 were accepted before, line 2 goes on.
TEST_F(ReportChecks, WarnWhereALineComesToLessThanLastTime) {
    active_project(server, {.code = "P2", .lines = {{"1", "5000.00"}, {"2", "5000.00"}}});
    signed_agreement(
        server, {.code = "A1-P2", .project = "P2", .lines = {{"1", "1000.00"}, {"2", "500.00"}}}
    );
    paid_request(server, "A1-P2:T1", "1000.00", "BANK-1");
    const auto first = accepted_report(server, "A1-P2", "R1", {{"D-1", "400.00"}});
    const auto lines = server.as("preparer", "NGO").get(reports + first).json().at("lines");
    auto credit = invoice("CN-1", "-50.00", "");
    credit["corrects"] = lines.at(0).at("id");
    auto other = invoice("D-2", "80.00", "");
    other["budget_line"] = "2";
    const auto report = drafted("A1-P2", "R2", {credit, other});
    EXPECT_EQ(told(checks(report)), words{"check_below_last_time warning 1"});
    EXPECT_EQ(
        checks(report).json().at("items").at(0).at("message").as_string(),
        "Line 1 falls to 350.00 USD; 400.00 USD was accepted before."
    );
    remember();
    expect_refused(
        handed_in(report), 422, "check_below_last_time", {"/checks/1 check_below_last_time"}
    );
    ASSERT_EQ(acknowledged(report, "check_below_last_time", "1").status, 200);
    EXPECT_EQ(handed_in(report).status, 200);
}

// A line is taken inside the agreement only; here the agreement became shorter than the draft.
TEST_F(ReportChecks, WarnOfDaysOutsideAnAgreementThatWasShortened) {
    auto late = invoice("A-1", "10.00", "");
    late["spent_on"] = "2026-05-01";
    auto in_time = invoice("A-2", "10.00", "");
    in_time["spent_on"] = "2026-04-30";
    const auto report = drafted("A1", "R1", {late, in_time});
    EXPECT_EQ(told(checks(report)), words{});
    auto programme = server.as("programme");
    auto approver = server.as("approver");
    const auto amendment = "/api/v1/agreement-amendments/" +
        programme
            .must("/api/v1/agreements/A1/amendments", {{"reason", "r"}, {"end_on", "2026-04-30"}})
            .id();
    programme.must(amendment + "/submit", {{"submitted_on", "2026-06-10"}});
    approver.must(amendment + "/approve", {{"approved_on", "2026-06-11"}});
    EXPECT_EQ(told(checks(report)), words{}) << "not before both sides have signed";
    approver.must(
        amendment + "/sign",
        {{"partner_signed_on", "2026-06-12"},
         {"partner_signatory", "A. Director"},
         {"office_signed_on", "2026-06-12"}}
    );
    EXPECT_EQ(told(checks(report)), words{"check_outside_agreement warning A-1:1"});
    remember();
    expect_refused(
        handed_in(report), 422, "check_outside_agreement", {"/checks/A-1:1 check_outside_agreement"}
    );
    ASSERT_EQ(acknowledged(report, "check_outside_agreement", "A-1:1").status, 200);
    EXPECT_EQ(handed_in(report).status, 200);
}

TEST_F(ReportChecks, SpeakTheCallersLanguage) {
    auto late = invoice("A-1", "12.00", "");
    late["spent_on"] = "2026-06-02";
    const auto report = drafted("A1", "R1", {late});
    const auto given =
        server.as("preparer", "NGO").get(reports + report + "/checks", {{"accept-language", "es"}});
    EXPECT_EQ(
        given.json().at("items").at(0).at("message").as_string(),
        "A-1 del 2026-06-02 queda fuera del período, del 2026-03-01 al 2026-05-31."
    );
}

TEST_F(ReportChecks, ReadTheirThresholdsFromTheFundsDatedTerms) {
    const auto report =
        drafted("A1", "R1", {invoice("A-1", "100.00", ""), invoice("A-2", "100.00", "")});
    EXPECT_EQ(told(checks(report)), words{});
    server.as("administrator")
        .must(
            "/api/v1/instruments/FUND/report-check-terms",
            {{"valid_from", "2026-01-01"},
             {"round_unit", 100},
             {"round_percent", "50"},
             {"copied_lines", 2},
             {"source", "Decision"}}
        );
    EXPECT_EQ(
        told(checks(report)), (words{"check_copied_lines warning A-1:1", "check_round_sums info "})
    );
    ASSERT_EQ(acknowledged(report, "check_copied_lines", "A-1:1").status, 200);
    EXPECT_EQ(handed_in(report).status, 200);
}

}  // namespace tranche::tests
