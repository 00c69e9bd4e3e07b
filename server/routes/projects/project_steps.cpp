#include "server/routes/projects/project_steps.hpp"

#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "server/routes/funding/allocation_facts.hpp"
#include "server/routes/projects/closing_checks.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>

namespace tranche::server {
using domain::entity;

locked_project::locked_project(command_run& run)
    : id{run.path_id(entity::project)},
      found{run.load({persistence::lock_project_of(entity::project, id), project_facts(id)})},
      row{run.the_row(found[1], entity::project)} {}

void remember_step(
    command_run& run, std::int64_t project, const project_step& taken, std::string_view from,
    std::string_view to
) {
    run.insert(
        "funding.project_step",
        {{"id", persistence::random_id()},
         {"project_id", project},
         {"step", taken.action},
         {"from_state", from},
         {"to_state", to},
         {"taken_on", taken.on},
         {"filed_on", taken.filed_on},
         {"reason", taken.reason},
         {"document", taken.document},
         {"start_on", taken.start_on},
         {"end_on", taken.end_on},
         {"taken_by", run.who().user_id}}
    );
}

receipt take_step(
    command_run& run, const locked_project& project, const project_step& taken,
    std::vector<command_run::column> more
) {
    const auto& row = project.row;
    const auto before = row.text("state");
    const std::string next{state_after(domain::project_lifecycle(), taken.action, before)};
    run.settle();
    if (next != before || taken.end_on) {
        remember_step(run, project.id, taken, before, next);
    }
    more.push_back({"state", next});
    run.update(entity::project, project.id, more);
    return {
        .what = entity::project,
        .id = project.id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

persistence::query project_facts(std::int64_t project) {
    return {
        {"project_facts",
         R"(
             select p.code, p.version, p.state, p.coverage, p.start_on, p.end_on, p.focal_point,
                 p.proposed_by, p.proposed_for, p.instrument_id, p.origin, p.protection, p.project_type, i.base_currency,
                 i.rate_series,
                 (select max(e.endorsed_on) from funding.endorsement e where e.project_id =
                 p.id and e.kind <> 'government_letter') as reviewed_on,
                 (select count(*) from funding.budget_version v where v.project_id = p.id and
                 v.state = 'approved') as budgets_approved,
                 coalesce((select sum(b.amount)::bigint from ledger.account a join ledger.balance
                 b on b.account_id = a.id where a.owner_id = p.id and a.kind =
                 'project_unbudgeted'), 0) as unbudgeted
               from funding.project p
               join funding.instrument i on i.id = p.instrument_id
               where p.id = $1)"},
        {project}};
}

receipt endorse_project(command_run& run, const endorsement_body& body) {
    const locked_project project{run};
    const auto& row = project.row;
    check_not_future(run, "/endorsed_on", body.endorsed_on);
    const bool letter = body.kind == "government_letter";
    run.require(
        letter == body.state.has_value(), "/state", letter ? "missing_field" : "only_for_letters"
    );
    // R13: whoever proposed does not endorse.
    if (!letter) {
        check_other_person(run, row, "proposed", "propose");
    }
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.endorsement",
        {{"id", id},
         {"project_id", project.id},
         {"kind", body.kind},
         {"state", body.state},
         {"endorsed_on", body.endorsed_on},
         {"document", body.document},
         {"recorded_by", run.who().user_id}}
    );
    return take_step(run, project, {body.kind, body.endorsed_on, {}, body.document});
}

namespace {

// A proposal is for the fund, not yet for a line: it is held to what every line of the fund wants.
// Money is held to the terms of the line it comes from.
void check_proposal(
    command_run& run, const persistence::row& row, const persistence::rows& terms_found,
    const std::vector<domain::state_of_project>& states
) {
    std::vector<domain::line_terms> lines;
    for (const auto one : terms_found) {
        lines.push_back(*terms_of(one));
    }
    const auto type = row.maybe_text("project_type");
    run.rule(
        domain::rule_id::r10,
        lines.empty() ||
            !std::ranges::all_of(lines, [&](const auto& line) { return line.excludes(type); }),
        "", "project_type_never_funded", {{"type", type.value_or("")}}
    );
    std::int64_t needed = 0;
    for (const auto& line : lines) {
        const auto wanted = line.endorsements(row.text("coverage"));
        needed = &line == &lines.front() ? wanted : std::min(needed, wanted);
    }
    const auto letters = domain::letters_that_count(states);
    run.rule(
        {domain::rule_id::r8, needed - letters}, letters >= needed, "", "first_endorsement_missing",
        {{"needed", std::to_string(needed)}, {"given", std::to_string(letters)}}
    );
    for (auto& one : domain::check_applicants(states)) {
        one.field = "";
        run.add(std::move(one));
    }
}

}  // namespace

receipt submit_project(command_run& run, const submission_body& body) {
    const locked_project project{run};
    const auto& row = project.row;
    check_not_future(run, "/submitted_on", body.submitted_on);
    const auto found = run.load(
        {terms_of_fund(project.id, body.submitted_on), states_on(project.id, body.submitted_on)}
    );
    check_proposal(run, row, found[0], states_of(found[1]));
    run.note("submitted_on", domain::to_string(body.submitted_on));
    return take_step(run, project, {"submit", body.submitted_on});
}

receipt approve_project(command_run& run, const approval_body& body) {
    const locked_project project{run};
    const auto& row = project.row;
    run.check_version(row);
    check_not_future(run, "/approved_on", body.approved_on);
    check_other_person(run, row, "proposed", "propose");
    if (const auto reviewed = row.maybe_day("reviewed_on")) {
        const auto early = domain::days_between(body.approved_on, *reviewed);
        run.rule(
            {domain::rule_id::r13_timing, early}, early <= 0, "/approved_on",
            "approved_before_review",
            {{"date", domain::to_string(body.approved_on)},
             {"reviewed", domain::to_string(*reviewed)}}
        );
    }
    run.note("approved_on", domain::to_string(body.approved_on));
    return take_step(run, project, {"approve", body.approved_on});
}

receipt name_focal_point(command_run& run, const focal_point_body& body) {
    const locked_project project{run};
    run.note("named_on", domain::to_string(body.named_on));
    return take_step(
        run, project, {"name_focal_point", body.named_on}, {{"focal_point", body.focal_point}}
    );
}

receipt activate_project(command_run& run, const activation_body& body) {
    const locked_project project{run};
    const auto& row = project.row;
    run.rule(domain::rule_id::r12, !row.is_null("focal_point"), "", "focal_point_missing");
    run.require(!row.is_null("start_on") && !row.is_null("end_on"), "", "dates_missing");
    run.require(row.integer("budgets_approved") > 0, "", "budget_missing");
    const auto unbudgeted = row.money("unbudgeted", "base_currency");
    run.require(
        unbudgeted.is_zero(), "", "budget_not_fully_allocated", {{"unbudgeted", shown(unbudgeted)}}
    );
    run.note("activated_on", domain::to_string(body.activated_on));
    return take_step(run, project, {"activate", body.activated_on});
}

receipt complete_project(command_run& run, const completion_body& body) {
    const locked_project project{run};
    check_completion(run, project.id, project.row, body.completed_on);
    run.note("completed_on", domain::to_string(body.completed_on));
    return take_step(run, project, {"complete", body.completed_on});
}

}  // namespace tranche::server
