// Money of one project for another in one act: the one gives it back to its line, the other is
// allocated it, of the same givers. One person asks, another decides.
#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "domain/split.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/funding/allocation_facts.hpp"
#include "server/routes/funding/allocation_pot.hpp"
#include "server/routes/funding/contribution_facts.hpp"
#include "server/routes/funding/money_sources.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/projects/project_transfer_bodies.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>
#include <numeric>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

// What a project can give is what it has not budgeted.
void check_unbudgeted(command_run& run, const persistence::row& project, money amount) {
    const auto unbudgeted = project.money("unbudgeted", "base_currency");
    run.require(
        amount <= unbudgeted, "/amount", "amount_exceeds_available",
        {{"amount", shown(amount)}, {"available", shown(unbudgeted)}}
    );
}

receipt request(command_run& run, const project_transfer_body& body) {
    const auto from = run.path_id(entity::project);
    const auto to = run.id_of(entity::project, body.to.text, "/to");
    const auto line = run.id_of(entity::funding_line, body.line.text, "/line");
    const auto contribution = run.id_of(
        entity::contribution,
        body.contribution ? std::optional{body.contribution->text} : std::nullopt, "/contribution"
    );
    run.require(from != to, "/to", "two_projects_needed");
    const auto found = run.load(
        {persistence::lock_project_of(entity::project, from), project_facts(from),
         project_facts(to)}
    );
    const auto giving = run.the_row(found[1], entity::project);
    const auto getting = run.the_row(found[2], entity::project);
    check_currency(run, "/amount", body.amount, giving.currency("base_currency"));
    run.rule(
        domain::rule_id::r18, giving.integer("instrument_id") == getting.integer("instrument_id"),
        "/to", "project_of_other_fund"
    );
    run.settle();
    check_unbudgeted(run, giving, body.amount);
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.project_transfer",
        {{"id", id},
         {"from_project_id", from},
         {"to_project_id", to},
         {"line_id", line},
         {"contribution_id", contribution},
         {"currency", body.amount.currency_unit()},
         {"amount", body.amount.minor()},
         {"reason", body.reason},
         {"requested_by", run.who().user_id},
         {"requested_on", run.today()}}
    );
    return {.what = entity::project_transfer, .id = id, .state = "requested"};
}

persistence::query transfer_to_decide(std::int64_t id) {
    return {
        {"project_transfer_to_decide",
         R"(
             select t.version, t.from_project_id, t.to_project_id, t.line_id, t.contribution_id,
                 t.currency, t.amount, t.requested_by, t.requested_for,
                 (select max(a.allocated_on) from funding.allocation a
                   where a.project_id = t.from_project_id and a.line_id = t.line_id and a.amount > 0)
                     as given_on,
                 case when t.approved_by is not null then 'approved'
                     when t.refused_by is not null then 'refused' else 'requested' end as state
               from funding.project_transfer t
               where t.id = $1 for no key update of t)"},
        {id}};
}

// The transfer with its two projects locked, the lower id first: so do others who need both.
struct moving {
    std::int64_t id, from, to, line;
    std::optional<std::int64_t> contribution;
    money amount;
    domain::date on;
    std::int64_t pot = pool;
};

// What each giver gave the project that gives back, of the pot: its part of what goes on.
std::vector<domain::drawn> parts_given_back(
    command_run& run, const persistence::rows& allocated, const moving& of
) {
    std::vector<domain::drawn> parts;
    std::vector<std::int64_t> weights;
    for (const auto row : allocated) {
        const auto giver = row.maybe_integer("contribution_id");
        if (row.integer("line_id") == of.line && row.integer("pot_id") == of.pot &&
            (!of.contribution || giver == of.contribution)) {
            parts.push_back({giver, 0});
            weights.push_back(row.integer("amount"));
        }
    }
    const money given{
        std::accumulate(weights.begin(), weights.end(), std::int64_t{0}),
        of.amount.currency_unit()};
    run.rule(
        domain::rule_id::r26, of.amount <= given, "", "amount_exceeds_available",
        {{"amount", shown(of.amount)}, {"available", shown(given)}}
    );
    run.settle();
    const auto shares = domain::split_by_largest_remainder(of.amount.minor(), weights);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        parts[i].amount = shares[i];
    }
    std::erase_if(parts, [](const auto& one) { return one.amount == 0; });
    return parts;
}

