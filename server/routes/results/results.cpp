// The results matrix: results with their indicators and targets.
#include "domain/indicator.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/results/measures.hpp"
#include "server/routes/results/result_bodies.hpp"
#include "server/routes/results/result_progress.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <map>

namespace tranche::server {
namespace {

using domain::entity;

template <class Target>
std::int64_t add_target(
    command_run& run, std::int64_t indicator, const Target& target, const std::string& place,
    const std::optional<std::string>& reason = {}
) {
    run.require(
        target.period_first <= target.period_last, place + "/period_last", "period_reversed"
    );
    const auto id = persistence::random_id();
    run.insert(
        "result.target",
        {{"id", id},
         {"indicator_id", indicator},
         {"period_first", target.period_first},
         {"period_last", target.period_last},
         {"value", measure_given(run, target.value, place + "/value")},
         {"set_on", run.today()},
         {"reason", reason},
         {"illustrative", target.illustrative}}
    );
    return id;
}

bool counts_people(const new_indicator& one) {
    return one.counts_people.value_or(one.measure == "unit" && one.nature == "achievement");
}

void require_design(command_run& run, const new_indicator& one, const std::string& place) {
    auto problems = domain::problems_of(
        {.measure = one.measure,
         .aggregation = one.aggregation,
         .counts = one.counts,
         .capacity = one.nature == "capacity",
         .counts_people = counts_people(one)}
    );
    for (auto& each : problems) {
        each.field.insert(0, place);
        run.add(std::move(each));
    }
}

std::vector<std::string> add_indicators(
    command_run& run, std::int64_t result, const std::vector<new_indicator>& indicators
) {
    std::vector<std::string> made;
    std::map<std::string_view, std::size_t> codes;
    for (std::size_t n = 0; n < indicators.size(); ++n) {
        const auto& one = indicators[n];
        const auto place = "/indicators/" + std::to_string(n);
        const auto [known, is_new] = codes.emplace(one.code, n);
        run.require(
            is_new, place + "/code", "given_twice",
            {{"value", one.code}, {"row", std::to_string(known->second + 1)}}
        );
        require_design(run, one, place);
        const auto id = persistence::random_id();
        run.insert(
            "result.indicator",
            {{"id", id},
             {"result_id", result},
             {"code", one.code},
             {"title_en", one.title_en},
             {"title_fr", one.title_fr},
             {"title_es", one.title_es},
             {"unit_en", one.unit_en},
             {"unit_fr", one.unit_fr},
             {"unit_es", one.unit_es},
             {"measure", one.measure},
             {"aggregation", one.aggregation},
             {"counts", one.counts},
             {"nature", one.nature},
             {"counts_people", counts_people(one)},
             {"categories",
              one.categories.empty() ? persistence::value{std::nullopt}
                                     : persistence::array_of(std::span{one.categories})},
             {"ascending", one.ascending},
             {"baseline", measure_given(run, one.baseline, place + "/baseline")},
             {"position", static_cast<std::int64_t>(n) + 1},
             {"illustrative", one.illustrative},
             {"note", one.note}}
        );
        if (one.target) {
            add_target(run, id, *one.target, place + "/target");
        }
        made.push_back(domain::public_id(entity::indicator, id));
    }
    return made;
}

receipt create_result(command_run& run, const new_result& body) {
    const auto project = run.path_id(entity::project);
    // The lock keeps two results from taking one place in the order.
    const auto found = run.load(
        {{{"project_for_result",
           "select code, state from funding.project where id = $1 for no key update"},
          {project}},
         {{"results_of_project", "select id, code from result.result where project_id = $1"},
          {project}}}
    );
    const auto row = run.the_row(found[0], entity::project);
    state_after(domain::project_lifecycle(), "add_result", row.text("state"));
    std::optional<std::int64_t> parent;
    for (const auto known : found[1]) {
        const auto code = known.text("code");
        run.require(code != body.code, "/code", "duplicate_code", {{"code", body.code}});
        if (body.parent == code) {
            parent = known.integer("id");
        }
    }
    run.require(
        !body.parent || parent, "/parent", "unknown_reference",
        {{"type", "result"}, {"value", body.parent.value_or("")}}
    );

    const auto id = persistence::random_id();
    run.insert(
        "result.result",
        {{"id", id},
         {"project_id", project},
         {"parent_id", parent},
         {"code", body.code},
         {"result_type", body.result_type},
         {"title_en", body.title_en},
         {"title_fr", body.title_fr},
         {"title_es", body.title_es},
         {"position", static_cast<std::int64_t>(found[1].size()) + 1}}
    );
    auto indicators = add_indicators(run, id, body.indicators);
    return {
        .what = entity::result,
        .id = id,
        .code = row.text("code") + ':' + body.code,
        .made = {{"indicators", std::move(indicators)}}};
}

receipt revise_target(command_run& run, const revised_target& body) {
    const auto indicator = run.path_id(entity::indicator);
    const auto found = run.load(
        {{{"indicator_for_target", "select code from result.indicator where id = $1"}, {indicator}},
         {{"targets_of_period",
           R"(
               select 1 from result.target
                 where indicator_id = $1 and period_first = $2 and period_last = $3)"},
          {indicator, body.period_first, body.period_last}}}
    );
    run.the_row(found[0], entity::indicator);
    run.require(found[1].empty() || body.reason, "/reason", "revision_needs_reason");
    const auto id = add_target(run, indicator, body, "", body.reason);
    return {.what = entity::target, .id = id};
}

}  // namespace

endpoints result_endpoints() {
    using domain::action;
    endpoints all{
        command<new_result>(
            {"/api/v1/projects/{project}/results", "create_result",
             "Add a result with its indicators and targets", "Results", action::manage_results,
             201},
            create_result
        ),
        command<revised_target>(
            {"/api/v1/indicators/{indicator}/targets", "revise_target",
             "Set the target of a period, or revise it with a reason; the first one stays beside it",
             "Results", action::manage_results, 201},
            revise_target
        ),
        indicator_progress_endpoint()};
    for (const auto* one :
         {&persistence::result_resource(), &persistence::indicator_resource(),
          &persistence::target_resource()}) {
        append(all, read_endpoints(*one, action::read_results, "Results"));
    }
    return all;
}

}  // namespace tranche::server
