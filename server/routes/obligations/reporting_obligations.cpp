// What a project owes in reports and plans (R49 to R53): handing it in, taking it or sending it
// back, and the terms of a fund that say when it is due.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/obligations/obligation_calendar.hpp"
#include "server/routes/obligations/obligation_kinds.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct new_submission {
    std::string kind;
    std::int64_t number = 1;
    domain::date submitted_on;
    std::string document;
};

struct submission_acceptance {
    domain::date accepted_on;
};

struct submission_return {
    domain::date sent_back_on;
    std::string reason;
};

persistence::query owed(std::int64_t project, const new_submission& body) {
    return {
        {"obligation_owed",
         R"(
             select o.opens_on, o.due_on, o.state
               from funding.obligations_as_of($4, $1) o
               where o.kind = $2 and o.number = $3)"},
        {project, body.kind, body.number, body.submitted_on}};
}

void check_owed(command_run& run, const persistence::row& owed, const new_submission& body) {
    const auto state = owed.text("state");
    if (state == "submitted" || state == "accepted") {
        throw domain::refusal{domain::error_kind::conflict, "obligation_submitted"};
    }
    const auto part = body.kind + ':' + std::to_string(body.number);
    const auto due = owed.day("due_on");
    const auto opens = owed.day("opens_on");
    if (body.kind == "evaluation") {
        const auto outside = days_outside(body.submitted_on, opens, due);
        run.rule(
            {domain::rule_id::r53, outside, part}, outside == 0, "/submitted_on",
            "evaluation_outside_window",
            {{"first", domain::to_string(opens)},
             {"last", domain::to_string(due)},
             {"date", domain::to_string(body.submitted_on)}}
        );
        return;
    }
    const auto late = domain::days_between(due, body.submitted_on);
    run.rule(
        {domain::rule_id::r51, late, part}, late <= 0, "/submitted_on", "obligation_late",
        {{"due", domain::to_string(due)}, {"date", domain::to_string(body.submitted_on)}}
    );
}

receipt submit(command_run& run, const new_submission& body) {
    const locked_project project{run};
    state_after(domain::project_lifecycle(), "submit_obligation", project.row.text("state"));
    check_not_future(run, "/submitted_on", body.submitted_on);
    const auto found = run.load({owed(project.id, body)});
    run.require(!found[0].empty(), "/kind", "obligation_unknown");
    run.settle();
    check_owed(run, found[0][0], body);
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.obligation_submission",
        {{"id", id},
         {"project_id", project.id},
         {"kind", body.kind},
         {"number", body.number},
         {"submitted_on", body.submitted_on},
         {"document", body.document},
         {"submitted_by", run.who().user_id}}
    );
    return {
        .what = entity::obligation_submission,
        .id = id,
        .code = project.row.text("code") + ':' + body.kind + ':' + std::to_string(body.number),
        .state = "submitted"};
}

receipt decide(
    command_run& run, std::string_view action, const char* field, domain::date on,
    const std::optional<std::string>& reason
) {
    const auto id = run.path_id(entity::obligation_submission);
    const auto found = run.load(
        {{{"obligation_submission_to_decide",
           R"(
               select state, version, submitted_on, submitted_by, submitted_for
                 from funding.obligation_submission
                 where id = $1 for no key update)"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::obligation_submission);
    run.check_version(row);
    const std::string next{
        state_after(domain::obligation_submission_lifecycle(), action, row.text("state"))};
    check_other_person(run, row, "submitted", "submit");
    check_not_future(run, field, on);
    const auto earliest = row.day("submitted_on");
    run.require(
        on >= earliest, field, "date_before",
        {{"date", domain::to_string(on)}, {"earliest", domain::to_string(earliest)}}
    );
    run.update(
        entity::obligation_submission, id,
        {{"state", next}, {"decided_on", on}, {"decided_by", run.who().user_id}, {"reason", reason}}
    );
    return {
        .what = entity::obligation_submission,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

receipt accept(command_run& run, const submission_acceptance& body) {
    return decide(run, "accept", "/accepted_on", body.accepted_on, {});
}
receipt send_back(command_run& run, const submission_return& body) {
    return decide(run, "send_back", "/sent_back_on", body.sent_back_on, body.reason);
}

std::optional<submission_acceptance> accepted_today(command_run& run, const rehearsed_subject&) {
    return submission_acceptance{run.today()};
}
std::optional<submission_return> sent_back_today(command_run& run, const rehearsed_subject&) {
    return submission_return{run.today(), "-"};
}

}  // namespace

template <>
struct wire<new_submission> {
    static const object_schema<new_submission>& schema() {
        using body = new_submission;
        static const auto declared = object<body>(
            "new_obligation_submission", "What was due is handed in",
            field("kind", &body::kind, "What it is", one_of(obligation_kinds())),
            field(
                "number", &body::number, "Which of its kind; interim reports are counted",
                defaults_to(std::int64_t{1}), between(1, 600)
            ),
            field("submitted_on", &body::submitted_on, "Day it was handed in"),
            field("document", &body::document, "Reference of the document", length(1, 300))
        );
        return declared;
    }
};

template <>
struct wire<submission_acceptance> {
    static const object_schema<submission_acceptance>& schema() {
        static const auto declared = object<submission_acceptance>(
            "obligation_acceptance", "It is taken",
            field("accepted_on", &submission_acceptance::accepted_on, "Day of the decision")
        );
        return declared;
    }
};

template <>
struct wire<submission_return> {
    static const object_schema<submission_return>& schema() {
        using body = submission_return;
        static const auto declared = object<body>(
            "obligation_return", "It is sent back, and due on the same day as before (R51)",
            field("sent_back_on", &body::sent_back_on, "Day of the decision"),
            field("reason", &body::reason, "What is missing", length(1, 2000), multiline())
        );
        return declared;
    }
};

endpoints reporting_obligation_endpoints() {
    using domain::action;
    const std::string tag = "Reporting obligations";
    const std::string base = "/api/v1/obligation-submissions/{obligation_submission}";
    endpoints all{
        command<new_submission>(
            {"/api/v1/projects/{project}/reporting-obligations", "submit_obligation",
             "Hand in a report or plan that is due", tag, action::manage_projects, 201},
            submit
        ),
        command<submission_acceptance>(
            {base + "/accept", "accept_obligation", "Take it, as another person", tag,
             action::review_obligations},
            accept, accepted_today
        ),
        command<submission_return>(
            {base + "/send-back", "send_back_obligation", "Send it back with a reason", tag,
             action::review_obligations},
            send_back, sent_back_today
        ),
        obligation_calendar()};
    append(
        all,
        read_endpoints(persistence::obligation_submission_resource(), action::read_funding, tag)
    );
    return all;
}

}  // namespace tranche::server
