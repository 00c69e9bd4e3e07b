// Sheets on their way out: the template of a period, a report as a sheet, and a partner's own file
// with what was found beside its rows.
#include "persistence/digest.hpp"
#include "persistence/round_trip.hpp"
#include "server/report_sheets/sheet_answer.hpp"
#include "server/report_sheets/sheet_file.hpp"
#include "server/report_sheets/sheet_template.hpp"
#include "server/routes/expenditures/expenditures.hpp"
#include "server/routes/expenditures/report_sheet_facts.hpp"
#include "server/routes/expenditures/sheet_turn.hpp"

#include <algorithm>
#include <map>

namespace tranche::server {
namespace {

using domain::entity;
using persistence::ask;

[[noreturn]] void not_there() {
    throw domain::refusal{domain::error_kind::not_found, "not_found"};
}

std::int64_t path_id(handler_context& context, entity what) {
    const auto id = context.app.references.find(
        context.db(), what, context.request.param(domain::names_of(what).stem)
    );
    if (!id) {
        not_there();
    }
    return *id;
}

// A partner's people see their own; others do not exist for them.
void check_seen(const handler_context& context, const persistence::row& row) {
    const auto& partner = context.request.who->partner_id;
    if (partner && *partner != row.integer("partner_id")) {
        not_there();
    }
}

api_response download(file_format format, std::string body, const std::string& name) {
    api_response response;
    response.body = std::move(body);
    response.set_header(
        "Content-Type",
        std::string{media_type(format)} + (format == file_format::csv ? "; charset=utf-8" : "")
    );
    response.set_header(
        "Content-Disposition",
        "attachment; filename=\"" + name + (format == file_format::csv ? ".csv\"" : ".xlsx\"")
    );
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("Cache-Control", "private, no-cache");
    return response;
}

domain::language language_of(const api_request& request) {
    const auto wanted = request.query_value("lang");
    return wanted == "fr" ? domain::language::fr
        : wanted == "es"  ? domain::language::es
        : wanted == "en"  ? domain::language::en
                          : request.language();
}

api_response sheet_of(
    handler_context& context, template_about about, std::int64_t agreement,
    const std::vector<recorded_line>& lines
) {
    const auto found =
        ask(context.db(),
            {{"budget_lines_of_template",
              R"(
              select l.code, coalesce(case $2 when 'fr' then l.title_fr when 'es' then l.title_es
                  end, l.title_en) as name
                from partner.agreement_line n
                join funding.budget_line l on l.id = n.budget_line_id
                where n.agreement_id = $1
                order by l.code)"},
             {agreement, domain::language_tag(about.language)}});
    for (const auto row : found) {
        about.budget_lines.emplace_back(row.text("code"), row.maybe_text("name").value_or(""));
    }
    const bool is_csv = context.request.query_value("format").value_or("xlsx") == "csv";
    auto name = about.agreement + (about.report.empty() ? "" : "-" + about.report);
    std::ranges::replace_if(
        name, [](char one) { return one == '/' || one == '"' || one == '\\'; }, '-'
    );
    auto response = download(
        is_csv ? file_format::csv : file_format::xlsx,
        is_csv ? template_csv(about, lines) : template_xlsx(about, lines), name
    );
    response.set_header("Content-Language", std::string{domain::language_tag(about.language)});
    return response;
}

api_response template_of_period(handler_context& context) {
    const auto& request = context.request;
    const auto id = path_id(context, entity::agreement);
    const auto first = domain::parse_date(request.query_value("period_first").value_or(""));
    const auto last = domain::parse_date(request.query_value("period_last").value_or(""));
    const auto found =
        ask(context.db(),
            {{"template_of_period",
              R"(
              select a.code, a.partner_id, a.start_on,
                  partner.owes_until(a.id, a.end_on, 'infinity'::date) as last_day,
                  a.payment_currency,
                  i.base_currency, p.country, e.id as report_id, e.code as report
                from partner.agreement a
                join partner.partner p on p.id = a.partner_id
                join funding.project j on j.id = a.project_id
                join funding.instrument i on i.id = j.instrument_id
                left join partner.expenditure_report e on e.agreement_id = a.id
                 and e.period_first = $2 and e.period_last = $3
                where a.id = $1
                order by e.number desc
                limit 1)"},
             {id, first, last}});
    if (found.empty()) {
        not_there();
    }
    const auto row = found[0];
    check_seen(context, row);
    std::vector<recorded_line> lines;
    if (const auto report = row.maybe_integer("report_id")) {
        lines = recorded_lines(ask(context.db(), report_sheet_lines(*report)));
    }
    return sheet_of(
        context,
        {row.text("code"),
         row.maybe_text("report").value_or(""),
         *first,
         *last,
         row.day("start_on"),
         row.day("last_day"),
         row.currency("payment_currency"),
         row.currency("base_currency"),
         row.text("country"),
         language_of(request),
         {}},
        id, lines
    );
}

api_response report_as_sheet(handler_context& context) {
    const auto id = path_id(context, entity::expenditure_report);
    const auto found = ask(context.db(), report_to_fill(id));
    if (found.empty()) {
        not_there();
    }
    const auto row = found[0];
    check_seen(context, row);
    return sheet_of(
        context,
        {row.text("agreement"),
         row.text("code"),
         row.day("period_first"),
         row.day("period_last"),
         row.day("start_on"),
         row.day("last_day"),
         row.currency("currency"),
         row.currency("base_currency"),
         row.text("country"),
         language_of(context.request),
         {}},
        row.integer("agreement_id"), recorded_lines(ask(context.db(), report_sheet_lines(id)))
    );
}

// Problems and questions first, everything about a row in its one cell.
std::vector<row_note> notes_of(std::string_view kept, domain::language language) {
    std::vector<row_note> notes;
    std::map<std::size_t, std::size_t> place;
    for (const auto& [what, severity] : findings_kept(kept)) {
        const auto text = domain::message_for(what.code, language, what.args);
        const auto [known, is_new] = place.emplace(what.cell->row, notes.size());
        if (is_new) {
            notes.push_back({what.cell->row, {}, {}, {}});
        }
        auto& note = notes[known->second];
        const auto add = [](std::string& to, std::string_view more, const char* between) {
            to += to.empty() || more.empty() ? "" : between;
            to += more;
        };
        const auto& column = what.cell->column;
        add(note.problem, column.empty() ? text.message : column + ": " + text.message, " ");
        add(note.hint, text.hint, " ");
        add(note.code, what.code, " ");
    }
    return notes;
}

api_response annotated(handler_context& context) {
    const auto& request = context.request;
    const auto report = path_id(context, entity::expenditure_report);
    const auto preview = preview_of(request.param("token"));
    const auto found =
        ask(context.db(),
            {{"sheet_preview_annotated",
              R"(
              select v.problems, v.decimal_mark, v.day_order, u.file_name,
                  (select string_agg(encode(s.bytes, 'hex'), '' order by s.starts_at)
                     from document.piece s where s.owner_id = u.id) as bytes
                from partner.sheet_preview v
                join document.upload u on u.id = v.upload_id
                where v.id = $1 and v.report_id = $2 and v.made_by = $3)"},
             {preview.value_or(0), report, request.who->user_id}});
    if (found.empty()) {
        not_there();
    }
    const auto row = found[0];
    const auto facts = ask(context.db(), report_to_fill(report));
    const auto habits = ask(context.db(), sheet_habits(facts[0].integer("partner_id")));
    const auto language = language_of(request);
    const auto forms = forms_of(
        facts[0], habits, mark_named(row.maybe_text("decimal_mark")),
        order_named(row.maybe_text("day_order")), language
    );
    const auto bytes = persistence::from_hex(row.text("bytes"));
    const sheet_turn turn{unpacked_size(bytes)};
    const auto read = read_report_file(bytes, forms);
    const auto notes = notes_of(row.text("problems"), language);
    return download(
        read.format,
        read.format == file_format::csv ? annotated_csv(bytes, read, notes, language)
                                        : annotated_xlsx(bytes, read, notes, language),
        "annotated"
    );
}

endpoint reading(std::string path, std::string name, std::string summary) {
    endpoint made;
    made.method = "GET";
    made.path = std::move(path);
    made.operation_id = std::move(name);
    made.summary = std::move(summary);
    made.tag = "Sheets";
    made.action = domain::action::read_partner_side;
    made.response_media_type = "application/octet-stream";
    made.query_parameters = {
        {.name = "lang",
         .description = "Language of headings and notes; else the caller's",
         .type = parameter_type::choice,
         .choices = {"en", "fr", "es"}}};
    return made;
}

parameter format_parameter() {
    return {
        .name = "format",
        .description = "A workbook with choices, or CSV as the partner's country writes it",
        .type = parameter_type::choice,
        .choices = {"xlsx", "csv"}};
}

parameter day_parameter(const char* name, const char* description) {
    return {
        .name = name, .description = description, .type = parameter_type::date, .required = true};
}

}  // namespace

endpoints report_sheet_file_endpoints() {
    const std::string base = "/api/v1/expenditure-reports/{expenditure_report}/sheet";
    auto empty = reading(
        "/api/v1/agreements/{agreement}/expenditure-template", "expenditure_template",
        "The sheet of a period to be filled in, with what is recorded of it"
    );
    empty.handle = template_of_period;
    empty.query_parameters.push_back(format_parameter());
    empty.query_parameters.push_back(day_parameter("period_first", "First day of the period"));
    empty.query_parameters.push_back(day_parameter("period_last", "Last day of the period"));
    auto whole = reading(base, "get_expenditure_sheet", "A report's lines as a sheet");
    whole.handle = report_as_sheet;
    whole.query_parameters.push_back(format_parameter());
    auto noted = reading(
        base + "/{token}/annotated", "annotated_expenditure_sheet",
        "One's own file as it came, with problems and hints beside its rows"
    );
    noted.handle = annotated;
    noted.lane = lane::report;
    return {std::move(empty), std::move(whole), std::move(noted)};
}

}  // namespace tranche::server
