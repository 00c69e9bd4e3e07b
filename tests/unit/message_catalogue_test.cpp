// Every sentence exists in every language and asks for the same values.
#include "domain/message_catalogue.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace tranche::domain {

namespace {

std::multiset<std::string> placeholders(std::string_view text) {
    std::multiset<std::string> out;
    for (auto open = text.find('{'); open != text.npos; open = text.find('{', open + 1)) {
        const auto close = text.find('}', open);
        EXPECT_NE(close, text.npos) << text;
        out.emplace(text.substr(open + 1, close - open - 1));
    }
    return out;
}

bool is_snake_case(std::string_view code) {
    return !code.empty() &&
        code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == code.npos;
}

template <class Check>
void for_each_row(Check check) {
    for (const auto& table : message_tables()) {
        for (const auto& row : table)
            check(row);
    }
}

}  // namespace

TEST(MessageCatalogue, HasEveryCodeOnce) {
    std::set<std::string_view> codes;
    for_each_row([&](const message_row& row) {
        EXPECT_TRUE(is_snake_case(row.code)) << row.code;
        EXPECT_TRUE(codes.insert(row.code).second) << row.code << " is there twice";
        EXPECT_TRUE(has_message(row.code)) << row.code;
    });
    EXPECT_GE(codes.size(), 60U);
}

TEST(MessageCatalogue, SpeaksAllLanguages) {
    for_each_row([](const message_row& row) {
        EXPECT_FALSE(row.en.empty() || row.fr.empty() || row.es.empty()) << row.code;
        EXPECT_EQ(row.hint_en.empty(), row.hint_fr.empty()) << row.code;
        EXPECT_EQ(row.hint_en.empty(), row.hint_es.empty()) << row.code;
        EXPECT_NE(row.en, row.fr) << row.code << " is not translated";
        EXPECT_NE(row.en, row.es) << row.code << " is not translated";
        EXPECT_NE(row.fr, row.es) << row.code << " is one text twice";
    });
}

TEST(MessageCatalogue, AsksForTheSameValuesInAllLanguages) {
    for_each_row([](const message_row& row) {
        EXPECT_EQ(placeholders(row.en), placeholders(row.fr)) << row.code;
        EXPECT_EQ(placeholders(row.en), placeholders(row.es)) << row.code;
        EXPECT_EQ(placeholders(row.hint_en), placeholders(row.hint_fr)) << row.code;
        EXPECT_EQ(placeholders(row.hint_en), placeholders(row.hint_es)) << row.code;
    });
}

TEST(MessageCatalogue, FillsInTheValues) {
    const message_args args{{"sum", "99.5"}};
    EXPECT_EQ(
        message_for("shares_must_add_to_100", language::en, args).message,
        "The shares add up to 99.5 %, not to 100 %."
    );
    EXPECT_EQ(
        message_for("shares_must_add_to_100", language::fr, args).message,
        "Les parts totalisent 99.5 % et non 100 %."
    );
}

TEST(MessageCatalogue, NeverReadsAValueAsATemplate) {
    const message_args args{{"code", "{sum}"}, {"sum", "1"}};
    EXPECT_EQ(
        message_for("duplicate_code", language::en, args).message,
        "The code {sum} is already in use."
    );
}

TEST(MessageCatalogue, LeavesAMissingValueVisible) {
    EXPECT_EQ(
        message_for("duplicate_code", language::en, {}).message,
        "The code {code} is already in use."
    );
}

TEST(MessageCatalogue, AnswersAnUnknownCodeByItself) {
    EXPECT_EQ(message_for("no_such_code", language::fr, {}).message, "no_such_code");
    EXPECT_EQ(message_for("no_such_code", language::fr, {}).hint, "");
    EXPECT_FALSE(has_message("no_such_code"));
}

TEST(Language, IsFoundByItsTag) {
    for (const auto each : all_languages)
        EXPECT_EQ(language_from_tag(language_tag(each)), each);
    EXPECT_EQ(language_from_tag("de"), std::nullopt);
}

}  // namespace tranche::domain
