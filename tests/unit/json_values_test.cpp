// Single values of the wire: what each type takes, what it refuses and with which code.
#include "server/json/schema.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace tranche::server {

namespace {

// The code of the first problem of `text` read as a T, "" when it is fine.
template <class T, class... Rules>
std::string code_of(std::string_view text, Rules... rules) {
    field_rules all;
    (rule(rules)(all), ...);
    const parse_limits limits;
    reader in(limits);
    T out{};
    read_value(in, parse_document(text, limits), all, out);
    return in.violations().empty() ? "" : in.violations().front().code;
}

template <class T, class... Rules>
std::string rewritten(std::string_view text, Rules... rules) {
    field_rules all;
    (rule(rules)(all), ...);
    const parse_limits limits;
    reader in(limits);
    T out{};
    read_value(in, parse_document(text, limits), all, out);
    EXPECT_EQ(in.problems(), 0U) << text;
    return to_json(out);
}

}  // namespace

TEST(JsonTextValue, IsTrimmedOfOuterBlanksOnly) {
    EXPECT_EQ(rewritten<std::string>("\" \\t a  b \xC2\xA0\""), R"("a  b")");
}

TEST(JsonTextValue, MeasuresCharactersAfterTrimming) {
    EXPECT_EQ(code_of<std::string>(R"("  ")", length(1, 5)), "too_short");
    EXPECT_EQ(code_of<std::string>("\"\xC3\xA9\xC3\xA9\xC3\xA9\"", length(1, 3)), "");
    EXPECT_EQ(code_of<std::string>(R"("abcd")", length(1, 3)), "too_long");
    EXPECT_EQ(code_of<std::string>('"' + std::string(1001, 'x') + '"'), "too_long");
}

TEST(JsonTextValue, RefusesControlCharacters) {
    EXPECT_EQ(code_of<std::string>(R"("a\u0000b")"), "control_character");
    EXPECT_EQ(code_of<std::string>(R"("a\nb")"), "control_character");
    EXPECT_EQ(code_of<std::string>(R"("a\u0085b")"), "control_character");
    EXPECT_EQ(code_of<std::string>(R"("a\u0000b")", multiline()), "control_character");
    EXPECT_EQ(code_of<std::string>(R"("a\u00e9b")"), "");
}

TEST(JsonTextValue, KeepsLinesWhereTheyAreAllowed) {
    EXPECT_EQ(rewritten<std::string>(R"("a\r\nb\tc\n")", multiline()), R"("a\nb\tc")");
}

TEST(JsonTextValue, ChecksCodesAddressesAndWords) {
    EXPECT_EQ(code_of<std::string>(R"("CT.0985/2-a_b")", matches_code()), "");
    EXPECT_EQ(code_of<std::string>(R"("-x")", matches_code()), "not_a_code");
    EXPECT_EQ(code_of<std::string>(R"("a b")", matches_code()), "not_a_code");
    EXPECT_EQ(code_of<std::string>(R"("")", matches_code()), "too_short");
    EXPECT_EQ(code_of<std::string>(R"("a@b.org")", email()), "");
    for (const auto* bad : {R"("a.b.org")", R"("@b.org")", R"("a@b")", R"("a@@b.org")"}) {
        EXPECT_EQ(code_of<std::string>(bad, email()), "not_an_email") << bad;
    }
    EXPECT_EQ(code_of<std::string>(R"("red")", one_of({"red", "blue"})), "");
    EXPECT_EQ(code_of<std::string>(R"("Red")", one_of({"red", "blue"})), "not_in_list");
}

