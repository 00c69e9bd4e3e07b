// What indicators count, how their targets and values change, and which figures are too small to be
// published (R55 to R57, R63).
#include "tests/support/bodies.hpp"
#include "tests/support/environment.hpp"
#include "tests/support/history.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

constexpr const char* actuals = "/api/v1/indicators/P1:1:children/actuals";
constexpr const char* targets = "/api/v1/indicators/P1:1:children/targets";
constexpr const char* results = "/api/v1/projects/P1/results";

class Measurement : public SmallWorld {
protected:
    // An indicator of persons by kind, and what it is for.
    void measure_children(const json::array& categories = {"girls", "boys", "infants"}) {
        auto result = children_result();
        auto& indicator = result.at("indicators").at(0).as_object();
        indicator["categories"] = categories;
        indicator["target"] = {
            {"period_first", "2026-01-01"}, {"period_last", "2026-12-31"}, {"value", "40"}};
        server.as("programme").must(results, result);
    }
    // Reported and, unless told otherwise, verified.
    std::string reached(
        int month, const json::object& by_kind, bool verified = true, const char* on = "2026-06-05"
    ) {
        std::int64_t sum = 0;
        for (const auto& [name, count] : by_kind)
            sum += count.as_int64();
        const auto mm = (month < 10 ? "0" : "") + std::to_string(month);
        const auto id = server.as("programme")
                            .must(
                                actuals,
                                {{"period_first", "2026-" + mm + "-01"},
                                 {"period_last", "2026-" + mm + "-28"},
                                 {"value", std::to_string(sum)},
                                 {"source", "Register"},
                                 {"disaggregation", by_kind},
                                 {"reported_on", on}}
                            )
                            .id();
        if (verified) {
            server.as("finance").must(
                "/api/v1/actuals/" + id + "/verify",
                {{"verified_on", "2026-06-06"}, {"evidence", "Register seen"}}
            );
        }
        return id;
    }
    caller viewer() {
        server.with_roles("viewer", {"donor_viewer"});
        db.sql().ask(
            "update people.user_account set donor_id = (select id from funding.donor where code ="
            " 'FUND-L1-DONOR') where name = 'test.viewer'"
        );
        return server.with_roles("viewer", {"donor_viewer"});
    }
    static std::string shown(const json::value& field) {
        return field.is_null()  ? "-"
            : field.is_string() ? std::string{field.as_string()}
                                : json::serialize(field);
    }
    // "boys 20, girls - x"
    std::string breakdown(caller who, const std::string& more = {}) {
        const auto given = who.get("/api/v1/reports/breakdown?format=json" + more);
        EXPECT_EQ(given.status, 200) << given;
        std::string out;
        const auto body = given.json();
        for (const auto& row : body.at("rows").as_array()) {
            out += (out.empty() ? "" : ", ") + shown(row.at("category")) + ' ' +
                shown(row.at("actual"));
            if (!row.at("marks").is_null()) out += ' ' + shown(row.at("marks"));
        }
        return out;
    }
    json::object outcome(caller who, const std::string& more = {}) {
        const auto given = who.get("/api/v1/reports/outcomes?format=json" + more);
        EXPECT_EQ(given.status, 200) << given;
        return given.json().at("rows").at(0).as_object();
    }
};

}  // namespace

TEST_F(Measurement, R56R57AnIndicatorSaysWhatItCountsInAWayThatFitsHowItAddsUp) {
    auto result = children_result();
    result["indicators"] = json::array{
        {{"code", "a"},
         {"title_en", "A"},
         {"unit_en", "%"},
         {"measure", "percentage"},
         {"aggregation", "sum"}},
        {{"code", "b"}, {"title_en", "B"}, {"unit_en", "u"}, {"aggregation", "latest"}},
        {{"code", "c"},
         {"title_en", "C"},
         {"unit_en", "u"},
         {"aggregation", "latest"},
         {"counts", "new"}},
        {{"code", "d"},
         {"title_en", "D"},
         {"unit_en", "place"},
         {"aggregation", "sum"},
         {"counts", "new"},
         {"nature", "capacity"}},
        {{"code", "e"},
         {"title_en", "E"},
         {"unit_en", "place"},
         {"aggregation", "latest"},
         {"counts", "present"},
         {"nature", "capacity"},
         {"counts_people", true}}};
    expect_refused(
        server.as("programme").post(results, result), 422, "only_units_add_up",
        {"/indicators/0/aggregation only_units_add_up",
         "/indicators/1/counts units_say_what_they_count", "/indicators/2/counts new_ones_add_up",
         "/indicators/3/nature capacity_does_not_add_up",
         "/indicators/4/counts_people people_are_counted_in_units"}
    );
}

