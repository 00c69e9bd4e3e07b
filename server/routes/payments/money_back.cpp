#include "server/routes/payments/money_back.hpp"

#include "domain/posting_rules.hpp"
#include "domain/rounding.hpp"
#include "persistence/random_id.hpp"
#include "server/routes/agreements/agreement_facts.hpp"

namespace tranche::server {

using domain::money;

persistence::query receivable_facts(std::int64_t receivable) {
    return {
        {"receivable_facts",
         R"(
             select e.tranche_id, e.report_id, e.currency, e.raised_on, b.amount as open, b.base_amount as open_base,
                 exists (select 1 from partner.settlement_proposal s where s.receivable_id = e.id
                     and s.kind = 'write_off' and s.settled_on is not null
                     and s.taken_back_on is null) as written_off
               from partner.receivable e
               join ledger.account a on a.owner_id = e.id
                and a.kind = 'receivable'
               join ledger.balance b on b.account_id = a.id
               where e.id = $1)"},
        {receivable}};
}

money part_of_debt(money amount, money open, money open_base) {
    return amount == open
        ? open_base
        : money{
              domain::mul_div_round(open_base.minor(), amount.minor(), open.minor()),
              open_base.currency_unit()};
}

money debt_base(const persistence::row& receivable, money amount, domain::currency base) {
    return part_of_debt(
        amount, receivable.money("open", "currency"), receivable.money("open_base", base)
    );
}

std::string beginning_of(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) {
        return std::string{text};
    }
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) {
        --bytes;
    }
    return std::string{text.substr(0, bytes)};
}

std::int64_t record_money_back(
    command_run& run, const persistence::row& agreement, const money_back& back,
    const std::vector<persistence::state_share>& shares
) {
    const auto base = back.rate.base();
    const auto received = back.rate.convert(back.paid, base);
    const auto payment = persistence::random_id();
    run.insert(
        "partner.payment",
        {{"id", payment},
         {"kind", back.kind},
         {"agreement_id", agreement.integer("id")},
         {"tranche_id", back.tranche},
         {"project_id", agreement.integer("project_id")},
         {"paid_on", back.on},
         {"currency", back.paid.currency_unit()},
         {"amount", (-back.paid).minor()},
         {"rate", back.rate.to_decimal()},
         {"base_currency", base},
         {"base_amount", (-received).minor()},
         {"bank_reference", back.bank_reference},
         {"recorded_by", run.who().user_id}}
    );
    run.insert(
        "partner.receivable_settlement",
        {{"id", persistence::random_id()},
         {"receivable_id", back.receivable},
         {"kind", back.kind},
         {"settled_on", back.on},
         {"amount", back.settled.minor()},
         {"base_amount", back.debt_base.minor()},
         {"payment_id", payment},
         {"proposal_id", back.proposal}}
    );
    run.post(
        domain::refund_posted(
            subject_of(agreement), back.on,
            {payment, agreement.integer("partner_id"), back.receivable, back.settled,
             back.debt_base, received, back.paid, back.rate.to_decimal()}
        ),
        shares
    );
    return payment;
}

}  // namespace tranche::server
