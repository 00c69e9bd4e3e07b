// To whom a partner passes money on: named under an agreement, marked on the expenses they made,
// added up, and held against lists of sanctions.
#include "tests/support/expense_sheet_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string v1 = "/api/v1/";

json::object local_house(const std::string& code = "CASA", const std::string& name = "Casa Luz") {
    return {
        {"code", code},      {"name", name},
        {"country", "GT"},   {"mandate", "Runs the second house"},
        {"identifier", "7"}, {"valid_from", "2026-03-01"},
    };
}

json::object line(
    const std::string& document, const std::string& amount,
    const std::optional<std::string>& sub_partner = "CASA"
) {
    json::object one{
        {"document", document},
        {"spent_on", "2026-04-15"},
        {"budget_line", "1"},
        {"payee", "Shop"},
        {"amount", amount_of(amount)}};
    if (sub_partner) {
        one["sub_partner"] = *sub_partner;
    }
    return one;
}

}  // namespace

class SubPartners : public SmallWorld {
protected:
    answer named(const json::object& body, caller by) {
        return by.post(v1 + "agreements/A1/sub-partners", body);
    }
    answer drafted(const std::string& code, json::array lines) {
        auto body = report_of("A1", code, {});
        body["lines"] = std::move(lines);
        return server.as("preparer", "NGO").post(v1 + "expenditure-reports", body);
    }
    std::string constraint_of(const std::string& statement) {
        const auto refused = refusal_of(db.sql(), statement);
        return refused ? refused->constraint : "none";
    }
    caller preparer = server.as("preparer", "NGO");
};

TEST_F(SubPartners, AreNamedByThePartnerAndAddedUpOnTheAgreement) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto casa = named(local_house(), preparer);
    ASSERT_EQ(casa.status, 201) << casa;
    const auto report =
        drafted("R1", {line("D-1", "300.00"), line("D-2", "90.00"), line("D-3", "5.00", {})});
    ASSERT_EQ(report.status, 201) << report;
    acknowledge_checks(server, report.id());
    server.as("officer", "NGO")
        .must(
            v1 + "expenditure-reports/" + report.id() + "/submit", {{"submitted_on", "2026-06-11"}}
        );
    server.as("finance").must(
        v1 + "expenditure-reports/" + report.id() + "/review",
        {{"reviewed_on", "2026-06-20"},
         {"rejections", {{{"document", "D-2"}, {"reason", "No receipt"}}}}}
    );
    const auto listed = preparer.get(v1 + "agreements/A1").json().at("sub_partners").at(0);
    EXPECT_EQ(listed.at("name").as_string(), "Casa Luz");
    EXPECT_EQ(listed.at("lines_count").as_int64(), 2);
    EXPECT_EQ(listed.at("reported").at("amount").as_string(), "390.00");
    EXPECT_EQ(listed.at("accepted").at("amount").as_string(), "300.00");
    const auto lines =
        preparer.get(v1 + "expenditure-lines?sub_partner=CASA&sort=position").json().at("items");
    ASSERT_EQ(lines.as_array().size(), 2U);
    EXPECT_EQ(lines.at(0).at("document").as_string(), "D-1");
    const auto rows = server.as("finance")
                          .get(v1 + "reports/expenditure-register?project=P1&format=json")
                          .json()
                          .at("rows");
    EXPECT_EQ(rows.at(0).at("sub_partner").as_string(), "CASA");
    EXPECT_EQ(rows.at(0).at("sub_partner_name").as_string(), "Casa Luz");
    EXPECT_TRUE(rows.at(2).at("sub_partner").is_null());
}

