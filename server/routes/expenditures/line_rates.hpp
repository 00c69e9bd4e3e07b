// Which rate values an expense: what the agreement's terms of its day say (R42). Frozen with the
// line.
#pragma once

#include "domain/calendar.hpp"
#include "domain/exchange_rate.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/routes/expenditures/expenditure_bodies.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct report_period {
    domain::date first, last;
};

// The rate of each day and currency that is asked for, by the rule of that day, in one statement.
persistence::query rates_on(
    std::int64_t agreement, const report_period& period, domain::currency local,
    const std::vector<expenditure_line_body>& lines
);
// What is left of the agreement's advances, oldest first, less what other reports hold undecided.
persistence::query advance_rates(std::int64_t agreement, std::int64_t report);

class line_rates {
public:
    line_rates(
        domain::currency base, domain::currency local, const persistence::rows& rates,
        const persistence::rows& advances
    );

    // Nothing where no rate is in force.
    [[nodiscard]] std::optional<domain::exchange_rate> on(domain::currency wanted, domain::date day)
        const;
    // So much, in the currency of payment, comes out of the advances: by the rule `advance` the
    // next expense is valued at the rate of the advance that is reached then.
    void spend(domain::money amount);

private:
    struct rate {
        std::string text;
        bool is_of_advance;
    };
    struct advance {
        domain::money left;
        std::optional<std::string> rate;  // none of interest
    };

    domain::currency base_, local_;
    std::map<std::string, rate> rates_;  // by currency and day
    std::vector<advance> advances_;
    std::size_t reached_ = 0;
};

}  // namespace tranche::server
