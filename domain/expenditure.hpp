// The review of an expenditure report: per line accepted + rejected = reported (R43), support cost
// derived from both (R32).
#pragma once

#include "domain/liquidation.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::domain {

struct reported_line {
    std::int64_t line_id;
    std::int64_t budget_line_id;
    money amount;
    money base;  // at the rate of the expense's own month (R42)
};

// How much of a line is rejected; nothing: all of it.
struct line_rejection {
    std::int64_t line_id;
    std::optional<money> amount;
    std::string reason;
};

struct reviewed_line {
    std::int64_t line_id;
    std::int64_t budget_line_id;
    money accepted, accepted_base;
    money rejected, rejected_base;
    std::string_view decision;  // accepted, rejected, partly_accepted
    std::string reason;
};

struct review {
    std::vector<reviewed_line> lines;
    support_cost reported_support;
    support_cost accepted_support;
    reviewed_amounts totals;  // direct and support cost together

    [[nodiscard]] bool whole() const;  // nothing is rejected
};

// Rejections name lines of the report and are not above them: checked before.
review review_lines(
    std::span<const reported_line> lines, std::span<const line_rejection> rejections,
    percentage support
);

// Accepted cost per budget line, in base currency; the support cost on its own line.
struct cost_on_line {
    std::int64_t budget_line_id;
    money base;
    // How far the obligation may go below zero from now on; empty: as far as before (R21).
    std::optional<money> floor = {};
};
std::vector<cost_on_line> accepted_by_budget_line(const review& done, std::int64_t support_line_id);

// Adds cost up per budget line; one that comes to nothing is left out.
class costs_by_line {
public:
    void add(std::int64_t budget_line_id, money base);
    [[nodiscard]] std::vector<cost_on_line> all() const;

private:
    std::map<std::int64_t, money> sums_;
};

}  // namespace tranche::domain
