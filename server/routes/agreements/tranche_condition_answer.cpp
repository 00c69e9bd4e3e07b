// "Why can this tranche not be released?": every condition, every advance before it and every check
// of a payment, met or not, with its amounts and words; and the reports that wait.
#include "domain/error.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/api/problem.hpp"
#include "server/routes/agreements/release_bodies.hpp"
#include "server/routes/agreements/tranche_conditions.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct told_condition {
    std::string id;
    std::int64_t number = 0;
    std::string kind, judged_by;
    bool met = false;
    std::optional<std::string> text, finding;
    std::optional<domain::percentage> percent;
    std::optional<domain::date> period_first, period_last, day;
    std::optional<domain::money> needed, reached, missing;
    std::optional<domain::date> confirmed_on;
    std::optional<std::string> confirmed_by, document;
    std::string words;
    raw_json why;
};

struct told_advance {
    std::optional<std::string> tranche;
    domain::date opened_on;
    domain::money paid, needed, reached, missing, held;
    domain::date overdue_after;
    bool overdue = false, met = false;
    std::string words;
    raw_json why;  // a list
};

struct told_conditions {
    domain::date on;
    bool met = true;
    std::vector<told_condition> items;
    std::vector<told_advance> advances;
    std::vector<told_check> checks;
    std::vector<told_report> reports;
};

domain::date day_asked(handler_context& context) {
    const auto text = context.request.query_value("on");
    return text ? domain::parse_date(*text).value() : context.app.today();
}

told_condition told(const persistence::row& row, const judged_condition& one, domain::language in) {
    const auto& type = domain::type_of(one.condition.kind);
    const auto finding = row.maybe_integer("finding_id");
    return {
        .id = domain::public_id(entity::tranche_condition, row.integer("id")),
        .number = one.condition.number,
        .kind = std::string{type.name},
        .judged_by = std::string{domain::name(domain::judge_of(one.condition))},
        .met = one.verdict.met,
        .text = row.maybe_text("text"),
        .finding =
            finding ? std::optional{domain::public_id(entity::finding, *finding)} : std::nullopt,
        .percent = one.condition.percent,
        .period_first = row.maybe_day("period_first"),
        .period_last = row.maybe_day("period_last"),
        .day = one.condition.day,
        .needed = one.verdict.needed,
        .reached = one.verdict.reached,
        .missing = one.verdict.missing,
        .confirmed_on = row.maybe_day("confirmed_on"),
        .confirmed_by = row.maybe_text("confirmed_by"),
        .document = row.maybe_text("document"),
        .words = one.why ? words_of({&*one.why, 1}, in) : words_of(one.met, in),
        .why = {as_json(one.why, in)}};
}

told_advance told(const judged_advance& one, domain::language in) {
    const bool is_interest = one.tranche.empty();
    const auto naming_it = [&](domain::message_args args) {
        if (!is_interest) {
            args.emplace(args.begin(), "tranche", one.tranche);
        }
        return args;
    };
    std::vector<domain::violation> why;
    if (!one.missing.is_zero()) {
        why.push_back(
            {"",
             "advance_not_accounted_for",
             {{"tranche", one.tranche},
              {"needed", shown(one.needed)},
              {"reached", shown(one.reached)},
              {"missing", shown(one.missing)}}}
        );
    }
    if (one.overdue) {
        why.push_back(
            {"", is_interest ? "interest_held_too_long" : "advance_held_too_long",
             naming_it({{"held", shown(one.held)}, {"date", domain::to_string(one.overdue_after)}})}
        );
    }
    std::string words = words_of(why, in);
    if (one.missing.is_zero() && !is_interest) {
        const domain::statement accounted{
            "advance_is_accounted_for",
            {{"tranche", one.tranche},
             {"needed", shown(one.needed)},
             {"reached", shown(one.reached)}}};
        words = words_of(accounted, in) + (words.empty() ? "" : " ") + words;
    }
    if (!one.overdue && one.held.is_positive()) {
        const domain::statement held{
            is_interest ? "interest_is_held_until" : "advance_is_held_until",
            naming_it({{"held", shown(one.held)}, {"date", domain::to_string(one.overdue_after)}})};
        words += (words.empty() ? "" : " ") + words_of(held, in);
    }
    return {
        .tranche = is_interest ? std::nullopt : std::optional{one.tranche},
        .opened_on = one.opened_on,
        .paid = one.paid,
        .needed = one.needed,
        .reached = one.reached,
        .missing = one.missing,
        .held = one.held,
        .overdue_after = one.overdue_after,
        .overdue = one.overdue,
        .met = one.met,
        .words = words,
        .why = {as_json(why, in)}};
}

