#include "server/routes/expenditures/expenditure_lines.hpp"

#include "persistence/audit_trail.hpp"
#include "persistence/random_id.hpp"
#include "persistence/row_writer.hpp"
#include "server/routes/access/authority.hpp"
#include "server/routes/expenditures/documents_seen.hpp"
#include "server/routes/service/facts.hpp"

#include <span>

namespace tranche::server {

using domain::entity;

namespace {

// A thousand lines to a statement: a sheet may have very many.
constexpr std::size_t rows_at_once = 1'000;

// What an exception is granted for: one document on one line of the budget.
std::string part_of(const expenditure_line_body& line) {
    return line.document + ':' + line.budget_line;
}

std::optional<std::int64_t> corrected_by(const expenditure_line_body& line) {
    return line.corrects
        ? domain::parse_public_id(entity::expenditure_line, line.corrects->text).value_or(0)
        : std::optional<std::int64_t>{};
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

persistence::query corrected_lines(
    std::int64_t agreement, std::int64_t report, const lines_body& lines
) {
    std::vector<std::int64_t> ids;
    for (const auto& line : lines) {
        if (const auto id = corrected_by(line)) {
            ids.push_back(*id);
        }
    }
    return {
        {"report_corrected_lines",
         R"(
             select n.id, n.budget_line_id, l.code, n.currency, n.spent_currency,
                 n.sub_partner_id,
                 trim_scale(v.rate)::text as rate, trim_scale(v.spent_rate)::text as spent_rate,
                 n.accepted_amount - partner.taken_back_of(n.id)
                     - coalesce((select sum(c.amount - c.rejected_amount)
                     from partner.expenditure_line c join partner.expenditure_report w
                       on w.id = c.report_id and w.round = c.round
                     where c.corrects_line_id = n.id and w.id = $2), 0)::bigint as open
               from partner.expenditure_line n
               join partner.expenditure_report r on r.id = n.report_id and r.round = n.round
               join funding.budget_line l on l.id = n.budget_line_id
               join partner.line_rate v on v.line_id = n.id
               where n.id = any($3::bigint[])
                and r.agreement_id = $1
                and r.state in ('accepted', 'partly_accepted')
                and n.corrects_line_id is null)"},
        {agreement, report, persistence::array_of(std::span<const std::int64_t>{ids})}};
}

persistence::query sub_partners_of(std::int64_t agreement) {
    return {
        {"report_sub_partners",
         R"(
             select s.id, s.code, s.valid_from, least(s.valid_until, s.ended_on) as valid_until
               from partner.sub_partner s
               where s.agreement_id = $1)"},
        {agreement}};
}

line_writer::line_writer(
    command_run& run, const persistence::row& agreement, const persistence::rows& lines,
    std::span<const persistence::rows> valued_by
)
    : run_{run},
      base_{agreement.currency("base_currency")},
      local_{agreement.currency("payment_currency")},
      first_{agreement.day("start_on")},
      last_{agreement.day("last_day")},
      series_{agreement.maybe_text("rate_series")},
      rates_{base_, local_, valued_by[0], valued_by[2]} {
    for (const auto row : lines) {
        budget_lines_[row.text("code")] = row.integer("id");
    }
    for (const auto row : valued_by[3]) {
        sub_partners_.emplace(row.text("code"), row);
    }
    for (const auto& [code, id] : budget_lines_) {
        codes_.push_back(code);
    }
    for (const auto row : valued_by[1]) {
        corrected_.emplace(row.integer("id"), row);
        left_.emplace(row.integer("id"), row.money("open", "currency"));
    }
}

void line_writer::write(std::int64_t report, std::int64_t round, const lines_body& lines) {
    documents_seen seen;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto at = "/lines/" + std::to_string(i);
        run_.rule(
            {domain::rule_id::r46, lines[i].amount, part_of(lines[i])}, seen.is_new(lines[i]),
            at + "/document", "document_repeated", {{"document", lines[i].document}}
        );
        write_one(report, round, i, lines[i], at);
        if (rows_.size() == rows_at_once) {
            flush();
        }
    }
    flush();
}

void line_writer::flush() {
    if (rows_.empty()) {
        return;
    }
    static const auto writing = persistence::handing_on_rows(
        R"(
            insert into partner.expenditure_line as x (id, report_id, round, position, document,
                spent_on, budget_line_id, payee, description, currency, amount, rate, base_amount,
                corrects_line_id, supplier_tax_id, document_type, document_series, document_total,
                service_first, service_last, tax_amount, spent_currency, spent_amount, spent_rate,
                sub_partner_id)
              select * from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::integer[],
                  $5::text[], $6::date[], $7::bigint[], $8::text[], $9::text[], $10::text[],
                  $11::bigint[], $12::numeric[], $13::bigint[], $14::bigint[], $15::text[],
                  $16::text[], $17::text[], $18::bigint[], $19::date[], $20::date[], $21::bigint[],
                  $22::text[], $23::bigint[], $24::numeric[], $25::bigint[])
              returning )" +
        persistence::change_of(
            "partner.expenditure_line", "x.id",
            {"report_id", "round", "position", "document", "spent_on", "budget_line_id", "payee",
             "currency", "amount", "rate", "base_amount"},
            false
        ) +
        " as change"
    );
    std::vector<std::vector<std::optional<std::string>>> arrays(rows_.front().size());
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            arrays[i].push_back(row[i].text());
        }
    }
    persistence::query one{{"write_expenditure_lines", writing}, {}};
    for (const auto& array : arrays) {
        one.with.push_back(persistence::array_of(std::span{array}));
    }
    run_.write(std::move(one));
    rows_.clear();
}

