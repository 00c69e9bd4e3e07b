#include "server/routes/payments/request_signing.hpp"

#include "domain/bank_text.hpp"
#include "server/routes/expenditures/expenditure_rounds.hpp"
#include "server/routes/payments/bank_fields.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

// A partner's person signs as itself.
std::optional<std::string> paper_signature(
    const command_run& run, const new_disbursement_request& body
) {
    return run.who().partner_id ? std::nullopt : body.signed_by;
}

// The caller's own place on file that day and today, or that of whoever signed on paper.
persistence::query officer_who_signs(
    command_run& run, std::int64_t partner, domain::date on,
    const std::optional<std::string>& on_paper
) {
    return {
        {"officer_who_signs",
         R"(
             select exists (select 1 from partner.authorised_officer x where x.partner_id = $1)
                     as on_file, f.officer, f.officer_today
               from (select min(o.id) as officer, min(t.id) as officer_today
                   from partner.officers_on($1, $2::date) o
                   left join partner.officers_on($1, $6::date) t on t.id = o.id
                   where ($5::text is null and o.user_id in ($3::bigint, $4::bigint))
                      or lower(o.name) = lower($5::text)) f)"},
        {partner, on, run.who().user_id, run.who().represented(), on_paper, run.today()}};
}

persistence::query reach_of_request(std::int64_t tranche, domain::date from, domain::date on) {
    return {
        {"reach_of_request",
         R"(
             select ($2::date + make_interval(months => m.request_months))::date - 1 as latest
               from partner.tranche t
               cross join lateral partner.payment_term_on(t.agreement_id, $3::date) m
               where t.id = $1)"},
        {tranche, from, on}};
}

}  // namespace

partner_signature signature_of(
    command_run& run, std::int64_t partner, domain::date on,
    const std::optional<std::string>& signed_on_paper
) {
    const auto found = run.load({officer_who_signs(run, partner, on, signed_on_paper)});
    const auto row = found[0][0];
    const auto on_that_day = row.maybe_integer("officer");
    partner_signature made{
        .is_given = false,
        .has_officers = row.truth("on_file"),
        .officer = signed_on_paper ? on_that_day : row.maybe_integer("officer_today"),
        .judged_on = on_that_day ? run.today() : on};
    // With nobody on file the role says who signs; what the office enters was signed on paper.
    made.is_given = made.has_officers ? made.officer.has_value()
                                      : !run.who().partner_id ||
            run.who().roles.contains(domain::role::partner_authorised_officer);
    return made;
}

std::vector<command_run::column> check_signed(
    command_run& run, std::int64_t tranche, std::int64_t partner,
    const new_disbursement_request& body, domain::money amount
) {
    const auto from = body.covers_from.value_or(body.requested_on);
    const auto found = run.load(
        {reach_of_request(tranche, from, body.requested_on),
         certification_on("disbursement_request", body.requested_on)}
    );
    const auto signature =
        signature_of(run, partner, body.requested_on, paper_signature(run, body));
    const auto latest = found[0][0].day("latest");
    const auto until = body.covers_until.value_or(latest);
    run.require(
        until >= from, "/covers_until", "date_before",
        {{"date", domain::to_string(until)}, {"earliest", domain::to_string(from)}}
    );
    run.rule(
        for_amount({domain::rule_id::r38, domain::days_between(latest, until), "months"}, amount),
        until <= latest, "/covers_until", "needs_too_far_ahead",
        {{"date", domain::to_string(until)}, {"latest", domain::to_string(latest)}}
    );
    const bool names_nobody = !run.who().partner_id && signature.has_officers && !body.signed_by;
    run.require(!names_nobody, "/signed_by", "missing_field");
    run.rule(
        for_amount({domain::rule_id::r38, std::int64_t{1}, "officer"}, amount),
        names_nobody || signature.is_given, body.signed_by ? "/signed_by" : "",
        "asker_not_authorised",
        {{"name", body.signed_by.value_or(run.who().user_name)},
         {"date", domain::to_string(signature.judged_on)}}
    );
    run.require(
        !found[1].empty(), "/requested_on", "certification_not_in_force",
        {{"date", domain::to_string(body.requested_on)}}
    );
    if (found[1].empty()) {
        return {};  // a rehearsal goes on
    }
    const std::string spoken =
        body.language.value_or(std::string{domain::language_tag(run.context().request.language())});
    return {
        {"covers_from", from},
        {"covers_until", until},
        {"officer_id", signature.officer},
        {"signed_by", paper_signature(run, body)},
        {"language", spoken},
        {"certification", found[1][0].text(("text_" + spoken).c_str())}};
}

std::vector<command_run::column> check_payee(
    command_run& run, const std::string& kind, const std::optional<payee_body>& payee
) {
    const bool is_direct = kind == "direct_payment";
    run.require(!is_direct || payee, "/payee", "payee_needed");
    run.require(is_direct || !payee, "/payee", "payee_not_taken");
    if (!payee) {
        return {};
    }
    check_bank_fields(run, payee->bic, "/payee/bic", payee->account, "/payee/account");
    return {
        {"payee_name", payee->name},
        {"payee_bank", payee->bank},
        {"payee_bic", payee->bic},
        {"payee_account", domain::account_number(payee->account)},
        {"payee_document", payee->document}};
}

}  // namespace tranche::server
