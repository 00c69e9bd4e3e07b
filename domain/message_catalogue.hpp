// The sentences of every refusal in English, French and Spanish, found by code. One row per code;
// the rows live in messages_*.cpp by area. A sentence holds {name} where a named value goes.
// To add a code: one row in the table of its area; a test checks languages and placeholders.
#pragma once

#include "domain/error.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tranche::domain {

enum class language { en, fr, es };

inline constexpr std::array<language, 3> all_languages{language::en, language::fr, language::es};

/// "en", "fr" or "es".
std::string_view language_tag(language which);
/// The language of a primary tag ("fr"); empty for one without translations.
std::optional<language> language_from_tag(std::string_view tag);

struct message_text {
    std::string message;
    /// What to do about it; may be empty.
    std::string hint;
};

/// One code in all languages. Hints are given in all three languages or in none.
struct message_row {
    std::string_view code;
    std::string_view en, fr, es;
    std::string_view hint_en = {}, hint_fr = {}, hint_es = {};
};

/// The sentence of `code` with {name} replaced from `args`. A placeholder without a value stays
/// visible, and an unknown code is its own message: both are defects a test looks for.
message_text message_for(
    std::string_view code, language which, std::span<const std::pair<std::string, std::string>> args
);

/// Whether the catalogue holds this code.
bool has_message(std::string_view code);

/// Every table, for the tests.
std::span<const std::span<const message_row>> message_tables();

std::span<const message_row> wire_messages();
std::span<const message_row> request_messages();
std::span<const message_row> funding_messages();
std::span<const message_row> project_messages();
std::span<const message_row> partner_messages();
std::span<const message_row> payment_messages();
std::span<const message_row> release_messages();
std::span<const message_row> report_messages();
std::span<const message_row> reference_messages();
std::span<const message_row> result_messages();
std::span<const message_row> people_messages();
std::span<const message_row> sign_in_messages();
std::span<const message_row> rule_messages();
std::span<const message_row> notice_messages();
std::span<const message_row> sheet_messages();
std::span<const message_row> document_messages();

}  // namespace tranche::domain
