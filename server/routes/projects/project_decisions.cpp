#include "server/routes/projects/project_decisions.hpp"

#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

receipt draft_proposal(command_run& run, const proposal_body& body) {
    const locked_project project{run};
    check_not_future(run, "/drafted_on", body.drafted_on);
    return take_step(run, project, {"draft_proposal", body.drafted_on});
}

// A decision with nothing to it but its reason.
receipt decide(command_run& run, std::string_view action, const project_decision_body& body) {
    const locked_project project{run};
    run.check_version(project.row);
    check_not_future(run, "/decided_on", body.decided_on);
    return take_step(run, project, {action, body.decided_on, body.reason});
}

receipt decline(command_run& run, const project_decision_body& body) {
    return decide(run, "decline", body);
}
receipt retain(command_run& run, const project_decision_body& body) {
    return decide(run, "retain", body);
}
receipt reopen(command_run& run, const project_decision_body& body) {
    return decide(run, "reopen", body);
}
receipt withdraw(command_run& run, const project_decision_body& body) {
    return decide(run, "withdraw", body);
}
receipt suspend(command_run& run, const project_decision_body& body) {
    return decide(run, "suspend", body);
}
receipt resume(command_run& run, const project_decision_body& body) {
    return decide(run, "resume", body);
}

persistence::query reviews(std::int64_t project, domain::date on) {
    return {
        {"project_needs_review",
         R"(
             select coalesce((select t.short_review from funding.project_terms t
                   where t.instrument_id = p.instrument_id and t.valid_from <= $2
                   order by t.valid_from desc limit 1), false) as short
               from funding.project p
               where p.id = $1)"},
        {project, on}};
}

receipt record_approval(command_run& run, const recorded_approval_body& body) {
    const locked_project project{run};
    run.check_version(project.row);
    check_not_future(run, "/approved_on", body.approved_on);
    check_other_person(run, project.row, "proposed", "propose");
    state_after(domain::project_lifecycle(), "record_approval", project.row.text("state"));
    const auto found = run.load({reviews(project.id, run.today())});
    run.require(found[0][0].truth("short"), "", "review_needed");
    return take_step(run, project, {"record_approval", body.approved_on, {}, body.document});
}

receipt terminate(command_run& run, const termination_body& body) {
    const locked_project project{run};
    run.check_version(project.row);
    check_not_future(run, "/terminated_on", body.terminated_on);
    return take_step(run, project, {"terminate", body.terminated_on, body.reason, body.document});
}

void check_after(command_run& run, const char* field, domain::date day, domain::date earliest) {
    run.require(
        day >= earliest, field, "date_before",
        {{"date", domain::to_string(day)}, {"earliest", domain::to_string(earliest)}}
    );
}

persistence::query what_lies_within(std::int64_t project) {
    return {
        {"project_parts_within",
         R"(
             select 'agreements' as what, min(start_on) as first, max(end_on) as last
               from partner.agreement
               where project_id = $1 and state not in ('draft', 'cancelled')
               having count(*) > 0
             union all
             select 'phases', min(start_on), max(end_on)
               from funding.phase
               where project_id = $1
               having count(start_on) > 0 and count(end_on) > 0)"},
        {project}};
}

receipt plan_dates(command_run& run, const project_dates_body& body) {
    const locked_project project{run};
    const auto parts = run.load({what_lies_within(project.id)});
    for (const auto part : parts[0]) {
        const auto first = part.day("first");
        const auto last = part.day("last");
        run.require(
            body.start_on <= first && last <= body.end_on, "", "outside_new_dates",
            {{"what", part.text("what")},
             {"first", domain::to_string(first)},
             {"last", domain::to_string(last)}}
        );
    }
    run.check_version(project.row);
    check_not_future(run, "/planned_on", body.planned_on);
    check_after(run, "/end_on", body.end_on, body.start_on);
    return take_step(
        run, project,
        {.action = "plan",
         .on = body.planned_on,
         .reason = body.reason,
         .start_on = body.start_on,
         .end_on = body.end_on},
        {{"start_on", body.start_on}, {"end_on", body.end_on}}
    );
}

receipt extend(command_run& run, const extension_body& body) {
    const locked_project project{run};
    const auto& row = project.row;
    run.check_version(row);
    check_not_future(run, "/filed_on", body.filed_on);
    check_not_future(run, "/agreed_on", body.agreed_on);
    check_after(run, "/agreed_on", body.agreed_on, body.filed_on);
    run.require(!row.is_null("end_on"), "", "dates_missing");
    if (const auto end = row.maybe_day("end_on")) {
        check_after(run, "/end_on", body.end_on, domain::add_days(*end, 1));
        check_filed_in_time(run, "/filed_on", body.filed_on, *end);
    }
    return take_step(
        run, project,
        {"extend", body.agreed_on, body.reason, body.document, body.filed_on,
         row.maybe_day("start_on"), body.end_on},
        {{"end_on", body.end_on}}
    );
}

// Any later day would do: what stands in its way stands in the way of all.
std::optional<extension_body> extended_today(command_run& run, const rehearsed_subject&) {
    const auto today = run.today();
    return extension_body{today, today, domain::add_months(today, 12 * 100), "-", {}};
}
std::optional<recorded_approval_body> recorded_today(command_run& run, const rehearsed_subject&) {
    return recorded_approval_body{run.today(), "-"};
}
std::optional<project_decision_body> decided_today(command_run& run, const rehearsed_subject&) {
    return project_decision_body{run.today(), "-"};
}

}  // namespace

endpoints project_decision_endpoints() {
    using domain::action;
    const std::string tag = "Projects";
    const std::string base = "/api/v1/projects/{project}";
    const auto decision = [&](const char* verb, const char* operation, const char* summary,
                              action needs, auto take) {
        return command<project_decision_body>(
            {base + '/' + verb, operation, summary, tag, needs}, take
        );
    };
    endpoints all{
        command<proposal_body>(
            {base + "/draft-proposal", "draft_proposal", "Make a proposal of a concept", tag,
             action::manage_projects},
            draft_proposal
        ),
        command<project_dates_body>(
            {base + "/plan-dates", "plan_project_dates", "Agree on the days it is to run", tag,
             action::manage_projects},
            plan_dates
        ),
        command<recorded_approval_body>(
            {base + "/record-approval", "record_project_approval",
             "Record an approval on paper, where the fund has no review", tag,
             action::approve_projects},
            record_approval, recorded_today
        ),
        decision(
            "decline", "decline_project", "Decline it after review", action::approve_projects,
            decline
        ),
        decision(
            "retain", "retain_project", "Keep it for when there is money (R14)",
            action::approve_projects, retain
        ),
        decision(
            "reopen", "reopen_project", "Take a retained one back into review (R14)",
            action::manage_projects, reopen
        ),
        decision(
            "withdraw", "withdraw_project", "Take the proposal back before it is decided",
            action::manage_projects, withdraw
        ),
        command<project_decision_body>(
            {base + "/cancel", "cancel_project", "Give up an approved project before it starts",
             tag, action::approve_projects},
            cancel_project, decided_today
        ),
        command<extension_body>(
            {base + "/extend", "extend_project", "Agree that it runs longer (R22, R50)", tag,
             action::approve_projects},
            extend, extended_today
        ),
        decision(
            "suspend", "suspend_project", "Stop it for a while", action::manage_projects, suspend
        ),
        decision("resume", "resume_project", "Let it go on", action::approve_projects, resume),
        command<termination_body>(
            {base + "/terminate", "terminate_project", "End it before its time", tag,
             action::approve_projects},
            terminate
        ),
    };
    append(all, read_endpoints(persistence::project_step_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
