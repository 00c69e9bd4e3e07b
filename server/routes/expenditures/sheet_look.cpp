// A look at a partner's sheet of expenses: everything it would change and everything that stands in
// the way. Nothing is written but the look itself.
#include "persistence/digest.hpp"
#include "persistence/random_id.hpp"
#include "server/command/command.hpp"
#include "server/json/components.hpp"
#include "server/report_sheets/sheet_answer.hpp"
#include "server/report_sheets/sheet_file.hpp"
#include "server/routes/expenditures/report_sheet_facts.hpp"
#include "server/routes/expenditures/sheet_trial.hpp"
#include "server/routes/expenditures/sheet_turn.hpp"
#include "server/routes/expenditures/sheet_upload.hpp"
#include "server/routes/expenditures/sheet_work.hpp"
#include "server/sheet/bounds.hpp"
#include "server/sheet/bounds_told.hpp"

#include <algorithm>
#include <span>

namespace tranche::server {
namespace json = boost::json;
namespace {

using domain::entity;

constexpr std::size_t checks_told = 200;
constexpr int looks_at_most = 3;  // while somebody else changes the report

json::array told_checks(const std::vector<told_finding>& found, domain::language language) {
    json::array all;
    for (const auto& one : std::span{found}.first(std::min(found.size(), checks_told))) {
        const auto text = domain::message_for(one.what.code, language, one.what.args);
        json::object check{
            {"check", one.what.code},
            {"severity", domain::name(one.what.severity)},
            {"message", text.message}};
        if (!one.what.part.empty()) {
            check["part"] = one.what.part;
        }
        if (!text.hint.empty()) {
            check["hint"] = text.hint;
        }
        all.push_back(std::move(check));
    }
    return all;
}

json::object told_file(const sent_sheet& sent, const read_sheet& read, const std::string& digest) {
    json::object file{
        {"name", sent.file_name},
        {"format", read.format == file_format::csv ? "csv" : "xlsx"},
        {"sha256", digest},
        {"rows", read.meant.rows.size()},
        {"heading_row", read.meant.heading_row}};
    if (!read.name.empty()) {
        file["sheet"] = read.name;
    }
    return file;
}

bool may_be_taken(const sheet_plan& plan) {
    return plan.problem_count == 0 && !plan.lines.empty() &&
        std::ranges::none_of(plan.questions, [](const domain::violation& one) {
               return one.code != "paid_in_other_currency";
           });
}

void remember_look(
    command_run& run, std::int64_t id, std::int64_t report, const sheet_facts& facts,
    const sent_sheet& sent, const sheet_choice& choice, const std::string& digest,
    const sheet_plan& plan
) {
    const auto name_of = [](const auto& form) {
        return form ? std::optional{std::string{name(*form)}} : std::nullopt;
    };
    run.insert(
        "partner.sheet_preview",
        {{"id", id},
         {"report_id", report},
         {"report_version", facts.version()},
         {"upload_id", sent.upload},
         {"sha256", "\\x" + digest},
         {"mode", name(choice.mode)},
         {"decimal_mark", name_of(choice.mark)},
         {"day_order", name_of(choice.order)},
         {"habit_version", facts.version_of_habits()},
         {"problems", kept_findings(plan)},
         {"made_by", run.who().user_id}}
    );
    const auto& limits = run.context().app;
    run.write(
        {{"give_up_looks", "select partner.give_up_looks($1, $2, $3)"},
         {run.who().user_id, static_cast<std::int64_t>(limits.sheet_looks),
          static_cast<std::int64_t>(limits.sheet_look_bytes)}}
    );
}

receipt look(command_run& run) {
    const auto& request = run.context().request;
    const auto id = run.path_id(entity::expenditure_report);
    const auto upload = request.query_value("upload");
    const sheet_choice choice{
        *sheet_mode_of(request.query_value("mode").value_or("amend")),
        mark_named(request.query_value("decimal")), order_named(request.query_value("dates"))};
    auto facts = load_sheet_facts(run, id);
    auto sent = upload ? sheet_of_upload(run, *upload)
                       : sheet_of_body(run, request.query_value("file_name").value_or("sheet"));
    const sheet_turn turn{unpacked_size(sent.bytes)};
    auto work = work_on(run, id, facts, sent.bytes, choice);
    auto tried = try_sheet(run, id, facts, work);
    for (int looks = 1; !tried; ++looks) {
        if (looks == looks_at_most) {
            throw domain::refusal{domain::error_kind::conflict, "sheet_preview_stale"};
        }
        facts = load_sheet_facts(run, id);
        work = work_on(run, id, facts, sent.bytes, choice);
        tried = try_sheet(run, id, facts, work);
    }
    keep_sheet(run, sent);
    const auto digest = persistence::sha256_hex(sent.bytes);
    const auto token = persistence::random_id();
    remember_look(run, token, id, facts, sent, choice, digest, work.plan);
    const auto language = request.language();
    auto answer = told_plan(work.plan, work.read, work.forms, work.recorded, language);
    answer["token"] = token_of(token);
    answer["mode"] = name(choice.mode);
    answer["file"] = told_file(sent, work.read, digest);
    answer["may_be_taken"] = may_be_taken(work.plan);
    answer["budget_lines"] = std::move(tried->budget_lines);
    answer["checks"] = told_checks(tried->checks, language);
    answer["checks_left_out"] = tried->checks.size() - std::min(tried->checks.size(), checks_told);
    run.note("file", sent.file_name);
    run.note("sha256", digest);
    const auto row = facts.report[0];
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = row.text("agreement") + ':' + row.text("code"),
        .state = row.text("state"),
        .version = facts.version(),
        .more = members(answer)};
}

struct sheet_look {};

describe_fn describe_look() {
    return [](component_registry& registry) {
        return registry.reference_to("sheet_preview", typeid(sheet_look), [](component_registry&) {
            const json::object count{{"type", "integer"}};
            const json::object text{{"type", "string"}};
            const json::object list{{"type", "array"}, {"items", {{"type", "object"}}}};
            return json::value{
                {"type", "object"},
                {"description",
                 "What a sheet would make of the report; nothing of it is written. Problems, "
                 "questions and remarks name row, column and value; the first 200 rows that change "
                 "are listed with what was typed and what was read"},
                {"required",
                 json::array{
                     "token", "mode", "new", "changed", "unchanged", "removed", "problems"}},
                {"properties",
                 {{"id", text},
                  {"code", text},
                  {"state", text},
                  {"version", count},
                  {"token", text},
                  {"mode", text},
                  {"file", {{"type", "object"}}},
                  {"may_be_taken", {{"type", "boolean"}}},
                  {"new", count},
                  {"changed", count},
                  {"unchanged", count},
                  {"removed", count},
                  {"not_in_file", count},
                  {"problems", count},
                  {"errors", list},
                  {"questions", list},
                  {"remarks", list},
                  {"forms", list},
                  {"items", list},
                  {"budget_lines", list},
                  {"checks", list},
                  {"checks_left_out", count},
                  {"dry_run", {{"type", "boolean"}}}}}};
        });
    };
}

// Everything the answer depends on besides the path.
std::string input_of(const api_request& request) {
    auto input = request.body;
    for (const auto& [name, value] : request.query) {
        input.append(1, '\n').append(name).append(1, '=').append(value);
    }
    return input;
}

}  // namespace

