// What was accepted at a rate that is corrected later is valued anew: previewed, one reason, one
// approver (R42, R48).
#include "tests/integration/revaluations.hpp"

namespace tranche::tests {

TEST_F(Revaluations, R42ShowWhatTheRightRateChangesAndDoJustThat) {
    agreed({{"support_percent", "7"}, {"support_line", "1"}});
    accepted_report(
        server, "A2", "R1", {quetzales("Q-1", "750.00"), quetzales("Q-2", "75.00", "2026-05-02")}
    );
    EXPECT_EQ(base_of("spent"), "11770") << "100.00, 10.00 and 7 % of both";
    const auto id = proposed("7.8");
    const auto lines = db.contents().at("partner.expenditure_line");
    const auto preview = effects(id);
    EXPECT_EQ(preview.at("reports").as_int64(), 1);
    const auto& seen = preview.at("items").at(0);
    EXPECT_EQ(seen.at("report").as_string(), "R1");
    EXPECT_EQ(seen.at("lines").as_int64(), 1) << "May had its own rate";
    EXPECT_EQ(money_at(seen, "counts_for"), "100.00");
    EXPECT_EQ(money_at(seen, "change"), "-3.85");
    EXPECT_EQ(money_at(seen, "support_change"), "-0.27");
    EXPECT_EQ(base_of("spent"), "11770") << "a look changes nothing";
    EXPECT_EQ(
        server.as("officer", "NGO").get(v1 + "rate-corrections/" + id + "/effects").status, 403
    );

    const auto done = approved(id).json();
    EXPECT_EQ(done.at("revaluations").as_array().size(), 1U);
    EXPECT_TRUE(done.at("not_revalued").as_array().empty());
    EXPECT_EQ(base_of("spent"), "11358");
    EXPECT_EQ(base_of("settled"), "11358");
    // 1,500.00 were paid as 200.00 and are 192.31; of the 882.75 accounted for that is -4.53.
    EXPECT_EQ(base_of("exchange_difference"), "-41");
    EXPECT_EQ(db.contents().at("partner.expenditure_line"), lines) << "what was signed stands";
    EXPECT_EQ(effects(id).at("reports").as_int64(), 0) << "nothing is left to do";
    const auto made = server.as("auditor").get(v1 + "revaluations?agreement=A2").json();
    EXPECT_EQ(money_at(made.at("items").at(0), "base_change"), "-3.85");
    const auto one = server.as("auditor").get(
        v1 + "revaluations/" + std::string{made.at("items").at(0).at("id").as_string()}
    );
    EXPECT_EQ(one.json().at("lines").at(0).at("rate").as_string(), "7.8");
    EXPECT_EQ(one.json().at("lines").at(0).at("frozen_rate").as_string(), "7.5");
}

TEST_F(Revaluations, CountFromTheDayOfTheApproval) {
    agreed();
    accepted_report(server, "A2", "R1", {quetzales("Q-1", "750.00")});
    corrected("7.8");
    const auto rows = [&](const std::string& query) {
        return server.as("finance")
            .get(v1 + "reports/expenditure?format=csv&agreement=A2" + query)
            .body;
    };
    EXPECT_NE(rows("").find("-3.85"), std::string::npos) << rows("");
    EXPECT_NE(rows("&since=2026-06-30").find("-3.85"), std::string::npos);
    EXPECT_EQ(rows("&until=2026-06-29").find("-3.85"), std::string::npos);
}

TEST_F(Revaluations, ReachAReportThatWasHandedInBeforeAndIsAcceptedAfterwards) {
    agreed();
    const auto report = submitted_report(server, "A2", "R1", {quetzales("Q-1", "750.00")});
    corrected("7.8");
    EXPECT_EQ(base_of("spent"), "0");
    const auto done = server.as("finance").must(
        v1 + "expenditure-reports/" + report + "/review", {{"reviewed_on", "2026-06-30"}}
    );
    EXPECT_EQ(done.json().at("revaluations").as_array().size(), 1U);
    EXPECT_EQ(base_of("spent"), "9615");
    EXPECT_EQ(base_of("exchange_difference"), "1") << "half of an advance of 192.31 now";
}

// The dollars of a report in dollars follow from the rate: 75.00 quetzales were 10.00 and are 9.62.
TEST_F(Revaluations, R45LetThePartnerOweWhatWasAcceptedTooMuchOfInItsOwnCurrency) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {quetzales("Q-1", "75.00"), {"D-1", "100.00"}});
    const auto id = proposed("7.8");
    EXPECT_EQ(money_at(effects(id).at("items").at(0), "owed"), "0.38");
    approved(id);
    EXPECT_EQ(base_of("spent", "A1"), "10962");
    EXPECT_EQ(base_of("receivable", "A1"), "38");
    EXPECT_EQ(base_of("exchange_difference", "A1"), "0");
    const auto debts = server.as("finance").get(v1 + "receivables?agreement=A1").json();
    EXPECT_EQ(debts.at("items").at(0).at("reason").as_string(), "corrected exchange rate");
}

