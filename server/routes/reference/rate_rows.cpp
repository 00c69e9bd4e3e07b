#include "server/routes/reference/rate_rows.hpp"

#include "domain/exchange_rate.hpp"
#include "persistence/audit_trail.hpp"

#include <algorithm>
#include <numeric>
#include <span>

namespace tranche::server {
namespace {

using domain::date;
using domain::date_range;

// One row with the days it holds on and its rate in the shortest form.
struct dated_rate {
    std::string currency;
    date_range holds;
    std::string rate;
};

std::string place(std::size_t row, const char* member) {
    return "/rates/" + std::to_string(row) + '/' + member;
}

// The days a quotation holds on. What is wrong is noted at its place; the range is then not used.
date_range validity(
    command_run& run, std::string_view convention, const rate_row& row, std::size_t n
) {
    const auto on = row.quoted_on;
    if (convention == "explicit") {
        run.require(row.valid_from.has_value(), place(n, "valid_from"), "missing_field");
        run.require(row.valid_to.has_value(), place(n, "valid_to"), "missing_field");
        const date_range given{row.valid_from.value_or(on), row.valid_to.value_or(on)};
        run.require(
            !row.valid_from || !row.valid_to || given.is_valid(), place(n, "valid_to"),
            "period_reversed"
        );
        return given;
    }
    run.require(!row.valid_from, place(n, "valid_from"), "validity_is_derived");
    run.require(!row.valid_to, place(n, "valid_to"), "validity_is_derived");
    if (convention == "month_end_for_next_month") {
        run.require(
            on == domain::end_of_month(on), place(n, "quoted_on"), "not_a_month_end",
            {{"date", domain::to_string(on)}}
        );
        const auto first = domain::add_days(domain::end_of_month(on), 1);
        return {first, domain::end_of_month(first)};
    }
    if (convention == "year_itself") {
        return {on.year() / std::chrono::January / 1, on.year() / std::chrono::December / 31};
    }
    return {on.year() / on.month() / 1, domain::end_of_month(on)};
}

std::vector<dated_rate> dated(
    command_run& run, const rate_load& body, domain::currency base, std::string_view convention
) {
    std::vector<dated_rate> all;
    all.reserve(body.rates.size());
    for (std::size_t n = 0; n < body.rates.size(); ++n) {
        const auto& row = body.rates[n];
        const auto rate = domain::exchange_rate::parse(row.rate.text, base, row.currency);
        run.require(rate.has_value(), place(n, "rate"), "not_a_rate");
        all.push_back(
            {std::string{row.currency.code()}, validity(run, convention, row, n),
             rate ? rate->to_decimal() : std::string{}}
        );
    }
    return all;
}

void require_no_overlap_within(command_run& run, const std::vector<dated_rate>& all) {
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t left, std::size_t right) {
        return std::tie(all[left].currency, all[left].holds.first) <
            std::tie(all[right].currency, all[right].holds.first);
    });
    for (std::size_t i = 1; i < order.size(); ++i) {
        const auto& before = all[order[i - 1]];
        const auto& here = all[order[i]];
        run.require(
            before.currency != here.currency || !before.holds.overlaps(here.holds),
            place(order[i], "quoted_on"), "given_twice",
            {{"value", here.currency + ' ' + domain::to_string(here.holds.first)},
             {"row", std::to_string(order[i - 1] + 1)}}
        );
    }
}

struct rate_arrays {
    std::vector<std::string> currencies, firsts, lasts, quoted, rates;

    void add(const dated_rate& one, date quoted_on) {
        currencies.push_back(one.currency);
        firsts.push_back(domain::to_string(one.holds.first));
        lasts.push_back(domain::to_string(one.holds.last));
        quoted.push_back(domain::to_string(quoted_on));
        rates.push_back(one.rate);
    }
};

persistence::value array(const std::vector<std::string>& texts) {
    return persistence::array_of(std::span<const std::string>{texts});
}

