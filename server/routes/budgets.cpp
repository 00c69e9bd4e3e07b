// Versions of a project's budget: drafted by one person, approved by another, then unchangeable.
#include "domain/budget.hpp"
#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "domain/rounding.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/append.hpp"
#include "server/routes/authority.hpp"
#include "server/routes/budget_bodies.hpp"
#include "server/routes/facts.hpp"
#include "server/routes/project_bodies.hpp"
#include "server/routes/project_steps.hpp"
#include "server/routes/routes.hpp"

#include <algorithm>
#include <map>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query known_parts(std::int64_t project) {
    return {
        {"budget_known_parts",
         R"(
             select 'line' as part, code, id
               from funding.budget_line
               where project_id = $1
             union all select 'phase', code, id
               from funding.phase
               where project_id = $1
             union all select 'result', code, id
               from result.result
               where project_id = $1
             union all select 'number', 'last', coalesce(max(number), 0)
               from funding.budget_version
               where project_id = $1
             union all select 'open', number::text, id
               from funding.budget_version
               where project_id = $1
                and state in ('draft', 'submitted')
             union all select 'category', code, 0
               from reference.cost_category)"},
        {project}};
}

using parts = std::map<std::pair<std::string, std::string>, std::int64_t>;

parts parts_of(const persistence::rows& found) {
    parts known;
    for (const auto row : found) {
        known[{row.text("part"), row.text("code")}] = row.integer("id");
    }
    return known;
}

std::optional<std::int64_t> part(
    command_run& run, const parts& known, const char* what, const std::optional<std::string>& code,
    const std::string& field
) {
    if (!code) {
        return std::nullopt;
    }
    const auto found = known.find({what, *code});
    run.require(
        found != known.end(), field, "unknown_reference", {{"type", what}, {"value", *code}}
    );
    return found == known.end() ? std::nullopt : std::optional{found->second};
}

void draft_line(
    command_run& run, const parts& known, std::int64_t project, std::int64_t version,
    const budget_line_body& line, const std::string& at, domain::currency base
) {
    check_currency(run, at + "/unit_price", line.unit_price, base);
    const auto amount = domain::line_amount(line.quantity.text, line.unit_price);
    run.require(amount.has_value(), at + "/quantity", "quantity_too_fine");
    const auto phase = part(run, known, "phase", line.phase, at + "/phase");
    const auto result = part(run, known, "result", line.result, at + "/result");
    part(run, known, "category", line.category, at + "/category");
    const auto existing = known.find({"line", line.code});
    const auto id = existing == known.end() ? persistence::random_id() : existing->second;
    if (existing == known.end()) {
        run.insert(
            "funding.budget_line",
            {{"id", id},
             {"project_id", project},
             {"phase_id", phase},
             {"code", line.code},
             {"title_en", line.title_en},
             {"title_fr", line.title_fr},
             {"title_es", line.title_es},
             {"kind", line.kind},
             {"category", line.category},
             {"result_id", result},
             {"flexibility",
              line.flexibility_percent ? line.flexibility_percent->to_decimal() : "0"}}
        );
    }
    run.insert(
        "funding.budget_version_line",
        {{"version_id", version},
         {"line_id", id},
         {"quantity", line.quantity.text},
         {"unit_price", line.unit_price.minor()},
         {"amount", amount.value_or(money{0, base}).minor()}}
    );
}

receipt draft(command_run& run, const new_budget_version& body) {
    const auto project = run.path_id(entity::project);
    auto found = run.load(
        {persistence::lock_project_of(entity::project, project), project_facts(project),
         known_parts(project)}
    );
    const auto row = run.the_row(found[1], entity::project);
    state_after(domain::project_lifecycle(), "draft_budget", row.text("state"));
    const auto known = parts_of(found[2]);
    if (std::ranges::any_of(known, [](const auto& one) { return one.first.first == "open"; })) {
        throw domain::refusal{domain::error_kind::conflict, "budget_version_open"};
    }
    const auto number = known.at({"number", "last"}) + 1;
    const auto base = row.currency("base_currency");
    const auto id = persistence::random_id();
    run.insert(
        "funding.budget_version",
        {{"id", id},
         {"project_id", project},
         {"number", number},
         {"currency", base},
         {"state", "draft"},
         {"reason", body.reason},
         {"drafted_by", run.who().user_id},
         {"drafted_on", run.today()}}
    );
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < body.lines.size(); ++i) {
        const auto at = "/lines/" + std::to_string(i);
        run.require(
            seen.emplace(body.lines[i].code, i).second, at + "/code", "duplicate_code",
            {{"code", body.lines[i].code}}
        );
        draft_line(run, known, project, id, body.lines[i], at, base);
    }
    return {
        .what = entity::budget_version,
        .id = id,
        .code = row.text("code") + ':' + std::to_string(number),
        .state = "draft"};
}

persistence::query version_facts(std::int64_t version) {
    return {
        {"budget_version_facts",
         R"(
             select v.number, v.state, v.version, v.currency, v.drafted_by, v.drafted_for, v.project_id, p.code,
                 p.instrument_id, v.drafted_on, p.end_on, exists (select 1 from funding.budget_version w
                 where w.project_id = v.project_id and w.state = 'approved') as revises
               from funding.budget_version v
               join funding.project p on p.id = v.project_id
               where v.id = $1)"},
        {version}};
}

