// A partner's sheet of expenses, taken over as it was shown by the token of that look.
#include "persistence/digest.hpp"
#include "persistence/ledger.hpp"
#include "server/command/command.hpp"
#include "server/report_sheets/sheet_answer.hpp"
#include "server/report_sheets/sheet_file.hpp"
#include "server/routes/expenditures/expenditures.hpp"
#include "server/routes/expenditures/report_sheet_facts.hpp"
#include "server/routes/expenditures/sheet_habits.hpp"
#include "server/routes/expenditures/sheet_trial.hpp"
#include "server/routes/expenditures/sheet_turn.hpp"
#include "server/routes/expenditures/sheet_upload.hpp"
#include "server/routes/expenditures/sheet_work.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

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

[[noreturn]] void shown_otherwise() {
    throw domain::refusal{domain::error_kind::conflict, "sheet_preview_stale"};
}

// From here on nobody else changes the report, which is still as it was planned for.
void lock_as_planned(command_run& run, std::int64_t report, std::int64_t version) {
    const auto locked = run.load(
        {persistence::lock_project_of(entity::expenditure_report, report),
         version_locked_at_once(report)}
    );
    if (locked[1].empty() || locked[1][0].integer("version") != version) {
        shown_otherwise();
    }
}

receipt take_over(command_run& run, const sheet_commitment& body) {
    const auto id = run.path_id(entity::expenditure_report);
    const auto preview = preview_of(body.token);
    const auto facts = load_sheet_facts(run, id);
    const auto row = facts.report[0];
    const auto looked = run.load({preview_to_take(preview.value_or(0), run.who().user_id)});
    run.require(
        !looked[0].empty() && looked[0][0].integer("report_id") == id, "/token",
        "unknown_reference", {{"type", "sheet_preview"}, {"value", body.token}}
    );
    run.settle();
    const auto seen = looked[0][0];
    const auto sent = sheet_of_upload(run, seen.integer("upload_id"));
    if (seen.integer("report_version") != facts.version() ||
        seen.integer("habit_version") != facts.version_of_habits() ||
        persistence::sha256_hex(sent.bytes) != seen.text("sha256")) {
        shown_otherwise();
    }
    const sheet_choice choice{
        *sheet_mode_of(seen.text("mode")), mark_named(seen.maybe_text("decimal_mark")),
        order_named(seen.maybe_text("day_order"))};
    const sheet_turn turn{unpacked_size(sent.bytes)};
    auto work = work_on(run, id, facts, sent.bytes, choice);
    refuse_if_problems(work.plan);
    check_answers(work.plan, body);
    lock_as_planned(run, id, facts.version());
    const bool changes = work.plan.changes_something();
    auto state = row.text("state");
    if (changes) {
        state = take_sheet(run, facts, work);
    }
    remember_forms(run, row.integer("partner_id"), facts.habits, choice.mark, choice.order);
    for (const auto& [name, count] : told_counts(work.plan)) {
        run.note(name, json::serialize(count));
    }
    run.note("sha256", seen.text("sha256"));
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = row.text("agreement") + ':' + row.text("code"),
        .state = state,
        .version = facts.version() + (changes ? 1 : 0),
        .more = members(told_counts(work.plan))};
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
        look_at_sheet_endpoint(base),
        command<sheet_commitment>(
            {base + "/sheet/commit", "commit_expenditure_sheet",
             "Take a sheet over as it was shown", "Sheets", domain::action::report_expenditure},
            take_over
        )};
}

}  // namespace tranche::server
