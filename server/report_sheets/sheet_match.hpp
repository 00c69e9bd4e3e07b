// Which recorded line each row of a file speaks of: by its id, else by its document, whose it is,
// and its budget line, else by what the id of an earlier round meant.
#pragma once

#include "server/report_sheets/report_sheet.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tranche::server {

class line_matcher {
public:
    line_matcher(
        const read_sheet& from, std::span<const recorded_line> recorded, const sheet_ground& ground
    );

    struct answer {
        std::optional<std::size_t> line = {};
        // Why the row's id names none: "" where it does, or where there is no id.
        std::string_view problem = {};
        std::size_t other_row = 0;  // that has the same id
    };
    // Each line is given away once; a row that gives a line's id goes before those that do not.
    answer match(const line_cells& given, std::size_t row);

    // Whether the document is recorded on the budget line, but of other suppliers or payees only.
    [[nodiscard]] bool is_of_another(const line_cells& given) const;
    [[nodiscard]] bool has_ids() const { return has_ids_; }

private:
    // Lines of one document and budget line; those before `next` are taken.
    struct same_key {
        std::vector<std::size_t> lines;
        std::size_t next = 0;
    };

    [[nodiscard]] bool is_free(std::size_t line) const;
    std::optional<std::size_t> free_by_key(
        const std::string& document, const std::string& code,
        const std::function<bool(std::size_t)>& is_meant
    );

    std::span<const recorded_line> recorded_;
    const sheet_ground& ground_;
    std::map<std::string, std::size_t> by_id_;
    std::map<std::string, same_key> by_key_;
    std::vector<std::size_t> row_by_id_;  // of each line: the first row that gives its id; else 0
    std::vector<bool> taken_;
    bool has_ids_ = false;
};

}  // namespace tranche::server
