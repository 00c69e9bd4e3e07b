#include "server/routes/agreements/release_amounts.hpp"

#include "domain/disbursement.hpp"

namespace tranche::server {

using domain::money;
using domain::violation;

// R34: the tranche holds it. What was cancelled or approved later is not to be asked for on an
// earlier day either.
release_check of_rest(const release_facts& facts) {
    const auto amount = facts.tranche.money("amount", "currency");
    const auto left = facts.left();
    release_check made{
        "tranche_rest",
        "R34",
        "approval",
        facts.reader.on,
        {"tranche_has_rest", {{"amount", shown(amount)}, {"available", shown(left)}}}};
    made.available = left;
    if (facts.promised.is_positive()) {
        made.met = {
            "tranche_has_rest_beside",
            {{"amount", shown(amount)},
             {"available", shown(left)},
             {"promised", shown(facts.promised)}}};
    }
    if (left.is_positive()) {
        return made;
    }
    if (facts.promised.is_positive()) {
        made.why.push_back(
            {"",
             "tranche_rest_promised",
             {{"amount", shown(amount)}, {"promised", shown(facts.promised)}}}
        );
    } else if (facts.is_advance() && facts.due.is_positive()) {
        made.why.push_back(
            {"",
             "tranche_rest_is_due",
             {{"amount", shown(amount)}, {"available", shown(facts.due)}}}
        );
    } else {
        made.why.push_back({"", "tranche_has_no_rest", {{"amount", shown(amount)}}});
    }
    return made;
}

// R34: what was spent without an advance is paid once a report is accepted.
release_check of_due(const release_facts& facts) {
    release_check made{
        "amount_due",
        "R34",
        "approval",
        facts.reader.today,
        {"amount_is_due", {{"available", shown(facts.due_left())}}}};
    made.available = facts.due_left();
    if (facts.due_promised.is_positive()) {
        made.met = {
            "amount_is_due_beside",
            {{"available", shown(facts.due_left())}, {"promised", shown(facts.due_promised)}}};
    }
    if (!facts.due.is_positive()) {
        made.why.push_back({"", "nothing_is_due", {}});
    } else if (!facts.due_left().is_positive()) {
        made.why.push_back({"", "due_is_promised", {{"promised", shown(facts.due_promised)}}});
    }
    return made;
}

// R23: what was allocated against a signature is paid once it is there; of requests that are
// approved too, for they are not paid yet, but not of what the bank was sent: it has its money. A
// partner is told of it once there is one.
std::optional<release_check> of_funds(const release_facts& facts) {
    release_check made{"funds", "R23", "payment", facts.reader.today, {"funds_were_received", {}}};
    bool is_told = !facts.reader.is_partner;
    for (const auto request : facts.requests) {
        is_told = is_told || request.text("state") == "approved";
    }
    if (!is_told) {
        return std::nullopt;
    }
    if (facts.told.is_null("payable")) {
        return made;
    }
    if (!facts.rate) {
        return std::nullopt;  // nobody can say how much it would be
    }
    const auto base = facts.agreement.currency("base_currency");
    const auto amounts = domain::amounts_of_payment(
        facts.is_advance() && facts.unpaid.is_positive() ? facts.unpaid : facts.due,
        facts.agreement.currency("currency"), facts.agreement.currency("payment_currency"), base,
        *facts.rate
    );
    const auto needed = max(amounts.base - facts.told.money("at_bank", base), money{0, base});
    const auto payable = facts.told.money("payable", base);
    made.met = {"funds_are_received", {}};
    if (!facts.reader.is_partner) {
        made.needed = needed;
        made.available = payable;
    }
    if (needed > payable) {
        made.why.push_back(
            facts.reader.is_partner
                ? violation{"", "funds_awaited", {}}
                : violation{"", "not_yet_received", {{"amount", shown(needed)}, {"available", shown(payable)}}}
        );
    }
    return made;
}

release_check of_rate(const release_facts& facts) {
    const auto& agreement = facts.agreement;
    const std::string base{agreement.currency("base_currency").code()};
    const std::string other{agreement.currency("payment_currency").code()};
    const auto day = domain::to_string(facts.reader.on);
    release_check made{"exchange_rate", "R42", "payment", facts.reader.on, {}};
    if (facts.rate) {
        made.met = {
            "rate_is_in_force",
            {{"date", day},
             {"base", base},
             {"rate", facts.rate->to_decimal()},
             {"currency", other}}};
    } else {
        made.why.push_back(
            {"",
             "rate_not_in_force",
             {{"currency", other},
              {"date", day},
              {"series", agreement.maybe_text("rate_series").value_or("-")}}}
        );
    }
    return made;
}

}  // namespace tranche::server
