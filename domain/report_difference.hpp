// What changed between two rounds of an expenditure report: lines added, removed, and changed field
// by field. A line is found again by its document, then by day, payee and amount.
#pragma once

#include "domain/money.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::domain {

struct compared_line {
    std::string document_key;  // however the document is spelled
    std::string budget_line;
    money amount;
    /// Every field that counts as a change, in one order for all lines: {"payee", "Shop"}.
    std::vector<std::pair<std::string_view, std::string>> fields;

    [[nodiscard]] std::string_view field(std::string_view name) const;
};

struct changed_field {
    std::string_view name;
    std::string before, after;
};

struct changed_line {
    std::size_t before, after;  // places in the two lists
    std::vector<changed_field> fields;
};

struct report_difference {
    std::vector<std::size_t> added;    // places in the later list
    std::vector<std::size_t> removed;  // places in the earlier list
    std::vector<changed_line> changed;
    std::size_t unchanged = 0;
};

/// Every line of both is in exactly one of the four.
report_difference difference_of(
    std::span<const compared_line> before, std::span<const compared_line> after
);

}  // namespace tranche::domain
