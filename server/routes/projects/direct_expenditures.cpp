// What the fund's own office spent on a project: most projects have no partner at all.
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

struct new_direct_expenditure {
    reference project;
    std::string budget_line, document;
    domain::date spent_on;
    std::string payee_kind, description;
    domain::money amount;
    std::optional<std::string> source_system, external_reference;
    std::optional<reference> obligation, corrects;
    bool illustrative = false;
};

// What an own obligation still has set aside on the line.
persistence::query set_aside(const std::optional<std::int64_t>& obligation) {
    return {
        {"direct_set_aside",
         R"(
             select l.code as budget_line, coalesce(b.amount, 0) as open
               from funding.obligation o
               join funding.budget_line l on l.id = o.budget_line_id
               left join ledger.account a on a.owner_id = o.id
                and a.kind = 'obligated'
               left join ledger.balance b on b.account_id = a.id
               where o.id = $1)"},
        {obligation}};
}

// The obligation comes first; what it does not hold any more is taken from its line.
domain::money from_obligation(
    command_run& run, const persistence::rows& found, const std::string& line, domain::money spent
) {
    if (found.empty()) {
        return {0, spent.currency_unit()};
    }
    run.require(
        found[0].text("budget_line") == line, "/budget_line", "obligation_of_other_line",
        {{"line", found[0].text("budget_line")}}
    );
    return min(found[0].money("open", spent.currency_unit()), spent);
}

receipt spend(command_run& run, const new_direct_expenditure& body) {
    const auto project = run.id_of(entity::project, body.project.text, "/project");
    const auto obligation = run.id_of(
        entity::obligation, body.obligation ? std::optional{body.obligation->text} : std::nullopt,
        "/obligation"
    );
    run.about(entity::project, project);
    auto found = run.load(
        {persistence::lock_project_of(entity::project, project),
         project_facts(project),
         own_line_facts(project, body.budget_line),
         persistence::shares_of_project_of(entity::project, project, body.spent_on),
         set_aside(obligation),
         {{"direct_payable", "select funding.payable_of($1) as payable"}, {project}}}
    );
    const auto row = run.the_row(found[1], entity::project);
    state_after(domain::project_lifecycle(), "spend", row.text("state"));
    check_not_future(run, "/spent_on", body.spent_on);
    run.require(
        !body.source_system || body.external_reference, "/external_reference", "missing_field"
    );
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
    const auto obligated = from_obligation(run, found[4], body.budget_line, spent);
    const auto floor =
        further_floor(run, available, line.money("floor", base), spent - obligated, project);
    // R23: what was allocated against a signature is spent once it is there.
    if (const auto payable = found[5][0]; !payable.is_null("payable")) {
        const auto there = payable.money("payable", base);
        run.require(
            spent <= there, "/amount", "not_yet_received",
            {{"amount", shown(spent)}, {"available", shown(there)}}
        );
    }
    run.settle();

    const auto id = persistence::random_id();
    run.post(
        domain::direct_expenditure_posted(
            {.instrument_id = row.integer("instrument_id"), .project_id = project}, body.spent_on,
            {id, line.integer("id"), body.amount, spent, rate.to_decimal(), floor,
             obligation.value_or(0), obligated}
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
         {"source_system", body.source_system},
         {"external_reference", body.external_reference},
         {"obligation_id", obligation},
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
                "source_system", &body::source_system, "Accounting system the reference is of",
                length(1, 40)
            ),
            field(
                "external_reference", &body::external_reference,
                "In the accounting system; the same again is refused", length(1, 100)
            ),
            field("obligation", &body::obligation, "What had set the money aside, e.g. P1:PO-7"),
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
