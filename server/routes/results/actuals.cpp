// What was measured: reported by one person, verified by another who has seen the evidence, and
// taken back when it was wrong.
#include "domain/result_progress.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/results/measures.hpp"
#include "server/routes/results/result_bodies.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <map>
#include <set>

namespace tranche::server {
namespace {

using domain::entity;

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

// Where the indicator names its kinds, others are no kinds of it: what is published is what was
// named beforehand.
void require_known_categories(
    command_run& run, const persistence::rows& categories, const new_actual& body
) {
    std::set<std::string> known;
    std::string all;
    for (const auto row : categories) {
        all += (all.empty() ? "" : ", ") + row.text("name");
        known.insert(row.text("name"));
    }
    for (const auto& [name, count] : body.disaggregation) {
        run.require(
            known.empty() || known.contains(name), "/disaggregation", "category_unknown",
            {{"value", name}, {"known", all}}
        );
    }
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
                  and returned_by is null
                  and period_first <= $3
                  and period_last >= $2
                 order by period_first)"},
          {indicator, body.period_first, body.period_last}},
         {{"categories_of_indicator",
           "select unnest(categories) as name from result.indicator where id = $1"},
          {indicator}}}
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
    const auto value = measure_given(run, body.value, "/value");
    require_known_categories(run, found[2], body);
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

persistence::query actual_to_decide(std::int64_t actual) {
    return {
        {"actual_to_decide",
         R"(
             select reported_by, reported_for, reported_on, verified_by, verified_on, version,
                 case when returned_by is not null then 'returned'
                     when verified_by is not null then 'verified' else 'reported' end as state
               from result.actual
               where id = $1 for no key update)"},
        {actual}};
}

receipt verify_actual(command_run& run, const actual_verification& body) {
    const auto actual = run.path_id(entity::actual);
    const auto found = run.load({actual_to_decide(actual)});
    const auto row = run.the_row(found[0], entity::actual);
    run.check_version(row);
    const std::string next{state_after(domain::actual_lifecycle(), "verify", row.text("state"))};
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
    return actual_verification{run.today(), "?"};
}

receipt return_actual(command_run& run, const actual_return& body) {
    const auto actual = run.path_id(entity::actual);
    const auto found = run.load({actual_to_decide(actual)});
    const auto row = run.the_row(found[0], entity::actual);
    run.check_version(row);
    const std::string next{state_after(domain::actual_lifecycle(), "return", row.text("state"))};
    const auto earliest =
        row.is_null("verified_on") ? row.day("reported_on") : row.day("verified_on");
    run.require(
        body.returned_on >= earliest, "/returned_on", "date_before",
        {{"date", domain::to_string(body.returned_on)}, {"earliest", domain::to_string(earliest)}}
    );
    run.require(
        body.returned_on <= run.today(), "/returned_on", "date_in_future",
        {{"date", domain::to_string(body.returned_on)}}
    );
    run.update(
        entity::actual, actual,
        {{"returned_by", run.who().user_id},
         {"returned_on", body.returned_on},
         {"return_reason", body.reason}}
    );
    return {
        .what = entity::actual, .id = actual, .state = next, .version = row.integer("version") + 1};
}

std::optional<actual_return> returned_today(command_run& run, const rehearsed_subject&) {
    return actual_return{run.today(), "?"};
}

}  // namespace

endpoints actual_endpoints() {
    using domain::action;
    endpoints all{
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
        command<actual_return>(
            {"/api/v1/actuals/{actual}/return", "return_actual",
             "Take back a value that is wrong, so that its period can be reported again", "Results",
             action::verify_actuals},
            return_actual, returned_today
        )};
    append(all, read_endpoints(persistence::actual_resource(), action::read_results, "Results"));
    return all;
}

}  // namespace tranche::server
