#include "server/report_sheets/sheet_match.hpp"

namespace tranche::server {
namespace {

using enum report_column;

std::string key_of(const std::string& document_number, const std::string& code) {
    return document_number + '\x1f' + code;
}

}  // namespace

line_matcher::line_matcher(
    const read_sheet& from, std::span<const recorded_line> recorded, const sheet_ground& ground
)
    : ground_{ground},
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
        if (const auto line = free_by_key(*at(given, document), *at(given, budget_line))) {
            return {line};
        }
    }
    if (!id) {
        return {};
    }
    const auto earlier = ground_.earlier.find(*id);
    if (earlier == ground_.earlier.end()) {
        return {{}, "sheet_line_unknown"};
    }
    const auto line = free_by_key(earlier->second.first, earlier->second.second);
    return line ? answer{line} : answer{{}, "line_of_earlier_round"};
}

// The first that no row of the file has taken or will take by its id.
std::optional<std::size_t> line_matcher::free_by_key(
    const std::string& document_number, const std::string& code
) {
    const auto found = by_key_.find(key_of(document_number, code));
    if (found == by_key_.end()) {
        return std::nullopt;
    }
    auto& [lines, next] = found->second;
    while (next < lines.size() && (taken_[lines[next]] || row_by_id_[lines[next]] != 0)) {
        ++next;
    }
    if (next == lines.size()) {
        return std::nullopt;
    }
    taken_[lines[next]] = true;
    return lines[next];
}

}  // namespace tranche::server
