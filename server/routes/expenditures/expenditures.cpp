// Expenditure reports: drafted, revised and handed in. Every round's lines are kept.
#include "server/routes/expenditures/expenditures.hpp"

#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/expenditures/expenditure_bodies.hpp"
#include "server/routes/expenditures/expenditure_lines.hpp"
#include "server/routes/expenditures/expenditure_review.hpp"
#include "server/routes/expenditures/expenditure_rounds.hpp"
#include "server/routes/expenditures/report_checks.hpp"
#include "server/routes/expenditures/report_sheet_facts.hpp"
#include "server/routes/expenditures/reported_interest.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

receipt draft(command_run& run, const new_expenditure_report& body) {
    const auto agreement_id = run.id_of(entity::agreement, body.agreement.text, "/agreement");
    run.about(entity::agreement, agreement_id);
    auto found = run.load(
        {persistence::lock_project_of(entity::agreement, agreement_id),
         agreement_facts(of_agreement_itself, agreement_id, body.period_last),
         agreement_lines(of_agreement_itself, agreement_id),
         {{"report_number",
           R"(
               select coalesce(max(number), 0) + 1 as number
                 from partner.expenditure_report
                 where agreement_id = $1)"},
          {agreement_id}}}
    );
    const auto agreement = run.the_row(found[1], entity::agreement);
    check_own(run, agreement.integer("partner_id"));
    state_after(domain::agreement_lifecycle(), "report", agreement.text("state"));
    run.require(
        body.period_first <= body.period_last, "/period_last", "date_before",
        {{"date", domain::to_string(body.period_last)},
         {"earliest", domain::to_string(body.period_first)}}
    );
    const auto local = agreement.currency("payment_currency");
    auto rates = run.load(
        {rates_on(agreement_id, {body.period_first, body.period_last}, local, body.lines),
         corrected_lines(agreement_id, 0, body.lines), advance_rates(agreement_id, 0),
         sub_partners_of(agreement_id)}
    );
    const auto id = persistence::random_id();
    run.insert(
        "partner.expenditure_report",
        {{"id", id},
         {"agreement_id", agreement_id},
         {"code", body.code},
         {"number", found[3][0].integer("number")},
         {"period_first", body.period_first},
         {"period_last", body.period_last},
         {"currency", local},
         {"final", body.final},
         {"state", "draft"}}
    );
    line_writer{run, agreement, found[2], rates}.write(id, 1, body.lines);
    write_interest(run, id, 1, local, body.interest);
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = agreement.text("code") + ':' + body.code,
        .state = "draft"};
}

}  // namespace

receipt revise_report(command_run& run, const revision_body& body) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found = run.load(
        {persistence::lock_project_of(entity::expenditure_report, id), report_facts(id),
         agreement_facts(of_report, id, run.today()), agreement_lines(of_report, id),
         // A look at a sheet holds the report without its project; both write lines.
         version_locked_at_once(id)}
    );
    const auto row = run.the_row(found[1], entity::expenditure_report);
    const auto agreement = run.the_row(found[2], entity::expenditure_report);
    check_own(run, agreement.integer("partner_id"));
    run.check_version(row);
    const std::string next{
        state_after(domain::expenditure_report_lifecycle(), "revise", row.text("state"))};
    auto rates = run.load(
        {rates_on(
             agreement.integer("id"), {row.day("period_first"), row.day("period_last")},
             agreement.currency("payment_currency"), body.lines
         ),
         corrected_lines(agreement.integer("id"), id, body.lines),
         advance_rates(agreement.integer("id"), id), sub_partners_of(agreement.integer("id"))}
    );
    const auto round = row.integer("round") + 1;
    line_writer{run, agreement, found[3], rates}.write(id, round, body.lines);
    write_interest(run, id, round, agreement.currency("payment_currency"), body.interest);
    run.update(entity::expenditure_report, id, {{"state", next}, {"round", round}});
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = agreement.text("code") + ':' + row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

namespace {

money sum_of(const persistence::rows& lines, domain::currency unit) {
    money sum{0, unit};
    for (const auto row : lines) {
        sum += row.money("amount", "currency");
    }
    return sum;
}

receipt submit(command_run& run, const report_submission_body& body) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found = run.load(
        {persistence::lock_project_of(entity::expenditure_report, id), report_facts(id),
         agreement_facts(of_report, id, body.submitted_on), report_lines(id), last_round(id),
         unanswered_remarks(id), certification_on("expenditure_report", body.submitted_on)}
    );
    const auto row = run.the_row(found[1], entity::expenditure_report);
    const auto agreement = run.the_row(found[2], entity::expenditure_report);
    check_own(run, agreement.integer("partner_id"));
    run.check_version(row);
    const std::string next{
        state_after(domain::expenditure_report_lifecycle(), "submit", row.text("state"))};
    const auto findings = check_report(run, id);
    check_not_future(run, "/submitted_on", body.submitted_on);
    const auto direct = sum_of(found[3], agreement.currency("payment_currency"));
    run.require(!direct.is_negative(), "", "report_total_negative");
    require_checked(run, findings);
    hand_in(
        run,
        {id, agreement.integer("partner_id"), row.integer("round"), body.submitted_on,
         body.language},
        found[4], found[5], found[6]
    );
    const auto support = support_on_reported(found[3], agreement);
    run.update(
        entity::expenditure_report, id,
        {{"state", next},
         {"submitted_by", run.who().user_id},
         {"submitted_on", body.submitted_on},
         {"support_reported", support.amount.minor()},
         {"support_reported_base", support.base.minor()}}
    );
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = agreement.text("code") + ':' + row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

std::optional<report_submission_body> submitted_today(command_run& run, const rehearsed_subject&) {
    return report_submission_body{run.today(), {}};
}
std::optional<review_body> accepted_today(command_run& run, const rehearsed_subject&) {
    return review_body{run.today(), {}, {}};
}

}  // namespace

endpoints expenditure_endpoints() {
    using domain::action;
    const std::string tag = "Expenditure";
    const std::string base = "/api/v1/expenditure-reports/{expenditure_report}";
    endpoints all{
        command<new_expenditure_report>(
            {"/api/v1/expenditure-reports", "create_expenditure_report",
             "Draft a report of a period", tag, action::report_expenditure, 201},
            draft
        ),
        command<revision_body>(
            {base + "/revise", "revise_expenditure_report", "Give all lines of the next round", tag,
             action::report_expenditure},
            revise_report
        ),
        command<report_submission_body>(
            {base + "/submit", "submit_expenditure_report", "Certify and hand in", tag,
             action::submit_expenditure},
            submit, submitted_today
        ),
        command<review_body>(
            {base + "/review", "review_expenditure_report", "Accept and reject, line by line", tag,
             action::review_expenditure},
            // Lines that go too far can be rejected.
            review_report, accepted_today,
            {"accepted_beyond_agreement", "accepted_outside_agreement", "line_flexibility_exceeded"}
        ),
    };
    append(all, report_round_endpoints());
    append(all, report_check_endpoints());
    append(all, report_sheet_endpoints());
    append(all, report_sheet_file_endpoints());
    append(all, sheet_habit_endpoints());
    append(
        all,
        read_endpoints(persistence::expenditure_report_resource(), action::read_partner_side, tag)
    );
    append(
        all,
        read_endpoints(persistence::expenditure_line_resource(), action::read_partner_side, tag)
    );
    return all;
}

}  // namespace tranche::server