api_response show(handler_context& context) {
    const auto on = day_asked(context);
    const auto id = context.app.references.find(
        context.db(), entity::tranche, context.request.param("tranche")
    );
    if (!id) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto asked = facts_of_conditions(*id, on);
    std::vector<persistence::query> trip{asked.begin(), asked.end()};
    const auto first_of_release = trip.size();
    const auto of_release = facts_of_release(*id, on, context.app.today());
    trip.insert(trip.end(), of_release.begin(), of_release.end());
    trip.push_back(reports_in_review(*id, on));
    trip.push_back(
        {{"tranche_of_partner",
          R"(
              select 1 from partner.tranche t join partner.agreement a on a.id = t.agreement_id
                where t.id = $1 and ($2::bigint is null or a.partner_id = $2))"},
         {*id, context.request.who->partner_id}}
    );
    const auto facts = persistence::round_trip(context.db(), trip);
    if (facts.back().empty()) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto in = context.request.language();
    told_conditions answer{.on = on, .items = {}, .advances = {}, .checks = {}, .reports = {}};
    for (const auto& one : advances_judged(facts, on)) {
        answer.met = answer.met && one.met;
        answer.advances.push_back(told(one, in));
    }
    const auto all = judged(facts, on);
    for (std::size_t i = 0; i < all.size(); ++i) {
        answer.met = answer.met && all[i].verdict.met;
        answer.items.push_back(told(facts[0][static_cast<int>(i)], all[i], in));
    }
    const auto of_tranche_itself = std::span{facts}.subspan(first_of_release);
    for (const auto& one : release_checks(
             context.db(), of_tranche_itself,
             {on, context.app.today(), context.request.who->partner_id.has_value()}
         )) {
        answer.met = answer.met && (one.why.empty() || one.step == "payment_batch");
        answer.checks.push_back(told(one, in));
    }
    for (const auto& one : waiting_reports(of_tranche_itself[of_release.size()], on)) {
        answer.reports.push_back(told(one, in));
    }
    auto response = json_response(200, to_json(answer));
    response.set_header("Vary", "Accept-Language, Authorization");
    return response;
}

}  // namespace

template <>
struct wire<told_condition> {
    static const object_schema<told_condition>& schema() {
        using body = told_condition;
        static const auto declared = object<body>(
            "judged_condition", "A condition of a tranche and whether it is met",
            field("id", &body::id, "Public id"), field("number", &body::number, "Of the tranche"),
            field("kind", &body::kind, "Sort of condition"),
            field(
                "judged_by", &body::judged_by,
                "reports, advances, calendar, findings, documents or person"
            ),
            field("met", &body::met, "Whether it is met"),
            field("text", &body::text, "Title of the document, or what a person confirms"),
            field(
                "finding", &body::finding, "The finding to be settled; null: all of the agreement"
            ),
            field("percent", &body::percent, "Of the advances; null: as the agreement's terms say"),
            field("period_first", &body::period_first, "First day to be reported"),
            field("period_last", &body::period_last, "Last day to be reported"),
            field("day", &body::day, "The day to be reached"),
            field("needed", &body::needed, "To be accounted for"),
            field("reached", &body::reached, "Accounted for"),
            field("missing", &body::missing, "Still to be accounted for"),
            field("confirmed_on", &body::confirmed_on, "Since when it is so"),
            field("confirmed_by", &body::confirmed_by, "Who said so"),
            field("document", &body::document, "Where that is written"),
            field("words", &body::words, "The condition as a sentence, met or not"),
            field("why", &body::why, "Null, or what is missing, as a refusal would say it")
        );
        return declared;
    }
};

template <>
struct wire<told_advance> {
    static const object_schema<told_advance>& schema() {
        using body = told_advance;
        static const auto declared = object<body>(
            "judged_advance",
            "An advance that was paid, or interest earned on one, and what the agreement's terms ask "
            "of it",
            field("tranche", &body::tranche, "Its tranche; null: interest the partner earned"),
            field("opened_on", &body::opened_on, "When it was paid"),
            field("paid", &body::paid, "What was paid"),
            field("needed", &body::needed, "To be accounted for (R36, a gate)"),
            field("reached", &body::reached, "Accounted for"),
            field("missing", &body::missing, "Still to be accounted for"),
            field("held", &body::held, "What the partner holds of it"),
            field(
                "overdue_after", &body::overdue_after, "The last day it may be held (R37, a gate)"
            ),
            field("overdue", &body::overdue, "Whether it is held for too long"),
            field("met", &body::met, "Whether nothing of it stands in the way"),
            field("words", &body::words, "The same as sentences, met or not"),
            field("why", &body::why, "A list of what does, as refusals would say it")
        );
        return declared;
    }
};

template <>
struct wire<told_conditions> {
    static const object_schema<told_conditions>& schema() {
        using body = told_conditions;
        static const auto declared = object<body>(
            "judged_conditions", "What the release of a tranche rests on, judged on a day",
            field("on", &body::on, "The day"),
            field(
                "met", &body::met,
                "Whether conditions, advances and checks are all met; exceptions are not looked at: "
                "an exception granted to a request may have opened a gate that is unmet here"
            ),
            field("items", &body::items, "Condition by condition (R35, a gate)"),
            field(
                "advances", &body::advances,
                "Advance by advance, for a tranche that is an advance itself; its own too, as far "
                "as it was paid by that day"
            ),
            field("checks", &body::checks, "Check by check of every other a payment passes"),
            field(
                "reports", &body::reports,
                "Reports of the agreement that were handed in and wait, longest first"
            )
        );
        return declared;
    }
};

endpoint tranche_conditions_endpoint() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/tranches/{tranche}/conditions";
    made.operation_id = "list_tranche_conditions_judged";
    made.summary =
        "Why a tranche can or cannot be released: every condition, advance and check, met or not";
    made.tag = "Agreements";
    made.action = domain::action::read_partner_side;
    made.response_schema = schema_of<told_conditions>();
    made.query_parameters = {
        {.name = "on",
         .description = "Judged by what had happened by that day; else today",
         .type = parameter_type::date}};
    made.handle = show;
    return made;
}

}  // namespace tranche::server
