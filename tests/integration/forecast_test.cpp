// What a project expects to spend by quarter, and the word that is due when it went otherwise.
#include "tests/support/bodies.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {
namespace json = boost::json;

// P1 spends 100.00 in the first quarter of 2026 and forecasts it; 20 % may go otherwise.
class Forecast : public SmallWorld {
protected:
    void SetUp() override {
        db.sql().ask("update funding.instrument_terms set forecast_variance = 20");
        server.set_today(domain::parse_date("2026-02-10").value());
        server.as("programme").must(path, forecast("2026-02-10", {{"2026-Q1", "100.00"}}));
    }

    struct expected {
        std::string quarter, amount;
    };
    static json::object forecast(
        const std::string& made_on, const std::vector<expected>& quarters,
        const json::array& explanations = {}
    ) {
        json::array amounts;
        for (const auto& one : quarters) {
            amounts.push_back(
                {{"quarter", one.quarter}, {"budget_line", "1"}, {"amount", amount_of(one.amount)}}
            );
        }
        return {
            {"made_on", made_on},
            {"reason", "Contracts signed so far"},
            {"amounts", amounts},
            {"explanations", explanations}};
    }
    void spend(const std::string& amount) {
        server.as("finance").must(
            "/api/v1/direct-expenditures", expense("E-" + amount, "2026-03-15", amount)
        );
    }
    answer next(const json::array& explanations = {}) {
        server.set_today(domain::parse_date("2026-04-05").value());
        remember();
        return server.as("programme")
            .post(path, forecast("2026-04-05", {{"2026-Q2", "50.00"}}, explanations));
    }
    std::vector<std::string> rows_of_report() {
        std::vector<std::string> rows;
        const auto shown = server.as("finance").get("/api/v1/reports/forecast?project=P1").json();
        for (const auto& row : shown.at("rows").as_array()) {
            rows.push_back(
                std::string{row.at("quarter").as_string()} + " " +
                std::string{row.at("forecast").as_string()} + " " +
                std::string{row.at("spent").as_string()}
            );
        }
        return rows;
    }

    const std::string path = "/api/v1/projects/P1/forecasts";
};

TEST_F(Forecast, ThatHeldWithinTheTermNeedsNoWord) {
    server.set_today(domain::parse_date("2026-03-20").value());
    spend("80.00");
    const auto made = next();
    EXPECT_EQ(made.status, 201) << made;
    EXPECT_EQ(
        rows_of_report(), (std::vector<std::string>{"2026-Q1 100.00 80.00", "2026-Q2 50.00 0.00"})
    );
}

TEST_F(Forecast, ThatWentOneCentFurtherHasToBeExplained) {
    server.set_today(domain::parse_date("2026-03-20").value());
    spend("79.99");
    expect_refused(next(), 422, "explanation_missing", {"/explanations explanation_missing"});
    const auto made = next({{{"quarter", "2026-Q1"}, {"text", "The roof came later"}}});
    EXPECT_EQ(made.status, 201) << made;
    EXPECT_EQ(
        db.sql().one("select forecast || ' ' || actual || ' ' || explanation from"
                     " funding.forecast_explanation"),
        "10000 7999 The roof came later"
    );
}

TEST_F(Forecast, IsExplainedOnlyWhereItWasMade) {
    expect_refused(
        next({{{"quarter", "2026-Q1"}, {"text", "a"}}, {{"quarter", "2025-Q4"}, {"text", "b"}}}),
        422, "quarter_not_forecast", {"/explanations quarter_not_forecast"}
    );
}

TEST_F(Forecast, SaysEveryMistakeAtOnce) {
    auto body = forecast(
        "2026-02-10",
        {{"2025-Q4", "1.00"}, {"2026-5", "1.00"}, {"2026-Q2", "1.00"}, {"2026-Q2", "1.00"}}
    );
    body.at("amounts").as_array()[1].as_object()["quarter"] = "2026-Q5";
    remember();
    expect_refused(
        server.as("programme").post(path, body), 422, "quarter_over",
        {"/amounts/0/quarter quarter_over", "/amounts/1/quarter not_a_quarter",
         "/amounts/3 duplicate_code"}
    );
}

TEST_F(Forecast, IsExplainedThoughALaterOneLeavesTheQuarterOut) {
    server.as("programme").must(path, forecast("2026-02-10", {{"2026-Q2", "60.00"}}));
    expect_refused(next(), 422, "explanation_missing");
}

TEST_F(Forecast, IsNotMadeForDaysGoneBy) {
    server.set_today(domain::parse_date("2026-04-05").value());
    remember();
    expect_refused(
        server.as("programme").post(path, forecast("2026-02-09", {{"2026-Q1", "0.00"}})), 422,
        "before_last_version", {"/made_on before_last_version", "/amounts/0/quarter quarter_over"}
    );
}

TEST_F(Forecast, KeepsEveryVersion) {
    server.as("programme").must(path, forecast("2026-02-10", {{"2026-Q1", "110.00"}}));
    EXPECT_EQ(
        db.sql().one("select string_agg(f.number || ':' || a.amount, ' ' order by f.number)"
                     " from funding.forecast f join funding.forecast_amount a on a.forecast_id ="
                     " f.id"),
        "1:10000 2:11000"
    );
    EXPECT_EQ(rows_of_report(), (std::vector<std::string>{"2026-Q1 110.00 0.00"}));
    EXPECT_EQ(
        refusal_of(
            db.sql(), "set local role tranche_staff; update funding.forecast_amount set amount = 1"
        )
            ->sqlstate,
        "42501"
    );
}

}  // namespace tranche::tests
