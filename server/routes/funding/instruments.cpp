// Instruments and their dated terms.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"
#include "server/routes/service/fund_terms.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct instrument_terms_body {
    domain::date valid_from;
    std::int64_t payment_persons = 2;
    std::optional<domain::percentage> forecast_variance_percent;
    bool certifier_differs = false;
    bool finance_opens_gates = false;
    domain::percentage flag_spent_percent, flag_achieved_percent;
    std::int64_t small_cell = 5;
    std::string source;
    bool illustrative = false;
};

struct new_instrument {
    std::string code, name_en, name_fr, name_es;
    std::optional<domain::date> established_on;
    domain::currency base_currency;
    std::int64_t fiscal_year_start = 1;
    std::optional<std::string> rate_series;
    instrument_terms_body terms;
};

void insert_terms(
    command_run& run, std::int64_t instrument, const instrument_terms_body& terms,
    const std::string& place = {}
) {
    require_part(run, terms.flag_spent_percent, place + "/flag_spent_percent");
    require_part(run, terms.flag_achieved_percent, place + "/flag_achieved_percent");
    run.insert(
        "funding.instrument_terms",
        {{"instrument_id", instrument},
         {"valid_from", terms.valid_from},
         {"payment_persons", terms.payment_persons},
         {"certifier_differs", terms.certifier_differs},
         {"finance_opens_gates", terms.finance_opens_gates},
         {"flag_spent_percent", terms.flag_spent_percent.to_decimal()},
         {"flag_achieved_percent", terms.flag_achieved_percent.to_decimal()},
         {"small_cell", terms.small_cell},
         {"forecast_variance",
          terms.forecast_variance_percent
              ? std::optional{terms.forecast_variance_percent->to_decimal()}
              : std::nullopt},
         {"source", terms.source},
         {"illustrative", terms.illustrative}}
    );
}

receipt create_instrument(command_run& run, const new_instrument& body) {
    const auto id = persistence::random_id();
    run.load({});
    run.insert(
        "funding.instrument",
        {{"id", id},
         {"code", body.code},
         {"name_en", body.name_en},
         {"name_fr", body.name_fr},
         {"name_es", body.name_es},
         {"established_on", body.established_on},
         {"base_currency", body.base_currency},
         {"fiscal_year_start", body.fiscal_year_start},
         {"rate_series", body.rate_series}}
    );
    insert_terms(run, id, body.terms, "/terms");
    return {.what = entity::instrument, .id = id, .code = body.code};
}

receipt set_instrument_terms(command_run& run, const instrument_terms_body& body) {
    const auto instrument = run.path_id(entity::instrument);
    const auto found = run.load({fund_for_terms(instrument)});
    const auto row = run.the_row(found[0], entity::instrument);
    run.check_version(row);
    // What was done under the old terms stays done under them.
    run.require(
        body.valid_from >= run.today(), "/valid_from", "date_before",
        {{"date", domain::to_string(body.valid_from)}, {"earliest", domain::to_string(run.today())}}
    );
    insert_terms(run, instrument, body);
    return terms_are_set(run, instrument, row);
}

}  // namespace

template <>
struct wire<instrument_terms_body> {
    static const object_schema<instrument_terms_body>& schema() {
        using body = instrument_terms_body;
        static const auto declared = object<body>(
            "instrument_terms",
            "How many persons money out takes (R39) and who opens gates, from a day on",
            field("valid_from", &body::valid_from, "First day these terms count"),
            field("payment_persons", &body::payment_persons, "Persons that differ", between(2, 4)),
            field(
                "forecast_variance_percent", &body::forecast_variance_percent,
                "How far a quarter may go otherwise than forecast without an explanation"
            ),
            field("certifier_differs", &body::certifier_differs, "The certifier is one of them"),
            field(
                "finance_opens_gates", &body::finance_opens_gates,
                "Finance officers grant exceptions too, where there is one approver only",
                defaults_to(false)
            ),
            field(
                "flag_spent_percent", &body::flag_spent_percent,
                "A project is flagged that has spent at least this much ...", defaults_to("80")
            ),
            field(
                "flag_achieved_percent", &body::flag_achieved_percent,
                "... and achieved at most this much", defaults_to("30")
            ),
            field(
                "small_cell", &body::small_cell,
                "Counts of persons below this are not published (R63)", between(1, 100),
                defaults_to(5)
            ),
            field("source", &body::source, "Where the rule stands", length(1, 300)),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

template <>
struct wire<new_instrument> {
    static const object_schema<new_instrument>& schema() {
        using body = new_instrument;
        static const auto declared = object<body>(
            "new_instrument", "A fund to be set up",
            field("code", &body::code, "Short code, e.g. 1035", matches_code()),
            field("name_en", &body::name_en, "English name", length(1, 200)),
            field("name_fr", &body::name_fr, "French name", length(1, 200)),
            field("name_es", &body::name_es, "Spanish name", length(1, 200)),
            field("established_on", &body::established_on, "Founding decision"),
            field("base_currency", &body::base_currency, "Currency of its books"),
            field(
                "fiscal_year_start", &body::fiscal_year_start, "Month its year starts in",
                between(1, 12), defaults_to(1)
            ),
            field("rate_series", &body::rate_series, "Rates it converts by", length(1, 40)),
            field("terms", &body::terms, "Terms of money out")
        );
        return declared;
    }
};

endpoints instrument_endpoints() {
    endpoints all{
        command<new_instrument>(
            {"/api/v1/instruments", "create_instrument", "Set up a fund", "Instruments",
             domain::action::manage_instruments, 201},
            create_instrument
        ),
        command<instrument_terms_body>(
            {"/api/v1/instruments/{instrument}/terms", "set_instrument_terms",
             "Set the terms of a fund from a day on", "Instruments",
             domain::action::manage_instruments},
            set_instrument_terms
        ),
    };
    append(
        all,
        read_endpoints(
            persistence::instrument_resource(), domain::action::read_funding, "Instruments"
        )
    );
    return all;
}

}  // namespace tranche::server
