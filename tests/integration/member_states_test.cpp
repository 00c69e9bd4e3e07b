// Which States a line may fund on a day, with every reason why not, and how they are found by name.
#include "tests/support/small_world_test.hpp"
#include "tests/support/states.hpp"

namespace tranche::tests {
namespace json = boost::json;

class MemberStates : public SmallWorld {
protected:
    void SetUp() override {
        auto admin = server.as("administrator");
        admin.must(
            "/api/v1/instruments/FUND/lines",
            {{"code", "FUND-L2"},
             {"name_en", "Line 2"},
             {"name_fr", "Ligne 2"},
             {"name_es", "Línea 2"},
             {"currency", "USD"}}
        );
        admin.must(
            "/api/v1/funding-lines/FUND-L2/terms",
            {{"valid_from", "2020-01-01"}, {"excludes_article_4", true}, {"source", "test"}}
        );
        becomes_known(server, "PE", "2020-03-01", {{"article_4", true}});
    }

    // "GT eligible", "PT not_eligible income_group eu_member", "CI unknown ?membership".
    std::vector<std::string> answers(const std::string& query) {
        const auto given = server.as("programme").get("/api/v1/member-states?" + query);
        EXPECT_EQ(given.status, 200) << given;
        std::vector<std::string> all;
        const auto told_of = given.json();
        for (const auto& item : told_of.at("items").as_array()) {
            auto line = json::value_to<std::string>(item.at("iso2"));
            if (const auto* told = item.as_object().if_contains("eligibility");
                told != nullptr && told->is_object()) {
                line += ' ' + json::value_to<std::string>(told->at("answer"));
                for (const auto& reason : told->at("reasons").as_array()) {
                    EXPECT_NE(reason.at("message").as_string(), "");
                    line += ' ' + json::value_to<std::string>(reason.at("code"));
                }
                for (const auto& fact : told->at("unknown").as_array()) {
                    line += " ?" + json::value_to<std::string>(fact);
                }
            }
            all.push_back(std::move(line));
        }
        return all;
    }

    using lines = std::vector<std::string>;
};

TEST_F(MemberStates, R4R5AnswerWithTheReasonForEachExclusion) {
    EXPECT_EQ(
        answers("eligible_for=L2&on=2020-05-01"),
        (lines{"GT eligible", "PE not_eligible article_4", "PT not_eligible income_group eu_member"}
        )
    );
    EXPECT_EQ(answers("eligible_for=FUND-L1&on=2020-05-01")[1], "PE eligible");
    EXPECT_EQ(answers("eligible_for=L2&on=2020-02-29")[1], "PE eligible");
    EXPECT_EQ(answers("eligible_for=L2&on=2020-05-01&answer=eligible"), lines{"GT eligible"});
    const auto counted =
        server.as("programme").get("/api/v1/member-states?eligible_for=L2&on=2020-05-01");
    EXPECT_EQ(counted.field("eligible") + counted.field("not_eligible"), "12");
    EXPECT_EQ(counted.field("unknown"), "0");
}

TEST_F(MemberStates, SayTheReasonInTheCallersLanguage) {
    const auto given =
        server.as("programme")
            .get(
                "/api/v1/member-states?eligible_for=L2&on=2020-05-01", {{"accept-language", "es"}}
            );
    EXPECT_NE(given.body.find("Está sujeto al artículo 4"), std::string::npos) << given;
}

TEST_F(MemberStates, R5KeepEachFactUntilAnotherIsKnown) {
    becomes_known(server, "GT", "2022-01-01", {{"income_group", "high"}});
    EXPECT_EQ(answers("eligible_for=L2&on=2021-12-31&q=GTM"), lines{"GT eligible"})
        << "membership and all else stay as they were";
    EXPECT_EQ(
        answers("eligible_for=L2&on=2022-01-01&q=GTM"), lines{"GT not_eligible income_group"}
    );
    becomes_known(server, "GT", "2023-01-01", {{"no_longer_known", "income_group withdrawn"}});
    EXPECT_EQ(
        answers("eligible_for=L2&on=2023-01-01&q=GTM"), lines{"GT unknown ?income_group ?withdrawn"}
    );
    becomes_known(server, "GT", "2024-01-01", {{"income_group", "low"}, {"withdrawn", true}});
    EXPECT_EQ(answers("eligible_for=L2&on=2024-01-01&q=GTM"), lines{"GT not_eligible withdrawn"});
}

TEST_F(MemberStates, AreRefusedAFactThatIsKnownAndNotKnown) {
    remember();
    const auto both = server.as("administrator")
                          .post(
                              "/api/v1/reference/member-state-statuses",
                              {{"items",
                                {{{"state", "GT"},
                                  {"valid_from", "2024-01-01"},
                                  {"article_4", true},
                                  {"no_longer_known", "article_4 weather"},
                                  {"source", "test"}}}}}
                          );
    expect_refused(
        both, 422, "known_or_not_known",
        {"/items/0/no_longer_known known_or_not_known",
         "/items/0/no_longer_known known_or_not_known"}
    );
}

TEST_F(MemberStates, AreFoundWithoutAccentsInAnyLanguage) {
    server.as("administrator")
        .must(
            "/api/v1/reference/member-states",
            {{"items",
              {{{"iso2", "CI"},
                {"iso3", "CIV"},
                {"m49", "384"},
                {"name_en", "Ivory Coast"},
                {"name_fr", "Côte d’Ivoire"},
                {"name_es", "Costa de Marfil"},
                {"region", "Africa"}}}}}
        );
    for (const auto* word :
         {"cote%20d'ivoire", "C%C3%94TE", "marfil", "ivory", "civ", "d%E2%80%99ivoire"}) {
        EXPECT_EQ(answers("q=" + std::string{word}), lines{"CI"}) << word;
    }
    EXPECT_EQ(answers("q=atlantis"), lines{});
    EXPECT_EQ(answers("region=Africa"), lines{"CI"});
    const auto french =
        server.as("programme").get("/api/v1/member-states?q=CIV", {{"accept-language", "fr"}});
    EXPECT_EQ(french.json().at("items").at(0).at("name"), "Côte d’Ivoire");
}

TEST_F(MemberStates, AreNotToldForALineOrDayThatHasNoTerms) {
    auto programme = server.as("programme");
    const std::string self = "/api/v1/member-states?eligible_for=";
    EXPECT_EQ(programme.get(self + "L9").errors(), lines{"eligible_for unknown_line_word"});
    EXPECT_EQ(programme.get(self + "L2&on=2019-12-31").errors(), lines{"on no_terms_in_force"});
    EXPECT_EQ(
        programme.get("/api/v1/member-states?answer=eligible").errors(),
        lines{"answer answer_without_line"}
    );
    EXPECT_EQ(server.as("officer", "NGO").get("/api/v1/member-states").status, 403);
}

}  // namespace tranche::tests
