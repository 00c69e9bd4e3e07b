#include "server/routes/agreements/release_bodies.hpp"

#include "server/api/problem.hpp"

namespace tranche::server {

using domain::entity;

namespace {

// Rules that are not in the table are asked by nothing but walls.
std::string_view kind_of(std::string_view rule) {
    const auto* known = domain::find_rule(rule);
    return domain::name(known != nullptr ? known->kind : domain::rule_kind::wall);
}

}  // namespace

std::string words_of(std::span<const domain::violation> why, domain::language in) {
    std::string words;
    for (const auto& one : why) {
        words += words.empty() ? "" : " ";
        words += domain::message_for(one.code, in, one.args).message;
    }
    return words;
}

std::string words_of(const domain::statement& said, domain::language in) {
    return domain::message_for(said.code, in, said.args).message;
}

told_check told(const release_check& one, domain::language in) {
    const bool breaks_other = !one.why.empty() && one.why.front().rule;
    const auto broken = breaks_other ? domain::rule_of(one.why.front().rule->which).code : one.rule;
    return {
        .check = std::string{one.name},
        .rule = broken.empty() ? std::nullopt : std::optional{std::string{broken}},
        .kind = broken.empty() ? std::nullopt : std::optional{std::string{kind_of(broken)}},
        .step = std::string{one.step},
        .met = one.why.empty(),
        .judged_on = one.judged_on,
        .needed = one.needed,
        .available = one.available,
        .words = one.why.empty() ? words_of(one.met, in) : words_of(one.why, in),
        .why = {as_json(one.why, in)}};
}

told_report told(const waiting_report& one, domain::language in) {
    return {
        .id = domain::public_id(entity::expenditure_report, one.id),
        .report = one.code,
        .round = one.round,
        .period_first = one.period_first,
        .period_last = one.period_last,
        .submitted_on = one.submitted_on,
        .waits_for = std::string{one.waits_for},
        .since = one.since,
        .days = one.days,
        .words = words_of(one.words, in)};
}

const object_schema<told_check>& wire<told_check>::schema() {
    using body = told_check;
    static const auto declared = object<body>(
        "judged_release_check",
        "What asking, approving or paying checks beside the conditions, whatever the request",
        field(
            "check", &body::check,
            "agreement, partner_block, partner_screening, partner_papers, partner_assessment, "
            "project, tranche_rest, amount_due, final_report, other_advances (where the terms look "
            "at them), four_eyes, funds, payee_account or exchange_rate; a partner's people are "
            "not told of screening, papers, assessment and other advances, and of funds only once "
            "a request is approved"
        ),
        field("rule", &body::rule, "The numbered rule behind it, and broken where it is unmet"),
        field(
            "kind", &body::kind,
            "Of the rule, where the fund has decided nothing else: a wall, which nobody opens, a "
            "gate, which an exception opens, or a remark; exceptions are not looked at here, and one may have "
            "opened it"
        ),
        field(
            "step", &body::step,
            "Where it is asked first: request, approval, payment or payment_batch; the last is no "
            "condition of a payment recorded on its own, and does not count for `met` of the whole"
        ),
        field("met", &body::met, "Whether it is met"),
        field(
            "judged_on", &body::judged_on,
            "Whose facts it is judged by: the day asked for, or today where no day is kept"
        ),
        field("needed", &body::needed, "What would be paid, in base currency; not for partners"),
        field(
            "available", &body::available,
            "What there is of it; of the tranche and of what is due, less what is approved and not "
            "paid yet"
        ),
        field("words", &body::words, "The same as a sentence, met or not"),
        field("why", &body::why, "A list of what is missing, as refusals would say it")
    );
    return declared;
}

const object_schema<told_report>& wire<told_report>::schema() {
    using body = told_report;
    static const auto declared = object<body>(
        "waiting_report", "An expenditure report that was handed in and is not decided",
        field("id", &body::id, "Public id"), field("report", &body::report, "Its code"),
        field("round", &body::round, "The round that was handed in last"),
        field("period_first", &body::period_first, "First day reported"),
        field("period_last", &body::period_last, "Last day reported"),
        field("submitted_on", &body::submitted_on, "When that round was handed in"),
        field(
            "waits_for", &body::waits_for,
            "finance to review it, or partner to mend it or to answer what was asked"
        ),
        field("since", &body::since, "Since when it waits for them"),
        field("days", &body::days, "Days from then to the day asked for"),
        field("words", &body::words, "The same as a sentence")
    );
    return declared;
}

}  // namespace tranche::server
