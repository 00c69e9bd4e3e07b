// A partner's sheet of expenses: looked at first, with everything it would change and everything
// that stands in the way; then taken over as it was shown, by the token of that look.
#include "persistence/digest.hpp"
#include "persistence/ledger.hpp"
#include "persistence/random_id.hpp"
#include "server/command/command.hpp"
#include "server/json/components.hpp"
#include "server/report_sheets/sheet_answer.hpp"
#include "server/report_sheets/sheet_file.hpp"
#include "server/routes/expenditures/expenditures.hpp"
#include "server/routes/expenditures/report_sheet_facts.hpp"
#include "server/routes/expenditures/sheet_habits.hpp"
#include "server/routes/expenditures/sheet_trial.hpp"
#include "server/routes/expenditures/sheet_upload.hpp"
#include "server/routes/service/facts.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>

namespace tranche::server {
namespace json = boost::json;
namespace {

using domain::entity;

struct sheet_answered {
    std::string question, answer;
};

struct sheet_commitment {
    std::string token;
    std::vector<sheet_answered> answers;
};

// The report with its lines, and a sheet read against them.
struct sheet_at_work {
    persistence::rows report, lines, habits, interest;
    std::vector<recorded_line> recorded;
    sheet_forms forms;
    read_sheet read;
    sheet_plan plan;
};

struct sheet_choice {
    sheet_mode mode;
    std::optional<decimal_mark> mark;
    std::optional<day_order> order;
};

// 0 before anything was said.
std::int64_t version_of_habits(const persistence::rows& habits) {
    return habits.empty() ? 0 : habits[0].integer("version");
}

// Ids in the file that are none of the lines as they stand now.
std::vector<std::int64_t> other_ids(
    const read_sheet& from, std::span<const recorded_line> recorded
) {
    std::set<std::string> known;
    for (const auto& one : recorded) {
        known.insert(*at(one.cells, report_column::line_id));
    }
    std::vector<std::int64_t> all;
    for (const auto& row : from.meant.rows) {
        const auto& id = row.cells[static_cast<std::size_t>(report_column::line_id)];
        if (id && !known.contains(*id)) {
            if (const auto number = domain::parse_public_id(entity::expenditure_line, *id)) {
                all.push_back(*number);
            }
        }
    }
    return all;
}

std::vector<persistence::rows> load_report(command_run& run, std::int64_t id) {
    auto found = run.load(
        {persistence::lock_project_of(entity::expenditure_report, id), report_to_fill(id),
         report_sheet_lines(id), interest_of_round(id)}
    );
    const auto row = run.the_row(found[1], entity::expenditure_report);
    check_own(run, row.integer("partner_id"));
    state_after(domain::expenditure_report_lifecycle(), "revise", row.text("state"));
    return found;
}

sheet_at_work work_on(
    command_run& run, std::int64_t id, std::vector<persistence::rows> found, std::string_view bytes,
    const sheet_choice& choice
) {
    auto habits = run.load({sheet_habits(found[1][0].integer("partner_id"))});
    sheet_at_work work{
        std::move(found[1]),
        std::move(found[2]),
        std::move(habits[0]),
        std::move(found[3]),
        {},
        {},
        {},
        {}};
    const auto row = work.report[0];
    work.recorded = recorded_lines(work.lines);
    work.forms =
        forms_of(row, work.habits, choice.mark, choice.order, run.context().request.language());
    work.read = read_report_file(bytes, work.forms);
    auto ground = ground_of(row);
    if (const auto ids = other_ids(work.read, work.recorded); !ids.empty()) {
        const auto earlier = run.load({earlier_lines(id, ids)});
        for (const auto line : earlier[0]) {
            ground.earlier.emplace(
                domain::public_id(entity::expenditure_line, line.integer("id")),
                std::pair{line.text("document"), line.text("code")}
            );
        }
    }
    work.plan = plan_of(work.read, work.recorded, choice.mode, ground);
    return work;
}

// Members of an object, each behind a comma.
std::string members(const json::object& of) {
    const auto text = json::serialize(of);
    return of.empty() ? std::string{} : ',' + text.substr(1, text.size() - 2);
}

json::array told_checks(const std::vector<told_finding>& found, domain::language language) {
    json::array all;
    for (const auto& one : found) {
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

receipt look(command_run& run) {
    const auto& request = run.context().request;
    const auto id = run.path_id(entity::expenditure_report);
    auto found = load_report(run, id);
    const auto upload = request.query_value("upload");
    const sheet_choice choice{
        *sheet_mode_of(request.query_value("mode").value_or("amend")),
        mark_named(request.query_value("decimal")), order_named(request.query_value("dates"))};
    const auto sent = upload
        ? sheet_of_upload(run, *upload)
        : sheet_of_body(run, request.query_value("file_name").value_or("sheet"));
    auto work = work_on(run, id, std::move(found), sent.bytes, choice);
    const auto row = work.report[0];
    const auto tried = try_sheet(run, id, work.plan, work.read, interest_bodies(work.interest));
    const auto digest = persistence::sha256_hex(sent.bytes);
    const auto token = persistence::random_id();
    const auto name_of = [](const auto& form) {
        return form ? std::optional{std::string{name(*form)}} : std::nullopt;
    };
    run.insert(
        "partner.sheet_preview",
        {{"id", token},
         {"report_id", id},
         {"report_version", row.integer("version")},
         {"upload_id", sent.upload},
         {"sha256", "\\x" + digest},
         {"mode", name(choice.mode)},
         {"decimal_mark", name_of(choice.mark)},
         {"day_order", name_of(choice.order)},
         {"habit_version", version_of_habits(work.habits)},
         {"problems", kept_findings(work.plan)},
         {"made_by", run.who().user_id}}
    );
    const auto language = request.language();
    auto answer = told_plan(work.plan, work.read, work.forms, work.recorded, language);
    answer["token"] = token_of(token);
    answer["mode"] = name(choice.mode);
    answer["file"] = told_file(sent, work.read, digest);
    answer["may_be_taken"] = work.plan.problem_count == 0 && !work.plan.lines.empty() &&
        std::ranges::none_of(work.plan.questions, [](const domain::violation& one) {
                                 return one.code != "paid_in_other_currency";
                             });
    answer["budget_lines"] = tried.budget_lines;
    answer["checks"] = told_checks(tried.checks, language);
    run.note("file", sent.file_name);
    run.note("sha256", digest);
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = row.text("agreement") + ':' + row.text("code"),
        .state = row.text("state"),
        .version = row.integer("version"),
        .more = members(answer)};
}

persistence::query preview_to_take(std::int64_t preview, std::int64_t user) {
    return {
        {"sheet_preview_to_take",
         R"(
             select v.report_id, v.report_version, v.upload_id, encode(v.sha256, 'hex') as sha256,
                 v.mode, v.decimal_mark, v.day_order, v.habit_version
               from partner.sheet_preview v
               where v.id = $1 and v.made_by = $2)"},
        {preview, user}};
}

// Questions whose answer changes how cells are read need another look; the rest is answered here.
void check_answers(const sheet_plan& plan, const sheet_commitment& body) {
    std::vector<domain::violation> open;
    for (const auto& one : plan.questions) {
        const bool is_answered = one.code == "paid_in_other_currency" &&
            std::ranges::any_of(body.answers, [](const sheet_answered& given) {
                                     return given.question == "other_currency";
                                 });
        if (!is_answered) {
            open.push_back(one);
        }
    }
    if (!open.empty()) {
        throw domain::refusal{
            {domain::error_kind::rule,
             "sheet_questions_open",
             {{"count", std::to_string(open.size())}},
             std::move(open)}};
    }
}

receipt take_over(command_run& run, const sheet_commitment& body) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found = load_report(run, id);
    const auto row = found[1][0];
    const auto version = row.integer("version");
    const auto code = row.text("agreement") + ':' + row.text("code");
    auto state = row.text("state");
    const auto preview = preview_of(body.token);
    const auto looked = run.load({preview_to_take(preview.value_or(0), run.who().user_id)});
    run.require(
        !looked[0].empty() && looked[0][0].integer("report_id") == id, "/token",
        "unknown_reference", {{"type", "sheet_preview"}, {"value", body.token}}
    );
    run.settle();
    const auto seen = looked[0][0];
    const auto sent = sheet_of_upload(run, seen.integer("upload_id"));
    if (seen.integer("report_version") != version ||
        persistence::sha256_hex(sent.bytes) != seen.text("sha256")) {
        throw domain::refusal{domain::error_kind::conflict, "sheet_preview_stale"};
    }
    const sheet_choice choice{
        *sheet_mode_of(seen.text("mode")), mark_named(seen.maybe_text("decimal_mark")),
        order_named(seen.maybe_text("day_order"))};
    auto work = work_on(run, id, std::move(found), sent.bytes, choice);
    if (seen.integer("habit_version") != version_of_habits(work.habits)) {
        throw domain::refusal{domain::error_kind::conflict, "sheet_preview_stale"};
    }
    refuse_if_problems(work.plan);
    check_answers(work.plan, body);
    const bool changes = work.plan.changes_something();
    if (changes) {
        state = take_sheet(run, id, work.plan, work.read, interest_bodies(work.interest));
    }
    remember_forms(
        run, work.report[0].integer("partner_id"), work.habits, choice.mark, choice.order
    );
    for (const auto& [name, count] : told_counts(work.plan)) {
        run.note(name, json::serialize(count));
    }
    run.note("sha256", seen.text("sha256"));
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = code,
        .state = state,
        .version = version + (changes ? 1 : 0),
        .more = members(told_counts(work.plan))};
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

endpoint look_endpoint(const std::string& base) {
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

}  // namespace

template <>
struct wire<sheet_answered> {
    static const object_schema<sheet_answered>& schema() {
        using body = sheet_answered;
        static const auto declared = object<body>(
            "sheet_answer", "An answer to a question of the look",
            field("question", &body::question, "Which", one_of({"other_currency"})),
            field("answer", &body::answer, "It is so", one_of({"yes"}))
        );
        return declared;
    }
};

template <>
struct wire<sheet_commitment> {
    static const object_schema<sheet_commitment>& schema() {
        using body = sheet_commitment;
        static const auto declared = object<body>(
            "sheet_commitment", "Takes a sheet over as it was shown",
            field(
                "token", &body::token, "Of the look at it; ends with the next change of the report",
                length(1, 40)
            ),
            field(
                "answers", &body::answers, "To what the look asked", items(0, 10), may_be_absent()
            )
        );
        return declared;
    }
};

endpoints report_sheet_endpoints() {
    const std::string base = "/api/v1/expenditure-reports/{expenditure_report}";
    return {
        look_endpoint(base),
        command<sheet_commitment>(
            {base + "/sheet/commit", "commit_expenditure_sheet",
             "Take a sheet over as it was shown", "Sheets", domain::action::report_expenditure},
            take_over
        )};
}

}  // namespace tranche::server
