#include "server/imports/import_kind.hpp"

#include <boost/json/array.hpp>

namespace tranche::server {
namespace json = boost::json;
namespace {

// The rows of one reason are one correction: approved whole or not at all.
std::vector<import_step> correction_of(const import_group& group) {
    import_step step{"propose_rate_correction", {}, {}, {}, group.rows[0].number};
    group.fill(step.body, step, 0, "head");
    json::array rates;
    for (std::size_t i = 0; i < group.rows.size(); ++i) {
        if (group.rows[i].fate == row_fate::unchanged) {
            continue;
        }
        json::object rate;
        group.fill(rate, step, i, "rate", "/rates/" + std::to_string(rates.size()));
        rates.push_back(std::move(rate));
    }
    step.body["rates"] = std::move(rates);
    return {step};
}

}  // namespace

import_kind rate_correction_import() {
    using enum cell_type;
    return {
        .name = "rate-corrections",
        .title = "right rates for wrong ones, which another person approves",
        .action = domain::action::manage_rates,
        .columns =
            {{.sheet = {"reason", "Reason", "Motif", "Motivo", text, true},
              .into = "/reason",
              .part = "head",
              .is_head = true,
              .is_key = true},
             {.sheet = {"series", "Series", "Série", "Serie", text, true},
              .into = "/series",
              .part = "rate",
              .is_key = true},
             {.sheet = {"currency", "Currency", "Monnaie", "Moneda", text, true},
              .into = "/currency",
              .part = "rate",
              .is_key = true},
             {.sheet = {"quoted_on", "Quoted on", "Coté le", "Cotizado el", day, true},
              .into = "/quoted_on",
              .part = "rate",
              .is_key = true},
             {.sheet = {"rate", "Right rate", "Taux juste", "Tipo correcto", number, true},
              .into = "/rate",
              .part = "rate"}},
        .group_columns = 1,
        .recorded_sql = R"(
            select c.reason, x.series, x.currency::text, x.quoted_on::text,
                trim_scale(w.rate)::text as rate
              from unnest($1::text[], $2::text[], $3::text[], $4::text[])
                  as k(reason, series, currency, quoted_on)
              join reference.exchange_rate x on x.series = k.series
               and x.currency::text = k.currency
               and x.quoted_on = k.quoted_on::date
              join reference.rate_correction_row w on w.rate_id = x.id
              join reference.rate_correction c on c.id = w.correction_id
               and c.reason = k.reason
               and c.refused_by is null)",
        .steps = correction_of};
}

}  // namespace tranche::server
