// A report whose revaluation had to wait when its rates were corrected, for a payment or for money
// on a budget line, is valued anew later (R42, R48).
#include "domain/lifecycle.hpp"
#include "persistence/ledger.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/expenditures/expenditure_review.hpp"
#include "server/routes/expenditures/revaluations.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct revaluation_body {};

receipt revalue_report(command_run& run, const revaluation_body&) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found = run.load(
        {persistence::lock_project_of(entity::expenditure_report, id), report_facts(id),
         lines_corrected_since(id, run.today())}
    );
    const auto row = run.the_row(found[1], entity::expenditure_report);
    run.check_version(row);
    const std::string next{
        state_after(domain::expenditure_report_lifecycle(), "revalue", row.text("state"))};
    const auto planned = revaluation_planner{run, run.today()}.plan(found[2]);
    run.require(!planned.empty(), "", "rates_are_right");
    for (const auto& one : planned) {
        if (one.stays) {
            run.add(*one.stays);
        }
    }
    run.settle();
    run.update(entity::expenditure_report, id, {});
    receipt answer{
        .what = entity::expenditure_report,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
    add_revaluations(run, answer, planned, run.today());
    return answer;
}

std::optional<revaluation_body> today(command_run&, const rehearsed_subject&) {
    return revaluation_body{};
}

}  // namespace

template <>
struct wire<revaluation_body> {
    static const object_schema<revaluation_body>& schema() {
        static const auto declared = object<revaluation_body>(
            "report_revaluation", "The whole report, at the rates known now"
        );
        return declared;
    }
};

endpoints revaluation_endpoints() {
    using domain::action;
    const std::string tag = "Expenditure";
    endpoints all{command<revaluation_body>(
        {"/api/v1/expenditure-reports/{expenditure_report}/revalue", "revalue_expenditure_report",
         "Value an accepted report at rates that were corrected since", tag,
         action::correct_records},
        revalue_report, today
    )};
    append(
        all, read_endpoints(persistence::revaluation_resource(), action::read_partner_side, tag)
    );
    return all;
}

}  // namespace tranche::server
