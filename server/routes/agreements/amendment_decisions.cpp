// From a draft of an amendment to what is in force: submitted, approved by its route, signed.
#include "server/routes/agreements/amendment_decisions.hpp"

#include "domain/lifecycle.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/access/authority.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

// R28: the days it would have lie in the project's.
void check_days(command_run& run, const decided_amendment& amendment) {
    const auto first = amendment.row.maybe_day("project_start");
    const auto last = amendment.row.maybe_day("project_end");
    if (!first || !last) {
        return;
    }
    const auto inside = [&](domain::date day, domain::date before, const char* part) {
        run.rule(
            {domain::rule_id::r28, days_outside(day, *first, *last), part},
            day == before || days_outside(day, *first, *last) == 0, "", "date_outside_period",
            {{"date", domain::to_string(day)},
             {"first", domain::to_string(*first)},
             {"last", domain::to_string(*last)}}
        );
    };
    inside(amendment.proposed.start_on, amendment.proposed.start_before, "start_on");
    inside(amendment.proposed.end_on, amendment.proposed.end_before, "end_on");
}

receipt submit(command_run& run, const amendment_submission_body& body) {
    const decided_amendment amendment{run, body.submitted_on};
    const auto next = amendment.after(
        amendment.route == domain::amendment_route::notice ? "give_notice" : "submit"
    );
    check_not_future(run, "/submitted_on", body.submitted_on);
    check_proposal(run, amendment.proposed, amendment.base);
    check_project(run, amendment);
    run.settle();
    run.update(
        entity::agreement_amendment, amendment.id,
        {{"state", next},
         {"kind", domain::name(amendment.kind)},
         {"route", domain::name(amendment.route)},
         {"submitted_by", run.who().user_id},
         {"submitted_on", body.submitted_on}}
    );
    return amendment.done(next);
}

receipt approve(command_run& run, const amendment_approval_body& body) {
    const decided_amendment amendment{run, body.approved_on};
    const auto next = amendment.after("approve");
    check_not_future(run, "/approved_on", body.approved_on);
    check_not_before(
        run, "/approved_on", body.approved_on, amendment.row.maybe_day("submitted_on")
    );
    check_other_person(run, amendment.row, "drafted", "draft");
    check_other_person(run, amendment.row, "submitted", "submit");
    check_proposal(run, amendment.proposed, amendment.base);
    check_project(run, amendment);
    check_days(run, amendment);
    // A full approval answers for the whole value, another for what moves.
    check_level(
        run, amendment.found[7],
        amendment.row.text("route") == "full" ? amendment.proposed.value(amendment.base)
                                              : amendment.proposed.moved(amendment.base)
    );
    run.settle();
    run.update(
        entity::agreement_amendment, amendment.id,
        {{"state", next}, {"approved_by", run.who().user_id}, {"approved_on", body.approved_on}}
    );
    return amendment.done(next);
}

// A step that needs a reason and nothing else.
receipt step(command_run& run, std::string_view action, std::vector<command_run::column> columns) {
    const auto id = run.path_id(entity::agreement_amendment);
    auto found = run.load(
        {persistence::lock_project_of(entity::agreement_amendment, id), amendment_facts(id)}
    );
    const auto row = run.the_row(found[1], entity::agreement_amendment);
    run.check_version(row);
    const std::string next{
        state_after(domain::agreement_amendment_lifecycle(), action, row.text("state"))};
    columns.push_back({"state", next});
    run.update(entity::agreement_amendment, id, columns);
    return {
        .what = entity::agreement_amendment,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

receipt send_back(command_run& run, const amendment_remark_body& body) {
    return step(run, "send_back", {{"remark", body.reason}});
}

receipt withdraw(command_run& run, const amendment_remark_body& body) {
    return step(
        run, "withdraw",
        {{"ended_by", run.who().user_id}, {"ended_on", run.today()}, {"ended_reason", body.reason}}
    );
}

std::optional<amendment_body> something_drafted(command_run&, const rehearsed_subject&) {
    amendment_body body;
    body.reason = "-";
    body.title = "-";
    return body;
}
std::optional<amendment_submission_body>
submitted_today(command_run& run, const rehearsed_subject&) {
    return amendment_submission_body{run.today()};
}
std::optional<amendment_approval_body> approved_today(command_run& run, const rehearsed_subject&) {
    return amendment_approval_body{run.today()};
}
std::optional<amendment_signing_body> signed_today(command_run& run, const rehearsed_subject&) {
    return amendment_signing_body{run.today(), "-", run.today()};
}

endpoint comparison_endpoint(const std::string& base, const std::string& tag) {
    endpoint made;
    made.method = "GET";
    made.path = base + "/comparison";
    made.operation_id = "compare_amendment";
    made.summary = "The agreement before and after, part by part and in total";
    made.tag = tag;
    made.action = domain::action::read_partner_side;
    made.response_schema = describe_amendment_comparison();
    made.handle = compare_amendment;
    return made;
}

}  // namespace

endpoints amendment_endpoints() {
    using domain::action;
    const std::string tag = "Amendments";
    const std::string base = "/api/v1/agreement-amendments/{agreement_amendment}";
    endpoints all{
        command<amendment_body>(
            {"/api/v1/agreements/{agreement}/amendments", "create_amendment",
             "Draft a change of a signed agreement", tag, action::draft_agreements, 201},
            create_amendment, something_drafted
        ),
        command<amendment_body>(
            {base + "/revise", "revise_amendment", "Write a draft again", tag,
             action::draft_agreements},
            revise_amendment
        ),
        command<amendment_submission_body>(
            {base + "/submit", "submit_amendment", "Give notice of it, or send it to be approved",
             tag, action::draft_agreements},
            submit, submitted_today
        ),
        command<amendment_approval_body>(
            {base + "/approve", "approve_amendment", "Approve it, as another person", tag,
             action::sign_agreements},
            approve, approved_today
        ),
        command<amendment_remark_body>(
            {base + "/send-back", "send_back_amendment", "Send it back to be drafted again", tag,
             action::sign_agreements},
            send_back
        ),
        command<amendment_signing_body>(
            {base + "/sign", "sign_amendment", "Record both signatures; it is in force", tag,
             action::sign_agreements},
            sign_amendment, signed_today
        ),
        command<amendment_remark_body>(
            {base + "/withdraw", "withdraw_amendment", "Give it up", tag, action::draft_agreements},
            withdraw
        ),
        comparison_endpoint(base, tag)};
    append(
        all,
        read_endpoints(persistence::agreement_amendment_resource(), action::read_partner_side, tag)
    );
    return all;
}

}  // namespace tranche::server
