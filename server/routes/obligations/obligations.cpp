// The office's own obligations, such as purchase orders: set aside on a budget line, spent by
// direct expenditure, and the rest released.
#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "persistence/random_id.hpp"
#include "persistence/rates.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/projects/own_spending.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct new_obligation {
    reference project;
    std::string budget_line, code;
    domain::date obligated_on;
    std::string payee_kind, description;
    domain::money amount;
    std::optional<std::string> source_system, external_reference;
    bool illustrative = false;
};

struct obligation_release {
    domain::date released_on;
    std::optional<domain::money> amount;
    std::string reason;
};

receipt obligate(command_run& run, const new_obligation& body) {
    const auto project = run.id_of(entity::project, body.project.text, "/project");
    run.about(entity::project, project);
    const auto currency = body.amount.currency_unit();
    auto found = run.load(
        {persistence::lock_project_of(entity::project, project), project_facts(project),
         own_line_facts(project, body.budget_line),
         persistence::shares_of_project_of(entity::project, project, body.obligated_on)}
    );
    const auto row = run.the_row(found[1], entity::project);
    state_after(domain::project_lifecycle(), "obligate", row.text("state"));
    check_not_future(run, "/obligated_on", body.obligated_on);
    run.require(
        !body.source_system || body.external_reference, "/external_reference", "missing_field"
    );
    run.require(
        !found[2].empty(), "/budget_line", "unknown_reference",
        {{"type", "budget_line"}, {"value", body.budget_line}}
    );
    run.settle();
    const auto line = found[2][0];
    const auto base = row.currency("base_currency");
    const auto series = row.maybe_text("rate_series");
    auto rates = run.load({persistence::rate_in_force(series, currency, body.obligated_on)});
    const auto rate =
        rate_or_refuse(run, rates[0], "/obligated_on", base, currency, body.obligated_on, series);
    remark_old_rate(run, rates[0], "/obligated_on", currency, body.obligated_on, body.amount);
    const auto set_aside = rate.convert(body.amount, base);
    run.require(set_aside.minor() > 0, "/amount", "not_positive");
    const auto floor = further_floor(
        run, line.money("available", base), line.money("floor", base), set_aside, project
    );
    run.settle();

    const auto id = persistence::random_id();
    run.post(
        domain::obligation_posted(
            {.instrument_id = row.integer("instrument_id"), .project_id = project},
            body.obligated_on, {id, line.integer("id"), set_aside, floor}
        ),
        persistence::shares_of(found[3])
    );
    run.insert(
        "funding.obligation",
        {{"id", id},
         {"project_id", project},
         {"budget_line_id", line.integer("id")},
         {"code", body.code},
         {"obligated_on", body.obligated_on},
         {"payee_kind", body.payee_kind},
         {"description", body.description},
         {"currency", currency},
         {"amount", body.amount.minor()},
         {"rate", rate.to_decimal()},
         {"base_amount", set_aside.minor()},
         {"source_system", body.source_system},
         {"external_reference", body.external_reference},
         {"illustrative", body.illustrative},
         {"recorded_by", run.who().user_id}}
    );
    return {
        .what = entity::obligation,
        .id = id,
        .code = row.text("code") + ':' + body.code,
        .state = "open"};
}

persistence::query open_obligation(std::int64_t id) {
    return {
        {"obligation_to_release",
         R"(
             select o.project_id, o.budget_line_id, o.obligated_on, p.code || ':' || o.code as code,
                 p.instrument_id, i.base_currency, coalesce(b.amount, 0) as open
               from funding.obligation o
               join funding.project p on p.id = o.project_id
               join funding.instrument i on i.id = p.instrument_id
               left join ledger.account a on a.owner_id = o.id
                and a.kind = 'obligated'
               left join ledger.balance b on b.account_id = a.id
               where o.id = $1)"},
        {id}};
}

// Also of a project whose activities are complete: that is when rests are given up.
receipt release(command_run& run, const obligation_release& body) {
    const auto id = run.path_id(entity::obligation);
    const auto found = run.load(
        {persistence::lock_project_of(entity::obligation, id), open_obligation(id),
         persistence::shares_of_project_of(entity::obligation, id, body.released_on)}
    );
    const auto row = run.the_row(found[1], entity::obligation);
    const auto base = row.currency("base_currency");
    const auto open = row.money("open", base);
    const std::string next{state_after(
        domain::obligation_lifecycle(), "release", open.minor() > 0 ? "open" : "settled"
    )};
    check_not_future(run, "/released_on", body.released_on);
    run.require(
        body.released_on >= row.day("obligated_on"), "/released_on", "date_before",
        {{"date", domain::to_string(body.released_on)},
         {"earliest", domain::to_string(row.day("obligated_on"))}}
    );
    const auto released = body.amount.value_or(open);
    check_currency(run, "/amount", released, base);
    run.settle();
    run.require(
        released <= open, "/amount", "amount_exceeds_available",
        {{"amount", shown(released)}, {"available", shown(open)}}
    );
    run.settle();
    run.post(
        domain::obligation_release_posted(
            {.instrument_id = row.integer("instrument_id"),
             .project_id = row.integer("project_id")},
            body.released_on, {id, row.integer("budget_line_id"), released}, body.reason
        ),
        persistence::shares_of(found[2])
    );
    run.note("released", shown(released));
    run.note("reason", body.reason);
    return {
        .what = entity::obligation,
        .id = id,
        .code = row.text("code"),
        .state = released == open ? next : "open"};
}

std::optional<obligation_release> all_released_today(command_run& run, const rehearsed_subject&) {
    return obligation_release{run.today(), {}, "-"};
}

}  // namespace

template <>
struct wire<new_obligation> {
    static const object_schema<new_obligation>& schema() {
        using body = new_obligation;
        static const auto declared = object<body>(
            "new_obligation", "The office's own order for a project: money set aside on a line",
            field("project", &body::project, "Project"),
            field("budget_line", &body::budget_line, "Line number", matches_code()),
            field("code", &body::code, "Number of the order, once in a project", matches_code()),
            field("obligated_on", &body::obligated_on, "Day of the order"),
            field("payee_kind", &body::payee_kind, "Sort of payee, never a name", length(1, 60)),
            field("description", &body::description, "What for", length(1, 500)),
            field("amount", &body::amount, "As ordered", positive()),
            field(
                "source_system", &body::source_system, "Accounting system the reference is of",
                length(1, 40)
            ),
            field(
                "external_reference", &body::external_reference,
                "In that system; the same again is refused", length(1, 100)
            ),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

template <>
struct wire<obligation_release> {
    static const object_schema<obligation_release>& schema() {
        using body = obligation_release;
        static const auto declared = object<body>(
            "obligation_release", "What will not be spent goes back to its line",
            field("released_on", &body::released_on, "Day it is given up"),
            field(
                "amount", &body::amount, "In base currency; all that is open when not given",
                positive()
            ),
            field("reason", &body::reason, "Why", length(1, 500))
        );
        return declared;
    }
};

endpoints obligation_endpoints() {
    using domain::action;
    const std::string tag = "Direct expenditure";
    endpoints all{
        command<new_obligation>(
            {"/api/v1/obligations", "create_obligation", "Set money aside for the office's order",
             tag, action::record_direct_expenditure, 201},
            obligate
        ),
        command<obligation_release>(
            {"/api/v1/obligations/{obligation}/release", "release_obligation",
             "Give what is left of an order back to its line", tag,
             action::record_direct_expenditure},
            release, all_released_today
        )};
    append(all, read_endpoints(persistence::obligation_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