struct side {
    std::int64_t project;
    money amount;  // below zero: given back
    std::int64_t ahead;
    std::string eligibility;
    std::vector<persistence::state_share> shares;
};

void store_side(
    command_run& run, const moving& of, const side& one, const persistence::row& project,
    std::span<const domain::drawn> parts
) {
    const auto id = persistence::random_id();
    run.insert(
        "funding.allocation",
        {{"id", id},
         {"project_id", one.project},
         {"line_id", of.line},
         {"contribution_id", of.contribution},
         {"currency", one.amount.currency_unit()},
         {"amount", one.amount.minor()},
         {"allocated_on", of.on},
         {"allocation_year", static_cast<std::int64_t>(static_cast<int>(of.on.year()))},
         {"eligibility", one.eligibility},
         {"rules_checked", true},
         {"decided_by", run.who().user_id},
         {"transfer_id", of.id}}
    );
    run.post(
        domain::allocation_posted(
            {.instrument_id = project.integer("instrument_id"), .project_id = one.project}, of.on,
            id, of.line, of.pot, one.amount, one.ahead
        ),
        one.shares
    );
    for (const auto& part : parts) {
        store_source(
            run, {"allocation", id, of.on},
            {of.line, of.pot, part.contribution,
             one.amount.is_negative() ? part.amount : -part.amount}
        );
    }
}

// B is judged as for an allocation: the line's terms, its States, its ceiling (R3 to R9).
void check_as_allocation(
    command_run& run, const moving& of, const persistence::row& project,
    const persistence::row& terms_row, const std::vector<domain::state_of_project>& states
) {
    const domain::allocation_facts facts{
        of.amount,
        // What the other gives back is there.
        terms_row.money("available", of.amount.currency_unit()) + of.amount,
        terms_row.money("allocated_before", of.amount.currency_unit()), project.text("coverage"),
        project.maybe_text("project_type"), states};
    for (auto& one : domain::check_allocation(facts, terms_of(terms_row))) {
        run.add(std::move(one));
    }
    run.rule(
        domain::rule_id::r18,
        terms_row.integer("instrument_id") == project.integer("instrument_id"), "/line",
        "line_of_other_instrument"
    );
}

