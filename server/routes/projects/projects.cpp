// Projects from proposal to completion: each step of annex (c)'s lifecycle is one command.
#include "domain/lifecycle.hpp"
#include "domain/project_code.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/projects/project_bodies.hpp"
#include "server/routes/projects/project_closing.hpp"
#include "server/routes/projects/project_states.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

void check_origin(command_run& run, const new_project& body) {
    const bool historical = body.origin == "historical";
    run.require(
        historical ? body.state != "concept" : !body.state || body.state == "concept", "/state",
        "historical_only"
    );
    run.require(historical || !body.published_amount, "/published_amount", "historical_only");
    run.require(historical || !body.published_year, "/published_year", "historical_only");
    run.require(
        !body.start_on || !body.end_on || *body.start_on <= *body.end_on, "/end_on", "date_before",
        {{"date", body.end_on ? domain::to_string(*body.end_on) : ""},
         {"earliest", body.start_on ? domain::to_string(*body.start_on) : ""}}
    );
}

persistence::query code_forms(std::int64_t instrument, domain::date on) {
    return {
        {"project_code_forms",
         R"(
             select array_to_string(t.code_forms, ' ') as forms
               from funding.project_terms t
               where t.instrument_id = $1 and t.valid_from <= $2
               order by t.valid_from desc
               limit 1)"},
        {instrument, on}};
}

receipt create_project(command_run& run, const new_project& body) {
    const auto instrument = run.id_of(entity::instrument, body.instrument.text, "/instrument");
    check_states(run, body.states, body.origin == "historical");
    check_origin(run, body);
    run.require(!body.prima_id || domain::is_prima_code(*body.prima_id), "/prima_id", "prima_form");
    const auto found = run.load({code_forms(instrument, run.today())});
    const auto form = domain::name(domain::form_of_code(body.code));
    run.require(
        body.origin == "historical" || found[0].empty() ||
            found[0][0].text("forms").find(form) != std::string::npos,
        "/code", "code_form_unknown"
    );
    run.settle();
    const auto id = persistence::random_id();
    const auto state = body.state.value_or(
        body.origin == "historical" ? "activities_completed" : "proposal_draft"
    );
    run.insert(
        "funding.project",
        {{"id", id},
         {"code", body.code},
         {"prima_id", body.prima_id},
         {"title_en", body.title_en},
         {"title_fr", body.title_fr},
         {"title_es", body.title_es},
         {"instrument_id", instrument},
         {"project_type", body.project_type},
         {"coverage", body.coverage},
         {"sector", body.sector},
         {"state", state},
         {"start_on", body.start_on},
         {"end_on", body.end_on},
         {"date_precision", body.date_precision},
         {"focal_point", body.focal_point},
         {"protection", body.protection},
         {"origin", body.origin},
         {"illustrative", body.illustrative},
         {"note", body.note},
         {"published_amount",
          body.published_amount ? std::optional{body.published_amount->minor()} : std::nullopt},
         {"published_currency",
          body.published_amount ? std::optional{body.published_amount->currency_unit()}
                                : std::nullopt},
         {"published_year", body.published_year},
         {"proposed_by", run.who().user_id}}
    );
    run.insert("ledger.project_lock", {{"project_id", id}});
    remember_step(
        run, id,
        {.action = "propose", .on = run.today(), .start_on = body.start_on, .end_on = body.end_on},
        state, state
    );
    insert_states(run, id, {}, body.states);
    return {.what = entity::project, .id = id, .code = body.code, .state = state};
}

receipt add_phase(command_run& run, const new_phase& body) {
    const auto project = run.path_id(entity::project);
    auto found = run.load({project_facts(project)});
    const auto row = run.the_row(found[0], entity::project);
    if (body.amount) {
        check_currency(run, "/amount", *body.amount, row.currency("base_currency"));
    }
    const auto first = row.maybe_day("start_on");
    const auto last = row.maybe_day("end_on");
    for (const auto& [field, day] :
         {std::pair{"/start_on", body.start_on}, std::pair{"/end_on", body.end_on}}) {
        run.require(
            !day || !first || !last || days_outside(*day, *first, *last) == 0, field,
            "phase_outside_project",
            {{"first", first ? domain::to_string(*first) : ""},
             {"last", last ? domain::to_string(*last) : ""}}
        );
    }
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.phase",
        {{"id", id},
         {"project_id", project},
         {"code", body.code},
         {"name_en", body.name_en},
         {"name_fr", body.name_fr},
         {"name_es", body.name_es},
         {"amount", body.amount ? std::optional{body.amount->minor()} : std::nullopt},
         {"currency", body.amount ? std::optional{body.amount->currency_unit()} : std::nullopt},
         {"start_on", body.start_on},
         {"end_on", body.end_on}}
    );
    run.update(entity::project, project, {});
    return {.what = entity::phase, .id = id, .code = row.text("code") + ':' + body.code};
}

// Whoever proposed may bring letters, but does not review: before that step nothing is to be asked.
std::optional<endorsement_body> reviewed_today(command_run& run, const rehearsed_subject& project) {
    if (project.state != "ro_endorsed") {
        return std::nullopt;
    }
    return endorsement_body{"fund_review", {}, run.today(), "-"};
}
std::optional<submission_body> submitted_today(command_run& run, const rehearsed_subject&) {
    return submission_body{run.today()};
}
std::optional<approval_body> approved_today(command_run& run, const rehearsed_subject&) {
    return approval_body{run.today()};
}
std::optional<activation_body> activated_today(command_run& run, const rehearsed_subject&) {
    return activation_body{run.today()};
}
std::optional<completion_body> completed_today(command_run& run, const rehearsed_subject&) {
    return completion_body{run.today()};
}
std::optional<closing_body> closed_today(command_run& run, const rehearsed_subject&) {
    return closing_body{run.today()};
}

}  // namespace

endpoints project_endpoints() {
    using domain::action;
    const std::string tag = "Projects";
    const std::string base = "/api/v1/projects/{project}";
    endpoints all{
        command<new_project>(
            {"/api/v1/projects", "create_project", "Propose a project or carry one over", tag,
             action::manage_projects, 201},
            create_project
        ),
        command<new_phase>(
            {base + "/phases", "create_phase", "Add a phase", tag, action::manage_projects, 201},
            add_phase
        ),
        command<endorsement_body>(
            {base + "/endorse", "endorse_project", "Record an endorsement or review", tag,
             action::manage_projects},
            endorse_project, reviewed_today
        ),
        command<submission_body>(
            {base + "/submit", "submit_project", "Hand the proposal in", tag,
             action::manage_projects},
            submit_project, submitted_today
        ),
        command<approval_body>(
            {base + "/approve", "approve_project", "Approve the project", tag,
             action::approve_projects},
            approve_project, approved_today
        ),
        command<focal_point_body>(
            {base + "/name-focal-point", "name_focal_point", "Record the government's focal point",
             tag, action::manage_projects},
            name_focal_point
        ),
        command<activation_body>(
            {base + "/activate", "activate_project", "Start implementation", tag,
             action::manage_projects},
            activate_project, activated_today
        ),
        command<completion_body>(
            {base + "/complete", "complete_project", "Activities are complete", tag,
             action::manage_projects},
            complete_project, completed_today
        ),
        command<closing_body>(
            {base + "/close", "close_project",
             "Close financially and return the balance to its line", tag, action::close_projects},
            close_project, closed_today
        ),
    };
    append(all, read_endpoints(persistence::project_resource(), action::read_funding, tag));
    append(all, read_endpoints(persistence::phase_resource(), action::read_funding, tag));
    append(all, read_endpoints(persistence::endorsement_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
