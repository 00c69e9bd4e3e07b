// How often a fund has its partners looked at, by rating and money.
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/facts.hpp"
#include "server/routes/service/fund_terms.hpp"

#include <map>
#include <tuple>

namespace tranche::server {
namespace {

using domain::entity;

struct assurance_term_body {
    std::string kind, risk, basis;
    domain::money above;
    std::int64_t times = 1;
};

struct assurance_terms_body {
    domain::date valid_from;
    std::vector<assurance_term_body> terms;
    std::string source;
};

receipt set_terms(command_run& run, const assurance_terms_body& body) {
    const auto instrument = run.path_id(entity::instrument);
    const auto found = run.load({fund_for_terms(instrument)});
    const auto row = run.the_row(found[0], entity::instrument);
    run.check_version(row);
    run.insert(
        "funding.assurance_terms",
        {{"instrument_id", instrument}, {"valid_from", body.valid_from}, {"source", body.source}}
    );
    std::map<std::tuple<std::string, std::string, std::int64_t>, std::size_t> seen;
    for (std::size_t i = 0; i < body.terms.size(); ++i) {
        const auto& one = body.terms[i];
        const auto at = "/terms/" + std::to_string(i);
        check_currency(run, at + "/above", one.above, row.currency("base_currency"));
        const auto [known, is_new] =
            seen.emplace(std::tuple{one.kind, one.risk, one.above.minor()}, i);
        run.require(
            is_new, at, "given_twice",
            {{"value", one.kind + ' ' + one.risk}, {"row", std::to_string(known->second + 1)}}
        );
        run.insert(
            "funding.assurance_term",
            {{"instrument_id", instrument},
             {"valid_from", body.valid_from},
             {"kind", one.kind},
             {"risk", one.risk},
             {"basis", one.basis},
             {"above", one.above.minor()},
             {"times", one.times}}
        );
    }
    return terms_are_set(run, instrument, row);
}

}  // namespace

template <>
struct wire<assurance_term_body> {
    static const object_schema<assurance_term_body>& schema() {
        using body = assurance_term_body;
        static const auto declared = object<body>(
            "assurance_term", "Of a year's money above this: so many times; the highest row counts",
            field(
                "kind", &body::kind, "What is done",
                one_of({"programmatic_visit", "spot_check", "audit"})
            ),
            field(
                "risk", &body::risk, "Rating of the partner; one nobody rated counts as high",
                one_of({"low", "medium", "significant", "high"})
            ),
            field(
                "basis", &body::basis, "What is measured: paid in the year, or reported as spent",
                one_of({"paid", "reported"})
            ),
            field("above", &body::above, "In the fund's currency", non_negative()),
            field("times", &body::times, "How often in the year", between(0, 52))
        );
        return declared;
    }
};

template <>
struct wire<assurance_terms_body> {
    static const object_schema<assurance_terms_body>& schema() {
        using body = assurance_terms_body;
        static const auto declared = object<body>(
            "assurance_terms", "How often partners are looked at, from a day on",
            field("valid_from", &body::valid_from, "From this day on"),
            field("terms", &body::terms, "None: nothing is asked for", items(0, 100)),
            field("source", &body::source, "Where it is written", length(1, 300))
        );
        return declared;
    }
};

endpoints assurance_term_endpoints() {
    return {command<assurance_terms_body>(
        {"/api/v1/instruments/{instrument}/assurance-terms", "set_assurance_terms",
         "Say how often a fund has its partners looked at", "Assurance",
         domain::action::manage_instruments, 201},
        set_terms
    )};
}

}  // namespace tranche::server
