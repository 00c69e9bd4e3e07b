#include "server/imports/import_kind.hpp"

#include "domain/contract.hpp"
#include "server/json/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>

namespace tranche::server {
namespace json = boost::json;
namespace {

// "60" for "60.00", "0" for "-0.0".
std::string_view without_zeros(std::string_view number) {
    if (number.find('.') != number.npos) {
        number = number.substr(0, number.find_last_not_of('0') + 1);
        if (number.ends_with('.')) {
            number.remove_suffix(1);
        }
    }
    return number == "-0" ? number.substr(1) : number;
}

// Words of a list mean the same in any order: "MX 40|GT 60.00" is "GT 60|MX 40".
std::vector<std::string> in_order(const std::string& list) {
    auto words = words_of(list);
    for (auto& one : words) {
        if (const auto blank = one.find(' '); blank != one.npos) {
            one = one.substr(0, blank + 1) +
                std::string{without_zeros(std::string_view{one}.substr(blank + 1))};
        }
    }
    std::ranges::sort(words);
    return words;
}

json::value typed(cell_type type, const std::string& text) {
    switch (type) {
        case cell_type::flag:
            return text == "true";
        case cell_type::whole_number:
            // The command says what is wrong with one that is too long.
            return text.size() > 18 ? json::value(text) : json::value(std::stoll(text));
        case cell_type::list: {
            const auto words = words_of(text);
            return json::array(words.begin(), words.end());
        }
        case cell_type::text:
        case cell_type::identifier:
        case cell_type::number:
        case cell_type::day:
        case cell_type::currency:
            break;
    }
    return json::value(text);
}

// At most two levels: "/amount/currency".
json::value& member_at(json::object& of, std::string_view pointer) {
    pointer.remove_prefix(1);
    const auto end = pointer.find('/');
    auto& member = of[pointer.substr(0, end)];
    if (end == pointer.npos) {
        return member;
    }
    if (!member.is_object()) {
        member = json::object{};
    }
    return member_at(member.as_object(), pointer.substr(end));
}

}  // namespace

std::vector<std::string> words_of(std::string_view list) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at <= list.size();) {
        const auto end = std::min(list.find('|', at), list.size());
        const auto word = trimmed(list.substr(at, end - at));
        if (!word.empty()) {
            words.emplace_back(word);
        }
        at = end + 1;
    }
    return words;
}

bool same_cell(cell_type type, const std::string& left, const std::string& right) {
    switch (type) {
        case cell_type::number:
        case cell_type::whole_number:
            return without_zeros(left) == without_zeros(right);
        case cell_type::list:
            return in_order(left) == in_order(right);
        default:
            return left == right;
    }
}

bool import_column::agrees(
    const std::optional<std::string>& given, const std::optional<std::string>& known
) const {
    return !given || !is_compared || (known && same_cell(sheet.type, *given, *known));
}

bool import_group::is_new() const {
    return others.empty() &&
        std::ranges::none_of(rows, [](const import_row& one) { return one.recorded.has_value(); });
}

std::optional<std::string> import_group::known(std::string_view stem) const {
    const auto column = kind.column(stem);
    for (const auto& one : rows) {
        if (one.recorded) {
            return (*one.recorded)[column];
        }
    }
    return others.empty() ? std::nullopt : others.front()[column];
}

std::optional<std::string> import_group::cell(std::size_t row, std::string_view stem) const {
    const auto column = kind.column(stem);
    const auto& one = rows[row];
    const auto& given = (*one.given)[column];
    return given || !one.recorded ? given : (*one.recorded)[column];
}

std::optional<std::string> import_group::head(std::string_view stem) const {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (auto found = cell(i, stem)) {
            return found;
        }
    }
    return std::nullopt;
}

void import_group::fill(
    json::object& into, import_step& step, std::size_t row, std::string_view part,
    const std::string& at
) const {
    for (std::size_t i = 0; i < kind.columns.size(); ++i) {
        const auto& column = kind.columns[i];
        if (column.into.empty() || column.part != part) {
            continue;
        }
        const auto text = column.is_head ? head(column.sheet.stem) : cell(row, column.sheet.stem);
        step.places.push_back({at + std::string{column.into}, rows[row].number, i});
        if (text) {
            member_at(into, column.into) = typed(column.sheet.type, *text);
        }
    }
    // A currency without its amount says nothing.
    for (auto member = into.begin(); member != into.end();) {
        const auto* object = member->value().if_object();
        member = object != nullptr && object->size() == 1 && object->contains("currency")
            ? into.erase(member)
            : member + 1;
    }
}

std::size_t import_kind::column(std::string_view stem) const {
    const auto found = std::ranges::find_if(columns, [&](const import_column& one) {
        return one.sheet.stem == stem;
    });
    domain::expects(found != columns.end(), "an import names columns it has");
    return static_cast<std::size_t>(found - columns.begin());
}

std::optional<std::size_t> import_kind::renewing() const {
    const auto found = std::ranges::find_if(columns, &import_column::renews);
    if (found == columns.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - columns.begin());
}

std::vector<std::size_t> import_kind::key() const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].is_key) {
            all.push_back(i);
        }
    }
    return all;
}

std::vector<sheet_column> import_kind::sheet_columns() const {
    std::vector<sheet_column> all;
    for (const auto& one : columns) {
        all.push_back(one.sheet);
    }
    return all;
}

std::span<const import_kind> import_kinds() {
    static const std::array all{
        accounting_statement_import(), bank_answer_import(),   budget_import(),
        direct_expenditure_import(),   exchange_rate_import(), indicator_import(),
        instrument_import(),           obligation_import(),    project_import(),
        rate_correction_import(),      sanctions_list_import()};
    return all;
}

}  // namespace tranche::server
