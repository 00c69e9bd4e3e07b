#include "domain/contract.hpp"
#include "domain/decimal.hpp"
#include "domain/exchange_rate.hpp"
#include "server/json/text.hpp"
#include "server/json/values.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>

namespace tranche::server {

namespace {

namespace json = boost::json;

// The expected type as JSON calls it, with an example; it reads the same in every language.
constexpr const char* text_type = "string";
constexpr const char* amount_type = "string (\"150000.00\")";
constexpr const char* money_type = R"({"amount":"150000.00","currency":"USD"})";
constexpr const char* decimal_type = "string (\"8.10673\")";
constexpr const char* date_type = "string (\"2026-03-31\")";
constexpr const char* integer_type = "integer";
constexpr const char* flag_type = "boolean";

const json::string* expect_text(reader& in, const json::value& value, const char* expected) {
    const auto* text = value.if_string();
    if (text == nullptr) in.add("wrong_type", {{"expected", expected}});
    return text;
}

std::string_view view(const json::string& text) {
    return {text.data(), text.size()};
}

bool check_length(reader& in, std::string_view text, std::size_t min, std::size_t max) {
    const auto length = count_characters(text);
    if (length < min) {
        in.add("too_short", {{"min", std::to_string(min)}, {"length", std::to_string(length)}});
    } else if (length > max) {
        in.add("too_long", {{"max", std::to_string(max)}, {"length", std::to_string(length)}});
    } else {
        return true;
    }
    return false;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& each : words) {
        if (!out.empty()) out += ", ";
        out += each;
    }
    return out;
}

bool check_sign(reader& in, std::int64_t value, sign_rule sign) {
    if (sign == sign_rule::positive && value <= 0) {
        in.add("not_positive");
    } else if (sign == sign_rule::non_negative && value < 0) {
        in.add("negative");
    } else {
        return true;
    }
    return false;
}

// An amount that would parse with more decimals than the currency has gets its own message.
bool has_too_many_decimals(std::string_view amount, const domain::currency& unit) {
    const auto point = amount.find('.');
    if (point == amount.npos) return false;
    const auto decimals = amount.size() - point - 1;
    if (decimals <= static_cast<std::size_t>(unit.exponent())) return false;
    return domain::parse_scaled(amount.substr(0, point), {18, 0, true}).has_value() &&
        std::all_of(
               amount.begin() + static_cast<std::ptrdiff_t>(point) + 1, amount.end(),
               [](char c) { return c >= '0' && c <= '9'; }
        );
}

void read_amount(
    reader& in, const json::value& value, const domain::currency& unit, sign_rule sign,
    domain::money& out
) {
    const auto* text = expect_text(in, value, amount_type);
    if (text == nullptr) return;
    const auto amount = domain::money::parse(view(*text), unit);
    if (!amount) {
        const bool decimals = has_too_many_decimals(view(*text), unit);
        in.add(
            decimals ? "too_many_decimals" : "not_an_amount",
            {{"currency", std::string(unit.code())}, {"max", std::to_string(unit.exponent())}}
        );
    } else if (check_sign(in, amount->minor(), sign)) {
        out = *amount;
    }
}

}  // namespace

void read_value(reader& in, const json::value& value, const field_rules& rules, std::string& out) {
    const auto* raw = expect_text(in, value, text_type);
    if (raw == nullptr) return;
    const bool lines = rules.form == text_form::multiline;
    const auto text =
        lines ? without_carriage_returns(trimmed(view(*raw))) : std::string(trimmed(view(*raw)));
    if (has_control_character(text, lines)) return in.add("control_character");
    if (!rules.choices.empty()) {
        if (std::find(rules.choices.begin(), rules.choices.end(), text) == rules.choices.end()) {
            return in.add("not_in_list", {{"allowed", joined(rules.choices)}});
        }
    } else if (!check_length(in, text, rules.min_length, rules.max_length)) {
        return;
    }
    if (rules.form == text_form::code && !is_code(text)) return in.add("not_a_code");
    if (rules.form == text_form::email && !is_email(text)) return in.add("not_an_email");
    out = text;
}

void read_value(reader& in, const json::value& value, const field_rules&, bool& out) {
    if (const auto* flag = value.if_bool()) {
        out = *flag;
    } else {
        in.add("wrong_type", {{"expected", flag_type}});
    }
}

