// Money of a line given to a project, with what was known of its States that day (R11).
#include "domain/allocation.hpp"
#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/funding/allocation_facts.hpp"
#include "server/routes/funding/allocation_pot.hpp"
#include "server/routes/funding/money_sources.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <utility>

namespace tranche::server {
namespace {

using domain::entity;

struct new_allocation {
    reference project;
    std::optional<reference> phase;
    reference line;
    std::optional<reference> contribution;
    domain::money amount;
    domain::date allocated_on;
    std::optional<std::int64_t> allocation_year;
    std::string origin = "current";
    bool illustrative = false;
};

std::int64_t year_of(const new_allocation& body) {
    return body.allocation_year.value_or(static_cast<int>(body.allocated_on.year()));
}

struct named_ids {
    std::int64_t project;
    std::optional<std::int64_t> phase;
    std::int64_t line;
    std::optional<std::int64_t> contribution;
};

std::int64_t insert_allocation(
    command_run& run, const new_allocation& body, const named_ids& of, std::string eligibility
) {
    const auto id = persistence::random_id();
    run.insert(
        "funding.allocation",
        {{"id", id},
         {"project_id", of.project},
         {"phase_id", of.phase},
         {"line_id", of.line},
         {"contribution_id", of.contribution},
         {"currency", body.amount.currency_unit()},
         {"amount", body.amount.minor()},
         {"allocated_on", body.allocated_on},
         {"allocation_year", year_of(body)},
         {"eligibility", std::move(eligibility)},
         {"rules_checked", body.origin != "historical"},
         {"origin", body.origin},
         {"illustrative", body.illustrative},
         {"decided_by", run.who().user_id}}
    );
    return id;
}

receipt allocate(command_run& run, const new_allocation& body) {
    const auto project = run.id_of(entity::project, body.project.text, "/project");
    const auto line = run.id_of(entity::funding_line, body.line.text, "/line");
    const auto text_of = [](const std::optional<reference>& one) {
        return one ? std::optional{one->text} : std::nullopt;
    };
    const auto phase = run.id_of(entity::phase, text_of(body.phase), "/phase");
    const auto contribution =
        run.id_of(entity::contribution, text_of(body.contribution), "/contribution");
    run.about(entity::project, project);
    auto first = run.load(
        {persistence::lock_project_of(entity::project, project),
         contribution_pot(contribution, line, project, body.allocated_on)}
    );
    const auto pot =
        pot_of(run, first[1], contribution, project, {body.amount, body.origin == "historical"});
    auto found = run.load(
        {lock_pot(line, pot), project_facts(project),
         line_facts(line, project, pot, body.allocated_on), states_on(project, body.allocated_on),
         persistence::shares_of_project_of(entity::project, project, body.allocated_on),
         holdings_of(line, body.allocated_on, body.allocation_year)}
    );
    const auto row = run.the_row(found[1], entity::project);
    const auto terms_row = run.the_row(found[2], entity::funding_line);
    const bool historical = body.origin == "historical";
    const std::string next{
        historical
            ? row.text("state")
            : std::string{state_after(domain::project_lifecycle(), "allocate", row.text("state"))}};
    const auto currency = terms_row.currency("currency");
    check_currency(run, "/amount", body.amount, currency);
    check_not_future(run, "/allocated_on", body.allocated_on);
    run.rule(
        domain::rule_id::r18, terms_row.integer("instrument_id") == row.integer("instrument_id"),
        "/line", "line_of_other_instrument"
    );
    run.require(!historical || row.text("origin") == "historical", "/origin", "historical_only");
    run.settle();

    const auto terms = terms_of(terms_row);
    const auto states = states_of(found[3]);
    const domain::allocation_facts facts{
        body.amount,
        terms_row.money("available", currency),
        terms_row.money("allocated_before", currency),
        row.text("coverage"),
        row.maybe_text("project_type"),
        states};
    for (auto& one : domain::check_allocation(facts, terms)) {
        // A historical record is taken as it is, but never beyond the money that is there.
        if (!historical || one.code == "amount_exceeds_available") {
            run.add(std::move(one));
        }
    }
    run.settle();
    const auto ahead = terms_row.integer("ahead");
    // Each allocation names its sources: the gift it is from, or everybody's part of the pool.
    const auto drawn = pot != pool
        ? std::vector<domain::drawn>{{contribution, body.amount.minor()}}
        : drawn_from_pool(run, holdings_in(found[5], ahead > 0), body.amount, contribution);
    run.settle();

    const auto id = insert_allocation(
        run, body, {project, phase, line, contribution},
        snapshot_of(states, terms && terms->excludes_article_4)
    );
    auto entry = domain::allocation_posted(
        {.instrument_id = row.integer("instrument_id"), .project_id = project}, body.allocated_on,
        id, line, pot, body.amount, ahead
    );
    entry.origin = body.origin;
    run.post(entry, persistence::shares_of(found[4]));
    for (const auto& one : drawn) {
        store_source(
            run, {"allocation", id, body.allocated_on}, {line, pot, one.contribution, -one.amount}
        );
    }
    if (next != row.text("state")) {
        remember_step(run, project, {"allocate", body.allocated_on}, row.text("state"), next);
    }
    run.update(entity::project, project, {{"state", next}});
    return {.what = entity::allocation, .id = id};
}

// The line the project had money of last, else the one that has most.
persistence::query likely_line(std::int64_t project) {
    return {
        {"allocation_likely_line",
         R"(
             select l.id, l.currency
               from funding.project p
               join funding.funding_line l on l.instrument_id = p.instrument_id
               left join ledger.account a on a.owner_id = l.id
                and a.kind = 'line_available'
                and a.part_id = 0
               left join ledger.balance b on b.account_id = a.id
               where p.id = $1
               order by (select max(x.allocated_on) from funding.allocation x where x.project_id
                   = p.id and x.line_id = l.id) desc nulls last, b.amount desc nulls last
               limit 1)"},
        {project}};
}

// The least that could be given: what stands in its way stands in the way of any amount. A project
// at work got its money already; reading it is not made dearer for the rare addition.
std::optional<new_allocation> least_allocation(command_run& run, const rehearsed_subject& project) {
    if (project.state == "active") {
        return std::nullopt;
    }
    const auto found = run.load({likely_line(project.id)});
    const auto& lines = found[0];
    if (lines.empty()) {
        return std::nullopt;
    }
    new_allocation body;
    body.project = {domain::public_id(entity::project, project.id)};
    body.line = {domain::public_id(entity::funding_line, lines[0].integer("id"))};
    body.amount = domain::money{1, lines[0].currency("currency")};
    body.allocated_on = run.today();
    return body;
}

}  // namespace

template <>
struct wire<new_allocation> {
    static const object_schema<new_allocation>& schema() {
        using body = new_allocation;
        static const auto declared = object<body>(
            "new_allocation", "Money of a line for a project",
            field("project", &body::project, "Who gets it"),
            field("phase", &body::phase, "Phase it is for"),
            field("line", &body::line, "Pot it comes from"),
            field("contribution", &body::contribution, "Named source; none: the line's pool"),
            field("amount", &body::amount, "How much", positive()),
            field("allocated_on", &body::allocated_on, "Day of the decision"),
            field(
                "allocation_year", &body::allocation_year,
                "Year of the fund it counts for; else the day's", between(1951, 2999)
            ),
            field(
                "origin", &body::origin, "historical: rules not checked",
                one_of({"current", "historical"}), defaults_to("current")
            ),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

endpoints allocation_endpoints() {
    endpoints all{command<new_allocation>(
        {"/api/v1/allocations", "create_allocation", "Give money of a line to a project",
         "Allocations", domain::action::allocate, 201},
        allocate, least_allocation
    )};
    append(
        all,
        read_endpoints(
            persistence::allocation_resource(), domain::action::read_funding, "Allocations"
        )
    );
    return all;
}

}  // namespace tranche::server
