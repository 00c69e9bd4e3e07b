// The strict parser: what is no JSON document for us, and where it broke.
#include "server/json/reader.hpp"
#include "server/json/text.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

namespace {

std::optional<domain::error> refusal_of(std::string_view text, const parse_limits& limits = {}) {
    try {
        parse_document(text, limits);
    } catch (const domain::refusal& refused) {
        return refused.why();
    }
    return std::nullopt;
}

std::string code_of(std::string_view text, const parse_limits& limits = {}) {
    const auto why = refusal_of(text, limits);
    return why ? why->code : "";
}

}  // namespace

TEST(JsonDocument, ReadsValuesOfEveryType) {
    const auto value =
        parse_document(R"( {"a":[1,-2.5,"x",true,null,{}],"\u00e9":"\ud83d\ude00"} )", {});
    EXPECT_EQ(value.at("a").as_array().size(), 6U);
    EXPECT_EQ(value.at("\xC3\xA9").as_string(), "\xF0\x9F\x98\x80");
}

TEST(JsonDocument, TellsLineAndColumnOfASyntaxError) {
    const auto why = refusal_of("{\"a\":1,\n \"\xC3\xA9\": oops}");
    ASSERT_TRUE(why);
    EXPECT_EQ(why->kind, domain::error_kind::malformed);
    EXPECT_EQ(why->code, "malformed_json");
    EXPECT_EQ(why->args, (domain::message_args{{"line", "2"}, {"column", "7"}}));
}

TEST(JsonDocument, RefusesWhatIsNotOneDocument) {
    for (const auto* text : {"{", "{}{}", "[1,]", "{'a':1}", "nul", "01", "// note\n1", "NaN"}) {
        EXPECT_EQ(code_of(text), "malformed_json") << text;
    }
}

TEST(JsonDocument, NeedsABody) {
    EXPECT_EQ(code_of(""), "body_required");
    EXPECT_EQ(code_of(" \r\n"), "body_required");
}

TEST(JsonDocument, RefusesTheSameKeyTwice) {
    const auto why = refusal_of(R"({"lines":[{"a":1},{"b":{"x/y":1,"z":2,"x\/y":3}}]})");
    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, "duplicate_key");
    ASSERT_EQ(why->violations.size(), 1U);
    EXPECT_EQ(why->violations[0].field, "/lines/1/b/x~1y");
}

TEST(JsonDocument, AllowsTheSameKeyInDifferentObjects) {
    EXPECT_EQ(code_of(R"([{"a":{"a":1}},{"a":2}])"), "");
}

TEST(JsonDocument, RefusesTextThatIsNotUtf8) {
    for (const auto* text :
         {"\"\xC3\"", "\"\xE9t\xE9\"", "\"\xC0\xAF\"", "\"\xED\xA0\x80\"",
          "\"\xF4\x90\x80\x80\""}) {
        EXPECT_EQ(code_of(text), "bad_utf8") << text;
    }
}

TEST(JsonDocument, RefusesHalfASurrogatePair) {
    EXPECT_EQ(code_of(R"("\ud83d")"), "malformed_json");
    EXPECT_EQ(code_of(R"("\ude00")"), "malformed_json");
}

TEST(JsonDocument, LimitsDepth) {
    EXPECT_EQ(code_of(std::string(16, '[') + std::string(16, ']')), "");
    EXPECT_EQ(code_of(std::string(17, '[') + std::string(17, ']')), "too_deep");
    EXPECT_EQ(code_of(std::string(100'000, '[')), "too_deep");
}

TEST(JsonDocument, LimitsSize) {
    parse_limits limits;
    limits.max_bytes = 4;
    EXPECT_EQ(code_of("1234", limits), "");
    const auto why = refusal_of("12345", limits);
    ASSERT_TRUE(why);
    EXPECT_EQ(why->kind, domain::error_kind::too_large);
    EXPECT_EQ(why->code, "body_too_large");
}

TEST(JsonText, CountsCharactersNotBytes) {
    EXPECT_EQ(count_characters("\xC3\xA9t\xC3\xA9 \xF0\x9F\x98\x80"), 5U);
}

TEST(JsonText, AcceptsWellFormedUtf8AtItsBorders) {
    EXPECT_TRUE(is_utf8("\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF")
    );
    EXPECT_FALSE(is_utf8("\xE0\x9F\xBF"));
    EXPECT_FALSE(is_utf8("\xF0\x8F\xBF\xBF"));
    EXPECT_FALSE(is_utf8("\x80"));
}

TEST(JsonText, SuggestsTheNearestNameOrAllOfThem) {
    const std::vector<std::string_view> known{"amount", "currency"};
    EXPECT_EQ(suggest_name("amuont", known), "amount");
    EXPECT_EQ(suggest_name("Currency", known), "currency");
    EXPECT_EQ(suggest_name("colour", known), "amount, currency");
    EXPECT_EQ(suggest_name(std::string(100'000, 'x'), known), "amount, currency");
}

}  // namespace tranche::server
