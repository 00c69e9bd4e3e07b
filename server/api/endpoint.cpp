#include "server/api/endpoint.hpp"

#include "domain/calendar.hpp"
#include "domain/currency.hpp"
#include "domain/error.hpp"
#include "server/json/reader.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>

namespace tranche::server {

namespace {

using domain::violation;

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& each : words) {
        if (!out.empty()) out += ", ";
        out += each;
    }
    return out;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

void check_integer(
    const parameter& declared, const std::string& field, std::string_view value,
    std::vector<violation>& out
) {
    const auto number = whole_number(value);
    const auto min = declared.min.value_or(std::numeric_limits<std::int64_t>::min());
    const auto max = declared.max.value_or(std::numeric_limits<std::int64_t>::max());
    if (!number) {
        out.push_back({field, "bad_query_parameter", {{"expected", "integer"}}});
    } else if (*number > max && declared.name == "page_size") {
        out.push_back({field, "page_size_too_large", {{"max", std::to_string(max)}}});
    } else if (*number < min || *number > max) {
        out.push_back(
            {field, "out_of_range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}}}
        );
    }
}

void check_value(const parameter& declared, std::string_view value, std::vector<violation>& out) {
    const auto field = "?" + declared.name;
    switch (declared.type) {
        case parameter_type::text:
            if (count_characters(value) > 200) {
                out.push_back(
                    {field,
                     "too_long",
                     {{"max", "200"}, {"length", std::to_string(count_characters(value))}}}
                );
            }
            return;
        case parameter_type::integer:
            return check_integer(declared, field, value, out);
        case parameter_type::flag:
            if (value != "true" && value != "false") {
                out.push_back({field, "not_in_list", {{"allowed", "true, false"}}});
            }
            return;
        case parameter_type::date:
            if (!domain::parse_date(value)) out.push_back({field, "not_a_date", {}});
            return;
        case parameter_type::currency:
            if (!domain::currency::from_code(value)) {
                out.push_back(
                    {field, "unknown_currency", {{"given", std::string(value.substr(0, 10))}}}
                );
            }
            return;
        case parameter_type::choice:
            if (std::find(declared.choices.begin(), declared.choices.end(), value) ==
                declared.choices.end()) {
                out.push_back({field, "not_in_list", {{"allowed", joined(declared.choices)}}});
            }
            return;
    }
}

// Every operation that can be tried without effect takes the same parameter.
std::vector<parameter> declared_parameters(const endpoint& which) {
    auto all = which.query_parameters;
    if (which.dry_run) all.push_back(dry_run_parameter());
    return all;
}

}  // namespace

parameter dry_run_parameter() {
    return {
        .name = "dry_run",
        .description = "Check and answer as if it happened, then change nothing",
        .type = parameter_type::flag};
}

void check_query(const endpoint& which, const api_request& request) {
    if (request.query.empty() &&
        std::none_of(which.query_parameters.begin(), which.query_parameters.end(), [](auto& each) {
            return each.required;
        })) {
        return;
    }
    std::vector<violation> problems;
    const auto declared = declared_parameters(which);
    std::vector<std::string_view> names;
    for (const auto& each : declared) {
        names.push_back(each.name);
        const auto given =
            std::count_if(request.query.begin(), request.query.end(), [&](auto& pair) {
                return pair.first == each.name;
            });
        const auto field = "?" + each.name;
        if (given == 0 && each.required) problems.push_back({field, "missing_field", {}});
        if (given > 1 && !each.repeatable) problems.push_back({field, "repeated_parameter", {}});
    }
    for (const auto& given : request.query) {
        const auto known = std::ranges::find(declared, given.first, &parameter::name);
        if (known != declared.end()) {
            check_value(*known, given.second, problems);
        } else {
            problems.push_back(
                {"?" + given.first,
                 "unknown_query_parameter",
                 {{"suggestion", suggest_name(given.first, names)}}}
            );
        }
    }
    if (!problems.empty()) {
        throw domain::refusal(
            {domain::error_kind::malformed,
             "bad_query",
             {{"count", std::to_string(problems.size())}},
             std::move(problems)}
        );
    }
}

}  // namespace tranche::server
