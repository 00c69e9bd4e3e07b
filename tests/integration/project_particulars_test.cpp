// What else is known of a project: codes, goals, dated shares, places, and where other money goes
// on.
#include "tests/support/project_days.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

using lines = std::vector<std::string>;

class ProjectParticulars : public SmallWorld {
protected:
    answer tell(const std::string& verb, const json::object& body, const std::string& of = "P1") {
        return server.as("programme").post("/api/v1/projects/" + of + '/' + verb, body);
    }
    answer propose(const std::string& code, json::object more = {}) {
        json::object body{
            {"code", code},
            {"title_en", "Another"},
            {"instrument", "FUND"},
            {"coverage", "national"},
            {"states", {{{"state", "GT"}, {"share", "100"}}}}};
        for (const auto& one : more) {
            body.insert_or_assign(one.key(), one.value());
        }
        return server.as("programme").post("/api/v1/projects", body);
    }
    static json::object place(const char* latitude = "14.634915") {
        return {
            {"name", "Capital"},
            {"latitude", latitude},
            {"longitude", "-90.506882"},
            {"exactness", "approximate"}};
    }
    static json::object shares(const std::string& from, const char* gt, const char* pe) {
        return {
            {"valid_from", from},
            {"reason", "Peru joined"},
            {"states", {{{"state", "GT"}, {"share", gt}}, {{"state", "PE"}, {"share", pe}}}}};
    }
    std::string by_state() {
        return db.sql().one(
            "select string_agg(state || ' ' || base_amount, ', ' order by state) from ledger.cell"
            " where measure = 'direct'"
        );
    }
    void spend(const std::string& document, const std::string& day) {
        server.as("finance").must(
            "/api/v1/direct-expenditures",
            {{"project", "P1"},
             {"budget_line", "1"},
             {"document", document},
             {"spent_on", day},
             {"payee_kind", "services"},
             {"description", "Rent"},
             {"amount", amount_of("100.00")}}
        );
    }
};

}  // namespace

TEST_F(ProjectParticulars, CountTheSharesOfTheDayMoneyIsPosted) {
    spend("X-1", "2026-05-10");
    ASSERT_EQ(tell("states", shares("2026-05-11", "40", "60")).status, 200);
    EXPECT_EQ(by_state(), "GT 10000") << "what was divided stays so";
    spend("X-2", "2026-05-11");
    EXPECT_EQ(by_state(), "GT 14000, PE 6000");
}

TEST_F(ProjectParticulars, RefuseSharesForDaysThatMoneyWasDividedOn) {
    spend("X-1", "2026-05-10");
    remember();
    expect_refused(
        tell("states", shares("2026-05-10", "40", "60")), 422, "states_counted_already",
        {"/valid_from states_counted_already"}
    );
    const auto by_hand = refusal_of(
        db.sql(),
        "insert into funding.benefiting_state (project_id, state, valid_from, share)"
        " select id, 'PE', '2026-05-10', 100 from funding.project"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "benefiting_state_not_counted_yet_check");
}

TEST_F(ProjectParticulars, RefuseSharesThatDoNotAddTo100) {
    remember();
    expect_refused(
        tell("states", shares("2026-07-01", "40", "59.99")), 422, "shares_must_add_to_100",
        {"/states shares_must_add_to_100"}
    );
}

TEST_F(ProjectParticulars, R18OtherMoneyGoesToASuccessorWithACodeOfItsOwn) {
    fund(server, {.instrument = "OTHER", .line = "OTHER-L1"});
    remember();
    const auto given = server.as("programme")
                           .post(
                               "/api/v1/allocations",
                               {{"project", "P1"},
                                {"line", "OTHER-L1"},
                                {"amount", amount_of("10.00")},
                                {"allocated_on", "2026-06-01"}}
                           );
    expect_refused(given, 422, "line_of_other_instrument", {"/line line_of_other_instrument"});
    const auto tied = server.as("finance").post(
        "/api/v1/contributions",
        {{"code", "TIED"},
         {"donor", "OTHER-L1-DONOR"},
         {"line", "OTHER-L1"},
         {"pledged", amount_of("10.00")},
         {"pledged_on", "2026-06-01"},
         {"earmarking", "I"},
         {"restriction", "The shelter"},
         {"project", "P1"}}
    );
    expect_refused(tied, 422, "project_of_other_fund");
    ASSERT_EQ(propose("P2", {{"instrument", "OTHER"}}).status, 201);
    EXPECT_EQ(
        tell(
            "relate", {{"project", "P1"}, {"kind", "successor_of"}, {"reason", "Second phase"}},
            "P2"
        )
            .status,
        201
    );
    EXPECT_EQ(
        tell("relate", {{"project", "P2"}, {"kind", "successor_of"}, {"reason", "Back"}}).code(),
        "related_already"
    );
    EXPECT_EQ(
        tell("relate", {{"project", "P1"}, {"kind", "related_to"}, {"reason", "Itself"}}).code(),
        "related_to_itself"
    );
    const auto read = server.as("auditor").get("/api/v1/project-relations?other=P1").json();
    EXPECT_EQ(read.at("items").at(0).at("project").as_string(), "P2");
}

