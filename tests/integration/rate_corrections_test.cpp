// Wrong rates replaced as a list by two persons, and what was recorded at them (R42).
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string v1 = "/api/v1/";

json::object right(const std::string& quoted_on, const std::string& rate) {
    return {{"series", "MONTHLY"}, {"currency", "GTQ"}, {"quoted_on", quoted_on}, {"rate", rate}};
}

}  // namespace

class RateCorrections : public SmallWorld {
protected:
    answer proposed(const json::array& rates) {
        return server.as("finance").post(
            v1 + "rate-corrections", {{"reason", "The column was shifted"}, {"rates", rates}}
        );
    }
    answer approved(const std::string& id, caller by) {
        return by.post(v1 + "rate-corrections/" + id + "/approve", json::object{});
    }
    // An expense of 75 quetzales in April; its worth in dollars.
    std::string spent_in_quetzales(const std::string& report) {
        auto body = report_of("A1", report, {});
        body["lines"] = {
            {{"document", "D-" + report},
             {"spent_on", "2026-04-15"},
             {"budget_line", "1"},
             {"payee", "Shop"},
             {"amount", amount_of("75.00", "GTQ")}}};
        const auto made = server.as("preparer", "NGO").must(v1 + "expenditure-reports", body).id();
        return worth(made);
    }
    std::string worth(const std::string& report) {
        const auto lines =
            server.as("finance").get(v1 + "expenditure-reports/" + report).json().at("lines");
        return std::string{lines.at(0).at("amount").at("amount").as_string()};
    }
    // Rates of April as one asks for them, in order.
    std::vector<std::string> rates(const std::string& filter = {}) {
        const auto found =
            server.as("finance").get(v1 + "exchange-rates?currency=GTQ&on=2026-04-15" + filter);
        std::vector<std::string> all;
        const auto listed = found.json();
        for (const auto& one : listed.at("items").as_array()) {
            all.emplace_back(one.at("rate").as_string());
        }
        return all;
    }
    std::string constraint_of(const std::string& statement) {
        const auto refused = refusal_of(db.sql(), statement);
        return refused ? refused->constraint : "none";
    }
    using texts = std::vector<std::string>;
};

TEST_F(RateCorrections, R42ReachWhatIsRecordedAfterwardsAndNothingElse) {
    EXPECT_EQ(spent_in_quetzales("R1"), "10.00");
    const auto lines = db.contents().at("partner.expenditure_line");
    const auto id = proposed({right("2026-04-30", "7.8"), right("2026-05-31", "7.9")}).id();
    EXPECT_EQ(spent_in_quetzales("R2"), "10.00") << "a proposal changes nothing";
    const auto shown = server.as("approver").get(v1 + "rate-corrections/" + id).json();
    const auto& april = shown.at("rates").at(0);
    EXPECT_EQ(april.at("old_rate").as_string(), "7.5");
    EXPECT_EQ(april.at("new_rate").as_string(), "7.8");
    EXPECT_EQ(april.at("lines").as_int64(), 2);
    EXPECT_EQ(april.at("lines_amount").at("amount").as_string(), "150.00");
    EXPECT_EQ(april.at("lines_base").at("amount").as_string(), "20.00");
    EXPECT_EQ(shown.at("rates").at(1).at("lines").as_int64(), 0);

    const auto done = approved(id, server.as("approver"));
    ASSERT_EQ(done.status, 200) << done;
    EXPECT_EQ(
        db.sql().one("select string_agg(distinct spent_rate::numeric(9, 1)::text, ' ')"
                     " from partner.expenditure_line"),
        "7.5"
    );
    EXPECT_EQ(spent_in_quetzales("R3"), "9.62");
    EXPECT_EQ(rates("&replaced=false"), texts{"7.8"});
    EXPECT_EQ(
        server.as("approver")
            .get(v1 + "rate-corrections/" + id)
            .json()
            .at("rates")
            .at(0)
            .at("lines"),
        2
    );
}

