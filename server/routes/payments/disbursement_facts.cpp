// What the steps of a disbursement request share: its facts, who may take the next step, and what
// is set aside.
#include "domain/rounding.hpp"
#include "persistence/rates.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/tranche_conditions.hpp"
#include "server/routes/payments/disbursement_payment.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {

using domain::money;

std::string_view step_of(std::string_view kind, std::string_view otherwise) {
    return kind == "advance" ? otherwise : "settle";
}

persistence::query request_facts(std::int64_t request, domain::date on, domain::date today) {
    static const std::string text =
        R"(
             select q.state, q.version, q.kind, q.currency, q.requested_amount,
                 q.approved_amount, q.reserved_amount, q.tranche_id, q.requested_by,
                 q.certified_by, q.approved_by, q.requested_for, q.certified_for, q.approved_for,
                 q.requested_on, coalesce(q.certified_on, q.requested_on) as certified_on,
                 q.approved_on, b.released_on,
                 t.amount as tranche_amount,
                 t.paid_amount as tranche_paid, t.reserved_amount as tranche_reserved,
                 t.cancelled_amount as tranche_cancelled, coalesce(ub.amount,
                 0) as tranche_unpaid, coalesce(db.amount, 0) as due_amount,
                 coalesce(db.base_amount, 0) as due_base, it.payment_persons, it.certifier_differs,
                 x.id as item, x.amount as item_amount, x.currency as item_currency,
                 trim_scale(x.rate)::text as item_rate, (select trim_scale(c.new_rate)::text
                     from reference.corrected_rate c
                     where c.currency = x.currency
                      and c.old_rate = x.rate
                      and b.pay_on between c.valid_from and c.valid_to
                      and c.series = coalesce((select s.rate_series
                          from partner.agreement_terms s
                          where s.agreement_id = a.id
                           and s.valid_from <= greatest(b.pay_on, a.start_on)
                          order by s.valid_from desc limit 1), i.rate_series)) as item_right_rate, x.bank_account_id as item_account,
                 b.code as batch, b.state as batch_state,
                 coalesce(x.charges_borne_by,
                     (partner.payment_term_on(a.id, $2)).charges_borne_by) as charges_borne_by,
                 funding.payable_of(a.project_id) as payable, )" +
        std::string{is_conditional} + R"( as conditional
               from partner.disbursement_request q
               join partner.tranche t on t.id = q.tranche_id
               join partner.agreement a on a.id = q.agreement_id
               join funding.project p on p.id = a.project_id
               join funding.instrument i on i.id = p.instrument_id
               left join ledger.account ua on ua.owner_id = t.id
                and ua.kind = 'tranche_unpaid'
               left join ledger.balance ub on ub.account_id = ua.id
               left join ledger.account da on da.owner_id = t.id
                and da.kind = 'due'
               left join ledger.balance db on db.account_id = da.id
               left join partner.payment_batch_item x on x.request_id = q.id
                and x.outcome is null
               left join partner.payment_batch b on b.id = x.batch_id
               left join lateral (select * from funding.instrument_terms x where x.instrument_id
                   = p.instrument_id and x.valid_from <= $3 order by x.valid_from desc limit 1)
                   it on true
               where q.id = $1)";
    return {{"request_facts", text}, {request, on, today}};
}

void check_person(command_run& run, const persistence::row& request, domain::payment_step step) {
    const auto taker = [&](const char* by, const char* for_whom) {
        const auto person = request.maybe_integer(by);
        return person
            ? std::optional<domain::step_taker>{{*person, request.maybe_integer(for_whom)}}
            : std::nullopt;
    };
    const domain::payment_persons earlier{
        taker("requested_by", "requested_for"), taker("certified_by", "certified_for"),
        taker("approved_by", "approved_for")};
    const auto bar = domain::barred_by(
        step, {run.who().user_id, run.who().represented()}, earlier, persons_wanted(request)
    );
    run.rule(domain::rule_id::r39, bar.empty(), "", "same_person", {{"act", std::string{bar}}});
}

domain::persons_terms persons_wanted(const persistence::row& found) {
    const auto persons = found.maybe_integer("payment_persons");
    return persons ? domain::persons_terms{*persons, found.truth("certifier_differs")}
                   : domain::persons_terms{};
}

std::vector<domain::violation> project_bars(
    const std::string& kind, const std::string& state, const std::string& project, money amount
) {
    std::vector<domain::violation> bars;
    const bool is_advance = kind == "advance";
    if (state == "financially_closed") {
        bars.push_back({"", "project_is_closed", {{"project", project}}});
    }
    if (is_advance && state == "suspended") {
        bars.push_back({"", "project_stopped", {{"project", project}}});
    }
    if (is_advance && (state == "activities_completed" || state == "terminated")) {
        bars.push_back(
            {"",
             "advance_after_activities",
             {{"project", project}, {"amount", shown(amount)}},
             domain::breach{domain::rule_id::r58, amount}}
        );
    }
    return bars;
}

persistence::query promises_beside(std::int64_t request) {
    static const std::string text = "select " + std::string{promised_of_unpaid} +
        " as of_unpaid, " + std::string{promised_of_due} +
        " as of_due from partner.disbursement_request q"
        " join partner.tranche t on t.id = q.tranche_id where q.id = $1";
    return {{"request_promises_beside", text}, {request}};
}

money reserve(
    command_run& run, const persistence::row& request, const persistence::row& promises,
    const persistence::row& agreement, money approved, domain::date on
) {
    const auto agreed_in = agreement.currency("currency");
    if (request.text("kind") == "advance") {
        const auto free =
            request.money("tranche_unpaid", agreed_in) - promises.money("of_unpaid", agreed_in);
        run.rule(
            domain::rule_id::r34, approved <= free, "/amount", "amount_exceeds_available",
            {{"amount", shown(approved)}, {"available", shown(free)}}
        );
        return approved;
    }
    const auto due = request.money("due_amount", "currency") -
        promises.money("of_due", approved.currency_unit());
    run.rule(
        domain::rule_id::r34, approved <= due, "/amount", "amount_exceeds_available",
        {{"amount", shown(approved)}, {"available", shown(due)}}
    );
    run.settle();
    if (agreed_in == approved.currency_unit()) {
        return approved;
    }
    // What fell due has left the tranche at the rate of its acceptance; the day's rate would take
    // more of it than there is.
    const money left = request.money("tranche_amount", agreed_in) -
        request.money("tranche_paid", agreed_in) - request.money("tranche_reserved", agreed_in) -
        request.money("tranche_cancelled", agreed_in);
    if (agreed_in == agreement.currency("base_currency")) {
        const auto promised = promises.integer("of_due");
        const auto until = [&](std::int64_t part) {
            return domain::mul_div_round(
                request.integer("due_base"), part, request.integer("due_amount")
            );
        };
        return min(money{until(promised + approved.minor()) - until(promised), agreed_in}, left);
    }
    const auto series = agreement.maybe_text("rate_series");
    auto rates = run.load({persistence::rate_in_force(series, approved.currency_unit(), on)});
    const auto rate = rate_or_refuse(
        run, rates[0], "/approved_on", agreement.currency("base_currency"),
        approved.currency_unit(), on, series
    );
    return min(rate.convert(approved, agreed_in), left);
}

void check_not_in_batch(command_run& run, const persistence::row& request, bool unless_released) {
    const auto state = request.maybe_text("batch_state");
    run.require(
        !state || (unless_released && *state == "released"), "", "request_in_batch",
        {{"batch", request.maybe_text("batch").value_or("")}, {"state", state.value_or("")}}
    );
}

}  // namespace tranche::server