// Rates already known on any of the days, with the row of the request each stands in the way of.
persistence::query known_rates(const std::string& series, const rate_arrays& wanted) {
    return {
        {"known_rates",
         R"(
             select w.n - 1 as n, x.valid_from = w.first
                and x.valid_to = w.last as same_days, trim_scale(x.rate)::text as rate
               from unnest($2::text[], $3::date[], $4::date[]) with ordinality as w(currency,
                   first, last, n)
               join reference.exchange_rate x on x.series = $1
                and x.currency = w.currency
                and x.valid_from <= w.last
                and x.valid_to >= w.first
                and x.replaced_in is null
               order by w.n)"},
        {series, array(wanted.currencies), array(wanted.firsts), array(wanted.lasts)}};
}

// Rows to be written: those not known yet. A known one with another rate is refused.
std::vector<bool> new_ones(
    command_run& run, const persistence::rows& known, const std::vector<dated_rate>& all
) {
    std::vector<bool> is_new(all.size(), true);
    for (const auto row : known) {
        const auto n = static_cast<std::size_t>(row.integer("n"));
        is_new[n] = false;
        if (row.truth("same_days")) {
            run.require(
                row.text("rate") == all[n].rate, place(n, "rate"), "rate_known_otherwise",
                {{"known", row.text("rate")}}
            );
        } else {
            run.require(false, place(n, "quoted_on"), "rate_overlaps");
        }
    }
    return is_new;
}

}  // namespace

receipt load_rates(command_run& run, const rate_load& body) {
    const auto series = run.load(
        {{{"rate_series_to_load",
           "select base_currency, convention from reference.rate_series where code = $1"},
          {body.series}}}
    );
    run.require(
        !series[0].empty(), "/series", "unknown_reference",
        {{"type", "rate_series"}, {"value", body.series}}
    );
    run.settle();
    const auto all =
        dated(run, body, series[0][0].currency("base_currency"), series[0][0].text("convention"));
    run.settle();
    require_no_overlap_within(run, all);

    rate_arrays wanted;
    for (std::size_t n = 0; n < all.size(); ++n) {
        wanted.add(all[n], body.rates[n].quoted_on);
    }
    const auto is_new = new_ones(run, run.load({known_rates(body.series, wanted)})[0], all);
    run.settle();
    rate_arrays fresh;
    for (std::size_t n = 0; n < all.size(); ++n) {
        if (is_new[n]) {
            fresh.add(all[n], body.rates[n].quoted_on);
        }
    }
    if (!fresh.rates.empty()) {
        static const auto loading = persistence::handing_on_rows(
            R"(
                insert into reference.exchange_rate as x (series, currency, valid_from, valid_to,
                    quoted_on, rate, loaded_by) select $1, w.*, $2
                  from unnest($3::text[], $4::date[], $5::date[], $6::date[],
                      $7::numeric[]) as w
                  returning )" +
            persistence::change_of(
                "reference.exchange_rate", "x.id",
                {"series", "currency", "valid_from", "valid_to", "quoted_on", "rate", "loaded_by"},
                false
            ) +
            " as change"
        );
        run.write(
            {{"load_rates", loading},
             {body.series, run.who().user_id, array(fresh.currencies), array(fresh.firsts),
              array(fresh.lasts), array(fresh.quoted), array(fresh.rates)}}
        );
    }
    return {.code = body.series, .rows = static_cast<std::int64_t>(fresh.rates.size())};
}

const object_schema<rate_row>& wire<rate_row>::schema() {
    using body = rate_row;
    static const auto declared = object<body>(
        "rate_row", "One quotation", field("currency", &body::currency, "The currency quoted"),
        field("quoted_on", &body::quoted_on, "Day of the quotation"),
        field("rate", &body::rate, "Units of it per unit of the series' base", as_rate()),
        field("valid_from", &body::valid_from, "First day it holds; for explicit series only"),
        field("valid_to", &body::valid_to, "Last day it holds; for explicit series only")
    );
    return declared;
}

const object_schema<rate_load>& wire<rate_load>::schema() {
    using body = rate_load;
    static const auto declared = object<body>(
        "rate_load", "Rates of one series",
        field("series", &body::series, "Code of the series", length(1, 40)),
        field("rates", &body::rates, "Quotations", items(1, 6000))
    );
    return declared;
}

}  // namespace tranche::server
