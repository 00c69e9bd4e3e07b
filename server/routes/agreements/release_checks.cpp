#include "domain/disbursement.hpp"
#include "domain/lifecycle.hpp"
#include "persistence/rates.hpp"
#include "persistence/round_trip.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/release_amounts.hpp"
#include "server/routes/payments/disbursement_payment.hpp"
#include "server/routes/payments/retention.hpp"
#include "server/routes/service/facts.hpp"

#include <string>

namespace tranche::server {
namespace {

using domain::money;
using persistence::row;

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

// The most that may be approved of the tranche, in the agreement's currency.
money most_of(const release_facts& facts) {
    const auto left = facts.left();
    if (!facts.rate) {
        return left;
    }
    const auto due = facts.rate->convert(facts.due_left(), left.currency_unit());
    return facts.is_advance() ? left + due : min(left, due);
}

// Told of the tranche that is kept back, and of another that would take of what is.
std::optional<release_check> of_retention(const release_facts& facts) {
    const auto percent = facts.agreement.maybe_percent("retention_percent");
    const retention kept{
        percent.value_or(domain::percentage{}), facts.tranche, facts.unpaid.currency_unit()};
    const auto most = most_of(facts);
    auto bar = kept.bar(most);
    const bool concerns =
        kept.is_last ? kept.percent > domain::percentage{} : bar && most.is_positive();
    if (!concerns) {
        return {};
    }
    release_check made{
        "final_report", "R40", "approval", facts.reader.today, {"final_report_is_accepted", {}}};
    if (bar) {
        made.why.push_back(std::move(*bar));
    }
    return made;
}

// R39, of the requests that are under way: who takes the next step is asked of that person, by the
// terms of the day it is taken.
release_check of_persons(const release_facts& facts) {
    const auto terms = persons_wanted(facts.told);
    release_check made{
        "four_eyes",
        "R39",
        "payment",
        facts.reader.today,
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

// A payment of its own may be recorded without; a bank is sent none.
release_check of_account(const release_facts& facts) {
    release_check made{
        "payee_account", "", "payment_batch", facts.reader.today, {"account_is_confirmed", {}}};
    if (facts.agreement.is_null("bank_account_id")) {
        made.why.push_back({"", "account_is_missing", {}});
    }
    return made;
}

// R37, where the terms look beyond the agreement; its own advances are told one by one.
std::optional<release_check> of_other_advances(
    persistence::session& with, const release_facts& facts
) {
    if (!facts.is_advance() || facts.reader.is_partner) {
        return std::nullopt;
    }
    const auto found = persistence::ask(
        with,
        {{"overdue_advances_beside",
          R"(
              select o.opened_on, o.months, o.is_own
                from partner.agreement a
                join lateral (select * from partner.agreement_terms m where m.agreement_id = a.id
                    and m.valid_from <= greatest($2::date, a.start_on)
                    order by m.valid_from desc limit 1) m on m.overdue_scope <> 'agreement'
                left join lateral partner.overdue_advances(a.id, $2::date) o on not o.is_own
                where a.id = $1)"},
         {facts.agreement.integer("id"), facts.reader.on}}
    );
    if (found.empty()) {
        return std::nullopt;
    }
    release_check made{
        "other_advances",
        "R37",
        "approval",
        facts.reader.today,
        {"other_advances_are_in_time", {}}};
    if (!found[0].is_null("opened_on")) {
        made.why.push_back(overdue_advance(found[0], facts.reader.on));
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
    if (auto retained = of_retention(facts)) {
        all.push_back(std::move(*retained));
    }
    if (auto others = of_other_advances(with, facts)) {
        all.push_back(std::move(*others));
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