TEST_F(RateCorrections, ReachPaymentsMadeAfterwardsAndCountThoseMadeBefore) {
    signed_agreement(
        server,
        {.code = "A2",
         .tranches = {{"T1", "100.00"}, {"T2", "100.00"}},
         .payment_currency = "GTQ",
         .terms = {{"liquidation_percent", "0"}, {"earlier_percent", "0"}}}
    );
    paid_request(server, "A2:T1", "100.00", "BANK-1");
    const auto id = proposed({right("2026-04-30", "8")}).id();
    const auto april =
        server.as("approver").get(v1 + "rate-corrections/" + id).json().at("rates").at(0);
    EXPECT_EQ(april.at("payments").as_int64(), 1);
    EXPECT_EQ(april.at("payments_amount").at("amount").as_string(), "750.00");
    approved(id, server.as("approver"));
    paid_request(server, "A2:T2", "100.00", "BANK-2");
    EXPECT_EQ(
        db.sql().one("select string_agg(trim_scale(rate) || ' ' || amount, ', ' order by amount)"
                     " from partner.payment where kind = 'advance'"),
        "7.5 75000, 8 80000"
    );
}

TEST_F(RateCorrections, LeaveTheRateAsItWasKnownOnADayBefore) {
    const auto id = proposed({right("2026-04-30", "7.8")}).id();
    approved(id, server.as("approver"));
    db.sql().ask(
        "update reference.exchange_rate set loaded_at = '2026-06-20 10:00Z' where correction_id is not null;"
        "update reference.exchange_rate set replaced_at = '2026-06-20 10:00Z' where replaced_in is not null"
    );
    EXPECT_EQ(rates("&known_on=2026-06-19"), texts{"7.5"});
    EXPECT_EQ(rates("&known_on=2026-06-20"), texts{"7.8"});
    const auto trail = server.as("auditor").get(v1 + "trail/" + id).json();
    EXPECT_EQ(trail.at("behind").as_array().size(), 1U);
    EXPECT_EQ(trail.at("feeds").as_array().size(), 1U);
}

TEST_F(RateCorrections, AreApprovedByAnotherPersonOrNotAtAll) {
    const auto id = proposed({right("2026-04-30", "7.8")}).id();
    remember();
    expect_refused(approved(id, server.as("finance")), 422, "same_person", {" same_person"});
    expect_refused(approved(id, server.as("programme")), 403, "forbidden");
    EXPECT_EQ(
        constraint_of(
            "update reference.rate_correction set approved_by = proposed_by, approved_on ="
            " proposed_on"
        ),
        "rate_correction_approved_by_other_check"
    );
    auto approver = server.as("approver");
    approver.must(v1 + "rate-corrections/" + id + "/refuse", {{"reason", "They were right"}});
    remember();
    expect_refused(approved(id, approver), 409, "state_forbids_action");
    EXPECT_EQ(rates(), texts{"7.5"});
}

TEST_F(RateCorrections, TellEveryMistakeAtItsRowAndChangeNothing) {
    remember();
    auto unknown = right("2026-04-30", "7.8");
    unknown["series"] = "NONE";
    expect_refused(
        proposed(
            {right("2026-04-30", "7.8"), right("2026-04-29", "7.8"), right("2026-05-31", "7.5"),
             unknown, right("2026-06-30", "-1"), right("2026-04-30", "7.9")}
        ),
        422, "invalid_body", {"/rates/4/rate not_a_rate"}
    );
    expect_refused(
        proposed(
            {right("2026-04-30", "7.8"), right("2026-04-29", "7.8"), right("2026-05-31", "7.5"),
             unknown, right("2026-04-30", "7.9")}
        ),
        422, "no_rate_to_correct",
        {"/rates/1/quoted_on no_rate_to_correct", "/rates/2/rate rate_is_the_same",
         "/rates/3/series unknown_reference", "/rates/4/quoted_on given_twice"}
    );
}

TEST_F(RateCorrections, AreWholeOrNothingWhenARateWasReplacedMeanwhile) {
    const auto first = proposed({right("2026-04-30", "7.8")}).id();
    const auto second = proposed({right("2026-05-31", "7.9"), right("2026-04-30", "7.7")}).id();
    approved(first, server.as("approver"));
    remember();
    expect_refused(
        approved(second, server.as("approver")), 422, "rate_replaced_meanwhile",
        {" rate_replaced_meanwhile"}
    );
    EXPECT_EQ(
        constraint_of("update reference.rate_correction set approved_by = (select min(u.id) from"
                      " people.user_account u where u.id <> proposed_by), approved_on = proposed_on"
                      " where approved_by is null"),
        "rate_correction_in_place_check"
    );
    EXPECT_EQ(rates("&replaced=false"), texts{"7.8"});
}