TEST_F(SubPartners, AreRefusedWhereTheySpentNothing) {
    named(local_house(), preparer);
    auto early = line("D-2", "10.00");
    early["spent_on"] = "2026-02-28";
    remember();
    expect_refused(
        drafted("R1", {line("D-1", "10.00", "CASITA"), early}), 422, "unknown_reference",
        {"/lines/0/sub_partner unknown_reference", "/lines/1/spent_on date_outside_period",
         "/lines/1/sub_partner sub_partner_not_then"}
    );
    auto nowhere = local_house();
    nowhere["country"] = "g1";
    nowhere["valid_until"] = "2026-02-01";
    expect_refused(
        named(nowhere, preparer), 422, "not_a_country",
        {"/country not_a_country", "/code duplicate_code", "/valid_until date_before"}
    );
    expect_refused(named(local_house("B"), server.as("auditor")), 403, "forbidden");
}

TEST_F(SubPartners, AreThoseOfTheAgreementAndTheDayInTheDatabaseToo) {
    named(local_house(), preparer);
    drafted("R1", {line("D-1", "10.00")});
    const std::string another =
        "insert into partner.expenditure_line (id, report_id, round, position, document, spent_on,"
        " budget_line_id, payee, currency, amount, rate, base_amount, sub_partner_id) select 1, report_id,"
        " round, 9, 'D-9', ";
    const std::string rest =
        ", budget_line_id, payee, currency, amount, rate, base_amount, sub_partner_id"
        " from partner.expenditure_line";
    EXPECT_EQ(constraint_of(another + "spent_on" + rest), "none");
    EXPECT_EQ(
        constraint_of(another + "date '2026-02-28'" + rest), "expenditure_line_sub_partner_check"
    );
    EXPECT_EQ(
        constraint_of("update partner.sub_partner set ended_on = '2026-06-30'"),
        "sub_partner_ended_check"
    );
}

TEST_F(SubPartners, EndOnADayAfterWhichTheySpendNothing) {
    const auto casa = named(local_house(), preparer).id();
    drafted("R1", {line("D-1", "10.00")});
    remember();
    expect_refused(
        preparer.post(
            v1 + "sub-partners/" + casa + "/end", {{"ended_on", "2026-04-14"}, {"reason", "r"}}
        ),
        422, "sub_partner_spent_until", {"/ended_on sub_partner_spent_until"}
    );
    const auto ended = preparer.post(
        v1 + "sub-partners/" + casa + "/end", {{"ended_on", "2026-04-30"}, {"reason", "Closed"}}
    );
    EXPECT_EQ(ended.state(), "ended") << ended;
    EXPECT_EQ(
        constraint_of("update partner.sub_partner set ended_on = '2026-06-30'"),
        "sub_partner_ended_stays_check"
    );
    auto late = line("D-2", "10.00");
    late["spent_on"] = "2026-05-01";
    remember();
    expect_refused(
        drafted("R2", {late}), 422, "sub_partner_not_then",
        {"/lines/0/sub_partner sub_partner_not_then"}
    );
}

TEST_F(SubPartners, OfACorrectionAreThoseOfTheLineItCorrects) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    named(local_house(), preparer);
    const auto report = drafted("R1", {line("D-1", "300.00")}).id();
    acknowledge_checks(server, report);
    server.as("officer", "NGO")
        .must(v1 + "expenditure-reports/" + report + "/submit", {{"submitted_on", "2026-06-11"}});
    server.as("finance").must(
        v1 + "expenditure-reports/" + report + "/review",
        {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{}}}
    );
    auto credit = line("CN-1", "-20.00", {});
    credit["corrects"] = preparer.get(v1 + "expenditure-lines").json().at("items").at(0).at("id");
    remember();
    expect_refused(
        drafted("R2", {credit, line("D-2", "30.00")}), 422, "correction_of_other_sub_partner",
        {"/lines/0/sub_partner correction_of_other_sub_partner"}
    );
    credit["sub_partner"] = "CASA";
    EXPECT_EQ(drafted("R2", {credit, line("D-2", "30.00")}).status, 201);
}