receipt approve(command_run& run, const project_transfer_approval& body) {
    const auto id = run.path_id(entity::project_transfer);
    const auto first = run.load({transfer_to_decide(id)});
    const auto row = run.the_row(first[0], entity::project_transfer);
    run.check_version(row);
    const std::string decided{
        state_after(domain::project_transfer_lifecycle(), "approve", row.text("state"))};
    check_other_person(run, row, "requested", "request");
    check_not_future(run, "/transferred_on", body.transferred_on);
    // What was not given yet is not passed on.
    check_not_before(run, "/transferred_on", body.transferred_on, row.maybe_day("given_on"));
    moving of{
        id,
        row.integer("from_project_id"),
        row.integer("to_project_id"),
        row.integer("line_id"),
        row.maybe_integer("contribution_id"),
        row.money("amount", "currency"),
        body.transferred_on};
    run.about(entity::project, of.to);
    const auto locked = run.load(
        {persistence::lock_project_of(entity::project, std::min(of.from, of.to)),
         persistence::lock_project_of(entity::project, std::max(of.from, of.to)),
         contribution_pot(of.contribution, of.line, of.to, of.on)}
    );
    of.pot = pot_of(run, locked[2], of.contribution, of.to, {of.amount, false});
    auto found = run.load(
        {lock_pot(of.line, of.pot), project_facts(of.from), project_facts(of.to),
         line_facts(of.line, of.to, of.pot, of.on), states_on(of.from, of.on),
         states_on(of.to, of.on), allocated_by_source(of.from),
         persistence::shares_of_project_of(entity::project, of.from, of.on),
         persistence::shares_of_project_of(entity::project, of.to, of.on)}
    );
    const auto giving = run.the_row(found[1], entity::project);
    const auto getting = run.the_row(found[2], entity::project);
    const auto terms_row = run.the_row(found[3], entity::funding_line);
    const std::string next{
        state_after(domain::project_lifecycle(), "allocate", getting.text("state"))};
    check_unbudgeted(run, giving, of.amount);
    const auto states = states_of(found[5]);
    check_as_allocation(run, of, getting, terms_row, states);
    run.settle();
    const auto parts = parts_given_back(run, found[6], of);
    const auto terms = terms_of(terms_row);
    const bool article_4 = terms && terms->excludes_article_4;
    const auto ahead = terms_row.integer("ahead");
    store_side(
        run, of,
        {of.from, -of.amount, ahead, snapshot_of(states_of(found[4]), article_4),
         persistence::shares_of(found[7])},
        giving, parts
    );
    store_side(
        run, of,
        {of.to, of.amount, ahead, snapshot_of(states, article_4), persistence::shares_of(found[8])},
        getting, parts
    );
    if (next != getting.text("state")) {
        remember_step(run, of.to, {"allocate", of.on}, getting.text("state"), next);
    }
    run.update(entity::project, of.from, {});
    run.update(entity::project, of.to, {{"state", next}});
    run.update(
        entity::project_transfer, id,
        {{"approved_by", run.who().user_id}, {"transferred_on", of.on}}
    );
    return {
        .what = entity::project_transfer,
        .id = id,
        .state = decided,
        .version = row.integer("version") + 1};
}

receipt refuse(command_run& run, const project_transfer_refusal& body) {
    const auto id = run.path_id(entity::project_transfer);
    const auto found = run.load({transfer_to_decide(id)});
    const auto row = run.the_row(found[0], entity::project_transfer);
    run.check_version(row);
    const std::string next{
        state_after(domain::project_transfer_lifecycle(), "refuse", row.text("state"))};
    run.note("reason", body.reason);
    run.update(
        entity::project_transfer, id,
        {{"refused_by", run.who().user_id}, {"refused_on", run.today()}}
    );
    return {
        .what = entity::project_transfer,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

std::optional<project_transfer_approval>
approved_today(command_run& run, const rehearsed_subject&) {
    return project_transfer_approval{run.today()};
}
std::optional<project_transfer_refusal> refused_today(command_run&, const rehearsed_subject&) {
    return project_transfer_refusal{"-"};
}

}  // namespace

endpoints project_transfer_endpoints() {
    using domain::action;
    const std::string tag = "Allocations";
    const std::string base = "/api/v1/project-transfers/{project_transfer}";
    endpoints all{
        command<project_transfer_body>(
            {"/api/v1/projects/{project}/transfer", "request_project_transfer",
             "Ask for unbudgeted money of a project to go to another", tag, action::allocate, 201},
            request
        ),
        command<project_transfer_approval>(
            {base + "/approve", "approve_project_transfer",
             "Give it back and allocate it, as another person than who asked", tag,
             action::decide_donor_money},
            approve, approved_today
        ),
        command<project_transfer_refusal>(
            {base + "/refuse", "refuse_project_transfer", "Leave it where it is", tag,
             action::decide_donor_money},
            refuse, refused_today
        ),
    };
    append(
        all, read_endpoints(persistence::project_transfer_resource(), action::read_funding, tag)
    );
    return all;
}

}  // namespace tranche::server
