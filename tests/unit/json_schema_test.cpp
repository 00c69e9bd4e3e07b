// Field tables: one declaration reads, writes and describes a wire struct.
#include "domain/contract.hpp"
#include "server/json/schema.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tranche::server {

namespace {

enum class funding_kind { advance, reimbursement };

struct line {
    std::string label;
    domain::money amount;
    friend bool operator==(const line&, const line&) = default;
};

struct new_grant {
    std::string name;
    std::optional<std::string> code;
    domain::money amount;
    std::vector<line> lines;
    std::optional<domain::date> signed_on;
    std::string purpose;
    std::int64_t places = 0;
    bool urgent = false;
    funding_kind kind = funding_kind::advance;
    std::map<std::string, std::int64_t> reached;
};

}  // namespace

template <>
struct wire_enum<funding_kind> {
    static constexpr std::array<std::pair<std::string_view, funding_kind>, 2> names{
        {{"advance", funding_kind::advance}, {"reimbursement", funding_kind::reimbursement}}};
};

template <>
struct wire<line> {
    static const object_schema<line>& schema() {
        static const auto s = object<line>(
            "line", "A line of the budget",
            field("label", &line::label, "What it pays", length(1, 20)),
            field("amount", &line::amount, "Amount", positive())
        );
        return s;
    }
};

template <>
struct wire<new_grant> {
    static const object_schema<new_grant>& schema() {
        static const auto s = object<new_grant>(
            "new_grant", "A grant to be registered",
            field("name", &new_grant::name, "Full name", length(1, 200)),
            field("code", &new_grant::code, "Short code", matches_code()),
            field("amount", &new_grant::amount, "Amount", non_negative()),
            field("lines", &new_grant::lines, "Budget lines", items(1, 3)),
            field("signed_on", &new_grant::signed_on, "Day of the signature"),
            field("purpose", &new_grant::purpose, "", length(0, 50), multiline(), defaults_to("")),
            field("places", &new_grant::places, "", between(1, 500), defaults_to(1)),
            field("urgent", &new_grant::urgent, "", defaults_to(false)),
            field("kind", &new_grant::kind, ""),
            field("reached", &new_grant::reached, "", non_negative(), may_be_absent())
        );
        return s;
    }
};

namespace {

using domain::error_kind;

constexpr const char* minimal = R"({"name":"Japan","amount":{"amount":"10.00","currency":"USD"},
    "lines":[{"label":"a","amount":{"amount":"10.00","currency":"USD"}}],"kind":"advance"})";

// "pointer code" of every problem found in `body`.
std::vector<std::string> problems(const std::string& body) {
    try {
        parse_body<new_grant>(body);
    } catch (const domain::refusal& refused) {
        EXPECT_EQ(refused.why().kind, error_kind::rule);
        EXPECT_EQ(refused.why().code, "invalid_body");
        std::vector<std::string> out;
        for (const auto& each : refused.why().violations) {
            out.push_back(each.field + " " + each.code);
        }
        return out;
    }
    return {};
}

std::string with(std::string_view members) {
    std::string body = minimal;
    return body.insert(1, std::string(members) + ",");
}

using list = std::vector<std::string>;

}  // namespace

TEST(FieldTable, ReadsEveryKindOfMember) {
    const auto grant = parse_body<new_grant>(with(
        R"("code":"CT.0985","signed_on":"2009-04-01","purpose":" one\ntwo ","places":7,
           "urgent":true,"reached":{"women":12,"men":3})"
    ));
    EXPECT_EQ(grant.name, "Japan");
    EXPECT_EQ(grant.code, "CT.0985");
    EXPECT_EQ(grant.amount.to_decimal(), "10.00");
    ASSERT_EQ(grant.lines.size(), 1U);
    EXPECT_EQ(grant.lines[0].label, "a");
    EXPECT_EQ(grant.signed_on, domain::parse_date("2009-04-01"));
    EXPECT_EQ(grant.purpose, "one\ntwo");
    EXPECT_EQ(grant.places, 7);
    EXPECT_TRUE(grant.urgent);
    EXPECT_EQ(grant.kind, funding_kind::advance);
    EXPECT_EQ(grant.reached.at("women"), 12);
}

TEST(FieldTable, TakesDefaultsForAbsentMembers) {
    const auto grant = parse_body<new_grant>(minimal);
    EXPECT_EQ(grant.code, std::nullopt);
    EXPECT_EQ(grant.signed_on, std::nullopt);
    EXPECT_EQ(grant.places, 1);
    EXPECT_FALSE(grant.urgent);
    EXPECT_TRUE(grant.reached.empty());
}

TEST(FieldTable, TakesNullForAnOptionalMemberOnly) {
    EXPECT_EQ(problems(with(R"("code":null)")), list{});
    EXPECT_EQ(problems(with(R"("urgent":null)")), list{"/urgent wrong_type"});
}

TEST(FieldTable, NamesEveryProblemAtOnceWithItsPointer) {
    const std::string body = R"({"name":"","amount":{"amount":10,"currency":"USD"},
        "lines":[{"label":"a","amount":{"amount":"0.00","currency":"USD"}},
                 {"amount":{"amount":"1.234","currency":"USD"},"colour":1}],
        "places":501,"urgent":"yes","kind":"gift","reached":{"men":-1,"a/b":1.5}})";
    const list expected{
        "/name too_short",
        "/amount/amount wrong_type",
        "/lines/0/amount/amount not_positive",
        "/lines/1/label missing_field",
        "/lines/1/amount/amount too_many_decimals",
        "/lines/1/colour unknown_field",
        "/places out_of_range",
        "/urgent wrong_type",
        "/kind not_in_list",
        "/reached/men negative",
        "/reached/a~1b wrong_type"};
    EXPECT_EQ(problems(body), expected);
}

