// What donors promise: pledged, committed, changed since, and when it is expected (R23).
#include "domain/lifecycle.hpp"
#include "domain/posting_rules_donor.hpp"
#include "domain/rounding.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/funding/contribution_bodies.hpp"
#include "server/routes/funding/contribution_facts.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

void insert_schedule(
    command_run& run, std::int64_t contribution, std::int64_t number,
    const std::vector<expected_receipt_body>& expected
) {
    for (const auto& one : expected) {
        run.insert(
            "funding.expected_receipt",
            {{"contribution_id", contribution},
             {"schedule", number},
             {"expected_on", one.expected_on},
             {"currency", one.amount.currency_unit()},
             {"amount", one.amount.minor()},
             {"set_on", run.today()},
             {"set_by", run.who().user_id}}
        );
    }
}

void check_schedule(
    command_run& run, const std::vector<expected_receipt_body>& expected, domain::money whole
) {
    domain::money sum{0, whole.currency_unit()};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const auto at = "/expected/" + std::to_string(i);
        check_currency(run, at + "/amount", expected[i].amount, whole.currency_unit());
        if (expected[i].amount.currency_unit() == whole.currency_unit()) {
            sum += expected[i].amount;
        }
        run.require(
            i == 0 || expected[i - 1].expected_on < expected[i].expected_on, at + "/expected_on",
            "dates_not_in_order"
        );
    }
    run.require(
        sum == whole, "/expected", "amounts_do_not_add_up",
        {{"sum", shown(sum)}, {"expected", shown(whole)}}
    );
}

// D to L are tied to something, and what to must be said (R25); the rest is not.
void check_restriction(command_run& run, const new_contribution& body, bool project) {
    const auto known = run.load(
        {{{"known_restrictions",
           R"(
               select $1::text is null or exists (select 1 from reference.member_state s
                       where s.region = $1) as region,
                   $2::text is null or exists (select 1 from reference.project_type t
                       where t.prefix = $2) as objective)"},
          {body.region, body.objective}}}
    );
    const bool tied = body.earmarking >= "D";
    run.require(
        !tied || body.restriction.has_value(), "/restriction", "restriction_missing",
        {{"category", body.earmarking}}
    );
    run.require(tied || !project, "/project", "not_earmarked", {{"category", body.earmarking}});
    run.require(tied || !body.region, "/region", "not_earmarked", {{"category", body.earmarking}});
    run.require(
        tied || !body.objective, "/objective", "not_earmarked", {{"category", body.earmarking}}
    );
    run.require(
        known[0][0].truth("region"), "/region", "unknown_reference",
        {{"type", "region"}, {"value", body.region.value_or("")}}
    );
    run.require(
        known[0][0].truth("objective"), "/objective", "unknown_reference",
        {{"type", "project_type"}, {"value", body.objective.value_or("")}}
    );
}

receipt create_contribution(command_run& run, const new_contribution& body) {
    const auto donor = run.id_of(entity::donor, body.donor.text, "/donor");
    const auto line = run.id_of(entity::funding_line, body.line.text, "/line");
    std::optional<std::int64_t> project;
    if (body.project) {
        project = run.id_of(entity::project, body.project->text, "/project");
    }
    check_restriction(run, body, project.has_value());
    if (!body.expected.empty()) {
        check_schedule(run, body.expected, body.pledged);
    }
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.contribution",
        {{"id", id},
         {"code", body.code},
         {"donor_id", donor},
         {"line_id", line},
         {"currency", body.pledged.currency_unit()},
         {"pledged_amount", body.pledged.minor()},
         {"pledged_on", body.pledged_on},
         {"earmarking", body.earmarking},
         {"restriction", body.restriction},
         {"project_id", project},
         {"region", body.region},
         {"objective", body.objective},
         {"illustrative", body.illustrative}}
    );
    insert_schedule(run, id, 1, body.expected);
    return {.what = entity::contribution, .id = id, .code = body.code, .state = "pledged"};
}

