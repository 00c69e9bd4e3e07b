#include "server/routes/budgets/budget_decisions.hpp"

#include "domain/budget.hpp"
#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "server/routes/access/authority.hpp"
#include "server/routes/service/facts.hpp"

#include <vector>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

// Each line's amount in this version, in the one in force, which the ledger holds, and in the one a
// person decided last, which the route is measured against.
persistence::query version_changes(std::int64_t version) {
    return {
        {"budget_version_changes",
         R"(
             with v as (select id, project_id, number from funding.budget_version where id = $1),
                 approved as (select w.id, w.number, w.approved_by is not null as by_person
                     from funding.budget_version w join v on v.project_id = w.project_id
                     where w.state = 'approved'),
                 in_force as (select id from approved order by number desc limit 1),
                 decided as (select id from approved where by_person order by number desc limit 1)
             select l.id, l.code, l.kind, trim_scale(l.flexibility)::text as flexibility,
                 coalesce(n.amount, 0) as amount, coalesce(o.amount, 0) as amount_before,
                 coalesce(d.amount, 0) as amount_decided,
                 exists (select 1 from decided) as decided_before
               from funding.budget_line l
               join v on v.project_id = l.project_id
               left join funding.budget_version_line n on n.line_id = l.id and n.version_id = v.id
               left join funding.budget_version_line o
                 on o.line_id = l.id and o.version_id = (select id from in_force)
               left join funding.budget_version_line d
                 on d.line_id = l.id and d.version_id = (select id from decided)
               where n.line_id is not null or o.line_id is not null or d.line_id is not null
               order by l.code)"},
        {version}};
}

// The strictest of the lines the money is from.
persistence::query version_caps(std::int64_t version, domain::date on) {
    return {
        {"budget_version_caps",
         R"(
             select trim_scale(min(t.staff_office_cap))::text as staff_office_cap,
                 trim_scale(max(t.evaluation_minimum))::text as evaluation_minimum
               from (select a.line_id from funding.budget_version v
                   join funding.allocation a on a.project_id = v.project_id
                   where v.id = $1 group by a.line_id having sum(a.amount) > 0) a
               join lateral (select * from funding.line_terms t where t.line_id = a.line_id and
                   t.valid_from <= $2 order by t.valid_from desc limit 1) t on true)"},
        {version, on}};
}

// A version whose project's money is locked, with all that a decision on it rests on.
struct decided_version {
    decided_version(command_run& run, domain::date on)
        : id{run.path_id(entity::budget_version)},
          found{run.load(
              {persistence::lock_project_of(entity::budget_version, id), budget_version_facts(id),
               version_changes(id), version_caps(id, on),
               persistence::shares_of_project_of(entity::budget_version, id, on),
               approval_levels(run, instrument_of_budget, id)}
          )},
          row{run.the_row(found[1], entity::budget_version)} {
        run.check_version(row);
        state_after(domain::project_lifecycle(), "draft_budget", row.text("project_state"));
        const auto base = row.currency("currency");
        totals = {money{0, base}, money{0, base}, money{0, base}};
        auto total_before = money{0, base};
        std::vector<domain::budget_line_step> steps;
        bool first = true;
        for (const auto line : found[2]) {
            const auto amount = line.money("amount", base);
            const auto before = line.money("amount_before", base);
            const auto flexibility = line.percent("flexibility");
            const auto kind = line.text("kind");
            totals.all += amount;
            totals.staff_and_office +=
                kind == "staff" || kind == "office" ? amount : money{0, base};
            totals.evaluation += kind == "evaluation" ? amount : money{0, base};
            total_before += before;
            changes.push_back(
                {line.integer("id"), amount - before, money{-flexibility.of(amount.minor()), base}}
            );
            steps.push_back({line.money("amount_decided", base), amount, flexibility});
            first = !line.truth("decided_before");
        }
        route = domain::route_of(first, steps);
        change = totals.all - total_before;
    }

    std::int64_t id;
    std::vector<persistence::rows> found;
    persistence::row row;
    domain::budget_totals totals{};
    std::vector<domain::budget_line_change> changes;
    domain::budget_route route{};
    money change{};  // of the total
};

// A version comes into force after the one before it, and by the terms of its own day.
void check_day(
    command_run& run, const persistence::row& version, const char* field, domain::date day
) {
    check_not_future(run, field, day);
    const auto last = version.maybe_day("last_approved_on");
    run.require(
        !last || day >= *last, field, "before_last_version",
        {{"date", last ? domain::to_string(*last) : ""}}
    );
}

// R22: a change is filed a month before the end at the latest. The first budget is no change.
void check_change_in_time(command_run& run, const persistence::row& version) {
    const auto filed = version.maybe_day("drafted_on");
    const auto end = version.maybe_day("end_on");
    if (!filed || !end || version.is_null("last_approved_on")) {
        return;
    }
    check_filed_in_time(run, "", *filed, *end);
}

