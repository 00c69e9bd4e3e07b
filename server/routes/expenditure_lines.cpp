#include "server/routes/expenditure_lines.hpp"

#include "persistence/random_id.hpp"
#include "persistence/row_writer.hpp"
#include "server/routes/facts.hpp"

#include <set>
#include <span>

namespace tranche::server {

using domain::entity;

namespace {

// What an exception is granted for: one document on one line of the budget.
std::string part_of(const expenditure_line_body& line) {
    return line.document + ':' + line.budget_line;
}

}  // namespace

persistence::query agreement_lines(std::string_view behind, std::int64_t id) {
    std::string text =
        R"(
            select l.id, l.code
              from partner.agreement_line n
              join funding.budget_line l on l.id = n.budget_line_id
              where n.agreement_id = )";
    text += behind;
    return {persistence::interned("report_agreement_lines", std::move(text)), {id}};
}

// The rate of each day that is asked for, in one statement.
persistence::query rates_on(
    const std::optional<std::string>& series, domain::currency wanted, const lines_body& lines
) {
    std::set<std::string> days;
    for (const auto& line : lines) {
        days.insert(domain::to_string(line.spent_on));
    }
    const std::vector<std::string> all{days.begin(), days.end()};
    return {
        {"report_rates",
         R"(
             select d.day, trim_scale(r.rate)::text as rate
               from unnest($3::date[]) as d(day)
               join reference.exchange_rate r on r.series = $1
                and r.currency = $2
                and d.day between r.valid_from and r.valid_to
                and r.confirmed_by is not null)"},
        {series, wanted, persistence::array_of(std::span{all})}};
}

line_writer::line_writer(
    command_run& run, const persistence::row& agreement, const persistence::rows& lines,
    const persistence::rows& rates
)
    : run_{run},
      base_{agreement.currency("base_currency")},
      local_{agreement.currency("payment_currency")},
      first_{agreement.day("start_on")},
      last_{agreement.day("end_on")},
      series_{agreement.maybe_text("rate_series")} {
    for (const auto row : lines) {
        budget_lines_[row.text("code")] = row.integer("id");
    }
    for (const auto row : rates) {
        rates_.emplace(row.text("day"), row.text("rate"));
    }
}

void line_writer::write(std::int64_t report, std::int64_t round, const lines_body& lines) {
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto at = "/lines/" + std::to_string(i);
        run_.rule(
            {domain::rule_id::r46, lines[i].amount, part_of(lines[i])},
            seen.emplace(lines[i].document, lines[i].budget_line).second, at + "/document",
            "document_repeated", {{"document", lines[i].document}}
        );
        write_one(report, round, i, lines[i], at);
    }
}

void line_writer::write_one(
    std::int64_t report, std::int64_t round, std::size_t position,
    const expenditure_line_body& line, const std::string& at
) {
    check_currency(run_, at + "/amount", line.amount, local_);
    // R41: inside the agreement; outside the reporting period is no obstacle.
    run_.rule(
        for_amount(
            {domain::rule_id::r41, days_outside(line.spent_on, first_, last_), part_of(line)},
            line.amount
        ),
        first_ <= line.spent_on && line.spent_on <= last_, at + "/spent_on", "date_outside_period",
        {{"date", domain::to_string(line.spent_on)},
         {"first", domain::to_string(first_)},
         {"last", domain::to_string(last_)}}
    );
    const auto budget_line = budget_lines_.find(line.budget_line);
    run_.require(
        budget_line != budget_lines_.end(), at + "/budget_line", "unknown_reference",
        {{"type", "budget_line"}, {"value", line.budget_line}}
    );
    const auto rate = rate_on(line.spent_on, at);
    if (!rate || budget_line == budget_lines_.end() || line.amount.currency_unit() != local_) {
        return;
    }
    run_.insert(
        "partner.expenditure_line",
        {{"id", persistence::random_id()},
         {"report_id", report},
         {"round", round},
         {"position", static_cast<int>(position + 1)},
         {"document", line.document},
         {"spent_on", line.spent_on},
         {"budget_line_id", budget_line->second},
         {"payee", line.payee},
         {"description", line.description.value_or("")},
         {"currency", local_},
         {"amount", line.amount.minor()},
         {"rate", rate->to_decimal()},
         {"base_amount", rate->convert(line.amount, base_).minor()}}
    );
}

std::optional<domain::exchange_rate> line_writer::rate_on(domain::date day, const std::string& at) {
    if (local_ == base_) {
        return domain::exchange_rate::one(base_);
    }
    const auto found = rates_.find(domain::to_string(day));
    run_.require(
        found != rates_.end(), at + "/spent_on", "rate_not_in_force",
        {{"currency", std::string{local_.code()}},
         {"date", domain::to_string(day)},
         {"series", series_.value_or("-")}}
    );
    return found == rates_.end() ? std::nullopt
                                 : domain::exchange_rate::parse(found->second, base_, local_);
}

}  // namespace tranche::server
