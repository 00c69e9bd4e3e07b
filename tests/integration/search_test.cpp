// One field finds what has a code or a name, in three languages, without accents, and for a
// partner's people only what is theirs.
#include "tests/support/history.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

class Search : public SmallWorld {
protected:
    void SetUp() override {
        db.sql().ask(
            "update funding.project set title_en = 'First shelter for children', title_fr ="
            " 'Premier refuge d’enfants', title_es = 'Primer albergue para niños y niñas'"
        );
        db.sql().ask("update partner.partner set name = 'Fundación de la Niñez' where code = 'NGO'"
        );
        db.sql().ask("update reference.member_state set name_fr = 'Pérou' where iso2 = 'PE'");
        remember();
    }
    // "project P1, agreement A1"
    static std::string found(caller who, const std::string& query) {
        const auto given = who.get("/api/v1/search?" + query);
        EXPECT_EQ(given.status, 200) << given;
        std::string all;
        const auto body = given.json();
        for (const auto& one : body.at("items").as_array()) {
            all += (all.empty() ? "" : ", ") + std::string{one.at("type").as_string()} + ' ' +
                std::string{one.at("code").as_string()};
        }
        return all;
    }
};

}  // namespace

TEST_F(Search, FindsByAnyLanguageInAnyOrderWithoutAccents) {
    const auto officer = server.as("programme");
    EXPECT_EQ(found(officer, "q=shelter"), "project P1");
    EXPECT_EQ(found(officer, "q=ninos%20ALBERGUE"), "project P1");
    EXPECT_EQ(found(officer, "q=d'enfants"), "project P1");
    EXPECT_EQ(found(officer, "q=fundacion"), "partner NGO");
    EXPECT_EQ(found(officer, "q=shelter%20hospital"), "") << "every word is to be found";
    EXPECT_EQ(found(officer, "q=100%25"), "") << "a sign is a sign";
    EXPECT_EQ(found(officer, "q=_____"), "");
}

TEST_F(Search, ShowsTheExactCodeFirst) {
    EXPECT_EQ(found(server.as("programme"), "q=p1").substr(0, 10), "project P1");
    EXPECT_EQ(found(server.as("programme"), "q=fund").substr(0, 15), "instrument FUND");
    EXPECT_EQ(found(server.as("programme"), "q=fund&type=donor"), "donor FUND-L1-DONOR");
    EXPECT_EQ(found(server.as("programme"), "q=fund&limit=1"), "instrument FUND");
}

TEST_F(Search, NamesThingsInTheCallersLanguageAndSaysWhereTheyAre) {
    const auto given =
        server.as("programme").get("/api/v1/search?q=shelter", {{"accept-language", "es"}});
    const auto item = given.json().at("items").at(0);
    EXPECT_EQ(item.at("title"), "Primer albergue para niños y niñas") << given;
    const std::string url{item.at("url").as_string()};
    EXPECT_EQ(server.as("programme").get(url).field("code"), "P1") << url;
    EXPECT_EQ(found(server.as("programme"), "q=perou"), "member_state PE");
}

TEST_F(Search, ShowsAPartnersPeopleNothingOfOthersNorOfTheFund) {
    partner(server, "OTHER");
    const auto theirs = server.as("officer", "NGO");
    EXPECT_EQ(found(theirs, "q=a1"), "agreement A1");
    EXPECT_EQ(found(theirs, "q=fundacion"), "partner NGO");
    EXPECT_EQ(found(theirs, "q=shelter"), "");
    EXPECT_EQ(found(theirs, "q=fund"), "partner NGO") << "by its name";
    EXPECT_EQ(found(theirs, "q=other"), "");
    EXPECT_EQ(found(server.as("officer", "OTHER"), "q=a1"), "");
    EXPECT_EQ(server.with_roles("viewer", {"donor_viewer"}).get("/api/v1/search?q=a1").status, 403);
}

TEST_F(Search, TakesWordsOfTwoLettersForTheBeginningOfACode) {
    EXPECT_EQ(found(server.as("programme"), "q=p1"), "project P1");
    EXPECT_EQ(found(server.as("programme"), "q=ng"), "partner NGO");
    EXPECT_EQ(found(server.as("programme"), "q=go"), "")
        << "it is inside a code, not its beginning";
    EXPECT_EQ(found(server.as("programme"), "q=de"), "") << "it is a word of a name";
}

TEST_F(Search, AsksForWordsToLookFor) {
    const auto officer = server.as("programme");
    auto asked = officer;
    expect_refused(asked.get("/api/v1/search?q=%20"), 400, "bad_query", {"q too_short"});
    expect_refused(
        asked.get("/api/v1/search?q=" + std::string(201, 'a')), 400, "bad_query", {"q too_long"}
    );
    expect_refused(asked.get("/api/v1/search"), 400, "bad_query", {"q missing_field"});
}

TEST_F(Search, OfAListIgnoresAccentsToo) {
    const auto given = server.as("programme").get("/api/v1/projects?q=ninas");
    EXPECT_EQ(given.json().at("items").as_array().size(), 1U) << given;
}

TEST_F(Search, IsFoundInAnIndexWhereThereIsMuch) {
    db.sql().ask(
        "insert into partner.agreement select (jsonb_populate_record(a, jsonb_build_object('id', a.id + n,"
        " 'code', 'X' || n, 'title', 'Title ' || n))).* from partner.agreement a, generate_series(1, 5000) n"
    );
    db.sql().ask("analyze partner.agreement");
    const auto plan = db.sql().one(
        "explain (format json) select code from partner.agreement x where reference.plain(x.code || ' ' ||"
        " x.title) like reference.contains_pattern('title 4711')"
    );
    EXPECT_NE(plan.find("agreement_search"), std::string::npos) << plan;
    db.sql().ask("delete from partner.agreement where code like 'X%'");
}

}  // namespace tranche::tests
