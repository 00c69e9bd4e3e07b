#include "domain/report_difference.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace tranche::domain {
namespace {

// Nothing where a line cannot be found by that key.
using key_of = std::optional<std::string> (*)(const compared_line&);

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string key;
    for (const auto part : parts) {
        key.append(part).append(1, '\x1f');
    }
    return key;
}

// From the surest to the least sure: the same line, the same document on its line of the budget,
// the same document, and one whose document alone was mistyped.
constexpr std::array<key_of, 4> keys{
    [](const compared_line& one) -> std::optional<std::string> {
        auto key = one.document_key;
        for (const auto& [name, value] : one.fields) {
            key += joined({name, value});
        }
        return key;
    },
    [](const compared_line& one) -> std::optional<std::string> {
        return joined({one.document_key, one.budget_line});
    },
    [](const compared_line& one) -> std::optional<std::string> { return one.document_key; },
    [](const compared_line& one) -> std::optional<std::string> {
        return joined({one.field("spent_on"), one.field("payee"), one.amount.to_decimal()});
    }};

std::vector<changed_field> fields_changed(const compared_line& before, const compared_line& after) {
    std::vector<changed_field> changed;
    for (std::size_t i = 0; i < before.fields.size() && i < after.fields.size(); ++i) {
        if (before.fields[i].second != after.fields[i].second) {
            changed.push_back(
                {before.fields[i].first, before.fields[i].second, after.fields[i].second}
            );
        }
    }
    return changed;
}

}  // namespace

std::string_view compared_line::field(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, [](const auto& one) { return one.first; });
    return found == fields.end() ? std::string_view{} : std::string_view{found->second};
}

report_difference difference_of(
    std::span<const compared_line> before, std::span<const compared_line> after
) {
    std::vector<std::optional<std::size_t>> found_as(before.size());
    std::vector<bool> taken(after.size());
    for (const auto key : keys) {
        std::multimap<std::string, std::size_t> waiting;
        for (std::size_t i = 0; i < after.size(); ++i) {
            if (const auto of = key(after[i]); of && !taken[i]) {
                waiting.emplace(*of, i);
            }
        }
        for (std::size_t i = 0; i < before.size(); ++i) {
            const auto of = found_as[i] ? std::nullopt : key(before[i]);
            const auto at = of ? waiting.find(*of) : waiting.end();
            if (at != waiting.end()) {
                found_as[i] = at->second;
                taken[at->second] = true;
                waiting.erase(at);
            }
        }
    }
    report_difference result;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (!found_as[i]) {
            result.removed.push_back(i);
            continue;
        }
        auto fields = fields_changed(before[i], after[*found_as[i]]);
        if (fields.empty()) {
            ++result.unchanged;
        } else {
            result.changed.push_back({i, *found_as[i], std::move(fields)});
        }
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (!taken[i]) {
            result.added.push_back(i);
        }
    }
    return result;
}

}  // namespace tranche::domain
