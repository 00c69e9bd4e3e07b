#include "server/routes/payments/set_offs.hpp"

#include "server/routes/agreements/closed_debts.hpp"
#include "server/routes/payments/money_back.hpp"
#include "server/routes/service/facts.hpp"

#include <map>
#include <utility>

namespace tranche::server {

using domain::entity;
using domain::money;

persistence::query set_offs_of(std::int64_t request) {
    return {
        {"set_offs_of_request",
         R"(
             select s.id, s.receivable_id, s.currency, s.amount, e.tranche_id, b.amount as open,
                 b.base_amount as open_base, greatest(s.approved_on, e.raised_on) as earliest
               from partner.settlement_proposal s
               join partner.receivable e on e.id = s.receivable_id
               join ledger.account a on a.owner_id = e.id
                and a.kind = 'receivable'
               join ledger.balance b on b.account_id = a.id
               where s.request_id = $1
                and s.approved_by is not null
                and s.refused_by is null
                and s.settled_on is null
               order by s.id)"},
        {request}};
}

void keep_back(
    command_run& run, const persistence::rows& set_offs, const persistence::row& agreement,
    const gross_payment& payment, const std::vector<persistence::state_share>& shares
) {
    money kept{0, payment.paid.currency_unit()};
    std::vector<money_back> backs;
    // What is left of each debt after those before it.
    std::map<std::int64_t, std::pair<money, money>> left;
    for (const auto one : set_offs) {
        const auto amount = one.money("amount", "currency");
        auto& [open, base] = left.try_emplace(
                                     one.integer("receivable_id"), one.money("open", "currency"),
                                     one.money("open_base", payment.rate.base())
        )
                                 .first->second;
        check_not_before(run, "/paid_on", payment.on, one.maybe_day("earliest"));
        run.require(
            amount <= open, "", "set_off_exceeds_debt",
            {{"amount", shown(amount)}, {"available", shown(open)}}
        );
        kept += amount;
        if (amount > open) {
            continue;
        }
        const auto worth = part_of_debt(amount, open, base);
        backs.push_back(
            {.kind = "offset",
             .receivable = one.integer("receivable_id"),
             .tranche = one.maybe_integer("tranche_id"),
             .on = payment.on,
             .settled = amount,
             .debt_base = worth,
             .paid = amount,
             .rate = payment.rate,
             .bank_reference = beginning_of(payment.bank_reference, 85) + " set-off " +
                 std::to_string(backs.size() + 1),
             .proposal = one.integer("id")}
        );
        open -= amount;
        base -= worth;
    }
    run.require(
        kept <= payment.paid, "", "set_off_exceeds_payment",
        {{"amount", shown(kept)}, {"available", shown(payment.paid)}}
    );
    run.settle();
    std::vector<domain::obligation_line> freed;
    for (const auto& back : backs) {
        record_money_back(run, agreement, back, shares);
        const auto received = back.rate.convert(back.paid, back.rate.base());
        const auto released = release_of_closed(
            run, agreement,
            {.receivable = back.receivable,
             .on = back.on,
             .freed = back.debt_base,
             .lost = back.debt_base - received,
             .freed_before = freed},
            shares
        );
        freed.insert(freed.end(), released.begin(), released.end());
        run.update(entity::settlement_proposal, *back.proposal, {{"settled_on", payment.on}});
    }
}

}  // namespace tranche::server