void check_amounts(command_run& run, const decided_version& version) {
    // R20: another total needs its money first.
    const auto unbudgeted = version.row.money("unbudgeted", "currency");
    run.rule(
        domain::rule_id::r20, version.change <= unbudgeted, "", "budget_exceeds_allocation",
        {{"total", shown(version.totals.all)},
         {"allocated", shown(version.totals.all - version.change + unbudgeted)}}
    );
    const auto caps = version.found[3][0];
    const domain::budget_caps limits{
        caps.maybe_percent("staff_office_cap"), caps.maybe_percent("evaluation_minimum")};
    for (auto check : {domain::check_budget, domain::remarks_on_budget}) {
        for (auto& one : check(version.totals, limits)) {
            run.add(std::move(one));
        }
    }
}

void post_changes(command_run& run, const decided_version& version, domain::date on) {
    run.post(
        domain::budget_approval_posted(
            {.instrument_id = version.row.integer("instrument_id"),
             .project_id = version.row.integer("project_id")},
            on, version.id, version.changes
        ),
        persistence::shares_of(version.found[4])
    );
}

receipt decided(
    command_run& run, const persistence::row& row, std::int64_t id, const std::string& state,
    std::vector<command_run::column> columns
) {
    columns.push_back({"state", state});
    run.update(entity::budget_version, id, columns);
    return {
        .what = entity::budget_version,
        .id = id,
        .code = row.text("code") + ':' + row.text("number"),
        .state = state,
        .version = row.integer("version") + 1};
}

// A step that moves no money.
receipt step(command_run& run, std::string_view action, std::vector<command_run::column> columns) {
    const auto id = run.path_id(entity::budget_version);
    auto found = run.load(
        {persistence::lock_project_of(entity::budget_version, id), budget_version_facts(id)}
    );
    const auto row = run.the_row(found[1], entity::budget_version);
    run.check_version(row);
    const std::string next{
        state_after(domain::budget_version_lifecycle(), action, row.text("state"))};
    return decided(run, row, id, next, std::move(columns));
}

}  // namespace

persistence::query budget_version_facts(std::int64_t version) {
    return {
        {"budget_version_facts",
         R"(
             select v.number, v.state, v.version, v.currency, v.drafted_by, v.drafted_for,
                 v.submitted_by, v.submitted_for, v.project_id, p.code, p.state as project_state,
                 p.instrument_id, v.drafted_on, p.end_on,
                 (select max(w.approved_on) from funding.budget_version w
                     where w.project_id = v.project_id and w.state = 'approved') as last_approved_on,
                 coalesce((select sum(b.amount)::bigint from ledger.account a
                     join ledger.balance b on b.account_id = a.id
                     where a.owner_id = p.id and a.kind = 'project_unbudgeted'), 0) as unbudgeted
               from funding.budget_version v
               join funding.project p on p.id = v.project_id
               where v.id = $1)"},
        {version}};
}

receipt submit_budget_version(command_run& run, const submission_body& body) {
    const decided_version version{run, body.submitted_on};
    const bool notice = version.route == domain::budget_route::notice;
    const std::string next{state_after(
        domain::budget_version_lifecycle(), notice ? "give_notice" : "submit",
        version.row.text("state")
    )};
    check_day(run, version.row, "/submitted_on", body.submitted_on);
    check_amounts(run, version);
    check_change_in_time(run, version.row);
    run.settle();
    std::vector<command_run::column> columns{
        {"submitted_by", run.who().user_id},
        {"submitted_on", body.submitted_on},
        {"route", domain::name(version.route)}};
    if (notice) {
        post_changes(run, version, body.submitted_on);
        columns.push_back({"approved_on", body.submitted_on});
    }
    return decided(run, version.row, version.id, next, std::move(columns));
}

receipt approve_budget_version(command_run& run, const approval_body& body) {
    const decided_version version{run, body.approved_on};
    const auto& row = version.row;
    const std::string next{
        state_after(domain::budget_version_lifecycle(), "approve", row.text("state"))};
    check_day(run, row, "/approved_on", body.approved_on);
    check_other_person(run, row, "drafted", "draft");
    check_other_person(run, row, "submitted", "submit");
    check_amounts(run, version);
    check_change_in_time(run, version.row);
    check_level(run, version.found[5], version.totals.all);
    run.settle();
    post_changes(run, version, body.approved_on);
    // Whoever approves a change that needed notice only has decided it all the same.
    const auto route = version.route == domain::budget_route::notice
        ? domain::budget_route::approval
        : version.route;
    return decided(
        run, row, version.id, next,
        {{"approved_by", run.who().user_id},
         {"approved_on", body.approved_on},
         {"route", domain::name(route)}}
    );
}

receipt send_back_budget_version(command_run& run, const budget_remark_body& body) {
    run.note("reason", body.reason);
    return step(run, "send_back", {{"remark", body.reason}});
}

receipt withdraw_budget_version(command_run& run, const budget_remark_body& body) {
    return step(
        run, "withdraw",
        {{"ended_by", run.who().user_id}, {"ended_on", run.today()}, {"ended_reason", body.reason}}
    );
}

}  // namespace tranche::server
