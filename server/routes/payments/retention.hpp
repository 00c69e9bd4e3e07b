// R40: what of an agreement's value, less what was given up, is kept back until its final report is
// accepted. The last tranche is not approved before, nor so much of the others that less than the
// retention would be left. The database holds the same: partner.check_retention().
#pragma once

#include "domain/error.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"
#include "persistence/rows.hpp"

#include <optional>
#include <string_view>

namespace tranche::server {

// SQL, columns of a tranche `t` of an agreement `a`: what a retention is judged by, but for
// `paid_out`, which is all that was paid and is approved of the agreement, by a day or by now.
inline constexpr std::string_view retention_columns =
    "not exists (select 1 from partner.tranche o where o.agreement_id = t.agreement_id"
    " and o.number > t.number and o.amount > o.cancelled_amount) as is_last,"
    " exists (select 1 from partner.expenditure_report e where e.agreement_id = t.agreement_id"
    " and e.final and e.state in ('accepted', 'partly_accepted')) as final_accepted,"
    " a.value - (select sum(o.cancelled_amount) from partner.tranche o"
    " where o.agreement_id = t.agreement_id)::bigint as agreement_value";

struct retention {
    // `facts` has those columns, in the agreement's currency.
    retention(domain::percentage retained, const persistence::row& facts, domain::currency in);

    // What keeps `amount` more of the tranche from being approved.
    [[nodiscard]] std::optional<domain::violation> bar(domain::money amount) const;

    domain::percentage percent;
    bool is_last, is_over;
    domain::money value, paid_out;
};

}  // namespace tranche::server
