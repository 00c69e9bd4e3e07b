#include "server/routes/expenditures/report_check_terms.hpp"

#include "persistence/query.hpp"
#include "server/command/command.hpp"
#include "server/routes/service/fund_terms.hpp"

#include <algorithm>
#include <functional>
#include <span>

namespace tranche::server {
namespace {

using domain::entity;

struct report_check_terms_body {
    domain::date valid_from;
    std::optional<std::int64_t> round_unit, copied_lines;
    std::optional<domain::percentage> round_percent;
    std::vector<std::int64_t> advance_bands;
    std::string source;
    bool illustrative = false;
};

receipt set_terms(command_run& run, const report_check_terms_body& body) {
    const auto instrument = run.path_id(entity::instrument);
    const auto found = run.load({fund_for_terms(instrument)});
    const auto row = run.the_row(found[0], entity::instrument);
    run.check_version(row);
    run.require(
        body.round_unit.has_value() == body.round_percent.has_value(), "/round_percent",
        "missing_field"
    );
    const auto bands =
        body.advance_bands.empty() ? std::vector<std::int64_t>{3, 6, 9} : body.advance_bands;
    run.require(
        std::ranges::adjacent_find(bands, std::ranges::greater_equal{}) == bands.end(),
        "/advance_bands", "not_in_order"
    );
    run.settle();
    run.insert(
        "funding.report_check_terms",
        {{"instrument_id", instrument},
         {"valid_from", body.valid_from},
         {"round_unit", body.round_unit},
         {"round_percent",
          body.round_percent ? std::optional{body.round_percent->to_decimal()} : std::nullopt},
         {"copied_lines", body.copied_lines},
         {"advance_bands", persistence::array_of(std::span<const std::int64_t>{bands})},
         {"source", body.source},
         {"illustrative", body.illustrative}}
    );
    return terms_are_set(run, instrument, row);
}

}  // namespace

template <>
struct wire<report_check_terms_body> {
    static const object_schema<report_check_terms_body>& schema() {
        using body = report_check_terms_body;
        static const auto declared = object<body>(
            "report_check_terms",
            "Thresholds of the checks of partners' reports, from a day on; a check whose threshold"
            " is not given is not made",
            field("valid_from", &body::valid_from, "First day"),
            field(
                "round_unit", &body::round_unit, "Multiples of so many units of currency are round",
                between(1, 1'000'000)
            ),
            field(
                "round_percent", &body::round_percent,
                "Said when more than so many percent of the lines are"
            ),
            field(
                "copied_lines", &body::copied_lines,
                "Said when so many lines have one day, payee, budget line and amount",
                between(2, 1000)
            ),
            field(
                "advance_bands", &body::advance_bands,
                "Months at which an open advance enters the next band; 3, 6, 9 when not given",
                between(1, 120), items(0, 6), may_be_absent()
            ),
            field("source", &body::source, "Where the terms stand", length(1, 500)),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

endpoint report_check_terms_endpoint() {
    return command<report_check_terms_body>(
        {"/api/v1/instruments/{instrument}/report-check-terms", "set_report_check_terms",
         "Set the thresholds of report checks, from a day on", "Instruments",
         domain::action::manage_instruments},
        set_terms
    );
}

}  // namespace tranche::server
