// Series of exchange rates: loaded by one person, confirmed by another, valid between two days
// (R42).
#include "domain/exchange_rate.hpp"
#include "persistence/audit_trail.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/reference/rate_rows.hpp"
#include "server/routes/reference/reference_list.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"

namespace tranche::server {
namespace {

struct rate_series {
    std::string code;
    domain::currency base_currency;
    std::string convention, name_en, name_fr, name_es, source;
};

struct rate_confirmation {
    std::string series;
    std::optional<domain::date> quoted_from, quoted_to;
};

const reference_list& series_list() {
    static const reference_list declared{
        "reference.rate_series",
        {{"code", "text", true},
         {"base_currency"},
         {"convention"},
         {"name_en"},
         {"name_fr"},
         {"name_es"},
         {"source"}}};
    return declared;
}

receipt create_series(command_run& run, const rate_series& body) {
    run.load({});
    run.insert(
        "reference.rate_series",
        {{"code", body.code},
         {"base_currency", body.base_currency},
         {"convention", body.convention},
         {"name_en", body.name_en},
         {"name_fr", body.name_fr},
         {"name_es", body.name_es},
         {"source", body.source}}
    );
    return {.code = body.code};
}

// Confirms what others loaded; a rate of one's own makes the whole request wrong, so that nobody
// believes it was confirmed.
receipt confirm_rates(command_run& run, const rate_confirmation& body) {
    const auto found = run.load(
        {{{"rates_to_confirm",
           R"(
               select s.code, count(x.id) as open,
                   count(x.id) filter (where x.loaded_by = $2) as own
                 from reference.rate_series s
                 left join reference.exchange_rate x on x.series = s.code
                  and x.confirmed_by is null
                  and x.replaced_in is null
                  and x.quoted_on >= coalesce($3::date, '-infinity')
                  and x.quoted_on <= coalesce($4::date, 'infinity')
                 where s.code = $1
                 group by s.code)"},
          {body.series, run.who().user_id, body.quoted_from, body.quoted_to}}}
    );
    run.require(
        !found[0].empty(), "/series", "unknown_reference",
        {{"type", "rate_series"}, {"value", body.series}}
    );
    run.settle();
    if (found[0][0].integer("open") == 0) {
        throw domain::refusal{
            domain::error_kind::conflict,
            "state_forbids_action",
            {{"action", "confirm"}, {"state", "confirmed"}}};
    }
    run.require(found[0][0].integer("own") == 0, "", "same_person", {{"act", "load"}});
    static const auto confirming = persistence::handing_on_rows(
        R"(
            update reference.exchange_rate x
              set confirmed_by = $2
              from (select id, confirmed_by from reference.exchange_rate where series = $1 and
                  confirmed_by is null and replaced_in is null and loaded_by <> $2 and
                  quoted_on >= coalesce($3::date, '-infinity') and
                  quoted_on <= coalesce($4::date, 'infinity') for no key update) was
              where x.id = was.id
              returning )" +
        persistence::change_of("reference.exchange_rate", "x.id", {"confirmed_by"}, true) +
        " as change"
    );
    run.write(
        {{"confirm_rates", confirming},
         {body.series, run.who().user_id, body.quoted_from, body.quoted_to}}
    );
    return {.code = body.series, .rows = found[0][0].integer("open")};
}

// Every open rate of the series of the one that was read.
std::optional<rate_confirmation> all_confirmed(command_run& run, const rehearsed_subject& rate) {
    const auto found = run.load(
        {{{"series_of_rate", "select series from reference.exchange_rate where id = $1"},
          {rate.id}}}
    );
    return rate_confirmation{found[0][0].text("series"), {}, {}};
}

}  // namespace

template <>
struct wire<rate_series> {
    static const object_schema<rate_series>& schema() {
        using body = rate_series;
        static const auto declared = object<body>(
            "rate_series", "Who quotes rates, and how long a quotation holds",
            field("code", &body::code, "Short code", matches_code()),
            field("base_currency", &body::base_currency, "Rates say what one unit of it buys"),
            field(
                "convention", &body::convention, "From when to when a quotation holds",
                one_of({"month_end_for_next_month", "month_itself", "year_itself", "explicit"})
            ),
            field("name_en", &body::name_en, "English name", length(1, 200)),
            field("name_fr", &body::name_fr, "French name", length(1, 200)),
            field("name_es", &body::name_es, "Spanish name", length(1, 200)),
            field("source", &body::source, "Who publishes it", length(1, 300))
        );
        return declared;
    }
};

template <>
struct wire<rate_confirmation> {
    static const object_schema<rate_confirmation>& schema() {
        using body = rate_confirmation;
        static const auto declared = object<body>(
            "rate_confirmation", "Which loaded rates a second person confirms",
            field("series", &body::series, "Code of the series", length(1, 40)),
            field("quoted_from", &body::quoted_from, "Only those quoted on this day or later"),
            field("quoted_to", &body::quoted_to, "Only those quoted on this day or earlier")
        );
        return declared;
    }
};

endpoints exchange_rate_endpoints() {
    using domain::action;
    endpoints all{
        command<rate_series>(
            {"/api/v1/rate-series", "create_rate_series", "Set up a series of rates",
             "Exchange rates", action::manage_rates, 201},
            create_series
        ),
        command<rate_load>(
            {"/api/v1/exchange-rates", "load_exchange_rates", "Load rates of a series",
             "Exchange rates", action::manage_rates, 201},
            load_rates
        ),
        command<rate_confirmation>(
            {"/api/v1/exchange-rates/confirm", "confirm_exchange_rates",
             "Confirm rates another person loaded", "Exchange rates", action::confirm_rates},
            confirm_rates, all_confirmed
        )};
    auto series = list_endpoint(
        "/api/v1/rate-series", "list_rate_series", "List: series of rates",
        schema_of<item_list<rate_series>>(), series_list()
    );
    series.tag = "Exchange rates";
    all.push_back(std::move(series));
    append(
        all,
        read_endpoints(
            persistence::exchange_rate_resource(), action::read_reference, "Exchange rates"
        )
    );
    return all;
}

}  // namespace tranche::server