TEST_F(ProjectParticulars, R63KeepProtectionProjectsFromNamingASite) {
    ASSERT_EQ(tell("locations", place()).status, 201);
    ASSERT_EQ(propose("P2", {{"protection", true}}).status, 201);
    remember();
    expect_refused(
        tell("locations", place(), "P2"), 422, "protection_names_no_site",
        {" protection_names_no_site"}
    );
    const auto by_hand = refusal_of(
        db.sql(),
        "insert into funding.project_location (id, project_id, name, latitude, longitude, exactness,"
        " recorded_by) select 1, id, 'House', 14.6, -90.5, 'exact', proposed_by from funding.project"
        " where code = 'P2'"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "project_location_not_of_protection_check");
}

TEST_F(ProjectParticulars, R63AProjectThatBecomesOneOfProtectionLosesItsSites) {
    ASSERT_EQ(tell("locations", place()).status, 201);
    const json::object why{{"reason", "A shelter was opened"}};
    ASSERT_EQ(tell("protect", why).status, 200);
    EXPECT_EQ(db.sql().number("select count(*) from funding.project_location"), 0);
    remember();
    expect_refused(
        tell("locations", place()), 422, "protection_names_no_site", {" protection_names_no_site"}
    );
    expect_refused(tell("protect", why), 422, "protected_already", {" protected_already"});
    EXPECT_EQ(tell("lift-protection", why).status, 403);
    auto approver = server.as("approver");
    ASSERT_EQ(approver.post("/api/v1/projects/P1/lift-protection", why).status, 200);
    EXPECT_EQ(approver.post("/api/v1/projects/P1/lift-protection", why).code(), "not_protected");
    EXPECT_EQ(tell("locations", place()).status, 201);
}

TEST_F(ProjectParticulars, RefuseWhatIsNoPlaceOnEarth) {
    for (const char* wrong : {"91", "90.000001", "-91", "1.1234567", "1.", "", "north", "--1"}) {
        EXPECT_EQ(tell("locations", place(wrong)).status, 422) << wrong;
    }
    for (const char* right : {"90", "-90.0", "0", "14.634915"}) {
        EXPECT_EQ(tell("locations", place(right)).status, 201) << right;
    }
}

TEST_F(ProjectParticulars, NameOnlyGoalsThatAreKnown) {
    server.as("administrator")
        .must(
            "/api/v1/reference/goal-targets",
            {{"items",
              {{{"framework", "sdg"},
                {"code", "8.7"},
                {"name_en", "n"},
                {"name_fr", "n"},
                {"name_es", "n"}}}}}
        );
    EXPECT_EQ(
        tell("classify", {{"goals", {"sdg:8.7", "gcm:99"}}}).errors(),
        lines{"/goals/1 unknown_reference"}
    );
    ASSERT_EQ(tell("classify", {{"goals", {"sdg:8.7"}}, {"gender_marker", 2}}).status, 200);
    const auto read = server.as("auditor").get("/api/v1/projects/P1").json();
    EXPECT_EQ(json::serialize(read.at("goals")), R"(["sdg:8.7"])");
    EXPECT_EQ(read.at("gender_marker").as_int64(), 2);
    EXPECT_EQ(tell("classify", {{"goals", json::array{}}, {"gender_marker", 3}}).status, 422);
}

TEST_F(ProjectParticulars, HaveCodesOfTheFormsTheFundGives) {
    server.as("administrator")
        .must(
            "/api/v1/instruments/FUND/project-terms",
            {{"valid_from", "2026-01-01"},
             {"obligations", {"final_report"}},
             {"code_forms", {"modern"}},
             {"source", "Rules of the fund"}}
        );
    EXPECT_EQ(propose("P2").errors(), lines{"/code code_form_unknown"});
    EXPECT_EQ(propose("TF2-805").errors(), lines{"/code code_form_unknown"});
    EXPECT_EQ(propose("CT.0985", {{"prima_id", "GT1"}}).errors(), lines{"/prima_id prima_form"});
    EXPECT_EQ(propose("CT.0985", {{"prima_id", "GT10P0510"}}).status, 201);
    EXPECT_EQ(propose("TF2-805", {{"origin", "historical"}}).status, 201) << "it was given before";
}

TEST_F(ProjectParticulars, LetPhasesLieWithinTheProject) {
    json::object phase{
        {"code", "A"}, {"name_en", "First"}, {"start_on", "2026-01-31"}, {"end_on", "2027-01-01"}};
    EXPECT_EQ(
        tell("phases", phase).errors(),
        (lines{"/start_on phase_outside_project", "/end_on phase_outside_project"})
    );
    phase["start_on"] = "2026-02-01";
    phase["end_on"] = "2026-12-31";
    EXPECT_EQ(tell("phases", phase).status, 201);
}

}  // namespace tranche::tests
