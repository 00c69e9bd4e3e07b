#include "server/routes/results/result_progress.hpp"

#include "domain/decimal.hpp"
#include "domain/error.hpp"
#include "domain/result_progress.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/json/schema.hpp"

#include <array>

namespace tranche::server {
namespace {

struct target_progress {
    domain::date period_first, period_last;
    decimal_text target;
    std::optional<decimal_text> actual, achievement_percent;
    std::optional<std::string> status;
};

struct indicator_progress {
    std::string aggregation;
    std::optional<decimal_text> baseline;
    std::vector<target_progress> targets;
};

std::optional<std::int64_t> measure_of(const persistence::row& row, const char* column) {
    const auto text = row.maybe_text(column);
    return text ? domain::parse_measure(*text) : std::nullopt;
}

std::optional<decimal_text> shown(std::optional<std::int64_t> scaled) {
    return scaled ? std::optional{decimal_text{domain::measure_to_decimal(*scaled)}} : std::nullopt;
}

std::vector<persistence::query> facts_of(
    std::int64_t indicator, std::optional<std::int64_t> partner, bool reported
) {
    return {
        {{"indicator_for_progress",
          R"(
              select d.aggregation, d.ascending, trim_scale(d.baseline)::text as baseline
                from result.indicator d
                join result.result r on r.id = d.result_id
                where d.id = $1
                 and ($2::bigint is null or exists (select 1 from partner.agreement g where
                     g.project_id = r.project_id and g.partner_id = $2)))"},
         {indicator, partner}},
        {{"targets_for_progress",
          R"(
              select distinct on (period_first, period_last) period_first, period_last,
                  trim_scale(value)::text as value
                from result.target
                where indicator_id = $1
                order by period_first, period_last, set_on desc)"},
         {indicator}},
        {{"actuals_for_progress",
          R"(
              select period_first, period_last, trim_scale(value)::text as value
                from result.actual
                where indicator_id = $1
                 and returned_by is null
                 and ($2 or verified_by is not null))"},
         {indicator, reported}}};
}

// Values of periods that lie in the target's period.
std::vector<domain::measured_value> values_in(
    const persistence::rows& actuals, domain::date_range period
) {
    std::vector<domain::measured_value> all;
    for (const auto row : actuals) {
        const domain::date_range measured{row.day("period_first"), row.day("period_last")};
        const auto value = measure_of(row, "value");
        if (value && period.contains(measured)) {
            all.push_back({measured, *value});
        }
    }
    return all;
}

api_response show(handler_context& context) {
    const auto id = context.app.references.find(
        context.db(), domain::entity::indicator, context.request.param("indicator")
    );
    if (!id) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto facts = persistence::round_trip(
        context.db(),
        facts_of(*id, context.request.who->partner_id, context.request.query_flag("reported"))
    );
    if (facts[0].empty()) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto indicator = facts[0][0];
    const auto how = domain::aggregation_from_name(indicator.text("aggregation")).value();
    const auto baseline = measure_of(indicator, "baseline");
    indicator_progress answer{indicator.text("aggregation"), shown(baseline), {}};
    for (const auto row : facts[1]) {
        const domain::date_range period{row.day("period_first"), row.day("period_last")};
        const domain::progress_facts known{
            .baseline = baseline,
            .target = measure_of(row, "value").value(),
            .actual = domain::aggregate(values_in(facts[2], period), how),
            .ascending = indicator.truth("ascending")};
        target_progress one{
            period.first,        period.last, {domain::measure_to_decimal(known.target)},
            shown(known.actual), {},          {}};
        if (const auto percent = domain::achievement_percent(known)) {
            one.achievement_percent = decimal_text{domain::to_decimal(*percent, 2)};
        }
        if (const auto status = domain::progress_status_of(known)) {
            one.status = std::string{domain::name(*status)};
        }
        answer.targets.push_back(std::move(one));
    }
    return json_response(200, to_json(answer));
}

}  // namespace

template <>
struct wire<target_progress> {
    static const object_schema<target_progress>& schema() {
        using body = target_progress;
        static const auto declared = object<body>(
            "target_progress", "A target and what was reached of it",
            field("period_first", &body::period_first, "First day of the target's period"),
            field("period_last", &body::period_last, "Last day of the target's period"),
            field("target", &body::target, "To be reached"),
            field("actual", &body::actual, "Values of the period made one; null: none counts yet"),
            field(
                "achievement_percent", &body::achievement_percent,
                "(actual - baseline) / (target - baseline), two decimals; null where undefined"
            ),
            field("status", &body::status, "met, on_track, no_progress or not_reported")
        );
        return declared;
    }
};

template <>
struct wire<indicator_progress> {
    static const object_schema<indicator_progress>& schema() {
        using body = indicator_progress;
        static const auto declared = object<body>(
            "indicator_progress", "How far an indicator has come",
            field("aggregation", &body::aggregation, "How its periods add up (R56)"),
            field("baseline", &body::baseline, "Value at the start; null means unknown"),
            field("targets", &body::targets, "Target by target")
        );
        return declared;
    }
};

endpoint indicator_progress_endpoint() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/indicators/{indicator}/progress";
    made.operation_id = "get_indicator_progress";
    made.summary = "How far an indicator has come";
    made.tag = "Results";
    made.action = domain::action::read_results;
    made.response_schema = schema_of<indicator_progress>();
    made.query_parameters = {
        {.name = "reported",
         .description = "Count values nobody has verified as well",
         .type = parameter_type::flag}};
    made.handle = show;
    return made;
}

}  // namespace tranche::server