void read_value(reader& in, const json::value& value, const field_rules& rules, std::int64_t& out) {
    const auto min = rules.min.value_or(std::numeric_limits<std::int64_t>::min());
    const auto max = rules.max.value_or(std::numeric_limits<std::int64_t>::max());
    const auto* number = value.if_int64();
    if (number == nullptr && !value.is_uint64()) {
        return in.add("wrong_type", {{"expected", integer_type}});
    }
    if (number == nullptr || *number < min || *number > max) {
        return in.add("out_of_range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
    }
    if (check_sign(in, *number, rules.sign)) out = *number;
}

void read_value(reader& in, const json::value& value, const field_rules& rules, int& out) {
    auto narrow = rules;
    narrow.min = std::max<std::int64_t>(
        rules.min.value_or(std::numeric_limits<int>::min()), std::numeric_limits<int>::min()
    );
    narrow.max = std::min<std::int64_t>(
        rules.max.value_or(std::numeric_limits<int>::max()), std::numeric_limits<int>::max()
    );
    std::int64_t wide = out;
    read_value(in, value, narrow, wide);
    out = static_cast<int>(wide);
}

void read_value(reader& in, const json::value& value, const field_rules&, domain::date& out) {
    const auto* text = expect_text(in, value, date_type);
    if (text == nullptr) return;
    if (const auto day = domain::parse_date(view(*text))) {
        out = *day;
    } else {
        in.add("not_a_date");
    }
}

void read_value(reader& in, const json::value& value, const field_rules&, domain::currency& out) {
    const auto* text = expect_text(in, value, "string (\"USD\")");
    if (text == nullptr) return;
    if (const auto unit = domain::currency::from_code(view(*text))) {
        out = *unit;
    } else {
        // At most a few characters of what was sent: the answer must not echo a whole body.
        in.add(
            "unknown_currency",
            {{"given", std::string(is_code(view(*text)) ? view(*text).substr(0, 10) : "?")}}
        );
    }
}

void read_value(
    reader& in, const json::value& value, const field_rules& rules, domain::money& out
) {
    const auto* object = value.if_object();
    if (object == nullptr) return in.add("wrong_type", {{"expected", money_type}});
    const auto* unit_member = object->if_contains("currency");
    const auto* amount_member = object->if_contains("amount");
    const auto member_problem = [&](std::string_view name, const char* code, auto... args) {
        const reader::step into(in, name);
        in.add(code, args...);
    };
    for (const auto& member : *object) {
        const std::string_view name(member.key().data(), member.key().size());
        if (name != "amount" && name != "currency") {
            const reader::step into(in, name);
            in.add("unknown_field", {{"suggestion", suggest_name(name, {"amount", "currency"})}});
        }
    }
    domain::currency unit;
    const auto found = in.problems();
    if (unit_member == nullptr) {
        member_problem("currency", "missing_field");
    } else {
        const reader::step into(in, "currency");
        read_value(in, *unit_member, {}, unit);
    }
    if (amount_member == nullptr) {
        member_problem("amount", "missing_field");
    } else if (in.problems() == found) {
        const reader::step into(in, "amount");
        read_amount(in, *amount_member, unit, rules.sign, out);
    } else if (!amount_member->is_string()) {
        // Without a currency only the type of the amount can be judged.
        member_problem("amount", "wrong_type", domain::message_args{{"expected", amount_type}});
    }
}

void read_value(
    reader& in, const json::value& value, const field_rules& rules, domain::percentage& out
) {
    const auto* text = expect_text(in, value, decimal_type);
    if (text == nullptr) return;
    const auto parsed = domain::percentage::parse(view(*text));
    if (!parsed) return in.add("not_a_percentage");
    if (check_sign(in, parsed->scaled(), rules.sign)) out = *parsed;
}

void read_value(reader& in, const json::value& value, const field_rules& rules, decimal_text& out) {
    const auto* raw = expect_text(in, value, decimal_type);
    if (raw == nullptr) return;
    const auto text = view(*raw);
    if (rules.decimals == decimal_form::percentage && !domain::percentage::parse(text)) {
        return in.add("not_a_percentage");
    }
    if (rules.decimals == decimal_form::rate) {
        const auto one = domain::currency::from_code("USD");
        domain::ensures(one.has_value(), "read_value: no dollar in the currency table");
        if (!domain::exchange_rate::parse(text, *one, *domain::currency::from_code("GTQ"))) {
            return in.add("not_a_rate");
        }
    }
    // The format is what a decimal column holds; digits, not value, decide the sign of zero.
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    const auto parts_fit = domain::parse_scaled(whole, {12, 0, true}) &&
        (point == text.npos ||
         (text.size() - point - 1 <= 10 &&
          domain::parse_scaled("0" + std::string(text.substr(point)), {1, 10, false})));
    if (!parts_fit) return in.add("not_a_decimal");
    const bool zero = text.find_first_of("123456789") == text.npos;
    const int sign = zero ? 0 : (text.front() == '-' ? -1 : 1);
    if (check_sign(in, sign, rules.sign))
        out.text = zero && text.front() == '-' ? text.substr(1) : text;
}

void read_value(reader& in, const json::value& value, const field_rules&, reference& out) {
    const auto* raw = expect_text(in, value, text_type);
    if (raw == nullptr) return;
    const auto text = trimmed(view(*raw));
    if (has_control_character(text, false)) return in.add("not_an_id");
    if (text.empty() || count_characters(text) > 80) return in.add("not_an_id");
    out.text = text;
}

void read_value(reader&, const json::value& value, const field_rules&, raw_json& out) {
    out.text = json::serialize(value);
}

}  // namespace tranche::server