TEST_F(Revaluations, AccountForMoreOfTheAdvanceWhereTheRightAmountIsHigher) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {quetzales("Q-1", "75.00")});
    corrected("5");
    EXPECT_EQ(base_of("spent", "A1"), "1500");
    EXPECT_EQ(base_of("settled", "A1"), "1500");
    EXPECT_EQ(base_of("advance", "A1"), "98500");
    const auto held =
        server.as("finance").get(v1 + "reports/partner-advances?agreement=A1&format=csv").body;
    EXPECT_NE(held.find("USD,1000.00,15.00,0.00,0.00,0.00,0.00,985.00"), std::string::npos) << held;
    // And once more, from what it counts for now.
    corrected("7.5");
    EXPECT_EQ(base_of("spent", "A1"), "1000");
    EXPECT_EQ(base_of("receivable", "A1"), "500");
}

TEST_F(Revaluations, ValueWhatIsLeftOfALineAfterADisallowance) {
    agreed();
    accepted_report(server, "A2", "R1", {quetzales("Q-1", "750.00")});
    const auto line = domain::public_id(
        domain::entity::expenditure_line, db.sql().number("select id from partner.expenditure_line")
    );
    const auto disallow = v1 + "expenditure-lines/" + line + "/disallow";
    server.as("finance").must(
        disallow,
        {{"disallowed_on", "2026-06-29"}, {"amount", amount_of("375.00", "GTQ")}, {"reason", "r"}}
    );
    corrected("7.8");
    EXPECT_EQ(base_of("spent"), "4808") << "375.00 at 7.8";
    server.as("finance").must(disallow, {{"disallowed_on", "2026-06-30"}, {"reason", "r"}});
    EXPECT_EQ(base_of("spent"), "0") << "the rest at what it counts for now";
    remember();
    expect_refused(
        server.as("finance").post(disallow, {{"disallowed_on", "2026-06-30"}, {"reason", "r"}}),
        422, "line_not_accepted"
    );
}

TEST_F(Revaluations, GiveACorrectingLineTheRateItsOriginalHasNow) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {quetzales("Q-1", "75.00"), {"D-1", "100.00"}});
    corrected("7.8");
    auto body = report_of("A1", "R2", {});
    body["lines"] = {
        {{"document", "C-1"},
         {"spent_on", "2026-06-15"},
         {"budget_line", "1"},
         {"payee", "Shop"},
         {"corrects",
          domain::public_id(
              domain::entity::expenditure_line,
              db.sql().number("select id from partner.expenditure_line where document = 'Q-1'")
          )},
         {"amount", amount_of("-75.00", "GTQ")}},
        {{"document", "D-2"},
         {"spent_on", "2026-06-15"},
         {"budget_line", "1"},
         {"payee", "Shop"},
         {"amount", amount_of("20.00")}}};
    const auto report = server.as("preparer", "NGO").must(v1 + "expenditure-reports", body);
    EXPECT_EQ(
        db.sql().one("select amount from partner.expenditure_line where document = 'C-1'"), "-962"
    );
}

