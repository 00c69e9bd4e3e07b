// The rules a field may carry: length(1, 200), positive(), one_of({...}), items(1, 500)...
// A rule is plain data, so the same table checks input and describes itself. Rules given to a
// list apply to its items, except items(), which counts them.
#pragma once

#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

/// One bit per family of rules, so that a table can be refused at start-up when a rule does not
/// fit the type of its member.
namespace rule_bit {
inline constexpr unsigned length = 1;
inline constexpr unsigned one_of = 2;
inline constexpr unsigned text_form = 4;
inline constexpr unsigned range = 8;
inline constexpr unsigned sign = 16;
inline constexpr unsigned items = 32;
inline constexpr unsigned decimal_form = 64;
}  // namespace rule_bit

enum class sign_rule { any, non_negative, positive };
enum class text_form { line, multiline, code, timestamp, email };
enum class decimal_form { any, percentage, rate };

struct field_rules {
    unsigned used = 0;
    /// Of text, in characters (code points) after trimming.
    std::size_t min_length = 0;
    std::size_t max_length = 1000;
    text_form form = text_form::line;
    sign_rule sign = sign_rule::any;
    decimal_form decimals = decimal_form::any;
    std::optional<std::int64_t> min;
    std::optional<std::int64_t> max;
    std::vector<std::string> choices;
    /// Of a list or a map.
    std::size_t min_items = 0;
    std::size_t max_items = 1000;
    /// Taken when the member is absent.
    std::optional<boost::json::value> default_value;
    /// An absent list or map is an empty one.
    bool may_be_absent = false;
};

using rule = std::function<void(field_rules&)>;

/// Text of `min` to `max` characters after trimming.
rule length(std::size_t min, std::size_t max);
/// A short code: 1 to 40 of A-Z a-z 0-9 . _ - / starting with a letter or digit.
rule matches_code();
/// Line breaks and tabs are allowed in this text.
rule multiline();
/// UTC instant "2026-03-31T08:00:00Z"; for answers.
rule timestamp();
/// An e-mail address: something, one @, something with a dot; at most 254 characters.
rule email();
/// Greater than zero.
rule positive();
/// Zero or more.
rule non_negative();
/// Whole number within inclusive bounds.
rule between(std::int64_t min, std::int64_t max);
/// One of these words.
rule one_of(std::initializer_list<std::string_view> words);
rule one_of(std::vector<std::string> words);
/// A list or map of `min` to `max` entries.
rule items(std::size_t min, std::size_t max);
/// Decimal text that is a percentage: 0 to 1000, at most 4 decimals.
rule as_percentage();
/// Decimal text that is an exchange rate: positive, at most 18 significant digits.
rule as_rate();
/// The value when the member is absent.
rule defaults_to(bool value);
rule defaults_to(std::int64_t value);
rule defaults_to(int value);
rule defaults_to(std::string_view value);
/// A string literal must not become a bool.
rule defaults_to(const char* value);
/// An absent list or map is taken as empty.
rule may_be_absent();

}  // namespace tranche::server
