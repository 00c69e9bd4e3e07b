// What a project expects to spend, by quarter and budget line. Each forecast is a version of its
// own; it explains how the quarters that ended since the last one went otherwise.
#include "domain/fiscal_period.hpp"
#include "domain/forecast.hpp"
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/budgets/forecast_bodies.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <map>
#include <set>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;
using domain::quarter;

// Lines of the budget in force, and the number of the last forecast.
persistence::query lines_to_forecast(std::int64_t project) {
    return {
        {"forecast_lines",
         R"(
             select l.code, l.id,
                 (select coalesce(max(f.number), 0) from funding.forecast f where f.project_id = $1) as last,
                 (select max(f.made_on) from funding.forecast f where f.project_id = $1) as last_made_on
               from funding.budget_line l
               join funding.budget_version_line n on n.line_id = l.id
               where l.project_id = $1
                and n.version_id = (select v.id from funding.budget_version v where v.project_id = $1
                    and v.state = 'approved' order by v.number desc limit 1))"},
        {project}};
}

// Quarters that are over and not explained: what was expected last and what was spent.
persistence::query ended_quarters(std::int64_t project, domain::date on) {
    return {
        {"forecast_ended_quarters",
         R"(
             with named as (
                 select distinct on (a.quarter_first) a.quarter_first as day, f.id
                   from funding.forecast f
                   join funding.forecast_amount a on a.forecast_id = f.id
                   where f.project_id = $1 and a.quarter_first + interval '3 months' <= $2::date
                   order by a.quarter_first, f.number desc),
             expected as (
                 select n.day, sum(a.amount)::bigint as forecast
                   from named n
                   join funding.forecast_amount a on a.forecast_id = n.id and a.quarter_first = n.day
                   where not exists (select 1 from funding.forecast_explanation x
                       join funding.forecast f on f.id = x.forecast_id
                       where f.project_id = $1 and x.quarter_first = n.day)
                   group by n.day)
             select x.day, x.forecast,
                 coalesce((select sum(g.base_amount)::bigint
                     from funding.budget_line l
                     join ledger.account a on a.owner_id = l.id and a.kind in ('spent', 'spent_direct')
                     join ledger.posting g on g.account_id = a.id
                     join ledger.entry e on e.id = g.entry_id
                     where l.project_id = $1 and e.effective_on >= x.day
                      and e.effective_on < x.day + interval '3 months'), 0) as actual,
                 trim_scale(t.forecast_variance)::text as variance
               from expected x
               join funding.project p on p.id = $1
               left join lateral (select y.forecast_variance from funding.instrument_terms y
                   where y.instrument_id = p.instrument_id and y.valid_from <= $2::date
                   order by y.valid_from desc limit 1) t on true
               order by x.day)"},
        {project, on}};
}

std::optional<quarter> quarter_at(
    command_run& run, const std::string& label, const std::string& field
) {
    const auto parsed = quarter::parse(label);
    run.require(parsed.has_value(), field, "not_a_quarter");
    return parsed;
}

struct new_version {
    std::int64_t id, project;
    domain::currency base;
    domain::date made_on;
};

void expect_amounts(
    command_run& run, const new_version& made, const persistence::rows& lines,
    const std::vector<forecast_amount_body>& amounts
) {
    std::map<std::string, std::int64_t> known;
    for (const auto line : lines) {
        known[line.text("code")] = line.integer("id");
    }
    std::set<std::pair<quarter, std::string>> seen;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
        const auto& one = amounts[i];
        const auto at = "/amounts/" + std::to_string(i);
        check_currency(run, at + "/amount", one.amount, made.base);
        const auto line = known.find(one.budget_line);
        run.require(
            line != known.end(), at + "/budget_line", "unknown_reference",
            {{"type", "budget_line"}, {"value", one.budget_line}}
        );
        const auto when = quarter_at(run, one.quarter, at + "/quarter");
        if (!when || line == known.end()) {
            continue;
        }
        run.require(
            when->range().last >= run.today(), at + "/quarter", "quarter_over",
            {{"quarter", one.quarter}}
        );
        run.require(
            seen.emplace(*when, one.budget_line).second, at, "duplicate_code",
            {{"code", one.quarter + " " + one.budget_line}}
        );
        run.insert(
            "funding.forecast_amount",
            {{"forecast_id", made.id},
             {"project_id", made.project},
             {"line_id", line->second},
             {"quarter_first", when->range().first},
             {"amount", one.amount.minor()}}
        );
    }
}