namespace {

std::string told_limits() {
    const auto limits = report_sheet_limits();
    return "At most " + sized(body_at_most) +
        " as a body, more is refused with 413 `body_too_large`; " + sized(limits.bytes) +
        " by `upload`, unless the settings allow less. CSV: " + counted(limits.rows) +
        " rows below the first line, blank ones and titles counted; a workbook: down to row " +
        counted(limits.rows + rows_besides + 1) + ". " + told_bounds(limits) + ". " +
        told_workbook_bounds() +
        " What is larger is refused with 413 `sheet_too_many_rows`, `sheet_too_many_columns`, "
        "`sheet_cell_too_long` or `workbook_too_large`, each with the limit among its `values`. The "
        "answer lists at most " +
        counted(problems_told) + " problems, " + counted(remarks_told) + " remarks and " +
        counted(rows_told) + " rows that change; `problems` and the other counts are of all.";
}

}  // namespace

endpoint look_at_sheet_endpoint(const std::string& base) {
    auto made = command_endpoint(
        {base + "/sheet", "preview_expenditure_sheet",
         "Show what a partner's sheet would make of the report", "Sheets",
         domain::action::report_expenditure},
        schema_of<std::string>(),
        [](handler_context& context) {
            const auto input = input_of(context.request);
            return run_command(context, {context.operation.operation_id, 200, input}, look);
        }
    );
    made.description = told_limits();
    made.dry_run = false;  // it is one itself
    made.body_schema = {};
    made.body_media_type = "application/octet-stream";
    made.response_schema = describe_look();
    made.query_parameters = {
        {.name = "mode",
         .description =
             "add: rows join the report; amend: rows also change its lines; replace: the "
             "file is all of it. A blank cell never takes anything away",
         .type = parameter_type::choice,
         .choices = {"add", "amend", "replace"},
         .required = true},
        {.name = "upload",
         .description = "A file sent in pieces (/api/v1/uploads) instead of the body"},
        {.name = "file_name", .description = "What its sender calls the file in the body"},
        {.name = "decimal",
         .description = "Answers the question which decimal mark is meant; remembered",
         .type = parameter_type::choice,
         .choices = {"point", "comma"}},
        {.name = "dates",
         .description = "Answers the question in which order days are written; remembered",
         .type = parameter_type::choice,
         .choices = {"day_first", "month_first"}}};
    return made;
}

}  // namespace tranche::server