TEST_F(RateCorrections, AreTheOnlyWayToAnotherRateForTheSameDays) {
    const auto id = proposed({right("2026-04-30", "7.8")}).id();
    EXPECT_EQ(
        constraint_of(
            "insert into reference.rate_correction_row select w.correction_id, 2, x.id, 9 from"
            " reference.rate_correction_row w, reference.exchange_rate x"
            " where x.quoted_on = '2026-05-31' and x.currency = 'GTQ'"
        ),
        "rate_correction_as_proposed_check"
    );
    approved(id, server.as("approver"));
    EXPECT_EQ(
        constraint_of("update reference.rate_correction set reason = 'Another'"),
        "rate_correction_decided_once_check"
    );
    for (const auto* forbidden :
         {"update reference.exchange_rate set rate = 9",
          "update reference.exchange_rate set replaced_in = null, replaced_at = null",
          "update reference.rate_correction_row set rate = 9",
          "insert into reference.exchange_rate (series, currency, valid_from, valid_to, quoted_on, rate,"
          " loaded_by, correction_id) select series, currency, valid_from, valid_to, quoted_on, 9, 1,"
          " correction_id from reference.exchange_rate"}) {
        sql_connection staff{db.staff_url()};
        const auto refused = refusal_of(staff, forbidden);
        ASSERT_TRUE(refused) << forbidden;
        EXPECT_EQ(refused->sqlstate, "42501") << forbidden;
    }
    server.as("finance").must(
        v1 + "exchange-rates",
        {{"series", "MONTHLY"},
         {"rates", {{{"currency", "GTQ"}, {"quoted_on", "2026-04-30"}, {"rate", "7.8"}}}}}
    );
    EXPECT_EQ(rates("&replaced=false"), texts{"7.8"}) << "loaded again, it is known";
}

TEST_F(RateCorrections, ReplaceALoadedRateThatNobodyShouldConfirm) {
    auto finance = server.as("finance");
    finance.must(
        v1 + "exchange-rates",
        {{"series", "MONTHLY"},
         {"rates", {{{"currency", "EUR"}, {"quoted_on", "2026-04-30"}, {"rate", "92"}}}}}
    );
    auto wrong = right("2026-04-30", "0.92");
    wrong["currency"] = "EUR";
    const auto id = proposed({wrong}).id();
    approved(id, server.as("approver"));
    remember();
    expect_refused(
        server.as("approver").post(v1 + "exchange-rates/confirm", {{"series", "MONTHLY"}}), 409,
        "state_forbids_action"
    );
    EXPECT_EQ(
        db.sql().one(
            "select rate::numeric(9, 2) from reference.exchange_rate where currency = 'EUR'"
            " and confirmed_by is not null"
        ),
        "0.92"
    );
}

TEST_F(RateCorrections, AreTakenFromASheetAsOneList) {
    auto finance = server.as("finance");
    const std::string sheet =
        "Reason,Series,Currency,Quoted on,Right rate\n"
        "Shifted,MONTHLY,GTQ,2026-04-30,7.8\nShifted,MONTHLY,GTQ,2026-05-31,7.9\n";
    const auto path = v1 + "imports/rate-corrections";
    const auto made = finance.post_text(path, sheet, {{"content-type", "text/csv"}});
    ASSERT_EQ(made.status, 200) << made;
    EXPECT_EQ(db.sql().one("select rate_count from reference.rate_correction"), "2");
    const auto again = finance.post_text(path, sheet, {{"content-type", "text/csv"}});
    EXPECT_EQ(again.json().at("unchanged"), 2) << again;
    remember();
    expect_refused(
        finance.post_text(
            path,
            "Reason,Series,Currency,Quoted on,Right rate\n"
            "Other,MONTHLY,GTQ,2026-04-30,7.7\nOther,MONTHLY,GTQ,2026-04-29,7.9\n",
            {{"content-type", "text/csv"}}
        ),
        422, "sheet_invalid", {"3 Quoted on no_rate_to_correct"}
    );
}

}  // namespace tranche::tests
