#include "server/routes/payments/later_documents.hpp"

#include "domain/rounding.hpp"

#include <algorithm>

namespace tranche::server {

using domain::money;

persistence::query missing_of_line(std::int64_t line) {
    return {
        {"missing_of_line",
         R"(
             select l.report_id, l.budget_line_id, l.currency,
                 l.rejected_amount + d.amount as whole, l.rejected_base + d.base as whole_base,
                 coalesce(round((e.support_reported - e.support_accepted)::numeric
                     * l.rejected_amount / nullif(n.rejected, 0)), 0)::bigint + d.support as support,
                 coalesce(round((e.support_reported_base - e.support_accepted_base)::numeric
                     * l.rejected_amount / nullif(n.rejected, 0)), 0)::bigint + d.support_base
                     as support_base,
                 s.shown, s.shown_base, s.shown_support, s.shown_support_base,
                 l.rejected_amount + d.amount - s.shown as missing
               from partner.expenditure_line l
               join partner.expenditure_report e on e.id = l.report_id and e.round = l.round
               cross join lateral (select sum(x.rejected_amount)::bigint as rejected
                   from partner.expenditure_line x
                   where x.report_id = l.report_id and x.round = l.round) n
               cross join lateral (select coalesce(sum(x.amount), 0)::bigint as amount,
                       coalesce(sum(x.base_amount), 0)::bigint as base,
                       coalesce(sum(x.support_amount), 0)::bigint as support,
                       coalesce(sum(x.support_base), 0)::bigint as support_base
                   from partner.disallowance x where x.line_id = l.id) d
               cross join lateral (select coalesce(sum(x.line_amount), 0)::bigint as shown,
                       coalesce(sum(x.line_base), 0)::bigint as shown_base,
                       coalesce(sum(x.amount - x.line_amount), 0)::bigint as shown_support,
                       coalesce(sum(x.support_base), 0)::bigint as shown_support_base
                   from partner.settlement_proposal x
                   where x.line_id = l.id and x.settled_on is not null
                    and x.taken_back_on is null) s
               where l.id = $1)"},
        {line}};
}

shown_cost shown_of_line(const persistence::row& line, money amount, domain::currency base) {
    const auto whole = line.integer("whole");
    const auto before = line.integer("shown");
    // The last part takes what the others left, and none takes more: one that was taken back may
    // have been any of them.
    const auto part = [&](const char* of, const char* others, domain::currency unit) {
        const auto until = [&](std::int64_t shown) {
            return domain::mul_div_round(line.integer(of), shown, whole);
        };
        const auto left = std::max<std::int64_t>(line.integer(of) - line.integer(others), 0);
        const bool is_last = before + amount.minor() == whole;
        return money{
            is_last ? left : std::min(until(before + amount.minor()) - until(before), left), unit};
    };
    return {
        part("whole_base", "shown_base", base),
        part("support", "shown_support", amount.currency_unit()),
        part("support_base", "shown_support_base", base)};
}

}  // namespace tranche::server
