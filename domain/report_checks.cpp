#include "domain/report_checks.hpp"

#include <array>
#include <map>
#include <tuple>

namespace tranche::domain {
namespace {

using enum check_severity;
using findings = std::vector<finding>;

std::string part_of(const checked_line& line) {
    return line.document + ':' + line.budget_line;
}

void add(findings& to, const report_check& self, std::string part, message_args args) {
    to.push_back({self.code, self.severity, std::move(part), std::move(args)});
}

void orphan_line(const checked_report& report, const report_check& self, findings& to) {
    for (const auto& line : report.lines) {
        if (!line.budget_line_of_agreement) {
            add(to, self, part_of(line), {{"document", line.document}, {"line", line.budget_line}});
        }
    }
}

void shares_above_total(const checked_report& report, const report_check& self, findings& to) {
    for (const auto& one : report.shares) {
        if (one.shares > one.total) {
            const auto& line = report.lines.at(one.line);
            add(to, self, part_of(line),
                {{"document", line.document},
                 {"amount", shown(one.shares)},
                 {"total", shown(one.total)}});
        }
    }
}

void used_before(const checked_report& report, const report_check& self, findings& to) {
    for (const auto& one : report.used_elsewhere) {
        const auto& line = report.lines.at(one.line);
        add(to, self, part_of(line) + '@' + one.report,
            {{"document", line.document}, {"report", one.report}, {"amount", shown(one.share)}});
    }
}

void above_authorised(const checked_report& report, const report_check& self, findings& to) {
    if (report.cumulative > report.authorised) {
        add(to, self, "",
            {{"amount", shown(report.cumulative)}, {"authorised", shown(report.authorised)}});
    }
}

void below_last_time(const checked_report& report, const report_check& self, findings& to) {
    for (const auto& one : report.progress) {
        if (one.reported.is_negative()) {
            add(to, self, one.budget_line,
                {{"line", one.budget_line},
                 {"amount", shown(one.accepted + one.reported)},
                 {"before", shown(one.accepted)}});
        }
    }
}

void beyond_flexibility(const checked_report& report, const report_check& self, findings& to) {
    for (const auto& one : report.progress) {
        if (one.reported > one.available && !one.reported.is_negative()) {
            add(to, self, one.budget_line,
                {{"line", one.budget_line},
                 {"amount", shown(one.reported)},
                 {"available", shown(one.available)}});
        }
    }
}

void outside(
    const checked_report& report, const report_check& self, findings& to, const date_range& range
) {
    for (const auto& line : report.lines) {
        if (line.spent_on < range.first || range.last < line.spent_on) {
            add(to, self, part_of(line),
                {{"document", line.document},
                 {"date", to_string(line.spent_on)},
                 {"first", to_string(range.first)},
                 {"last", to_string(range.last)}});
        }
    }
}

void outside_agreement(const checked_report& report, const report_check& self, findings& to) {
    outside(report, self, to, report.agreement_period);
}

// A bill that comes late is nothing unusual; it is said.
void outside_period(const checked_report& report, const report_check& self, findings& to) {
    outside(report, self, to, report.period);
}

void round_sums(const checked_report& report, const report_check& self, findings& to) {
    const auto& unit = report.thresholds.round_unit;
    if (!unit || !report.thresholds.round_percent || report.lines.empty()) {
        return;
    }
    std::int64_t round = 0;
    for (const auto& line : report.lines) {
        std::int64_t minor = *unit;
        for (int i = 0; i < line.amount.currency_unit().exponent(); ++i) {
            minor *= 10;
        }
        round += line.amount.minor() % minor == 0 ? 1 : 0;
    }
    const auto count = static_cast<std::int64_t>(report.lines.size());
    if (report.thresholds.round_percent->is_exceeded_by(round, count)) {
        add(to, self, "",
            {{"count", std::to_string(round)},
             {"lines", std::to_string(count)},
             {"unit", std::to_string(*unit)}});
    }
}

void copied_lines(const checked_report& report, const report_check& self, findings& to) {
    if (!report.thresholds.copied_lines) {
        return;
    }
    using likeness = std::tuple<date, std::string, std::string, std::int64_t>;
    std::map<likeness, std::vector<const checked_line*>> alike;
    for (const auto& line : report.lines) {
        alike[{line.spent_on, line.payee, line.budget_line, line.amount.minor()}].push_back(&line);
    }
    for (const auto& [key, lines] : alike) {
        if (static_cast<std::int64_t>(lines.size()) >= *report.thresholds.copied_lines) {
            const auto& first = *lines.front();
            add(to, self, part_of(first),
                {{"count", std::to_string(lines.size())},
                 {"payee", first.payee},
                 {"date", to_string(first.spent_on)},
                 {"amount", shown(first.amount)}});
        }
    }
}

constexpr std::array all_checks{
    report_check{"check_orphan_line", error, orphan_line},
    report_check{"check_shares_above_total", error, shares_above_total},
    report_check{"check_document_used_before", warning, used_before},
    report_check{"check_above_authorised", warning, above_authorised},
    report_check{"check_below_last_time", warning, below_last_time},
    report_check{"check_beyond_flexibility", warning, beyond_flexibility},
    report_check{"check_outside_agreement", warning, outside_agreement},
    report_check{"check_outside_period", warning, outside_period},
    report_check{"check_copied_lines", warning, copied_lines},
    report_check{"check_round_sums", info, round_sums},
};

}  // namespace

std::string_view name(check_severity severity) {
    constexpr std::array names{
        std::string_view{"error"}, std::string_view{"warning"}, std::string_view{"info"}};
    return names.at(static_cast<std::size_t>(severity));
}

std::string finding::facts() const {
    std::string text;
    for (const auto& [key, value] : args) {
        text.append(text.empty() ? "" : ";").append(key).append("=").append(value);
    }
    return text;
}

std::span<const report_check> report_checks() {
    return all_checks;
}

std::vector<finding> check_report(const checked_report& report) {
    findings found;
    for (const auto& one : all_checks) {
        one.test(report, one, found);
    }
    return found;
}

}  // namespace tranche::domain
