// "Why can this tranche not be released?": every condition, and every advance before it, met or
// not, with its amounts.
#include "domain/error.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/api/problem.hpp"
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
    raw_json why;
};

struct told_advance {
    std::string tranche;
    domain::date opened_on;
    domain::money paid, needed, reached, missing, held;
    domain::date overdue_after;
    bool overdue = false, met = false;
    raw_json why;  // a list
};

struct told_conditions {
    domain::date on;
    bool met = true;
    std::vector<told_condition> items;
    std::vector<told_advance> advances;
};

domain::date day_asked(handler_context& context) {
    const auto text = context.request.query_value("on");
    return text ? domain::parse_date(*text).value() : context.app.today();
}

told_condition told(const persistence::row& row, const judged_condition& one, domain::language in) {
    const auto& type = domain::type_of(one.condition.kind);
    const auto finding = row.maybe_integer("finding_id");
    told_condition out{
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
        .why = {}};
    if (one.why) {
        out.why.text.clear();
        write_violation(out.why.text, *one.why, in);
    }
    return out;
}

told_advance told(const judged_advance& one, domain::language in) {
    std::string why = "[";
    if (!one.missing.is_zero()) {
        write_violation(
            why,
            {"",
             "advance_not_accounted_for",
             {{"tranche", one.tranche},
              {"needed", shown(one.needed)},
              {"reached", shown(one.reached)},
              {"missing", shown(one.missing)}}},
            in
        );
    }
    if (one.overdue) {
        why += why.size() > 1 ? "," : "";
        write_violation(
            why,
            {"",
             "advance_held_too_long",
             {{"tranche", one.tranche},
              {"held", shown(one.held)},
              {"date", domain::to_string(one.overdue_after)}}},
            in
        );
    }
    return {one.tranche, one.opened_on,     one.paid,    one.needed, one.reached, one.missing,
            one.held,    one.overdue_after, one.overdue, one.met,    {why + ']'}};
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
    told_conditions answer{.on = on, .met = true, .items = {}, .advances = {}};
    for (const auto& one : advances_judged(facts, on)) {
        answer.met = answer.met && one.met;
        answer.advances.push_back(told(one, context.request.language()));
    }
    const auto all = judged(facts, on);
    for (std::size_t i = 0; i < all.size(); ++i) {
        answer.met = answer.met && all[i].verdict.met;
        answer.items.push_back(
            told(facts[0][static_cast<int>(i)], all[i], context.request.language())
        );
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
            "An advance before the tranche, and what the agreement's terms ask of it",
            field("tranche", &body::tranche, "Its tranche"),
            field("opened_on", &body::opened_on, "When it was paid"),
            field("paid", &body::paid, "What was paid"),
            field("needed", &body::needed, "To be accounted for (R36)"),
            field("reached", &body::reached, "Accounted for"),
            field("missing", &body::missing, "Still to be accounted for"),
            field("held", &body::held, "What the partner holds of it"),
            field("overdue_after", &body::overdue_after, "The last day it may be held (R37)"),
            field("overdue", &body::overdue, "Whether it is held for too long"),
            field("met", &body::met, "Whether nothing of it stands in the way"),
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
            "judged_conditions", "Every condition of a tranche, judged on a day",
            field("on", &body::on, "The day"), field("met", &body::met, "Whether all are met"),
            field("items", &body::items, "Condition by condition"),
            field(
                "advances", &body::advances,
                "Advance by advance, for a tranche that is an advance itself"
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
        "Why a tranche can or cannot be released: every condition and advance, met or not";
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
