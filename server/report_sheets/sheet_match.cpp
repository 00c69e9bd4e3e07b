#include "server/report_sheets/sheet_match.hpp"

#include "server/imports/import_kind.hpp"
#include "server/sheet/headings.hpp"

#include <algorithm>
#include <cstdint>

namespace tranche::server {
namespace {

using enum report_column;

std::string key_of(const std::string& document_number, const std::string& code) {
    return document_number + '\x1f' + code;
}

// Where one says nothing there is nothing to compare.
enum class alike : std::uint8_t { unsaid, yes, no };

alike compared(const line_cells& given, const line_cells& known, report_column which) {
    const auto& one = at(given, which);
    const auto& other = at(known, which);
    if (!one || !other) {
        return alike::unsaid;
    }
    const auto first = folded(*one);
    // Letters that folding does not know are compared as they are written.
    return (first.empty() ? *one == *other : first == folded(*other)) ? alike::yes : alike::no;
}

// Whose a document is decides the supplier's tax number or, where one of the two gives none, the
// payee (R46); two shops may have the same number, and one shop in two series.
alike of_one_supplier(const line_cells& given, const line_cells& known) {
    if (compared(given, known, document_series) == alike::no) {
        return alike::no;
    }
    const auto by_number = compared(given, known, supplier_tax_id);
    return by_number == alike::unsaid ? compared(given, known, payee) : by_number;
}

bool is_same_cell(const line_cells& given, const line_cells& known, report_column which) {
    const auto& one = at(given, which);
    const auto& other = at(known, which);
    return one && other &&
        same_cell(report_sheet_columns()[static_cast<std::size_t>(which)].type, *one, *other);
}

// From the surest to what is left: a name that is spelled otherwise, on the same day and of the
// same amount, is a correction; otherwise it is another expense.
bool is_meant(const line_cells& given, const line_cells& known, int pass) {
    const auto whose = of_one_supplier(given, known);
    const bool is_equal =
        is_same_cell(given, known, amount) && is_same_cell(given, known, spent_on);
    switch (pass) {
        case 0:
            return whose == alike::yes && is_equal;
        case 1:
            return whose == alike::yes;
        case 2:
            return whose == alike::unsaid ||
                (is_equal && compared(given, known, supplier_tax_id) != alike::no &&
                 compared(given, known, document_series) != alike::no);
        default:
            return false;
    }
}

constexpr int passes = 3;
constexpr std::size_t looked_at = 64;  // of one document and budget line

}  // namespace

line_matcher::line_matcher(
    const read_sheet& from, std::span<const recorded_line> recorded, const sheet_ground& ground
)
    : recorded_{recorded},
      ground_{ground},
      row_by_id_(recorded.size()),
      taken_(recorded.size()) {
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        const auto& known = recorded[i].cells;
        by_id_.emplace(*at(known, line_id), i);
        by_key_[key_of(*at(known, document), *at(known, budget_line))].lines.push_back(i);
    }
    for (const auto& row : from.meant.rows) {
        const auto& id = row.cells[static_cast<std::size_t>(line_id)];
        has_ids_ = has_ids_ || id.has_value();
        const auto found = id ? by_id_.find(*id) : by_id_.end();
        if (found != by_id_.end() && row_by_id_[found->second] == 0) {
            row_by_id_[found->second] = row.number;
        }
    }
}

line_matcher::answer line_matcher::match(const line_cells& given, std::size_t row) {
    const auto& id = at(given, line_id);
    const auto by_id = id ? by_id_.find(*id) : by_id_.end();
    if (by_id != by_id_.end()) {
        const auto line = by_id->second;
        if (row_by_id_[line] != row) {
            return {{}, "sheet_line_twice", row_by_id_[line]};
        }
        taken_[line] = true;
        return {line};
    }
    if (at(given, document) && at(given, budget_line)) {
        for (int pass = 0; pass < passes; ++pass) {
            const auto line =
                free_by_key(*at(given, document), *at(given, budget_line), [&](std::size_t other) {
                    return is_meant(given, recorded_[other].cells, pass);
                });
            if (line) {
                return {line};
            }
        }
    }
    if (!id) {
        return {};
    }
    const auto earlier = ground_.earlier.find(*id);
    if (earlier == ground_.earlier.end()) {
        return {{}, "sheet_line_unknown"};
    }
    const auto line = free_by_key(earlier->second.first, earlier->second.second, [](std::size_t) {
        return true;
    });
    return line ? answer{line} : answer{{}, "line_of_earlier_round"};
}

bool line_matcher::is_of_another(const line_cells& given) const {
    if (!at(given, document) || !at(given, budget_line)) {
        return false;
    }
    const auto found = by_key_.find(key_of(*at(given, document), *at(given, budget_line)));
    if (found == by_key_.end()) {
        return false;
    }
    const std::span all{found->second.lines};
    return std::ranges::all_of(all.first(std::min(all.size(), looked_at)), [&](std::size_t line) {
        return of_one_supplier(given, recorded_[line].cells) == alike::no;
    });
}

bool line_matcher::is_free(std::size_t line) const {
    return !taken_[line] && row_by_id_[line] == 0;
}

// The first that no row of the file has taken or will take by its id, and that is meant.
std::optional<std::size_t> line_matcher::free_by_key(
    const std::string& document_number, const std::string& code,
    const std::function<bool(std::size_t)>& is_meant
) {
    const auto found = by_key_.find(key_of(document_number, code));
    if (found == by_key_.end()) {
        return std::nullopt;
    }
    auto& [lines, next] = found->second;
    while (next < lines.size() && !is_free(lines[next])) {
        ++next;
    }
    for (std::size_t i = next; i < std::min(lines.size(), next + looked_at); ++i) {
        if (is_free(lines[i]) && is_meant(lines[i])) {
            taken_[lines[i]] = true;
            return lines[i];
        }
    }
    return std::nullopt;
}

}  // namespace tranche::server
