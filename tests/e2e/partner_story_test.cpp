// The second quarter of the shelter as its partner lives it: a sheet with ten mistakes, sent, told
// in plain Spanish, mended, handed in, sent back, answered and accepted, with every figure of the
// story; and the sheets opened and saved again by LibreOffice in three countries.
#include "tests/e2e/second_quarter.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/office_program.hpp"
#include "tests/support/running_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string v1 = "/api/v1/";
const std::string report = v1 + "expenditure-reports/GT-2009-001:R2";

std::string sheet_of(const std::vector<sheet_row>& rows, const std::string& below) {
    std::string text = "Documento;Fecha;Línea presupuestaria;Pagado a;Monto;Moneda\n";
    for (const auto& one : rows) {
        text += one.document + ';' + one.day + ';' + one.line + ';' + one.payee + ';' + one.amount +
            ';' + one.currency + '\n';
    }
    return text + below;
}

std::vector<std::string> codes_of(const answer& shown, const char* list) {
    std::vector<std::string> codes;
    const auto given = shown.json();
    for (const auto& one : given.at(list).as_array()) {
        codes.emplace_back(one.at("code").as_string());
    }
    std::ranges::sort(codes);
    return codes;
}

std::string amount(const answer& of, const char* name) {
    const auto given = of.json();
    return std::string{given.at(name).at("amount").as_string()};
}

// The row of a file in which something stands, without the end of its line.
std::string row_with(const std::string& file, const std::string& something) {
    const auto at = file.find(something);
    if (at == std::string::npos) {
        return "no row with " + something;
    }
    const auto begins = file.rfind('\n', at) + 1;
    const auto row = file.substr(begins, file.find('\n', at) - begins);
    return row.ends_with('\r') ? row.substr(0, row.size() - 1) : row;
}

// Types over a cell of the row in which something stands.
void mend(
    std::string& file, const std::string& something, const std::string& typed,
    const std::string& right
) {
    const auto row = row_with(file, something);
    const auto begins = file.find(row);
    const auto at = row.find(typed);
    ASSERT_NE(at, std::string::npos) << row;
    file.replace(begins + at, typed.size(), right);
}

// What the conditions of a tranche say of each advance before it.
std::string told_advances(const json::value& of) {
    const auto amount_in = [](const json::value& one, const char* name) {
        return std::string{one.at(name).at("amount").as_string()};
    };
    std::string all;
    for (const auto& one : of.at("advances").as_array()) {
        all += std::string{one.at("tranche").as_string()} + ' ' + amount_in(one, "reached") +
            " of " + amount_in(one, "needed");
        if (amount_in(one, "missing") != "0.00") {
            all += ", missing " + amount_in(one, "missing");
        }
        if (one.at("overdue").as_bool()) {
            all += ", overdue after " + std::string{one.at("overdue_after").as_string()};
        }
        all += "; ";
    }
    return all;
}

// Checks of a payment that are not met.
std::string unmet_checks(const json::value& of) {
    std::string all;
    for (const auto& one : of.at("checks").as_array()) {
        all += one.at("met").as_bool() ? "" : std::string{one.at("check").as_string()} + "; ";
    }
    return all;
}

}  // namespace

class PartnerStory : public ::testing::Test {
protected:
    void SetUp() override {
        tell_the_first_quarter(db);
        server = std::make_unique<running_server>(db);
    }
    http_client as(const std::string& user) {
        return http_client{server->port(), server->token_of(user)};
    }
    answer done(http_client by, const std::string& target, const json::object& body) {
        auto given = by.post(target, body);
        EXPECT_TRUE(given.succeeded()) << target << given;
        return given;
    }
    answer look(const std::string& file, const std::string& mode) {
        return as("partner.preparer")
            .request(
                "POST", report + "/sheet?mode=" + mode, file,
                {{"Content-Type", "application/octet-stream"}, {"Accept-Language", "es"}}
            );
    }
    answer take(const answer& shown) {
        return as("partner.preparer")
            .post(report + "/sheet/commit", {{"token", shown.field("token")}});
    }
    std::string counts(const answer& shown) {
        const auto given = shown.json();
        std::string all;
        for (const char* name : {"new", "changed", "unchanged", "removed"}) {
            all += (all.empty() ? "" : " ") + json::serialize(given.at(name));
        }
        return all;
    }

    test_database db{starting_point::empty_schema};
    std::unique_ptr<running_server> server;
};

