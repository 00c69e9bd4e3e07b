// What the checks of a release read, in one trip with conditions and reports.
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/release_checks.hpp"
#include "server/routes/payments/disbursement_payment.hpp"
#include "server/routes/payments/retention.hpp"

#include <string>

namespace tranche::server {

std::array<persistence::query, 4> facts_of_release(
    std::int64_t tranche, domain::date on, domain::date today
) {
    static const std::string of_it = std::string{R"(
             select t.kind, t.amount, a.currency,
                 case t.kind when 'advance' then
                     -- What fell due is no longer unpaid. Later payments and acceptances are
                     -- undone; what was agreed or cancelled later is not.
                     case when ua.id is null then t.amount - t.cancelled_amount
                         else coalesce(ub.amount, 0) end
                     - coalesce((select sum(g.amount) from ledger.posting g
                         join ledger.entry e on e.id = g.entry_id and e.effective_on > $2::date
                          and e.source_type not in ('agreement', 'agreement_amendment', 'tranche')
                         where g.account_id = ua.id), 0)
                 else t.amount - t.cancelled_amount - coalesce((select sum(y.tranche_amount)
                     from partner.payment y
                     where y.tranche_id = t.id and y.request_id is not null
                      and y.reverses_id is null and y.paid_on <= $2::date
                      and not exists (select 1 from partner.payment r
                          where r.reverses_id = y.id and r.paid_on <= $2::date)), 0)
                 end::bigint as unpaid,
                 case t.kind when 'advance' then )"} +
        std::string{promised_of_unpaid} + R"( else t.reserved_amount end as promised,
                 coalesce(b.amount, 0) as due_amount, )" +
        std::string{promised_of_due} + " as due_promised, " + std::string{retention_columns} +
        R"(,
                 ((select sum(o.reserved_amount)
                     from partner.tranche o
                     where o.agreement_id = t.agreement_id)
                 + coalesce((select sum(y.tranche_amount) from partner.payment y
                     where y.agreement_id = t.agreement_id and y.request_id is not null
                      and y.reverses_id is null and y.paid_on <= $2::date
                      and not exists (select 1 from partner.payment r
                          where r.reverses_id = y.id and r.paid_on <= $2::date)), 0))::bigint
                     as paid_out
               from partner.tranche t
               join partner.agreement a on a.id = t.agreement_id
               left join ledger.account ua on ua.owner_id = t.id
                and ua.kind = 'tranche_unpaid'
               left join ledger.balance ub on ub.account_id = ua.id
               left join ledger.account k on k.owner_id = t.id
                and k.kind = 'due'
               left join ledger.balance b on b.account_id = k.id
               where t.id = $1)";
    return {
        agreement_facts(of_tranche, tranche, on),
        persistence::query{{"tranche_to_release", of_it}, {tranche, on}},
        {{"requests_under_way",
          R"(
              select state, requested_by, requested_for, certified_by, certified_for, approved_by,
                  approved_for
                from partner.disbursement_request
                where tranche_id = $1
                 and requested_on <= $2::date
                 and state in ('submitted', 'certified', 'approved'))"},
         {tranche, on}},
        {{"told_of_release",
          R"(
              select f.*
                from partner.tranche t
                cross join lateral partner.release_facts(t.id, $2::date, $3::date) f
                where t.id = $1)"},
         {tranche, on, today}}};
}

}  // namespace tranche::server