receipt commit(command_run& run, const commitment_body& body) {
    const auto id = run.path_id(entity::contribution);
    auto found = run.load({contribution_facts(id, body.committed_on)});
    const auto row = run.the_row(found[0], entity::contribution);
    run.check_version(row);
    const std::string next{
        state_after(domain::contribution_lifecycle(), "commit", contribution_state(row))};
    const auto currency = row.currency("currency");
    check_currency(run, "/amount", body.amount, currency);
    check_not_future(run, "/committed_on", body.committed_on);
    run.settle();
    const auto rate = rate_of_contribution(run, row, body.committed_on, "/committed_on");
    run.post(domain::commitment_posted(
        {.instrument_id = row.integer("instrument_id")}, body.committed_on, id, body.amount,
        rate.convert(body.amount, row.currency("base_currency"))
    ));
    // What was signed first stands beside whatever is agreed later.
    run.update(
        entity::contribution, id,
        {{"committed_amount", body.amount.minor()},
         {"original_amount", body.amount.minor()},
         {"committed_on", body.committed_on}}
    );
    return {
        .what = entity::contribution,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

// The part of a commitment that is taken back leaves at what it was committed at.
domain::money value_of_change(
    const persistence::row& row, domain::money change, const domain::exchange_rate& rate
) {
    const auto base = row.currency("base_currency");
    if (!change.is_negative()) {
        return rate.convert(change, base);
    }
    const auto open = row.integer("commitment_open");
    return {
        open == 0 ? 0
                  : domain::mul_div_round(row.integer("commitment_value"), change.minor(), open),
        base};
}

receipt amend(command_run& run, const commitment_change_body& body) {
    const auto id = run.path_id(entity::contribution);
    auto found = run.load({contribution_facts(id, body.changed_on)});
    const auto row = run.the_row(found[0], entity::contribution);
    run.check_version(row);
    const std::string next{
        state_after(domain::contribution_lifecycle(), "amend", contribution_state(row))};
    const auto currency = row.currency("currency");
    check_currency(run, "/amount", body.amount, currency);
    check_not_future(run, "/changed_on", body.changed_on);
    check_not_before(run, "/changed_on", body.changed_on, row.day("committed_on"));
    run.settle();
    const auto change = body.amount - row.money("committed_amount", currency);
    const auto open = row.money("commitment_open", currency);
    run.require(!change.is_zero(), "/amount", "nothing_changes");
    run.require(
        -change <= open, "/amount", "commitment_received",
        {{"received", shown(row.money("committed_amount", currency) - open)}}
    );
    run.settle();
    const auto rate = rate_of_contribution(run, row, body.changed_on, "/changed_on");
    const auto change_id = persistence::random_id();
    run.post(domain::commitment_posted(
        {.instrument_id = row.integer("instrument_id")}, body.changed_on, id, change,
        value_of_change(row, change, rate), change_id
    ));
    run.insert(
        "funding.commitment_change",
        {{"id", change_id},
         {"contribution_id", id},
         {"changed_on", body.changed_on},
         {"currency", currency},
         {"amount", change.minor()},
         {"document", body.document},
         {"recorded_by", run.who().user_id}}
    );
    run.update(entity::contribution, id, {{"committed_amount", body.amount.minor()}});
    return {
        .what = entity::contribution,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

// Instalments follow what is agreed: what was pledged, once signed what is committed.
receipt schedule(command_run& run, const schedule_body& body) {
    const auto id = run.path_id(entity::contribution);
    auto found = run.load(
        {contribution_facts(id, run.today()),
         {{"last_schedule",
           R"(
               select c.pledged_amount, coalesce((select max(x.schedule)
                   from funding.expected_receipt x where x.contribution_id = c.id), 0) as number
                 from funding.contribution c
                 where c.id = $1)"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::contribution);
    run.check_version(row);
    const auto state = contribution_state(row);
    const auto currency = row.currency("currency");
    check_schedule(
        run, body.expected,
        state == "pledged" ? found[1][0].money("pledged_amount", currency)
                           : row.money("committed_amount", currency)
    );
    run.settle();
    insert_schedule(run, id, found[1][0].integer("number") + 1, body.expected);
    run.update(entity::contribution, id, {});
    return {
        .what = entity::contribution,
        .id = id,
        .code = row.text("code"),
        .state = state,
        .version = row.integer("version") + 1};
}

}  // namespace

endpoints contribution_endpoints() {
    using domain::action;
    endpoints all{
        command<new_contribution>(
            {"/api/v1/contributions", "create_contribution", "Record a pledge", "Contributions",
             action::record_contributions, 201},
            create_contribution
        ),
        command<commitment_body>(
            {"/api/v1/contributions/{contribution}/commit", "commit_contribution",
             "Record the signature of a contribution", "Contributions",
             action::record_contributions},
            commit
        ),
        command<commitment_change_body>(
            {"/api/v1/contributions/{contribution}/amend", "amend_contribution",
             "Record another amount agreed; what was signed first stands beside it",
             "Contributions", action::record_contributions},
            amend
        ),
        command<schedule_body>(
            {"/api/v1/contributions/{contribution}/schedule", "schedule_contribution",
             "Say when its money is expected, in place of what was said before", "Contributions",
             action::record_contributions},
            schedule
        ),
    };
    for (const auto* one :
         {&persistence::contribution_resource(), &persistence::commitment_change_resource()}) {
        append(all, read_endpoints(*one, action::read_funding, "Contributions"));
    }
    return all;
}

}  // namespace tranche::server