TEST_F(Revaluations, LetALineInTheReportsOwnCurrencyBeCorrectedAtItsRightRate) {
    agreed();
    accepted_report(server, "A2", "R1", {quetzales("Q-1", "750.00")});
    corrected("7.8");
    auto body = report_of("A2", "R2", {});
    body["period_first"] = body["period_last"] = "2026-06-15";
    body["lines"] = {
        {{"document", "C-1"},
         {"spent_on", "2026-06-15"},
         {"budget_line", "1"},
         {"payee", "Shop"},
         {"corrects",
          domain::public_id(
              domain::entity::expenditure_line,
              db.sql().number("select id from partner.expenditure_line where document = 'Q-1'")
          )},
         {"amount", amount_of("-750.00", "GTQ")}},
        {{"document", "D-2"},
         {"spent_on", "2026-06-15"},
         {"budget_line", "1"},
         {"payee", "Shop"},
         {"amount", amount_of("900.00", "GTQ")}}};
    const auto report = server.as("preparer", "NGO").must(v1 + "expenditure-reports", body).id();
    acknowledge_checks(server, report);
    server.as("officer", "NGO")
        .must(v1 + "expenditure-reports/" + report + "/submit", {{"submitted_on", "2026-06-30"}});
    server.as("finance").must(
        v1 + "expenditure-reports/" + report + "/review", {{"reviewed_on", "2026-06-30"}}
    );
    EXPECT_EQ(base_of("spent"), "12000") << "the 900.00 at 7.50, and nothing of the other";
}

TEST_F(Revaluations, OfRatesCorrectedAgainAndAgainEndAtTheLast) {
    agreed();
    const auto report = submitted_report(server, "A2", "R1", {quetzales("Q-1", "750.00")});
    for (const auto* rate : {"7.8", "7.5", "8"}) {
        corrected(rate);
    }
    server.as("finance").must(
        v1 + "expenditure-reports/" + report + "/review", {{"reviewed_on", "2026-06-30"}}
    );
    EXPECT_EQ(base_of("spent"), "9375");
    corrected("7.5");
    EXPECT_EQ(base_of("spent"), "10000");
}

TEST_F(Revaluations, FollowTheRuleOfTheAgreement) {
    agreed({{"rate_rule", "transfer"}});
    // Spent in May, valued at the transfer of 1 April.
    accepted_report(server, "A2", "R1", {quetzales("Q-1", "750.00", "2026-05-15")});
    signed_agreement(
        server,
        {.code = "A3",
         .tranches = {{"T1", "200.00"}},
         .payment_currency = "GTQ",
         .terms = {{"rate_rule", "fixed"}, {"fixed_rate", "7.5"}}}
    );
    paid_request(server, "A3:T1", "200.00", "BANK-3");
    accepted_report(server, "A3", "R1", {quetzales("Q-1", "750.00")});
    corrected("7.8");
    EXPECT_EQ(base_of("spent", "A2"), "9615");
    EXPECT_EQ(base_of("spent", "A3"), "10000") << "what was agreed is no rate of the series";
}

TEST_F(Revaluations, FollowTheAverageOfAPeriodWhoseRateWasWrong) {
    agreed({{"rate_rule", "period_average"}});
    accepted_report(server, "A2", "R1", {quetzales("Q-1", "750.00")});
    const auto days =
        db.sql().number("select period_last - period_first + 1 from partner.expenditure_report");
    corrected("7.8");
    EXPECT_EQ(
        db.sql().one("select trim_scale(rate)::text from partner.revaluation_line"),
        db.sql().one(
            "select trim_scale(round(7.5 + 0.3 * 30 / " + std::to_string(days) + ", 10))::text"
        )
    );
}