void explain(
    command_run& run, const new_version& made, const persistence::rows& ended,
    const std::vector<forecast_explanation_body>& explanations
) {
    std::map<quarter, std::string> given;
    for (std::size_t i = 0; i < explanations.size(); ++i) {
        const auto at = "/explanations/" + std::to_string(i);
        if (const auto when = quarter_at(run, explanations[i].quarter, at + "/quarter")) {
            run.require(
                given.emplace(*when, explanations[i].text).second, at, "duplicate_code",
                {{"code", explanations[i].quarter}}
            );
        }
    }
    for (const auto row : ended) {
        const auto when = quarter::containing(row.day("day"));
        const auto forecast = row.money("forecast", made.base);
        const auto actual = row.money("actual", made.base);
        const auto text = given.extract(when);
        const auto allowed = row.maybe_percent("variance");
        run.require(
            !text.empty() || !domain::needs_explanation(forecast, actual, allowed), "/explanations",
            "explanation_missing",
            {{"quarter", when.label()},
             {"forecast", shown(forecast)},
             {"actual", shown(actual)},
             {"percent", allowed ? allowed->to_decimal() : ""}}
        );
        if (!text.empty()) {
            run.insert(
                "funding.forecast_explanation",
                {{"forecast_id", made.id},
                 {"quarter_first", row.day("day")},
                 {"forecast", forecast.minor()},
                 {"actual", actual.minor()},
                 {"explanation", text.mapped()}}
            );
        }
    }
    for (const auto& [when, text] : given) {
        run.require(false, "/explanations", "quarter_not_forecast", {{"quarter", when.label()}});
    }
}

receipt create_forecast(command_run& run, const new_forecast& body) {
    const auto project = run.path_id(entity::project);
    auto found = run.load(
        {persistence::lock_project_of(entity::project, project), project_facts(project),
         lines_to_forecast(project), ended_quarters(project, body.made_on)}
    );
    const auto row = run.the_row(found[1], entity::project);
    state_after(domain::project_lifecycle(), "forecast", row.text("state"));
    check_not_future(run, "/made_on", body.made_on);
    run.require(!found[2].empty(), "", "budget_missing");
    const auto last = found[2].empty() ? std::nullopt : found[2][0].maybe_day("last_made_on");
    run.require(
        !last || body.made_on >= *last, "/made_on", "before_last_version",
        {{"date", last ? domain::to_string(*last) : ""}}
    );
    const new_version made{
        persistence::random_id(), project, row.currency("base_currency"), body.made_on};
    const auto number = found[2].empty() ? 1 : found[2][0].integer("last") + 1;
    run.insert(
        "funding.forecast",
        {{"id", made.id},
         {"project_id", project},
         {"number", number},
         {"currency", made.base},
         {"made_on", body.made_on},
         {"reason", body.reason},
         {"made_by", run.who().user_id}}
    );
    expect_amounts(run, made, found[2], body.amounts);
    explain(run, made, found[3], body.explanations);
    return {
        .what = entity::forecast,
        .id = made.id,
        .code = row.text("code") + ':' + std::to_string(number)};
}

// Whether there is anything to explain is not asked before somebody sends a forecast.
std::optional<new_forecast> made_today(command_run& run, const rehearsed_subject&) {
    return new_forecast{run.today(), "-", {}, {}};
}

}  // namespace

endpoints forecast_endpoints() {
    using domain::action;
    endpoints all{
        command<new_forecast>(
            {"/api/v1/projects/{project}/forecasts", "create_forecast",
             "Say what will be spent by quarter, and why it went otherwise so far", "Budgets",
             action::draft_budgets, 201},
            create_forecast, made_today
        ),
    };
    append(all, read_endpoints(persistence::forecast_resource(), action::read_funding, "Budgets"));
    return all;
}

}  // namespace tranche::server
