#include "server/json/rules.hpp"

#include "domain/contract.hpp"

#include <utility>

namespace tranche::server {

namespace {

rule default_value(boost::json::value value) {
    return [value = std::move(value)](field_rules& rules) {
        rules.default_value = value;
    };
}

rule with_form(text_form form) {
    return [form](field_rules& rules) {
        rules.used |= rule_bit::text_form;
        rules.form = form;
    };
}

rule with_sign(sign_rule sign) {
    return [sign](field_rules& rules) {
        rules.used |= rule_bit::sign;
        rules.sign = sign;
    };
}

rule with_decimals(decimal_form form) {
    return [form](field_rules& rules) {
        rules.used |= rule_bit::decimal_form;
        rules.decimals = form;
    };
}

}  // namespace

rule length(std::size_t min, std::size_t max) {
    domain::expects(min <= max, "length: the minimum is above the maximum");
    return [min, max](field_rules& rules) {
        rules.used |= rule_bit::length;
        rules.min_length = min;
        rules.max_length = max;
    };
}

rule matches_code() {
    return [](field_rules& rules) {
        rules.used |= rule_bit::text_form;
        rules.form = text_form::code;
        rules.min_length = 1;
        rules.max_length = 40;
    };
}

rule email() {
    return [](field_rules& rules) {
        rules.used |= rule_bit::text_form;
        rules.form = text_form::email;
        rules.min_length = 3;
        rules.max_length = 254;
    };
}

rule multiline() {
    return with_form(text_form::multiline);
}
rule timestamp() {
    return with_form(text_form::timestamp);
}
rule positive() {
    return with_sign(sign_rule::positive);
}
rule non_negative() {
    return with_sign(sign_rule::non_negative);
}
rule as_percentage() {
    return with_decimals(decimal_form::percentage);
}
rule as_rate() {
    return with_decimals(decimal_form::rate);
}

rule between(std::int64_t min, std::int64_t max) {
    domain::expects(min <= max, "between: the minimum is above the maximum");
    return [min, max](field_rules& rules) {
        rules.used |= rule_bit::range;
        rules.min = min;
        rules.max = max;
    };
}

rule one_of(std::vector<std::string> words) {
    domain::expects(!words.empty(), "one_of: no words");
    return [words = std::move(words)](field_rules& rules) {
        rules.used |= rule_bit::one_of;
        rules.choices = words;
    };
}

rule one_of(std::initializer_list<std::string_view> words) {
    return one_of(std::vector<std::string>(words.begin(), words.end()));
}

rule items(std::size_t min, std::size_t max) {
    domain::expects(min <= max, "items: the minimum is above the maximum");
    return [min, max](field_rules& rules) {
        rules.used |= rule_bit::items;
        rules.min_items = min;
        rules.max_items = max;
    };
}

rule defaults_to(bool value) {
    return default_value(value);
}
rule defaults_to(std::int64_t value) {
    return default_value(value);
}
rule defaults_to(int value) {
    return default_value(static_cast<std::int64_t>(value));
}
rule defaults_to(std::string_view value) {
    return default_value(boost::json::string_view(value.data(), value.size()));
}
rule defaults_to(const char* value) {
    return defaults_to(std::string_view(value));
}

rule may_be_absent() {
    return [](field_rules& rules) {
        rules.used |= rule_bit::items;
        rules.may_be_absent = true;
    };
}

}  // namespace tranche::server
