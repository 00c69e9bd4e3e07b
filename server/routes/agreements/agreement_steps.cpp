#include "server/routes/agreements/agreement_steps.hpp"

#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct agreement_decision_body {
    domain::date decided_on;
    std::optional<std::string> reason;
};
struct agreement_reason_body {
    domain::date decided_on;
    std::string reason;
};
struct agreement_termination_body {
    domain::date terminated_on;
    std::string reason, document;
};

// Who sent it to be reviewed last, for four eyes.
persistence::query last_submission(std::int64_t agreement) {
    return {
        {"agreement_last_submission",
         R"(
             select s.taken_by as submitted_by, s.taken_for as submitted_for
               from partner.agreement_step s
               where s.agreement_id = $1
                and s.step = 'submit'
               order by s.number desc
               limit 1)"},
        {agreement}};
}

receipt take_step(command_run& run, const agreement_step& step, const char* field) {
    const auto id = run.path_id(entity::agreement);
    auto found = run.load(
        {persistence::lock_project_of(entity::agreement, id),
         agreement_facts(of_agreement_itself, id, step.on), last_submission(id), last_step_of(id)}
    );
    const auto row = run.the_row(found[1], entity::agreement);
    run.check_version(row);
    const auto from = row.text("state");
    const std::string next{state_after(domain::agreement_lifecycle(), step.action, from)};
    check_not_future(run, field, step.on);
    check_not_before(run, field, step.on, found[3][0].maybe_day("last_on"));
    if (step.action == "clear") {
        check_other_person(run, run.the_row(found[2], entity::agreement), "submitted", "submit");
    }
    run.settle();
    note_agreement_step(run, id, from, next, step);
    run.update(entity::agreement, id, {{"state", next}});
    return {
        .what = entity::agreement,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

receipt submit(command_run& run, const agreement_decision_body& body) {
    return take_step(run, {"submit", body.decided_on, body.reason}, "/decided_on");
}
receipt clear(command_run& run, const agreement_decision_body& body) {
    return take_step(run, {"clear", body.decided_on, body.reason}, "/decided_on");
}
receipt send_back(command_run& run, const agreement_reason_body& body) {
    return take_step(run, {"send_back", body.decided_on, body.reason}, "/decided_on");
}
receipt cancel(command_run& run, const agreement_reason_body& body) {
    return take_step(run, {"cancel", body.decided_on, body.reason}, "/decided_on");
}
receipt suspend(command_run& run, const agreement_reason_body& body) {
    return take_step(run, {"suspend", body.decided_on, body.reason}, "/decided_on");
}
receipt resume(command_run& run, const agreement_reason_body& body) {
    return take_step(run, {"resume", body.decided_on, body.reason}, "/decided_on");
}
receipt terminate(command_run& run, const agreement_termination_body& body) {
    return take_step(
        run, {"terminate", body.terminated_on, body.reason, body.document}, "/terminated_on"
    );
}

std::optional<agreement_decision_body> decided_today(command_run& run, const rehearsed_subject&) {
    return agreement_decision_body{run.today(), {}};
}

}  // namespace

persistence::query last_step_of(std::int64_t agreement) {
    return {
        {"agreement_last_step",
         "select max(taken_on) as last_on from partner.agreement_step where agreement_id = $1"},
        {agreement}};
}

void note_agreement_step(
    command_run& run, std::int64_t agreement, const std::string& from, const std::string& to,
    const agreement_step& step
) {
    run.insert(
        "partner.agreement_step",
        {{"id", persistence::random_id()},
         {"agreement_id", agreement},
         {"step", step.action},
         {"from_state", from},
         {"to_state", to},
         {"taken_on", step.on},
         {"reason", step.reason},
         {"document", step.document},
         {"taken_by", run.who().user_id}}
    );
}

template <>
struct wire<agreement_decision_body> {
    static const object_schema<agreement_decision_body>& schema() {
        using body = agreement_decision_body;
        static const auto declared = object<body>(
            "agreement_decision", "A step of an agreement's life",
            field("decided_on", &body::decided_on, "Day of the decision"),
            field("reason", &body::reason, "What there is to say about it", length(1, 500))
        );
        return declared;
    }
};

template <>
struct wire<agreement_reason_body> {
    static const object_schema<agreement_reason_body>& schema() {
        using body = agreement_reason_body;
        static const auto declared = object<body>(
            "agreement_decision_with_reason", "A step of an agreement's life that needs a reason",
            field("decided_on", &body::decided_on, "Day of the decision"),
            field("reason", &body::reason, "Why", length(1, 500))
        );
        return declared;
    }
};

template <>
struct wire<agreement_termination_body> {
    static const object_schema<agreement_termination_body>& schema() {
        using body = agreement_termination_body;
        static const auto declared = object<body>(
            "agreement_termination",
            "An agreement ends before its time; it is settled, not paid on",
            field("terminated_on", &body::terminated_on, "Its last day"),
            field("reason", &body::reason, "Why", length(1, 500)),
            field("document", &body::document, "Reference of the letter", length(1, 300))
        );
        return declared;
    }
};

endpoints agreement_step_endpoints() {
    using domain::action;
    const std::string tag = "Agreements";
    const std::string base = "/api/v1/agreements/{agreement}";
    endpoints all{
        command<agreement_decision_body>(
            {base + "/submit", "submit_agreement", "Send a draft to be reviewed", tag,
             action::draft_agreements},
            submit
        ),
        command<agreement_decision_body>(
            {base + "/clear", "clear_agreement", "Clear it for signature, as another person", tag,
             action::clear_agreements},
            clear, decided_today
        ),
        command<agreement_reason_body>(
            {base + "/send-back", "send_back_agreement", "Send it back to be drafted again", tag,
             action::clear_agreements},
            send_back
        ),
        command<agreement_reason_body>(
            {base + "/cancel", "cancel_agreement", "Give up an agreement that is not signed", tag,
             action::draft_agreements},
            cancel
        ),
        command<agreement_reason_body>(
            {base + "/suspend", "suspend_agreement", "Stop requests and payments", tag,
             action::draft_agreements},
            suspend
        ),
        command<agreement_reason_body>(
            {base + "/resume", "resume_agreement", "Let requests and payments go on", tag,
             action::sign_agreements},
            resume
        ),
        command<agreement_termination_body>(
            {base + "/terminate", "terminate_agreement",
             "End it before its time; what was spent is still settled", tag,
             action::sign_agreements},
            terminate
        ),
    };
    append(all, read_endpoints(persistence::agreement_step_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