TEST_F(SubPartners, AreHeldAgainstListsOfSanctionsUntilTheyEnd) {
    const auto casa = named(local_house("X", "Sombra Negra"), preparer).id();
    server.as("finance").must(
        v1 + "sanctions-lists",
        {{"code", "UN"},
         {"source", "s"},
         {"published_on", "2026-06-01"},
         {"entries",
          {{{"reference", "E1"}, {"name", "NEGRA, Sombra"}},
           {{"reference", "E2"}, {"name", "Luz, Casa"}}}}}
    );
    named(local_house(), preparer);
    EXPECT_EQ(
        db.sql().one("select string_agg(role || ' ' || name, ', ' order by name)"
                     " from partner.screening_match"),
        "sub_partner Casa Luz, sub_partner Sombra Negra"
    );
    const auto in_force = [&] {
        return db.sql().number("select count(*) from partner.match_in_force");
    };
    EXPECT_EQ(in_force(), 2);
    const auto request = server.as("officer", "NGO")
                             .must(
                                 v1 + "disbursement-requests",
                                 {{"tranche", "A1:T1"},
                                  {"amount", amount_of("10.00")},
                                  {"requested_on", "2026-06-20"}}
                             )
                             .id();
    server.as("programme")
        .must(
            v1 + "disbursement-requests/" + request + "/certify", {{"certified_on", "2026-06-21"}}
        );
    remember();
    expect_refused(
        server.as("approver")
            .post(
                v1 + "disbursement-requests/" + request + "/approve",
                {{"approved_on", "2026-06-22"}}
            ),
        422, "partner_matched"
    );
    preparer.must(
        v1 + "sub-partners/" + casa + "/end", {{"ended_on", "2026-06-30"}, {"reason", "Found out"}}
    );
    EXPECT_EQ(in_force(), 1) << "what was ended gets no money any more";
}

TEST_F(SubPartners, AreUnknownToOtherPartners) {
    const auto casa = named(local_house(), preparer).id();
    partner(server, "OTHER");
    auto stranger = server.as("preparer", "OTHER");
    EXPECT_EQ(stranger.get(v1 + "sub-partners/" + casa).status, 404);
    EXPECT_TRUE(stranger.get(v1 + "sub-partners").json().at("items").as_array().empty());
    remember();
    expect_refused(named(local_house("B"), stranger), 404, "not_found");
    expect_refused(
        stranger.post(
            v1 + "sub-partners/" + casa + "/end", {{"ended_on", "2026-06-30"}, {"reason", "r"}}
        ),
        404, "not_found"
    );
}

TEST_F(ReportSheets, SayWhichSubPartnerSpentALineAndComeBackUnchanged) {
    server.as("preparer", "NGO").must(v1 + "agreements/SHELTER/sub-partners", local_house());
    const std::string rows =
        "Documento,Fecha,Línea presupuestaria,Pagado a,Monto,Moneda,Subasociado\n"
        "A-1,24/03/2026,2.2,Tienda,100.00,GTQ,CASA\nA-2,25/03/2026,2.2,Tienda,50.00,GTQ,\n";
    const auto looked = look(rows);
    EXPECT_EQ(counts(looked), "2 0 0 0") << looked;
    take(looked);
    EXPECT_EQ(
        db.sql().one("select string_agg(coalesce(s.code, '-'), ' ' order by l.document)"
                     " from partner.expenditure_line l left join partner.sub_partner s on s.id ="
                     " l.sub_partner_id"),
        "CASA -"
    );
    const auto back = server.as("preparer", "NGO").get(sheet() + "?format=csv");
    EXPECT_EQ(counts(look(back.body)), "0 0 2 0") << back;
    const auto wrong = look(
        "Documento,Fecha,Línea presupuestaria,Pagado a,Monto,Moneda,Subasociado\n"
        "A-3,24/03/2026,2.2,Tienda,100.00,GTQ,CASITA\n"
    );
    EXPECT_EQ(found(wrong, "errors"), std::vector<std::string>{"2 Subasociado unknown_reference"});
}

}  // namespace tranche::tests
