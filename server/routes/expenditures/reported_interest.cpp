#include "server/routes/expenditures/reported_interest.hpp"

#include "domain/posting_rules.hpp"
#include "persistence/random_id.hpp"
#include "server/routes/service/facts.hpp"

#include <map>

namespace tranche::server {

void write_interest(
    command_run& run, std::int64_t report, std::int64_t round, domain::currency local,
    const std::vector<reported_interest_body>& interest
) {
    for (std::size_t i = 0; i < interest.size(); ++i) {
        const auto& one = interest[i];
        const auto at = "/interest/" + std::to_string(i);
        check_currency(run, at + "/amount", one.amount, local);
        check_not_future(run, at + "/credited_on", one.credited_on);
        run.insert(
            "partner.reported_interest",
            {{"report_id", report},
             {"round", round},
             {"position", static_cast<int>(i + 1)},
             {"credited_on", one.credited_on},
             {"currency", one.amount.currency_unit()},
             {"amount", one.amount.minor()},
             {"document", one.document}}
        );
    }
}

persistence::query interest_reported(
    std::int64_t report, const std::optional<std::string>& series
) {
    return {
        {"interest_reported",
         R"(
             select w.credited_on, w.currency, w.amount, trim_scale(x.rate)::text as rate,
                 exists (select 1 from partner.agreement a
                     join funding.project p on p.id = a.project_id
                     join funding.accounting_period d on d.instrument_id = p.instrument_id
                     where a.id = r.agreement_id and w.credited_on between d.first_day and d.last_day
                      and d.open_until < (now() at time zone 'UTC')::date) as is_closed
               from partner.reported_interest w
               join partner.expenditure_report r on r.id = w.report_id and r.round = w.round
               left join reference.exchange_rate x on x.series = $2 and x.currency = w.currency
                and w.credited_on between x.valid_from and x.valid_to
                and x.confirmed_by is not null
                and x.replaced_in is null
               where w.report_id = $1
               order by w.credited_on, w.position)"},
        {report, series}};
}

void credit_interest(
    command_run& run, const domain::entry_subject& subject, domain::currency base,
    domain::date reviewed_on, const persistence::rows& interest, const persistence::rows& advances,
    std::vector<domain::advance_layer>& layers
) {
    std::map<domain::date, std::vector<persistence::state_share>> shares_on;
    std::vector<domain::date> days;
    for (const auto row : advances) {
        days.push_back(row.day("opened_on"));
    }
    for (const auto row : interest) {
        const auto on = row.day("credited_on");
        const auto amount = row.money("amount", "currency");
        const auto local = amount.currency_unit();
        const auto rate = local == base ? std::optional{domain::exchange_rate::one(base)}
            : row.is_null("rate")       ? std::nullopt
                                  : domain::exchange_rate::parse(row.text("rate"), base, local);
        run.require(
            rate.has_value(), "/interest", "rate_not_in_force",
            {{"currency", std::string{local.code()}},
             {"date", domain::to_string(on)},
             {"series", "-"}}
        );
        run.settle();
        if (!rate) {
            continue;  // a rehearsal goes on
        }
        const auto worth = rate->convert(amount, base);
        const auto advance = persistence::random_id();
        run.insert(
            "partner.advance",
            {{"id", advance},
             {"agreement_id", subject.agreement_id},
             {"kind", "interest"},
             {"opened_on", on},
             {"currency", local},
             {"amount", amount.minor()},
             {"base_amount", worth.minor()}}
        );
        // It happened on its day; the books take it on the day of the review when that day is
        // closed.
        const auto counts_on = row.truth("is_closed") ? reviewed_on : on;
        const auto [shares, is_new] = shares_on.try_emplace(counts_on);
        if (is_new) {
            const auto found = run.load({persistence::shares_of_project_of(
                domain::entity::project, subject.project_id, counts_on
            )});
            shares->second = persistence::shares_of(found[0]);
        }
        run.post(
            domain::interest_posted(subject, counts_on, advance, amount, worth, rate->to_decimal()),
            shares->second
        );
        // Oldest first: it lies behind what was paid until its day.
        std::size_t place = 0;
        while (place < days.size() && days[place] <= on) {
            ++place;
        }
        const auto at = static_cast<std::ptrdiff_t>(place);
        days.insert(days.begin() + at, on);
        layers.insert(layers.begin() + at, {advance, 0, amount, worth});
    }
}

}  // namespace tranche::server
