// What the fund's own office spent on a project: most projects have no partner at all.
#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "persistence/random_id.hpp"
#include "persistence/rates.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/append.hpp"
#include "server/routes/facts.hpp"
#include "server/routes/project_steps.hpp"
#include "server/routes/routes.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct new_direct_expenditure {
    reference project;
    std::string budget_line, document;
    domain::date spent_on;
    std::string payee_kind, description;
    domain::money amount;
    std::optional<std::string> external_reference;
    std::optional<reference> corrects;
    bool illustrative = false;
};

persistence::query line_facts(std::int64_t project, const std::string& code) {
    return {
        {"direct_line_facts",
         R"(
             select l.id, l.kind, coalesce(b.amount, 0) as available, coalesce(b.floor_amount,
                 0) as floor
               from funding.budget_line l
               left join ledger.account a on a.owner_id = l.id
                and a.kind = 'budget_available'
               left join ledger.balance b on b.account_id = a.id
               where l.project_id = $1
                and l.code = $2)"},
        {project, code}};
}

persistence::query left_in_project(std::int64_t project) {
    return {
        {"direct_left_in_project",
         R"(
             select coalesce(sum(b.amount), 0)::bigint as amount
               from ledger.account a
               join ledger.balance b on b.account_id = a.id
               where (a.kind = 'project_unbudgeted' and a.owner_id = $1)
                or (a.kind = 'budget_available' and a.owner_id in (select id from
                    funding.budget_line where project_id = $1)))"},
        {project}};
}

// R21: a line bends to its flexibility. An exception lets it go further, but never beyond what the
// whole project has left: the rest is other projects' money.
std::optional<domain::money> further_floor(
    command_run& run, domain::money available, domain::money floor, domain::money spent,
    std::int64_t project
) {
    const auto most = available - floor;
    if (spent <= most) {
        return std::nullopt;
    }
    const auto found = run.load({left_in_project(project)});
    const auto left = found[0][0].money("amount", spent.currency_unit());
    const auto over = spent - most;
    run.rule(
        spent <= left ? domain::breach{domain::rule_id::r21, over} : domain::rule_id::r1, false,
        "/amount", "amount_exceeds_available",
        {{"amount", shown(spent)}, {"available", shown(most)}}
    );
    return available - spent;
}

receipt spend(command_run& run, const new_direct_expenditure& body) {
    const auto project = run.id_of(entity::project, body.project.text, "/project");
    run.about(entity::project, project);
    auto found = run.load(
        {persistence::lock_project_of(entity::project, project), project_facts(project),
         line_facts(project, body.budget_line),
         persistence::shares_of_project_of(entity::project, project, body.spent_on)}
    );
    const auto row = run.the_row(found[1], entity::project);
    state_after(domain::project_lifecycle(), "spend", row.text("state"));
    check_not_future(run, "/spent_on", body.spent_on);
    run.require(
        !found[2].empty(), "/budget_line", "unknown_reference",
        {{"type", "budget_line"}, {"value", body.budget_line}}
    );
    // R19: nothing before the project starts.
    const auto start = row.day("start_on");
    run.rule(
        for_amount({domain::rule_id::r19, domain::days_between(body.spent_on, start)}, body.amount),
        body.spent_on >= start, "/spent_on", "date_before",
        {{"date", domain::to_string(body.spent_on)}, {"earliest", domain::to_string(start)}}
    );
    const auto corrects = corrected(run, entity::direct_expenditure, body.corrects);
    run.settle();
    const auto line = found[2][0];
    // R16: the evaluation is paid once there is something to evaluate.
    const auto end = row.day("end_on");
    run.rule(
        for_amount(
            {domain::rule_id::r16, domain::days_between(body.spent_on, end) + 1}, body.amount
        ),
        line.text("kind") != "evaluation" || body.spent_on > end, "/spent_on",
        "evaluation_too_early", {{"end", domain::to_string(end)}}
    );

    const auto base = row.currency("base_currency");
    const auto series = row.maybe_text("rate_series");
    auto rates =
        run.load({persistence::rate_in_force(series, body.amount.currency_unit(), body.spent_on)});
    const auto rate = rate_or_refuse(
        run, rates[0], "/spent_on", base, body.amount.currency_unit(), body.spent_on, series
    );
    remark_old_rate(
        run, rates[0], "/spent_on", body.amount.currency_unit(), body.spent_on, body.amount
    );
    const auto spent = rate.convert(body.amount, base);
    const auto available = line.money("available", base);
    const auto floor = further_floor(run, available, line.money("floor", base), spent, project);
    run.settle();

    const auto id = persistence::random_id();
    run.post(
        domain::direct_expenditure_posted(
            {.instrument_id = row.integer("instrument_id"), .project_id = project}, body.spent_on,
            {id, line.integer("id"), body.amount, spent, rate.to_decimal(), floor}
        ),
        persistence::shares_of(found[3])
    );
    run.insert(
        "funding.direct_expenditure",
        {{"id", id},
         {"project_id", project},
         {"budget_line_id", line.integer("id")},
         {"document", body.document},
         {"spent_on", body.spent_on},
         {"payee_kind", body.payee_kind},
         {"description", body.description},
         {"currency", body.amount.currency_unit()},
         {"amount", body.amount.minor()},
         {"rate", rate.to_decimal()},
         {"base_amount", spent.minor()},
         {"external_reference", body.external_reference},
         {"corrects_id", corrects},
         {"illustrative", body.illustrative},
         {"recorded_by", run.who().user_id}}
    );
    return {.what = entity::direct_expenditure, .id = id};
}

}  // namespace

template <>
struct wire<new_direct_expenditure> {
    static const object_schema<new_direct_expenditure>& schema() {
        using body = new_direct_expenditure;
        static const auto declared = object<body>(
            "new_direct_expenditure", "The office's own expense on a project",
            field("project", &body::project, "Project"),
            field("budget_line", &body::budget_line, "Line number", matches_code()),
            field("document", &body::document, "Voucher or invoice", length(1, 100)),
            field("spent_on", &body::spent_on, "Day of the expense"),
            field("payee_kind", &body::payee_kind, "Sort of payee, never a name", length(1, 60)),
            field("description", &body::description, "What for", length(1, 500)),
            field("amount", &body::amount, "As spent", positive()),
            field(
                "external_reference", &body::external_reference,
                "In the accounting system; the same again is refused", length(1, 100)
            ),
            field("corrects", &body::corrects, "The reversed expense it replaces"),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

endpoints direct_expenditure_endpoints() {
    endpoints all{command<new_direct_expenditure>(
        {"/api/v1/direct-expenditures", "create_direct_expenditure",
         "Record the office's own expense", "Direct expenditure",
         domain::action::record_direct_expenditure, 201},
        spend
    )};
    append(
        all,
        read_endpoints(
            persistence::direct_expenditure_resource(), domain::action::read_funding,
            "Direct expenditure"
        )
    );
    return all;
}

}  // namespace tranche::server
