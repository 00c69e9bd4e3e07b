#include "server/routes/expenditures/report_sheet_facts.hpp"

#include "server/sheet/headings.hpp"

#include <charconv>

namespace tranche::server {

persistence::query report_to_fill(std::int64_t report) {
    return {
        {"report_to_fill",
         R"(
             select r.code, r.state, r.round, r.version, r.period_first, r.period_last, r.currency,
                 a.id as agreement_id, a.code as agreement, a.partner_id, a.start_on,
                 partner.owes_until(a.id, a.end_on, 'infinity'::date) as last_day,
                 p.code as partner, p.country, i.base_currency
               from partner.expenditure_report r
               join partner.agreement a on a.id = r.agreement_id
               join partner.partner p on p.id = a.partner_id
               join funding.project j on j.id = a.project_id
               join funding.instrument i on i.id = j.instrument_id
               where r.id = $1)"},
        {report}};
}

persistence::query version_locked(std::int64_t report) {
    return {
        {"report_version_locked",
         R"(
             select r.version, r.round
               from partner.expenditure_report r
               where r.id = $1
               for no key update)"},
        {report}};
}

persistence::query version_locked_at_once(std::int64_t report) {
    return {
        {"report_version_locked_at_once",
         R"(
             select r.version, r.round
               from partner.expenditure_report r
               where r.id = $1
               for no key update nowait)"},
        {report}};
}

persistence::query report_sheet_lines(std::int64_t report) {
    return {
        {"report_sheet_lines",
         R"(
             select n.id, n.document_type, n.document_series, n.document, n.supplier_tax_id,
                 n.spent_on, l.code, n.payee, n.description, n.currency, n.amount,
                 n.spent_currency, n.spent_amount, n.document_total, n.tax_amount,
                 n.service_first, n.service_last, n.corrects_line_id, s.code as sub_partner
               from partner.expenditure_report r
               join partner.expenditure_line n on n.report_id = r.id and n.round = r.round
               join funding.budget_line l on l.id = n.budget_line_id
               left join partner.sub_partner s on s.id = n.sub_partner_id
               where r.id = $1
               order by n.position)"},
        {report}};
}

persistence::query earlier_lines(std::int64_t report, const std::vector<std::int64_t>& ids) {
    return {
        {"report_earlier_lines",
         R"(
             select n.id, n.document, l.code
               from partner.expenditure_line n
               join funding.budget_line l on l.id = n.budget_line_id
               where n.report_id = $1 and n.id = any($2::bigint[]))"},
        {report, persistence::array_of(std::span{ids})}};
}

persistence::query interest_of_round(std::int64_t report) {
    return {
        {"interest_of_round",
         R"(
             select w.credited_on, w.currency, w.amount, w.document
               from partner.expenditure_report r
               join partner.reported_interest w on w.report_id = r.id and w.round = r.round
               where r.id = $1
               order by w.position)"},
        {report}};
}

persistence::query sheet_habits(std::int64_t partner) {
    return {
        {"sheet_habits",
         R"(
             select h.version, h.decimal_mark, h.day_order, g.heading, g.heading_key, g.column_name
               from partner.sheet_habit h
               left join partner.sheet_heading g on g.partner_id = h.partner_id
                and g.version = h.version
               where h.partner_id = $1
                and h.version = (select max(version) from partner.sheet_habit where partner_id = $1)
               order by g.heading)"},
        {partner}};
}

std::vector<recorded_line> recorded_lines(const persistence::rows& found) {
    std::vector<recorded_line> all;
    all.reserve(static_cast<std::size_t>(found.size()));
    for (const auto row : found) {
        all.push_back(recorded_of(row));
    }
    return all;
}

std::vector<reported_interest_body> interest_bodies(const persistence::rows& found) {
    std::vector<reported_interest_body> all;
    for (const auto row : found) {
        all.push_back(
            {row.day("credited_on"), row.money("amount", "currency"), row.maybe_text("document")}
        );
    }
    return all;
}

sheet_ground ground_of(const persistence::row& report) {
    return {
        report.currency("currency"), report.day("period_first"), report.day("period_last"),
        report.day("start_on"), report.day("last_day")};
}

sheet_forms forms_of(
    const persistence::row& report, const persistence::rows& habits,
    std::optional<decimal_mark> mark, std::optional<day_order> order, domain::language language
) {
    const auto country = report.text("country");
    sheet_forms forms{
        .mark = mark,
        .order = order,
        .language = language,
        .usual_mark = usual_mark_of(country),
        .usual_order = usual_order_of(country),
        .is_free = true,
        .unit = report.currency("currency")};
    for (const auto row : habits) {
        if (!forms.mark) {
            forms.mark = mark_named(row.maybe_text("decimal_mark"));
        }
        if (!forms.order) {
            forms.order = order_named(row.maybe_text("day_order"));
        }
        if (!row.is_null("heading_key")) {
            forms.known_headings.emplace(row.text("heading_key"), row.text("column_name"));
        }
    }
    return forms;
}

std::string token_of(std::int64_t preview) {
    return "sheet_" + std::to_string(preview);
}

std::optional<std::int64_t> preview_of(std::string_view token) {
    constexpr std::string_view prefix = "sheet_";
    std::int64_t preview = 0;
    if (!token.starts_with(prefix)) {
        return std::nullopt;
    }
    token.remove_prefix(prefix.size());
    const auto* end = token.data() + token.size();
    const auto [rest, failure] = std::from_chars(token.data(), end, preview);
    return failure == std::errc{} && rest == end ? std::optional{preview} : std::nullopt;
}

std::optional<decimal_mark> mark_named(std::optional<std::string_view> text) {
    return text == name(decimal_mark::point) ? std::optional{decimal_mark::point}
        : text == name(decimal_mark::comma)  ? std::optional{decimal_mark::comma}
                                             : std::nullopt;
}

std::optional<day_order> order_named(std::optional<std::string_view> text) {
    return text == name(day_order::day_first)  ? std::optional{day_order::day_first}
        : text == name(day_order::month_first) ? std::optional{day_order::month_first}
                                               : std::nullopt;
}

std::string_view name(decimal_mark mark) {
    return mark == decimal_mark::point ? "point" : "comma";
}

std::string_view name(day_order order) {
    return order == day_order::day_first ? "day_first" : "month_first";
}

}  // namespace tranche::server
