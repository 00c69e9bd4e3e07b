#include "server/imports/import_kind.hpp"

#include <boost/json/array.hpp>

namespace tranche::server {
namespace json = boost::json;
namespace {

// What one command takes; a row that is known is in it too, for the command knows what contradicts.
constexpr std::size_t rates_at_most = 5'000;

std::vector<import_step> load_rates_of(const import_group& known) {
    // As sent: what is recorded of a rate stands in for nothing.
    import_group group{known.kind, known.rows};
    for (auto& row : group.rows) {
        row.recorded.reset();
    }
    std::vector<import_step> all;
    json::array rates;
    const auto start = [&](std::size_t row) {
        all.push_back({"load_exchange_rates", {}, {}, {}, group.rows[row].number});
        all.back().body["series"] = group.cell(row, "series").value_or("");
        all.back().places.push_back({"/series", group.rows[row].number, group.kind.column("series")}
        );
    };
    for (std::size_t i = 0; i < group.rows.size(); ++i) {
        if (group.rows[i].fate == row_fate::unchanged) {
            continue;
        }
        if (all.empty() || rates.size() == rates_at_most) {
            if (!all.empty()) {
                all.back().body["rates"] = std::exchange(rates, {});
            }
            start(i);
        }
        json::object rate;
        group.fill(rate, all.back(), i, "", "/rates/" + std::to_string(rates.size()));
        rates.push_back(std::move(rate));
    }
    all.back().body["rates"] = std::move(rates);
    return all;
}

}  // namespace

import_kind exchange_rate_import() {
    using enum cell_type;
    return {
        .name = "exchange-rates",
        .title = "exchange rates of a series",
        .action = domain::action::manage_rates,
        .columns =
            {{.sheet = {"series", "Series", "Série", "Serie", text, true},
              .part = "head",
              .is_key = true},
             {.sheet = {"currency", "Currency", "Monnaie", "Moneda", text, true},
              .into = "/currency",
              .is_key = true},
             {.sheet = {"quoted_on", "Quoted on", "Coté le", "Cotizado el", day, true},
              .into = "/quoted_on",
              .is_key = true},
             {.sheet = {"rate", "Rate", "Taux", "Tipo de cambio", number, true}, .into = "/rate"},
             {.sheet = {"valid_from", "Valid from", "Valable du", "Válido desde", day},
              .into = "/valid_from"},
             {.sheet = {"valid_to", "Valid to", "Valable jusqu'au", "Válido hasta", day},
              .into = "/valid_to"}},
        .group_columns = 1,
        .recorded_sql = R"(
            select x.series, x.currency::text, x.quoted_on::text, trim_scale(x.rate)::text as rate,
                x.valid_from::text, x.valid_to::text
              from unnest($1::text[], $2::text[], $3::text[]) as k(series, currency, quoted_on)
              join reference.exchange_rate x on x.series = k.series
               and x.currency::text = k.currency
               and x.quoted_on = k.quoted_on::date
               and x.replaced_in is null)",
        .steps = load_rates_of,
        // The command tells what contradicts, by its own rule.
        .may_change = true};
}

}  // namespace tranche::server