TEST_F(Measurement, NothingIsVerifiedWithoutEvidence) {
    measure_children();
    const auto id = reached(3, {{"girls", 12}}, false);
    remember();
    const auto path = "/api/v1/actuals/" + id + "/verify";
    expect_refused(
        server.as("finance").post(path, {{"verified_on", "2026-06-06"}}), 422, "invalid_body",
        {"/evidence missing_field"}
    );
    const auto refused =
        refusal_of(db.sql(), "update result.actual set verified_by = 1, verified_on = reported_on");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "actual_evidence_check");
}

TEST_F(Measurement, AValueTakenBackCountsNoMoreAndItsPeriodCanBeReportedAgain) {
    measure_children();
    const auto wrong = reached(3, {{"girls", 12}});
    EXPECT_EQ(outcome(server.as("finance")).at("actual"), "12");
    const auto path = "/api/v1/actuals/" + wrong + "/return";
    const json::object why{{"returned_on", "2026-06-20"}, {"reason", "Counted twice"}};
    server.as("finance").must(path, why);
    EXPECT_TRUE(outcome(server.as("finance")).at("actual").is_null()) << "unknown, not zero";
    remember();
    expect_refused(server.as("finance").post(path, why), 409, "state_forbids_action");

    remember();
    expect_refused(
        server.as("programme")
            .post(
                actuals,
                {{"period_first", "2026-03-01"},
                 {"period_last", "2026-03-31"},
                 {"value", "6"},
                 {"source", "Register"},
                 {"reported_on", "2026-06-19"}}
            ),
        422, "reported_before_return"
    );
    reached(3, {{"girls", 6}}, false, "2026-06-21");
    EXPECT_EQ(outcome(server.as("finance"), "&reported=true").at("actual"), "6");
    EXPECT_EQ(outcome(server.as("finance"), "&as_known_on=2026-06-19").at("actual"), "12")
        << "as it was known then";
    const auto kept = server.as("finance").get("/api/v1/actuals/" + wrong).json();
    EXPECT_EQ(kept.at("return_reason"), "Counted twice");
    EXPECT_EQ(kept.at("counts"), false);
    const auto revived = refusal_of(
        db.sql(),
        "update result.actual set returned_by = null, returned_on = null, return_reason = null"
    );
    ASSERT_TRUE(revived);
    EXPECT_EQ(revived->constraint, "actual_returned_is_final_check");
}

TEST_F(Measurement, ARevisedTargetStandsBesideTheOriginalOne) {
    measure_children();
    db.sql().ask("update result.target set set_on = '2026-01-05'");
    const json::object lower{
        {"period_first", "2026-01-01"}, {"period_last", "2026-12-31"}, {"value", "25"}};
    remember();
    expect_refused(
        server.as("programme").post(targets, lower), 422, "revision_needs_reason",
        {"/reason revision_needs_reason"}
    );
    auto reasoned = lower;
    reasoned["reason"] = "Fewer places than planned";
    server.as("programme").must(targets, reasoned);
    reached(3, {{"girls", 20}});
    const auto row = outcome(server.as("finance"));
    EXPECT_EQ(row.at("target"), "25");
    EXPECT_EQ(row.at("original_target"), "40");
    EXPECT_EQ(row.at("achievement_percent").is_null(), true) << "no baseline is known";
    remember();
    expect_refused(server.as("programme").post(targets, reasoned), 409, "target_set_today");
}

TEST_F(Measurement, R55OnlyKindsTheIndicatorNamesAreReported) {
    measure_children({"girls", "boys"});
    remember();
    expect_refused(
        server.as("programme")
            .post(
                actuals,
                {{"period_first", "2026-03-01"},
                 {"period_last", "2026-03-31"},
                 {"value", "12"},
                 {"source", "Register"},
                 {"disaggregation", {{"girls", 5}, {"Calle 5, zona 1", 7}}},
                 {"reported_on", "2026-04-05"}}
            ),
        422, "category_unknown", {"/disaggregation category_unknown"}
    );
}