TEST_F(PartnerStory, OfTenMistakesIsToldMendedAnsweredAndAcceptedToTheCent) {
    done(
        as("partner.preparer"), v1 + "expenditure-reports",
        {{"agreement", "GT-2009-001"},
         {"code", "R2"},
         {"period_first", "2009-07-01"},
         {"period_last", "2009-09-30"}}
    );
    // The clean file first, so that rows may be matched by document when their ids are gone.
    auto rows = second_quarter();
    EXPECT_TRUE(take(look(sheet_of(rows, ""), "add")).succeeded());

    rows[0].day = "07/24/2009";
    rows[6].amount = "12.500,00";
    rows[14].line = "3.8";
    rows.insert(rows.begin() + 10, rows[9]);
    rows[8].amount = "mil seiscientos";
    rows[4].currency = "US$";
    rows[22].day = "02/10/2009";
    rows[14].document = "";
    const auto wrong = look(sheet_of(rows, "TOTAL 182,550.00\n"), "replace");
    ASSERT_EQ(wrong.status, 200) << wrong;
    EXPECT_EQ(
        codes_of(wrong, "errors"),
        (std::vector<std::string>{
            "day_in_other_form", "document_repeated", "line_not_of_agreement", "missing_field",
            "not_a_number", "number_in_other_form"})
    ) << wrong;
    EXPECT_EQ(codes_of(wrong, "questions"), std::vector<std::string>{"paid_in_other_currency"})
        << wrong;
    EXPECT_EQ(
        codes_of(wrong, "remarks"),
        (std::vector<std::string>{
            "belongs_to_next_report", "matched_by_document", "sheet_total_mixed"})
    ) << wrong;
    EXPECT_NE(wrong.body.find("Quizá quiere decir: 24/07/2009."), std::string::npos) << wrong;
    EXPECT_NE(wrong.body.find("Quizá quiere decir: 3.5."), std::string::npos) << wrong;
    EXPECT_EQ(take(wrong).code(), "sheet_invalid");
    const auto noted = as("partner.preparer")
                           .get(report + "/sheet/" + wrong.field("token") + "/annotated?lang=es");
    const auto typed = row_with(noted.body, "mil seiscientos");
    EXPECT_TRUE(typed.ends_with("GTQ;Monto: Esto no es un número.;;not_a_number")) << typed;
    const auto clean = row_with(noted.body, "B-0561");
    EXPECT_EQ(clean.find("not_a_number"), std::string::npos) << clean;

    // Mended, but for a digit too many, a wrong line and a document without its number; handed in.
    rows = second_quarter();
    rows[7].amount = "18,450.00";
    rows[13].document = "S/N";
    rows[14].line = "3.4";
    const auto mended = look(sheet_of(rows, "TOTAL;;;;192,550.00;\n"), "replace");
    EXPECT_EQ(counts(mended), "2 1 19 2") << mended;
    EXPECT_EQ(
        codes_of(mended, "remarks"),
        (std::vector<std::string>{"matched_by_document", "sheet_total_agrees"})
    ) << mended;
    EXPECT_TRUE(take(mended).succeeded());
    done(as("partner.officer"), report + "/submit", {{"submitted_on", "2009-10-09"}});

    // Why tranche 3 is closed on 14 October, all reasons at once: scenario section 6.
    const std::string conditions = v1 + "tranches/GT-2009-001:T3/conditions";
    done(
        as("programme.gt"), conditions,
        {{"conditions", {{{"kind", "report_accepted"}}}}, {"reason", "As the agreement has it"}}
    );
    const auto closed = as("partner.officer").get(conditions + "?on=2009-10-14").json();
    EXPECT_FALSE(closed.at("met").as_bool()) << closed;
    ASSERT_EQ(closed.at("items").as_array().size(), 1U) << closed;
    EXPECT_EQ(
        closed.at("items").at(0).at("why").at("code").as_string(), "condition_report_missing"
    );
    EXPECT_EQ(
        told_advances(closed),
        "T1 202604.50 of 226988.44, missing 24383.94, overdue after 2009-10-06; "
        "T2 0.00 of 156411.07, missing 156411.07; "
    );
    EXPECT_EQ(
        closed.at("reports").at(0).at("words").as_string(),
        "Report R2 (2009-07-01 to 2009-09-30), handed in on 2009-10-09, waits for finance since "
        "2009-10-09; days: 5."
    );
    EXPECT_EQ(unmet_checks(closed), "payee_account; ")
        << "four eyes, agreement active, partner not blocked, funds received: met";
    const json::object wanted{
        {"tranche", "GT-2009-001:T3"},
        {"amount", {{"amount", "22000.00"}, {"currency", "USD"}}},
        {"requested_on", "2009-10-14"}};
    EXPECT_EQ(
        as("partner.officer").post(v1 + "disbursement-requests", wanted).errors(),
        (std::vector<std::string>{" condition_report_missing"})
    );

    const auto back = done(
        as("finance.gt"), report + "/send-back",
        {{"sent_back_on", "2009-10-15"},
         {"reason", "Three lines to mend, see the remarks."},
         {"remarks",
          {{{"document", "B-0547"},
            {"field", "amount"},
            {"code", "amount_differs"},
            {"remark", "The invoice says 8,450.00, typed 18,450.00."}},
           {{"document", "V-0031"},
            {"field", "budget_line"},
            {"code", "wrong_budget_line"},
            {"remark", "A course: line 3.5."}},
           {{"document", "S/N"},
            {"field", "document"},
            {"code", "document_missing"},
            {"remark", "Which number?"}}}}}
    );
    // In the report's own sheet, whose rows name their lines.
    auto own = as("partner.preparer").get(report + "/sheet?format=csv&lang=es").body;
    mend(own, "B-0547", "18450.00", "8450.00");
    mend(own, "V-0031", "3.4", "3.5");
    mend(own, "S/N", "S/N", "PL-200908-B");
    const auto again = look(own, "amend");
    EXPECT_EQ(counts(again), "0 3 19 0") << again;
    EXPECT_TRUE(take(again).succeeded());
    const auto sent_back = back.json();
    const auto* remark = sent_back.at("remarks").as_array().begin();
    for (const char* answer : {"Corregido a 8,450.00.", "Sí, 3.5.", "PL-200908-B."}) {
        auto self = v1 + "review-remarks/";
        self.append(remark++->as_string()).append("/answer");
        done(as("partner.preparer"), self, {{"kind", "changed"}, {"answer", answer}});
    }
    done(as("partner.officer"), report + "/submit", {{"submitted_on", "2009-10-22"}});
    const auto review = done(
        as("finance.gt"), report + "/review",
        {{"reviewed_on", "2009-10-29"},
         {"rejections",
          {{{"document", "C-7781"}, {"reason", "Mobile telephone: not in the budget"}}}}}
    );

    // Scenario sections 8, 9 and 10.
    const auto owed =
        as("finance.gt")
            .get(
                v1 + "receivables/" + std::string{review.json().at("receivables").at(0).as_string()}
            );
    EXPECT_EQ(amount(owed, "raised"), "6634.00");
    EXPECT_EQ(amount(owed, "raised_base"), "814.35");
    const auto face =
        as("partner.officer").get(v1 + "reports/face?agreement=GT-2009-001&format=csv");
    EXPECT_NE(
        face.body.find(
            "R2,2009-07-01,2009-09-30,partly_accepted,GTQ,219897.78,195328.50,188694.50,31203.28"
        ),
        std::string::npos
    ) << face;
    const auto open = as("partner.officer").get(conditions + "?on=2009-10-29").json();
    EXPECT_TRUE(open.at("met").as_bool()) << open;
    EXPECT_EQ(unmet_checks(open), "payee_account; ");
    EXPECT_TRUE(open.at("reports").as_array().empty()) << open;
    EXPECT_EQ(told_advances(open), "T1 226988.44 of 226988.44; T2 164310.56 of 156411.07; ")
        << "GTQ 7,899.49 more than is needed";
    auto asked = wanted;
    asked["requested_on"] = "2009-10-29";
    const auto request = v1 + "disbursement-requests/" +
        done(as("partner.officer"), v1 + "disbursement-requests", asked).id();
    done(as("programme.gt"), request + "/certify", {{"certified_on", "2009-10-30"}});
    done(as("approver"), request + "/approve", {{"approved_on", "2009-11-03"}});
}