void line_writer::check_document(const expenditure_line_body& line, const std::string& at) {
    const auto paid_in = line.amount.currency_unit();
    const auto share = line.amount.is_negative() ? -line.amount : line.amount;
    run_.require(line.amount.minor() != 0, at + "/amount", "not_positive");
    run_.require(
        !line.amount.is_negative() || line.corrects, at + "/corrects", "correction_names_no_line"
    );
    run_.require(
        line.amount.is_negative() || !line.corrects, at + "/amount", "correction_not_negative"
    );
    if (line.document_total) {
        check_currency(run_, at + "/document_total", *line.document_total, paid_in);
        run_.require(
            line.document_total->currency_unit() != paid_in || share <= *line.document_total,
            at + "/amount", "share_above_document",
            {{"amount", shown(share)}, {"total", shown(*line.document_total)}}
        );
    }
    if (line.tax) {
        check_currency(run_, at + "/tax", *line.tax, paid_in);
        const auto tax = line.tax->is_negative() ? -*line.tax : *line.tax;
        run_.require(
            tax.currency_unit() != paid_in ||
                (tax <= share &&
                 (tax.is_zero() || line.tax->is_negative() == line.amount.is_negative())),
            at + "/tax", "tax_above_amount",
            {{"amount", shown(*line.tax)}, {"total", shown(line.amount)}}
        );
    }
    run_.require(
        line.service_first.has_value() == line.service_last.has_value(), at + "/service_last",
        "missing_field"
    );
    if (line.service_first && line.service_last) {
        run_.require(
            *line.service_first <= *line.service_last, at + "/service_last", "date_before",
            {{"date", domain::to_string(*line.service_last)},
             {"earliest", domain::to_string(*line.service_first)}}
        );
    }
}

void line_writer::write_one(
    std::int64_t report, std::int64_t round, std::size_t position,
    const expenditure_line_body& line, const std::string& at
) {
    check_document(line, at);
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
    if (budget_line == budget_lines_.end()) {
        run_.require(
            false, at + "/budget_line", "line_not_of_agreement",
            {{"value", line.budget_line}, {"suggestion", nearest_.to(line.budget_line, codes_)}}
        );
    }
    const auto sub_partner = sub_partner_of(line, at);
    const auto of = line.corrects ? worth_of_correction(line, at) : worth_of(line, at);
    if (!of || budget_line == budget_lines_.end()) {
        return;
    }
    if (of->amount.is_positive()) {
        rates_.spend(of->amount);
    }
    const bool elsewhere = line.amount.currency_unit() != local_;
    using persistence::value;
    rows_.push_back(
        {persistence::random_id(),
         report,
         round,
         static_cast<int>(position + 1),
         line.document,
         line.spent_on,
         budget_line->second,
         line.payee,
         line.description.value_or(""),
         local_,
         of->amount.minor(),
         of->rate.to_decimal(),
         of->base.minor(),
         corrected_by(line),
         line.supplier_tax_id,
         line.document_type,
         line.document_series,
         minor_of(line.document_total),
         line.service_first,
         line.service_last,
         minor_of(line.tax),
         elsewhere ? value{line.amount.currency_unit()} : value{std::nullopt},
         elsewhere ? value{line.amount.minor()} : value{std::nullopt},
         elsewhere && of->spent_rate ? value{of->spent_rate->to_decimal()} : value{std::nullopt},
         sub_partner}
    );
}

