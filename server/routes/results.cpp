// The results matrix: results with their indicators and targets, and what was measured.
#include "domain/result_progress.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/append.hpp"
#include "server/routes/facts.hpp"
#include "server/routes/result_bodies.hpp"
#include "server/routes/result_progress.hpp"
#include "server/routes/routes.hpp"

#include <map>

namespace tranche::server {
namespace {

using domain::entity;

// In the form the database takes; what is no measure is noted at its place.
std::optional<std::string> measure(
    command_run& run, const std::optional<decimal_text>& given, const std::string& place
) {
    if (!given) {
        return std::nullopt;
    }
    const auto scaled = domain::parse_measure(given->text);
    run.require(scaled.has_value(), place, "not_a_measure", {{"value", given->text}});
    return domain::measure_to_decimal(scaled.value_or(0));
}

void add_target(
    command_run& run, std::int64_t indicator, const new_target& target, const std::string& place
) {
    run.require(
        target.period_first <= target.period_last, place + "/period_last", "period_reversed"
    );
    run.insert(
        "result.target",
        {{"id", persistence::random_id()},
         {"indicator_id", indicator},
         {"period_first", target.period_first},
         {"period_last", target.period_last},
         {"value", measure(run, target.value, place + "/value")},
         {"set_on", run.today()},
         {"illustrative", target.illustrative}}
    );
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
             {"ascending", one.ascending},
             {"baseline", measure(run, one.baseline, place + "/baseline")},
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

std::string as_json(const std::map<std::string, std::int64_t>& counts) {
    std::string out = "{";
    for (const auto& [name, count] : counts) {
        out += out.size() > 1 ? "," : "";
        write_value(out, name);
        out += ':' + std::to_string(count);
    }
    return out + '}';
}

// Disaggregated counts are the same persons or things by kind: they add up to the value (R55).
void require_counts_add_up(command_run& run, const new_actual& body) {
    if (body.disaggregation.empty()) {
        return;
    }
    domain::int128 sum = 0;
    for (const auto& [name, count] : body.disaggregation) {
        sum += count;
    }
    const auto value = domain::parse_measure(body.value.text).value_or(0);
    run.rule(
        domain::rule_id::r55, sum * 10'000 == value, "/disaggregation", "counts_do_not_add_up",
        {{"expected", body.value.text},
         {"sum", sum <= INT64_MAX ? std::to_string(static_cast<std::int64_t>(sum)) : "?"}}
    );
}

receipt report_actual(command_run& run, const new_actual& body) {
    const auto indicator = run.path_id(entity::indicator);
    // A partner's person finds only indicators of projects it has an agreement for; all others do
    // not exist for it. That no two sums overlap is held by the database, which sees other people's
    // too.
    const auto found = run.load(
        {{{"indicator_for_actual",
           R"(
               select d.aggregation, d.measure
                 from result.indicator d
                 join result.result r on r.id = d.result_id
                 where d.id = $1
                  and ($2::bigint is null or exists (select 1 from partner.agreement g where
                      g.project_id = r.project_id and g.partner_id = $2)))"},
          {indicator, run.who().partner_id}},
         {{"actuals_in_the_way",
           R"(
               select period_first, period_last
                 from result.actual
                 where indicator_id = $1
                  and period_first <= $3
                  and period_last >= $2
                 order by period_first)"},
          {indicator, body.period_first, body.period_last}}}
    );
    const auto row = run.the_row(found[0], entity::indicator);
    run.require(body.period_first <= body.period_last, "/period_last", "period_reversed");
    run.require(
        body.reported_on <= run.today(), "/reported_on", "date_in_future",
        {{"date", domain::to_string(body.reported_on)}}
    );
    const bool adds_up = row.text("aggregation") == "sum";
    for (const auto known : found[1]) {
        const auto first = known.day("period_first");
        const auto last = known.day("period_last");
        // What is added must not be counted twice; a maximum or a latest value may overlap another.
        run.require(
            !adds_up && (first != body.period_first || last != body.period_last), "/period_first",
            "period_overlaps",
            {{"first", domain::to_string(first)}, {"last", domain::to_string(last)}}
        );
    }
    const auto value = measure(run, body.value, "/value");
    if (row.text("measure") == "unit") {
        require_counts_add_up(run, body);
    }
    const auto id = persistence::random_id();
    run.insert(
        "result.actual",
        {{"id", id},
         {"indicator_id", indicator},
         {"period_first", body.period_first},
         {"period_last", body.period_last},
         {"value", value},
         {"source", body.source},
         {"disaggregation", as_json(body.disaggregation)},
         {"illustrative", body.illustrative},
         {"note", body.note},
         {"reported_by", run.who().user_id},
         {"reported_on", body.reported_on}}
    );
    return {.what = entity::actual, .id = id, .state = "reported"};
}

receipt verify_actual(command_run& run, const actual_verification& body) {
    const auto actual = run.path_id(entity::actual);
    const auto found = run.load(
        {{{"actual_to_verify",
           R"(
               select reported_by, reported_for, reported_on, verified_by, version
                 from result.actual
                 where id = $1 for no key update)"},
          {actual}}}
    );
    const auto row = run.the_row(found[0], entity::actual);
    run.check_version(row);
    const std::string next{state_after(
        domain::actual_lifecycle(), "verify", row.is_null("verified_by") ? "reported" : "verified"
    )};
    check_other_person(run, row, "reported", "report");
    const auto reported_on = row.day("reported_on");
    run.require(
        body.verified_on >= reported_on, "/verified_on", "date_before",
        {{"date", domain::to_string(body.verified_on)},
         {"earliest", domain::to_string(reported_on)}}
    );
    run.require(
        body.verified_on <= run.today(), "/verified_on", "date_in_future",
        {{"date", domain::to_string(body.verified_on)}}
    );
    run.update(
        entity::actual, actual,
        {{"verified_by", run.who().user_id},
         {"verified_on", body.verified_on},
         {"evidence", body.evidence}}
    );
    return {
        .what = entity::actual, .id = actual, .state = next, .version = row.integer("version") + 1};
}

std::optional<actual_verification> verified_today(command_run& run, const rehearsed_subject&) {
    return actual_verification{run.today(), {}};
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
        command<new_actual>(
            {"/api/v1/indicators/{indicator}/actuals", "report_actual",
             "Report what an indicator measured in a period", "Results", action::report_actuals,
             201},
            report_actual
        ),
        command<actual_verification>(
            {"/api/v1/actuals/{actual}/verify", "verify_actual",
             "Verify what another person reported", "Results", action::verify_actuals},
            verify_actual, verified_today
        ),
        indicator_progress_endpoint()};
    for (const auto* one :
         {&persistence::result_resource(), &persistence::indicator_resource(),
          &persistence::target_resource(), &persistence::actual_resource()}) {
        append(all, read_endpoints(*one, action::read_results, "Results"));
    }
    return all;
}

}  // namespace tranche::server
