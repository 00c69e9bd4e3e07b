// Checks of an expenditure report against its agreement, the periods before it and itself: one
// table of code, severity and test. An error keeps a report from being handed in, a warning until
// it is acknowledged with a reason, a piece of information never. To add one: a row and its test in
// report_checks.cpp, its message, and the facts it reads.
#pragma once

#include "domain/calendar.hpp"
#include "domain/error.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::domain {

enum class check_severity : std::uint8_t { error, warning, info };
std::string_view name(check_severity severity);

struct checked_line {
    std::string document, budget_line, payee;
    date spent_on;
    money amount;
    bool budget_line_of_agreement = true;
};

/// A line of another report on the same document.
struct document_use {
    std::size_t line;    // place of the line in this report
    std::string report;  // "A1:R2"
    money share;
};

/// All that is charged to one document, this report's lines included, and the least its total was
/// said to be.
struct document_shares {
    std::size_t line;
    money shares, total;
};

/// One budget line of the agreement, in base currency.
struct line_progress {
    std::string budget_line;
    money accepted;   // of reports decided
    money reported;   // of this report
    money available;  // how much more may be accepted, with its flexibility
};

struct check_thresholds {
    std::optional<std::int64_t> round_unit;  // whole units of the currency
    std::optional<percentage> round_percent;
    std::optional<std::int64_t> copied_lines;
};

struct checked_report {
    date_range period, agreement_period;
    std::vector<checked_line> lines = {};
    std::vector<document_use> used_elsewhere = {};
    std::vector<document_shares> shares = {};
    std::vector<line_progress> progress = {};
    /// In base currency, support cost included: accepted or handed in so far with this report, and
    /// what the agreement allows in all.
    money cumulative, authorised;
    check_thresholds thresholds = {};
};

struct finding {
    std::string_view code;
    check_severity severity;
    std::string part;  // a line's document and budget line, or a budget line; else empty
    message_args args;

    /// What an acknowledgement is bound to: it counts until one of these changes.
    [[nodiscard]] std::string facts() const;
};

struct report_check {
    std::string_view code;
    check_severity severity;
    void (*test)(const checked_report& report, const report_check& self, std::vector<finding>& to);
};
std::span<const report_check> report_checks();

/// In the order of the table.
std::vector<finding> check_report(const checked_report& report);

}  // namespace tranche::domain