TEST(FieldTable, NamesMissingMembersOfAnEmptyObject) {
    const list expected{
        "/name missing_field", "/amount missing_field", "/lines missing_field",
        "/kind missing_field"};
    EXPECT_EQ(problems("{}"), expected);
}

TEST(FieldTable, RefusesABodyThatIsNoObject) {
    EXPECT_EQ(problems("[]"), list{" not_an_object"});
    EXPECT_EQ(problems("3"), list{" not_an_object"});
}

TEST(FieldTable, RefusesTooManyAndTooFewItems) {
    std::string four = R"({"name":"x","amount":{"amount":"1","currency":"USD"},"kind":"advance",
        "lines":[1,2,3,4]})";
    EXPECT_EQ(problems(four), list{"/lines too_many_items"});
    EXPECT_EQ(problems(four.replace(four.find("[1"), 9, "[]")), list{"/lines too_few_items"});
}

TEST(FieldTable, SuggestsTheNearestNameForAnUnknownMember) {
    try {
        parse_body<new_grant>(with(R"("signed_no":"2009-04-01")"));
        FAIL() << "accepted an unknown member";
    } catch (const domain::refusal& refused) {
        ASSERT_EQ(refused.why().violations.size(), 1U);
        EXPECT_EQ(refused.why().violations[0].args.at(0).second, "signed_on");
    }
}

TEST(FieldTable, StopsCollectingAtTheLimitButStillCounts) {
    parse_limits limits;
    limits.max_violations = 2;
    try {
        parse_body<new_grant>("{}", limits);
        FAIL() << "accepted an empty body";
    } catch (const domain::refusal& refused) {
        EXPECT_EQ(refused.why().violations.size(), 2U);
        EXPECT_EQ(refused.why().args.at(0).second, "4");
    }
}

TEST(FieldTable, WritesWhatItReads) {
    const auto grant = parse_body<new_grant>(with(R"("purpose":"a \"quoted\"\tword","code":"X1")"));
    const auto text = to_json(grant);
    EXPECT_EQ(
        text,
        R"({"name":"Japan","code":"X1","amount":{"amount":"10.00","currency":"USD"},)"
        R"("lines":[{"label":"a","amount":{"amount":"10.00","currency":"USD"}}],)"
        R"("signed_on":null,"purpose":"a \"quoted\"\tword","places":1,"urgent":false,)"
        R"("kind":"advance","reached":{}})"
    );
    EXPECT_EQ(to_json(parse_body<new_grant>(text)), text);
}

TEST(FieldTable, ReadsAndWritesAListAtTheRoot) {
    const auto lines =
        parse_body<std::vector<line>>(R"([{"label":"a","amount":{"amount":"1","currency":"JPY"}}])"
        );
    EXPECT_EQ(to_json(lines), R"([{"label":"a","amount":{"amount":"1","currency":"JPY"}}])");
}

TEST(FieldTable, DescribesItselfWithNamedComponents) {
    component_registry registry;
    const auto reference = schema_of<new_grant>()(registry);
    EXPECT_EQ(reference.at("$ref").as_string(), "#/components/schemas/new_grant");
    ASSERT_EQ(registry.components().size(), 3U);
    EXPECT_TRUE(registry.components().contains("line"));
    EXPECT_TRUE(registry.components().contains("money"));

    const auto& schema = registry.components().at("new_grant").as_object();
    const auto& properties = schema.at("properties").as_object();
    EXPECT_EQ(schema.at("required"), boost::json::value({"name", "amount", "lines", "kind"}));
    EXPECT_EQ(schema.at("additionalProperties"), boost::json::value(false));
    EXPECT_EQ(properties.at("name").at("maxLength").to_number<int>(), 200);
    EXPECT_EQ(properties.at("places").at("default").to_number<int>(), 1);
    EXPECT_EQ(properties.at("places").at("maximum").to_number<int>(), 500);
    EXPECT_EQ(properties.at("code").at("type"), boost::json::value({"string", "null"}));
    EXPECT_EQ(properties.at("lines").at("maxItems").to_number<int>(), 3);
    EXPECT_EQ(properties.at("kind").at("enum"), boost::json::value({"advance", "reimbursement"}));
}

namespace {

struct twin {
    std::string text;
    bool flag = false;
};

}  // namespace

template <>
struct wire<twin> {
    static const object_schema<twin>& schema() {
        static const auto s = object<twin>("line", "", field("text", &twin::text, ""));
        return s;
    }
};

TEST(FieldTable, RefusesTwoTypesOfOneName) {
    component_registry registry;
    schema_of<line>()(registry);
    EXPECT_THROW(schema_of<twin>()(registry), domain::contract_violation);
}

TEST(FieldTable, RefusesARuleThatDoesNotFitTheType) {
    EXPECT_THROW(field("flag", &twin::flag, "", positive()), domain::contract_violation);
    EXPECT_THROW(field("text", &twin::text, "", between(1, 2)), domain::contract_violation);
}

TEST(FieldTable, RefusesTheSameFieldTwice) {
    const auto twice = [] {
        return object<twin>("x", "", field("a", &twin::text, ""), field("a", &twin::text, ""));
    };
    EXPECT_THROW(twice(), domain::contract_violation);
}

}  // namespace tranche::server