// Each line's amount now and in the version approved last, and the caps of the line the money is
// from.
persistence::query version_changes(std::int64_t version) {
    return {
        {"budget_version_changes",
         R"(
             with v as (select id, project_id from funding.budget_version where id = $1),
                 last as (select w.id from funding.budget_version w join v on v.project_id =
                 w.project_id where w.state = 'approved' order by w.number desc limit 1) select
                 l.id, l.code, l.kind, trim_scale(l.flexibility)::text as flexibility,
                 coalesce(n.amount, 0) as amount, coalesce(o.amount, 0) as amount_before
               from funding.budget_line l
               join v on v.project_id = l.project_id
               left join funding.budget_version_line n on n.line_id = l.id
                and n.version_id = v.id
               left join funding.budget_version_line o on o.line_id = l.id
                and o.version_id = (select id from last)
               where n.line_id is not null or o.line_id is not null
               order by l.code)"},
        {version}};
}

persistence::query version_caps(std::int64_t version, domain::date on) {
    return {
        {"budget_version_caps",
         R"(
             select trim_scale(t.staff_office_cap)::text as staff_office_cap,
                 trim_scale(t.evaluation_minimum)::text as evaluation_minimum
               from funding.budget_version v
               join funding.allocation a on a.project_id = v.project_id
               join lateral (select * from funding.line_terms t where t.line_id = a.line_id and
                   t.valid_from <= $2 order by t.valid_from desc limit 1) t on true
               where v.id = $1
               order by a.allocated_on desc
               limit 1)"},
        {version, on}};
}

// R22: a change is filed a month before the end at the latest. The first budget is no change.
void check_filed_in_time(command_run& run, const persistence::row& version) {
    const auto filed = version.maybe_day("drafted_on");
    const auto end = version.maybe_day("end_on");
    if (!filed || !end || !version.truth("revises")) {
        return;
    }
    const auto latest = domain::add_months(*end, -1);
    const auto late = domain::days_between(latest, *filed);
    run.rule(
        {domain::rule_id::r22, late}, late <= 0, "", "change_filed_late",
        {{"filed", domain::to_string(*filed)}, {"latest", domain::to_string(latest)}}
    );
}

receipt approve(command_run& run, const approval_body& body) {
    const auto version = run.path_id(entity::budget_version);
    auto found = run.load(
        {persistence::lock_project_of(entity::budget_version, version), version_facts(version),
         version_changes(version), version_caps(version, body.approved_on),
         persistence::shares_of_project_of(entity::budget_version, version, body.approved_on),
         approval_levels(run, instrument_of_budget, version)}
    );
    const auto row = run.the_row(found[1], entity::budget_version);
    run.check_version(row);
    const std::string next{
        state_after(domain::budget_version_lifecycle(), "approve", row.text("state"))};
    check_not_future(run, "/approved_on", body.approved_on);
    check_other_person(run, row, "drafted", "draft");
    const auto base = row.currency("currency");
    domain::budget_totals totals{money{0, base}, money{0, base}, money{0, base}};
    std::vector<domain::budget_line_change> changes;
    for (const auto line : found[2]) {
        const auto amount = line.money("amount", base);
        const auto kind = line.text("kind");
        totals.all += amount;
        totals.staff_and_office += kind == "staff" || kind == "office" ? amount : money{0, base};
        totals.evaluation += kind == "evaluation" ? amount : money{0, base};
        changes.push_back(
            {line.integer("id"), amount - line.money("amount_before", base),
             money{-line.percent("flexibility").of(amount.minor()), base}}
        );
    }
    if (!found[3].empty()) {
        const domain::budget_caps caps{
            found[3][0].maybe_percent("staff_office_cap"),
            found[3][0].maybe_percent("evaluation_minimum")};
        for (auto check : {domain::check_budget, domain::remarks_on_budget}) {
            for (auto& one : check(totals, caps)) {
                run.add(std::move(one));
            }
        }
    }
    check_filed_in_time(run, row);
    check_level(run, found[5], totals.all);
    run.settle();
    const auto project = row.integer("project_id");
    run.post(
        domain::budget_approval_posted(
            {.instrument_id = row.integer("instrument_id"), .project_id = project},
            body.approved_on, version, changes
        ),
        persistence::shares_of(found[4])
    );
    run.update(
        entity::budget_version, version,
        {{"state", next}, {"approved_by", run.who().user_id}, {"approved_on", body.approved_on}}
    );
    return {
        .what = entity::budget_version,
        .id = version,
        .code = row.text("code") + ':' + row.text("number"),
        .state = next,
        .version = row.integer("version") + 1};
}

std::optional<new_budget_version> without_lines(command_run&, const rehearsed_subject&) {
    return new_budget_version{"-", {}};
}
std::optional<approval_body> approved_today(command_run& run, const rehearsed_subject&) {
    return approval_body{run.today()};
}

}  // namespace

endpoints budget_endpoints() {
    using domain::action;
    endpoints all{
        command<new_budget_version>(
            {"/api/v1/projects/{project}/budget-versions", "create_budget_version",
             "Draft a version of the budget", "Budgets", action::draft_budgets, 201},
            draft, without_lines
        ),
        command<approval_body>(
            {"/api/v1/budget-versions/{budget_version}/approve", "approve_budget_version",
             "Approve a version; the change against the last one moves money", "Budgets",
             action::approve_budgets},
            approve, approved_today
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