TEST(JsonInteger, TakesWholeNumbersOfItsRange) {
    EXPECT_EQ(code_of<std::int64_t>("9223372036854775807"), "");
    EXPECT_EQ(code_of<std::int64_t>("9223372036854775808"), "out_of_range");
    EXPECT_EQ(code_of<std::int64_t>("1.0"), "wrong_type");
    EXPECT_EQ(code_of<std::int64_t>("\"1\""), "wrong_type");
    EXPECT_EQ(code_of<int>("2147483648"), "out_of_range");
    EXPECT_EQ(code_of<std::int64_t>("4", between(1, 3)), "out_of_range");
    EXPECT_EQ(code_of<std::int64_t>("0", positive()), "not_positive");
    EXPECT_EQ(to_json(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
}

TEST(JsonMoney, TravelsAsExactText) {
    const std::string usd = R"({"amount":"150000.00","currency":"USD"})";
    EXPECT_EQ(rewritten<domain::money>(usd), usd);
    EXPECT_EQ(
        rewritten<domain::money>(R"({"currency":"BHD","amount":"-0.5"})"),
        R"({"amount":"-0.500","currency":"BHD"})"
    );
}

TEST(JsonMoney, RefusesNumbersAndSloppyText) {
    const auto amount = [](std::string_view text, auto... rules) {
        return code_of<domain::money>(
            R"({"amount":)" + std::string(text) + R"(,"currency":"USD"})", rules...
        );
    };
    EXPECT_EQ(amount("150000.00"), "wrong_type");
    EXPECT_EQ(amount("\"1,000.00\""), "not_an_amount");
    EXPECT_EQ(amount("\" 1.00\""), "not_an_amount");
    EXPECT_EQ(amount("\"1e3\""), "not_an_amount");
    EXPECT_EQ(amount("\"1.\""), "not_an_amount");
    EXPECT_EQ(amount("\"1.005\""), "too_many_decimals");
    EXPECT_EQ(amount("\"1.00x\""), "not_an_amount");
    EXPECT_EQ(amount("\"0.00\"", positive()), "not_positive");
    EXPECT_EQ(amount("\"-0.01\"", non_negative()), "negative");
    EXPECT_EQ(amount("\"-0.01\""), "");
}

TEST(JsonMoney, NamesWhichHalfIsWrong) {
    const parse_limits limits;
    reader in(limits);
    domain::money out;
    read_value(in, parse_document(R"({"amount":1,"currency":"usd","x":1})", limits), {}, out);
    std::vector<std::string> found;
    for (const auto& each : in.violations())
        found.push_back(each.field + " " + each.code);
    EXPECT_EQ(
        found,
        (std::vector<std::string>{
            "/x unknown_field", "/currency unknown_currency", "/amount wrong_type"})
    );
    EXPECT_EQ(code_of<domain::money>("12"), "wrong_type");
    EXPECT_EQ(code_of<domain::money>("{}"), "missing_field");
}

TEST(JsonDate, TakesIsoDaysThatExist) {
    EXPECT_EQ(rewritten<domain::date>(R"("2012-02-29")"), R"("2012-02-29")");
    EXPECT_EQ(code_of<domain::date>(R"("2011-02-29")"), "not_a_date");
    EXPECT_EQ(code_of<domain::date>(R"("29/02/2012")"), "not_a_date");
    EXPECT_EQ(code_of<domain::date>("20120229"), "wrong_type");
}

TEST(JsonDecimal, KeepsItsDigits) {
    EXPECT_EQ(rewritten<decimal_text>(R"("-8.10670")"), R"("-8.10670")");
    EXPECT_EQ(rewritten<decimal_text>(R"("-0.0")"), R"("0.0")");
    EXPECT_EQ(
        rewritten<decimal_text>(R"("123456789012.1234567890")"), R"("123456789012.1234567890")"
    );
    for (const auto* bad :
         {R"("")", R"(".5")", R"("5.")", R"("1234567890123")", R"("1.12345678901")", R"("+1")",
          R"("1 ")", R"("1.-5")", R"("--1")", R"("-")"}) {
        EXPECT_EQ(code_of<decimal_text>(bad), "not_a_decimal") << bad;
    }
    EXPECT_EQ(code_of<decimal_text>("1.5"), "wrong_type");
    EXPECT_EQ(code_of<decimal_text>(R"("0.00")", positive()), "not_positive");
    EXPECT_EQ(code_of<decimal_text>(R"("-0.01")", non_negative()), "negative");
}

TEST(JsonDecimal, ChecksPercentagesAndRates) {
    EXPECT_EQ(code_of<decimal_text>(R"("7.5")", as_percentage()), "");
    EXPECT_EQ(code_of<decimal_text>(R"("7.5 %")", as_percentage()), "not_a_percentage");
    EXPECT_EQ(code_of<domain::percentage>(R"("1000.1")"), "not_a_percentage");
    EXPECT_EQ(rewritten<domain::percentage>(R"("30.00")"), R"("30")");
    EXPECT_EQ(code_of<decimal_text>(R"("8.10673")", as_rate()), "");
    EXPECT_EQ(code_of<decimal_text>(R"("0")", as_rate()), "not_a_rate");
    EXPECT_EQ(code_of<decimal_text>(R"("-1")", as_rate()), "not_a_rate");
}

TEST(JsonReference, TakesIdsAndCodes) {
    EXPECT_EQ(rewritten<reference>(R"(" CT.0985 ")"), R"("CT.0985")");
    EXPECT_EQ(code_of<reference>(R"("")"), "not_an_id");
    EXPECT_EQ(code_of<reference>(R"("a\u0000")"), "not_an_id");
    EXPECT_EQ(code_of<reference>('"' + std::string(81, 'x') + '"'), "not_an_id");
    EXPECT_EQ(code_of<reference>("1035"), "wrong_type");
}

TEST(JsonOutput, EscapesWhatJsonRequires) {
    EXPECT_EQ(
        to_json(std::string("\"\\/\n\r\t\x01\x7F\xC3\xA9")),
        "\"\\\"\\\\/\\n\\r\\t\\u0001\x7F\xC3\xA9\""
    );
    EXPECT_EQ(to_json(std::string("a\0b", 3)), R"("a\u0000b")");
}

}  // namespace tranche::server
