// Versions of a project's budget: drafted by one person, approved by another, then unchangeable.
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/budgets/budget_decisions.hpp"
#include "server/routes/budgets/budget_drafts.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"

namespace tranche::server {
namespace {

// What most would send: the rehearsal behind "why not?".
std::optional<new_budget_version> without_lines(command_run&, const rehearsed_subject&) {
    return new_budget_version{"-", {}};
}
std::optional<submission_body> submitted_today(command_run& run, const rehearsed_subject&) {
    return submission_body{run.today()};
}
std::optional<approval_body> approved_today(command_run& run, const rehearsed_subject&) {
    return approval_body{run.today()};
}
std::optional<budget_remark_body> some_remark(command_run&, const rehearsed_subject&) {
    return budget_remark_body{"-"};
}

template <class Body>
endpoint budget_step(
    const std::string& step, std::string operation, std::string summary, domain::action action,
    receipt (*decide)(command_run&, const Body&),
    std::optional<Body> (*typical)(command_run&, const rehearsed_subject&), int status = 200
) {
    return command<Body>(
        {"/api/v1/budget-versions/{budget_version}/" + step, std::move(operation),
         std::move(summary), "Budgets", action, status},
        decide, typical
    );
}

}  // namespace

endpoints budget_endpoints() {
    using domain::action;
    endpoints all{
        command<new_budget_version>(
            {"/api/v1/projects/{project}/budget-versions", "create_budget_version",
             "Draft a version of the budget", "Budgets", action::draft_budgets, 201},
            create_budget_version, without_lines
        ),
        budget_step(
            "revise", "revise_budget_version", "Write a draft again, under the next number",
            action::draft_budgets, revise_budget_version, without_lines, 201
        ),
        budget_step(
            "submit", "submit_budget_version",
            "Give notice of a small change, or send a version to be approved",
            action::draft_budgets, submit_budget_version, submitted_today
        ),
        budget_step(
            "send-back", "send_back_budget_version", "Back to be written again",
            action::approve_budgets, send_back_budget_version, some_remark
        ),
        budget_step(
            "approve", "approve_budget_version",
            "Approve a version; the change against the last one moves money",
            action::approve_budgets, approve_budget_version, approved_today
        ),
        budget_step(
            "withdraw", "withdraw_budget_version", "Give up an open version", action::draft_budgets,
            withdraw_budget_version, some_remark
        ),
    };
    append(
        all, read_endpoints(persistence::budget_version_resource(), action::read_funding, "Budgets")
    );
    append(
        all, read_endpoints(persistence::budget_line_resource(), action::read_funding, "Budgets")
    );
    return all;
}

}  // namespace tranche::server