// Of the agreement, and one on that day; what corrects a line is of the same.
std::optional<std::int64_t> line_writer::sub_partner_of(
    const expenditure_line_body& line, const std::string& at
) {
    std::optional<std::int64_t> named;
    if (line.sub_partner) {
        const auto known = sub_partners_.find(*line.sub_partner);
        run_.require(
            known != sub_partners_.end(), at + "/sub_partner", "unknown_reference",
            {{"type", "sub_partner"}, {"value", *line.sub_partner}}
        );
        if (known == sub_partners_.end()) {
            return std::nullopt;
        }
        const auto& row = known->second;
        const auto first = row.day("valid_from");
        const auto last = row.maybe_day("valid_until");
        run_.require(
            line.corrects || (first <= line.spent_on && (!last || line.spent_on <= *last)),
            at + "/sub_partner", "sub_partner_not_then",
            {{"code", *line.sub_partner},
             {"date", domain::to_string(line.spent_on)},
             {"first", domain::to_string(first)},
             {"last", last ? domain::to_string(*last) : "-"}}
        );
        named = row.integer("id");
    }
    const auto original = corrected_.find(corrected_by(line).value_or(0));
    run_.require(
        original == corrected_.end() || original->second.maybe_integer("sub_partner_id") == named,
        at + "/sub_partner", "correction_of_other_sub_partner"
    );
    return named;
}

std::optional<line_writer::worth> line_writer::worth_of(
    const expenditure_line_body& line, const std::string& at
) {
    const auto paid_in = line.amount.currency_unit();
    const auto rate = rate_on(local_, line.spent_on, at);
    if (paid_in == local_) {
        return rate
            ? std::optional{worth{line.amount, rate->convert(line.amount, base_), *rate, {}}}
            : std::nullopt;
    }
    const auto spent_rate = rate_on(paid_in, line.spent_on, at);
    if (!rate || !spent_rate) {
        return std::nullopt;
    }
    // Through the fund's currency, in which both rates are quoted.
    const auto base = spent_rate->convert(line.amount, base_);
    const auto amount = rate->convert(base, local_);
    run_.require(!amount.is_zero(), at + "/amount", "not_positive");
    return worth{amount, base, *rate, spent_rate};
}

std::optional<line_writer::worth> line_writer::worth_of_correction(
    const expenditure_line_body& line, const std::string& at
) {
    const auto original = corrected_.find(corrected_by(line).value_or(0));
    run_.require(original != corrected_.end(), at + "/corrects", "correction_not_of_accepted");
    if (original == corrected_.end()) {
        return std::nullopt;
    }
    const auto& row = original->second;
    run_.require(
        row.text("code") == line.budget_line, at + "/budget_line", "correction_on_other_line",
        {{"line", row.text("code")}}
    );
    const auto paid_in = row.is_null("spent_currency") ? local_ : row.currency("spent_currency");
    check_currency(run_, at + "/amount", line.amount, paid_in);
    const auto rate = local_ == base_
        ? std::optional{domain::exchange_rate::one(base_)}
        : domain::exchange_rate::parse(row.text("rate"), base_, local_);
    std::optional<domain::exchange_rate> spent_rate;
    if (const auto text = row.maybe_text("spent_rate")) {
        spent_rate = paid_in == base_ ? domain::exchange_rate::one(base_)
                                      : domain::exchange_rate::parse(*text, base_, paid_in);
    }
    if (!rate || line.amount.currency_unit() != paid_in) {
        return std::nullopt;
    }
    const auto base = (spent_rate ? *spent_rate : *rate).convert(line.amount, base_);
    const auto amount = spent_rate ? rate->convert(base, local_) : line.amount;
    auto& left = left_.at(original->first);
    run_.require(
        -amount <= left, at + "/amount", "amount_exceeds_available",
        {{"amount", shown(-amount)}, {"available", shown(left)}}
    );
    left += amount;
    return worth{amount, base, *rate, spent_rate};
}

std::optional<domain::exchange_rate> line_writer::rate_on(
    domain::currency wanted, domain::date day, const std::string& at
) {
    const auto found = rates_.on(wanted, day);
    run_.require(
        found.has_value(), at + "/spent_on", "rate_not_in_force",
        {{"currency", std::string{wanted.code()}},
         {"date", domain::to_string(day)},
         {"series", series_.value_or("-")}}
    );
    return found;
}

}  // namespace tranche::server