TEST_F(PartnerStory, OfASheetSavedAgainByAnOfficeProgramInThreeCountriesChangesNothing) {
    done(
        as("partner.preparer"), v1 + "expenditure-reports",
        {{"agreement", "GT-2009-001"},
         {"code", "R2"},
         {"period_first", "2009-07-01"},
         {"period_last", "2009-09-30"}}
    );
    EXPECT_TRUE(take(look(sheet_of(second_quarter(), ""), "add")).succeeded());
    for (const char* format : {"csv", "xlsx"}) {
        const auto sheet =
            as("partner.preparer")
                .get(
                    v1 +
                    "agreements/GT-2009-001/expenditure-template"
                    "?period_first=2009-07-01&period_last=2009-09-30&lang=es&format=" +
                    format
                );
        ASSERT_EQ(sheet.status, 200) << sheet;
        for (const char* locale : {"es-GT", "es-ES", "fr-FR"}) {
            SCOPED_TRACE(std::string{format} + ' ' + locale);
            const auto saved = saved_again(sheet.body, format, locale);
            ASSERT_FALSE(saved.empty());
            const auto shown = look(saved, "replace");
            ASSERT_EQ(shown.status, 200) << shown;
            EXPECT_EQ(counts(shown), "0 0 22 0") << shown;
            EXPECT_EQ(codes_of(shown, "errors"), std::vector<std::string>{}) << shown;
            // And so does what goes back with the problems beside its rows.
            const auto noted = as("partner.preparer")
                                   .get(report + "/sheet/" + shown.field("token") + "/annotated");
            ASSERT_EQ(noted.status, 200) << noted;
            const auto again = look(saved_again(noted.body, format, locale), "replace");
            EXPECT_EQ(counts(again), "0 0 22 0") << again;
        }
    }
}

}  // namespace tranche::tests
