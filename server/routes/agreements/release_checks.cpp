#include "server/routes/agreements/release_checks.hpp"

#include "domain/disbursement.hpp"
#include "domain/lifecycle.hpp"
#include "persistence/rates.hpp"
#include "persistence/round_trip.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/payments/disbursement_payment.hpp"
#include "server/routes/service/facts.hpp"

#include <string>

namespace tranche::server {
namespace {

using domain::money;
using domain::violation;
using persistence::row;

struct release_facts {
    const row& agreement;
    const row& tranche;
    const row& told;  // by the database alone
    const persistence::rows& requests;
    const release_reader& reader;
    // What the tranche may still pay out beside what is due, of it approved and not paid, and the
    // same of what is due.
    money unpaid, promised, due, due_promised;
    std::optional<domain::exchange_rate> rate;

    [[nodiscard]] bool is_advance() const { return tranche.text("kind") == "advance"; }
    // What came back later was not there on an earlier day, and may be approved again today.
    [[nodiscard]] money left() const { return max(unpaid - promised, unpaid - unpaid); }
    [[nodiscard]] money due_left() const { return max(due - due_promised, due - due); }
    // What was before its signature is the office's own: a partner is told of today.
    [[nodiscard]] domain::date state_on() const {
        return reader.is_partner ? reader.today : reader.on;
    }
    [[nodiscard]] std::string agreement_state() const {
        return reader.is_partner ? agreement.text("state") : told.text("state");
    }
    [[nodiscard]] std::string project_state() const {
        return reader.is_partner ? agreement.text("project_state") : told.text("project_state");
    }
};

release_check of_agreement(const release_facts& facts) {
    release_check made{"agreement", "", "request", facts.state_on(), {"agreement_is_in_force", {}}};
    const auto state = facts.agreement_state();
    // Refused when it is asked for, and again when it is paid.
    for (const std::string_view step : {"request", "pay"}) {
        const auto action = step_of(facts.tranche.text("kind"), step);
        if (made.why.empty() && !domain::next_state(domain::agreement_lifecycle(), action, state)) {
            made.why.push_back(
                {"", "state_forbids_action", {{"action", std::string{action}}, {"state", state}}}
            );
        }
    }
    // One that has ended still settles what fell due, and nothing else.
    if (made.why.empty() && state != "signed") {
        if (facts.due.is_positive()) {
            made.met = {"ended_agreement_settles", {{"available", shown(facts.due)}}};
        } else {
            made.why.push_back({"", "nothing_is_due", {}});
        }
    }
    return made;
}

void add_partner(std::vector<release_check>& all, const release_facts& facts) {
    const auto& [on, today, is_partner] = facts.reader;
    auto bars = bars_of_partner(facts.agreement, on);
    all.push_back(
        {"partner_block",
         "R30",
         "approval",
         today,
         {"partner_is_not_blocked", {}},
         std::move(bars.blocked)}
    );
    if (is_partner) {
        return;
    }
    all.push_back(
        {"partner_screening",
         "R30",
         "approval",
         today,
         {"partner_is_screened", {}},
         std::move(bars.matched)}
    );
    all.push_back(
        {"partner_papers",
         "R30-diligence",
         "approval",
         on,
         {"papers_are_there", {}},
         std::move(bars.papers)}
    );
    all.push_back(
        {"partner_assessment",
         "R30-assessed",
         "approval",
         on,
         {"assessment_is_in_force", {}},
         std::move(bars.assessed)}
    );
}

release_check of_project(const release_facts& facts) {
    const auto project = facts.agreement.text("project_code");
    release_check made{
        "project",
        "R58",
        "approval",
        facts.state_on(),
        {"project_is_in_work", {{"project", project}}},
        project_bars(facts.tranche.text("kind"), facts.project_state(), project, facts.left())};
    if (!made.why.empty() && !made.why.front().rule) {
        made.rule = made.why.front().code == "project_is_closed" ? "R61" : "";
    }
    return made;
}

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

release_check of_retention(const release_facts& facts, domain::percentage retained) {
    release_check made{
        "final_report", "R40", "approval", facts.reader.today, {"final_report_is_accepted", {}}};
    if (!facts.tranche.truth("final_accepted")) {
        made.why.push_back(
            {"", "retention_before_final_report", {{"percent", retained.to_decimal()}}}
        );
    }
    return made;
}

// R39, of the requests that are under way: who takes the next step is asked of that person.
release_check of_persons(const release_facts& facts) {
    const auto terms = persons_wanted(facts.told);
    release_check made{
        "four_eyes",
        "R39",
        "payment",
        facts.reader.on,
        {"persons_differ", {{"persons", std::to_string(terms.persons)}}}};
    if (facts.reader.is_partner) {
        made.met = {"no_person_took_two_steps", {}};
    }
    for (const auto request : facts.requests) {
        const auto taker = [&](const char* by, const char* for_whom) {
            const auto person = request.maybe_integer(by);
            return person
                ? std::optional<domain::step_taker>{{*person, request.maybe_integer(for_whom)}}
                : std::nullopt;
        };
        const domain::payment_persons took{
            taker("requested_by", "requested_for"), taker("certified_by", "certified_for"), {}};
        const auto approver = taker("approved_by", "approved_for");
        std::string_view bar;
        if (took.certified_by) {
            bar = domain::barred_by(domain::payment_step::certify, *took.certified_by, took, terms);
        }
        if (bar.empty() && approver) {
            bar = domain::barred_by(domain::payment_step::approve, *approver, took, terms);
        }
        if (!bar.empty() && made.why.empty()) {
            made.why.push_back({"", "same_person", {{"act", std::string{bar}}}});
        }
    }
    return made;
}

// R23: what was allocated against a signature is paid once it is there; of requests that are
// approved too, for they are not paid yet. A partner is told of it once there is one.
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
    const auto needed = amounts.base;
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

// A payment of its own may be recorded without; a bank is sent none.
release_check of_account(const release_facts& facts) {
    release_check made{
        "payee_account", "", "payment_batch", facts.reader.today, {"account_is_confirmed", {}}};
    if (facts.agreement.is_null("bank_account_id")) {
        made.why.push_back({"", "account_is_missing", {}});
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

// Between base and the currency of payment; none where they are one.
std::optional<domain::exchange_rate> rate_on(
    persistence::session& with, const row& agreement, domain::date on
) {
    const auto base = agreement.currency("base_currency");
    const auto paid_in = agreement.currency("payment_currency");
    if (base == paid_in) {
        return domain::exchange_rate::one(base);
    }
    const auto found = persistence::ask(
        with, persistence::rate_in_force(agreement.maybe_text("rate_series"), paid_in, on)
    );
    const auto rate = persistence::rate_of(found, paid_in);
    return rate && rate->base() == base ? rate : std::nullopt;
}

}  // namespace

std::vector<release_check> release_checks(
    persistence::session& with, std::span<const persistence::rows> found,
    const release_reader& reader
) {
    const auto agreement = found[0][0];
    const auto tranche = found[1][0];
    const auto told = found[3][0];
    const auto base = agreement.currency("base_currency");
    const auto paid_in = agreement.currency("payment_currency");
    const release_facts facts{
        .agreement = agreement,
        .tranche = tranche,
        .told = told,
        .requests = found[2],
        .reader = reader,
        .unpaid = tranche.money("unpaid", "currency"),
        .promised = tranche.money("promised", "currency"),
        .due = money{tranche.integer("due_amount"), paid_in},
        .due_promised = money{tranche.integer("due_promised"), paid_in},
        .rate = rate_on(with, agreement, reader.on)};
    std::vector<release_check> all{of_agreement(facts)};
    add_partner(all, facts);
    all.push_back(of_project(facts));
    all.push_back(of_rest(facts));
    if (!facts.is_advance() || facts.due.is_positive()) {
        all.push_back(of_due(facts));
    }
    const auto retained = agreement.maybe_percent("retention_percent");
    if (retained && *retained > domain::percentage{} && tranche.truth("is_last")) {
        all.push_back(of_retention(facts, *retained));
    }
    all.push_back(of_persons(facts));
    if (auto funds = of_funds(facts)) {
        all.push_back(std::move(*funds));
    }
    // Who is paid directly, and where, stands in the request.
    if (tranche.text("kind") != "direct_payment") {
        all.push_back(of_account(facts));
    }
    if (base != paid_in) {
        all.push_back(of_rate(facts));
    }
    return all;
}

}  // namespace tranche::server