TEST_F(Revaluations, AreWhatTheyWereDecidedToBeInTheDatabaseToo) {
    agreed();
    accepted_report(
        server, "A2", "R1", {quetzales("Q-1", "750.00"), quetzales("Q-2", "75.00", "2026-05-02")}
    );
    corrected("7.8");
    const auto one_more = [&](const std::string& document) {
        return constraint_of(
            "insert into partner.revaluation_line select v.id, l.id, 8, null, 0, -1 from"
            " partner.revaluation v, partner.expenditure_line l where l.document = '" +
            document + "'"
        );
    };
    EXPECT_EQ(one_more("Q-1"), "revaluation_line_pkey");
    EXPECT_EQ(one_more("Q-2"), "revaluation_as_decided_check");
    const std::string another =
        "insert into partner.revaluation (id, correction_id, report_id, number, revalued_on,"
        " line_count, currency, amount, base_amount, support_amount, support_base, decided_by)"
        " select 1, correction_id, report_id, 2, revalued_on, line_count, currency, 0, -1, 0, 0,"
        " decided_by from partner.revaluation";
    EXPECT_EQ(constraint_of(another), "revaluation_once_key");
    // By one that nobody approved; and by one that was, but of another sum than its line's.
    const auto by = [&](const std::string& correction, const std::string& base) {
        return constraint_of(
            "insert into partner.revaluation (id, correction_id, report_id, number, revalued_on,"
            " line_count, currency, amount, base_amount, support_amount, support_base, decided_by)"
            " select 1, c.id, v.report_id, 2, v.revalued_on, 1, v.currency, 0, " +
            base +
            ", 0, 0, v.decided_by from partner.revaluation v, reference.rate_correction c"
            " where c.id = " +
            std::to_string(
                domain::parse_public_id(domain::entity::rate_correction, correction).value()
            ) +
            "; insert into partner.revaluation_line select 1, line_id, 8, null, 0, -1"
            " from partner.revaluation_line"
        );
    };
    const auto february = proposed("8.1", "2026-02-28");
    EXPECT_EQ(by(february, "-1"), "revaluation_of_its_report_check");
    approved(february);
    EXPECT_EQ(by(february, "-2"), "revaluation_of_its_report_check");
    EXPECT_EQ(by(february, "-1"), "none") << "a change of a line and of its report alike";
    const auto payment = [&](const std::string& revalues, const std::string& correction) {
        return constraint_of(
            "insert into partner.payment (id, kind, agreement_id, project_id, paid_on, currency,"
            " amount, rate, base_currency, base_amount, bank_reference, recorded_by, revalues_id,"
            " correction_id) select 1, 'revalued', agreement_id, project_id, paid_on, currency, 0, 8,"
            " base_currency, -1, 'x', recorded_by, " +
            revalues + ", " + correction + " from partner.payment where kind = 'advance'"
        );
    };
    proposed("8.2", "2026-03-31");
    EXPECT_EQ(payment("null", "null"), "payment_revalued_by_correction_check");
    EXPECT_EQ(
        payment("id", "(select id from reference.rate_correction where approved_by is null)"),
        "payment_revalued_by_correction_check"
    );
    sql_connection staff{db.staff_url()};
    for (const auto* statement :
         {"update partner.revaluation set base_amount = 0",
          "delete from partner.revaluation_line"}) {
        const auto refused = refusal_of(staff, statement);
        ASSERT_TRUE(refused) << statement;
        EXPECT_EQ(refused->sqlstate, "42501") << statement;
    }
}

// What a dollar invoice is worth in quetzales changes; how much of the invoice it is does not.
TEST_F(Revaluations, R46LeaveEachLineItsShareOfItsDocument) {
    agreed();
    const auto handed_in = [&](const char* code, const char* dollars) {
        auto body = report_of("A2", code, {});
        body["lines"] = json::array{json::object{
            {"document", "A-7"},
            {"spent_on", "2026-04-15"},
            {"budget_line", "1"},
            {"payee", "Shop"},
            {"amount", amount_of(dollars)},
            {"supplier_tax_id", "12"},
            {"document_total", amount_of("80.00")}}};
        const auto id = server.as("preparer", "NGO").must(v1 + "expenditure-reports", body).id();
        acknowledge_checks(server, id);
        server.as("officer", "NGO")
            .must(v1 + "expenditure-reports/" + id + "/submit", {{"submitted_on", "2026-06-15"}});
        return id;
    };
    const auto accepted = [&](const std::string& id) {
        return server.as("finance").post(
            v1 + "expenditure-reports/" + id + "/review", {{"reviewed_on", "2026-06-20"}}
        );
    };
    ASSERT_EQ(accepted(handed_in("R1", "40.00")).status, 200);
    corrected("7.8");
    const auto share = [&] {
        return db.sql().one(
            "select string_agg(round(partner.document_share_of(l.id))::text, ' ' order by l.id)"
            " from partner.expenditure_line l where l.accepted_amount > 0"
        );
    };
    EXPECT_EQ(share(), "4000");
    const auto line = domain::public_id(
        domain::entity::expenditure_line, db.sql().number("select id from partner.expenditure_line")
    );
    server.as("finance").must(
        v1 + "expenditure-lines/" + line + "/disallow",
        {{"disallowed_on", "2026-06-30"},
         {"amount", amount_of("156.00", "GTQ")},
         {"document", "AUDIT-7"},
         {"reason", "Half of it"}}
    );
    EXPECT_EQ(share(), "2000") << "156.00 of 312.00";
    EXPECT_EQ(accepted(handed_in("R2", "60.00")).status, 200) << "20.00 and 60.00 of 80.00";
}

}  // namespace tranche::tests