TEST_F(Measurement, R63ASmallFigureIsWithheldTogetherWithAnotherInEveryPeriod) {
    measure_children();
    reached(3, {{"girls", 20}, {"boys", 30}, {"infants", 40}});
    const auto donor = viewer();
    EXPECT_EQ(breakdown(donor), "boys 30, girls 20, infants 40");
    reached(4, {{"girls", 3}, {"boys", 9}, {"infants", 11}});
    EXPECT_EQ(breakdown(server.as("finance")), "boys 39, girls 23, infants 51");
    EXPECT_EQ(breakdown(donor), "boys - x, girls - x, infants 51");
    EXPECT_EQ(breakdown(donor, "&until=2026-03-31"), "boys - x, girls - x, infants 40")
        << "nothing to subtract from";
    EXPECT_EQ(breakdown(server.as("finance"), "&published=true"), breakdown(donor));
    db.sql().ask("update funding.instrument_terms set small_cell = 3");
    EXPECT_EQ(breakdown(donor), "boys 39, girls 23, infants 51") << "how small is a term";
}

TEST_F(Measurement, R63OfAProtectionProjectNoBreakdownIsPublished) {
    measure_children();
    reached(3, {{"girls", 20}, {"boys", 30}, {"infants", 40}});
    db.sql().ask("update funding.project set protection = true");
    EXPECT_EQ(breakdown(viewer()), "");
    EXPECT_EQ(breakdown(server.as("finance"), "&published=true"), "");
}

TEST_F(Measurement, R63WhetherAnIndicatorCountsPeopleIsCorrectedByWhoVerifies) {
    measure_children();
    reached(3, {{"girls", 4}});
    const auto donor = viewer();
    const auto mark = [&](const char* who, bool people) {
        return server.as(who).post(
            "/api/v1/indicators/P1:1:children/counts-people",
            {{"counts_people", people}, {"reason", "These are classes"}}
        );
    };
    EXPECT_EQ(outcome(donor).at("status"), "withheld");
    EXPECT_EQ(mark("programme", false).status, 403) << "who plans the indicator does not open it";
    ASSERT_EQ(mark("finance", false).status, 200);
    EXPECT_EQ(outcome(donor).at("actual"), "4");
    ASSERT_EQ(mark("finance", true).status, 200);
    EXPECT_EQ(outcome(donor).at("status"), "withheld");
}

TEST_F(Measurement, R63ADonorReadsNoCountOfFewPersonsNorSubtractsOne) {
    measure_children();
    reached(3, {{"girls", 4}});
    const auto donor = viewer();
    auto row = outcome(donor);
    EXPECT_EQ(row.at("status"), "withheld");
    EXPECT_TRUE(row.at("actual").is_null());
    EXPECT_TRUE(row.at("achievement_percent").is_null());
    EXPECT_TRUE(row.at("cost_per_unit").is_null());
    EXPECT_EQ(outcome(server.as("finance")).at("actual"), "4");
    reached(4, {{"girls", 20}});
    EXPECT_EQ(outcome(donor).at("actual"), "24");
    EXPECT_EQ(outcome(donor, "&until=2026-04-30").at("status"), "withheld")
        << "less the report of another day it would be 4";
}

TEST_F(Measurement, TheFlagOfAProjectGoesByTheTermsOfItsFund) {
    EXPECT_EQ(
        server.as("administrator")
            .post(
                "/api/v1/instruments/FUND/terms",
                {{"valid_from", "2026-07-01"},
                 {"payment_persons", 3},
                 {"certifier_differs", true},
                 {"flag_spent_percent", "101"},
                 {"source", "Decision"}}
            )
            .errors(),
        std::vector<std::string>{"/flag_spent_percent more_than_the_whole"}
    );
    auto result = children_result();
    auto& indicator = result.at("indicators").at(0).as_object();
    indicator["baseline"] = "0";
    indicator["target"] = {
        {"period_first", "2026-01-01"}, {"period_last", "2026-12-31"}, {"value", "40"}};
    server.as("programme").must(results, result);
    reached(3, {{"girls", 20}});
    server.as("finance").must("/api/v1/direct-expenditures", expense("E-1", "2026-05-10"));
    const auto flag = [&] {
        return shown(server.as("finance")
                         .get("/api/v1/reports/portfolio?format=json&project=P1")
                         .json()
                         .at("rows")
                         .at(0)
                         .at("flag"));
    };
    EXPECT_EQ(flag(), "-");
    db.sql().ask(
        "update funding.instrument_terms set flag_spent_percent = 0.01, flag_achieved_percent = 50"
    );
    EXPECT_EQ(flag(), "spent_not_achieved");
}

}  // namespace tranche::tests
