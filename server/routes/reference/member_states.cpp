// Member States as the fund's officers ask for them: by name in any language, and which of them may
// have money of a line on a day, with every reason why not (R3 to R5).
#include "domain/eligibility.hpp"
#include "domain/message_catalogue.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/json/schema.hpp"
#include "server/routes/funding/allocation_facts.hpp"
#include "server/routes/reference/reference_states.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tranche::server {
namespace {

struct reason_body {
    std::string code, message;
};

struct eligibility_body {
    std::string line;
    domain::date on;
    std::string answer;
    std::vector<reason_body> reasons;
    std::vector<std::string> unknown;
};

struct known_body {
    std::optional<std::string> membership, income_group;
    std::optional<bool> eu_member, article_4, withdrawn;
};

struct state_body {
    std::string iso2, iso3, m49, name, name_en, name_fr, name_es, region;
    known_body status;
    std::optional<eligibility_body> eligibility;
};

struct states_body {
    domain::date on;
    std::vector<state_body> items;
    std::int64_t total = 0, eligible = 0, not_eligible = 0, unknown = 0;
};

[[noreturn]] void refuse_query(std::string name, std::string code, domain::message_args args = {}) {
    throw domain::refusal{domain::error{
        domain::error_kind::malformed,
        "bad_query",
        {},
        {{"?" + std::move(name), std::move(code), std::move(args)}}}};
}

persistence::query states_asked(const api_request& asked, domain::date on) {
    const auto text = [&](const char* name) {
        const auto given = asked.query_value(name);
        return given ? std::optional{std::string{*given}} : std::nullopt;
    };
    return {
        {"member_states_of",
         R"(
             select m.iso2, m.iso3, m.m49, m.name_en, m.name_fr, m.name_es, m.region,
                 case $4 when 'fr' then m.name_fr when 'es' then m.name_es else m.name_en end
                 as name, s.membership, s.income_group, s.eu_member, s.article_4, s.withdrawn
               from reference.member_state m, reference.status_of(m.iso2::text, $1) s
               where ($2::text is null or m.region = $2)
                 and ($3::text is null or position(reference.plain($3) in reference.plain(
                     concat_ws(' | ', m.name_en, m.name_fr, m.name_es, m.iso2, m.iso3))) > 0)
               order by reference.plain(case $4 when 'fr' then m.name_fr when 'es' then m.name_es
                     else m.name_en end), m.iso2)"},
        {on, text("region"), text("q"), domain::language_tag(asked.language())}};
}

// A line by its code, its id, or what follows its fund's code in its own where that names one: L2.
struct asked_line {
    std::string code;
    bool excludes_article_4;
};

std::optional<asked_line> line_asked(handler_context& context, domain::date on) {
    const auto word = context.request.query_value("eligible_for");
    if (!word) {
        return std::nullopt;
    }
    const auto id = context.app.references.find(context.db(), domain::entity::funding_line, *word);
    const auto found = persistence::ask(
        context.db(),
        {{"line_with_terms",
          R"(
              select l.code, t.excludes_article_4
                from funding.funding_line l
                join funding.instrument i on i.id = l.instrument_id
                left join lateral (select * from funding.line_terms t where t.line_id = l.id and
                    t.valid_from <= $3 order by t.valid_from desc limit 1) t on true
                where case when $1::bigint is null then l.code = i.code || '-' || $2
                           else l.id = $1 end)"},
         {id, *word, on}}
    );
    if (found.size() != 1) {
        refuse_query("eligible_for", "unknown_line_word", {{"value", std::string{*word}}});
    }
    if (found[0].is_null("excludes_article_4")) {
        refuse_query("on", "no_terms_in_force");
    }
    return asked_line{found[0].text("code"), found[0].truth("excludes_article_4")};
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> sentences{
    {{"not_a_member", "eligibility_not_a_member"},
     {"income_group", "eligibility_income_group"},
     {"eu_member", "eligibility_eu_member"},
     {"withdrawn", "eligibility_withdrawn"},
     {"article_4", "eligibility_article_4"}}};

eligibility_body eligibility_for(
    const domain::state_facts& known, const asked_line& line, domain::date on,
    domain::language language
) {
    const auto standing = domain::standing_of(known, line.excludes_article_4);
    eligibility_body told{line.code, on, std::string{domain::name(standing.answer())}, {}, {}};
    for (const auto& [code, sentence] : sentences) {
        if (std::ranges::find(standing.reasons, code) != standing.reasons.end()) {
            told.reasons.push_back(
                {std::string{code}, domain::message_for(sentence, language, {}).message}
            );
        }
    }
    told.unknown.assign(standing.unknown.begin(), standing.unknown.end());
    return told;
}

state_body body_of(const persistence::row& row, const domain::state_facts& known) {
    return {
        row.text("iso2"),
        row.text("iso3"),
        row.text("m49"),
        row.text("name"),
        row.text("name_en"),
        row.text("name_fr"),
        row.text("name_es"),
        row.text("region"),
        {known.membership, known.income_group, known.eu_member, known.article_4, known.withdrawn},
        {}};
}

domain::date day_asked(handler_context& context) {
    const auto day = context.request.query_value("on");
    return day ? domain::parse_date(*day).value() : context.app.today();
}

api_response list_member_states(handler_context& context) {
    const auto on = day_asked(context);
    const auto line = line_asked(context, on);
    const auto wanted = context.request.query_value("answer");
    if (wanted && !line) {
        refuse_query("answer", "answer_without_line");
    }
    states_body answer{on, {}};
    for (const auto row : persistence::ask(context.db(), states_asked(context.request, on))) {
        const auto known = facts_of_state(row);
        auto one = body_of(row, known);
        if (line) {
            one.eligibility = eligibility_for(known, *line, on, context.request.language());
            const auto& said = one.eligibility->answer;
            ++(said == "eligible"           ? answer.eligible
                   : said == "not_eligible" ? answer.not_eligible
                                            : answer.unknown);
        }
        if (!wanted || one.eligibility->answer == *wanted) {
            answer.items.push_back(std::move(one));
        }
    }
    answer.total = static_cast<std::int64_t>(answer.items.size());
    return json_response(200, to_json(answer));
}

}  // namespace

template <>
struct wire<reason_body> {
    static const object_schema<reason_body>& schema() {
        static const auto declared = object<reason_body>(
            "eligibility_reason", "Why a State may not benefit",
            field(
                "code", &reason_body::code,
                "not_a_member, income_group, eu_member, withdrawn or article_4"
            ),
            field("message", &reason_body::message, "The same as a sentence")
        );
        return declared;
    }
};

template <>
struct wire<eligibility_body> {
    static const object_schema<eligibility_body>& schema() {
        using body = eligibility_body;
        static const auto declared = object<body>(
            "state_eligibility", "Whether a State may have money of a line on a day",
            field("line", &body::line, "Code of the line"), field("on", &body::on, "The day"),
            field(
                "answer", &body::answer,
                "eligible, not_eligible, or unknown while a fact that matters is not known"
            ),
            field("reasons", &body::reasons, "Everything that speaks against it"),
            field("unknown", &body::unknown, "Facts that nobody knows for this day")
        );
        return declared;
    }
};

template <>
struct wire<known_body> {
    static const object_schema<known_body>& schema() {
        using body = known_body;
        static const auto declared = object<body>(
            "state_status", "What is known of a State on a day; null means unknown",
            field("membership", &body::membership, "member, observer or none"),
            field("income_group", &body::income_group, "Of the World Bank"),
            field("eu_member", &body::eu_member, "Member of the European Union"),
            field("article_4", &body::article_4, "Vote suspended for arrears"),
            field("withdrawn", &body::withdrawn, "Has withdrawn from the fund")
        );
        return declared;
    }
};

template <>
struct wire<state_body> {
    static const object_schema<state_body>& schema() {
        using body = state_body;
        static const auto declared = object<body>(
            "member_state_on", "A State on a day", field("iso2", &body::iso2, "ISO 3166 alpha-2"),
            field("iso3", &body::iso3, "ISO 3166 alpha-3"),
            field("m49", &body::m49, "UN M49 number"),
            field("name", &body::name, "Name in the language asked for"),
            field("name_en", &body::name_en, "English name"),
            field("name_fr", &body::name_fr, "French name"),
            field("name_es", &body::name_es, "Spanish name"),
            field("region", &body::region, "Region of the fund"),
            field("status", &body::status, "What is known of it that day"),
            field("eligibility", &body::eligibility, "With eligible_for only")
        );
        return declared;
    }
};

template <>
struct wire<states_body> {
    static const object_schema<states_body>& schema() {
        using body = states_body;
        static const auto declared = object<body>(
            "member_states", "States on a day, by name",
            field("on", &body::on, "The day; today when none was asked for"),
            field("items", &body::items, "States"), field("total", &body::total, "How many items"),
            field("eligible", &body::eligible, "States found that are eligible"),
            field("not_eligible", &body::not_eligible, "States found that are not"),
            field("unknown", &body::unknown, "States found of which it is not known")
        );
        return declared;
    }
};

endpoint member_states_endpoint() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/member-states";
    made.operation_id = "list_member_states_on";
    made.summary = "Member States on a day, and which of them a line may fund";
    made.tag = "Member States";
    made.action = domain::action::read_funding;
    made.response_schema = schema_of<states_body>();
    made.query_parameters = {
        {.name = "q", .description = "Part of a name in any language or a code; no accents needed"},
        {.name = "region", .description = "Region of the fund"},
        {.name = "eligible_for",
         .description = "Line, by id or code; what follows its fund's code is enough where it names"
                        " one line (L2)"},
        {.name = "on", .description = "The day; today when left out", .type = parameter_type::date},
        {.name = "answer",
         .description = "Only States with this answer",
         .type = parameter_type::choice,
         .choices = {"eligible", "not_eligible", "unknown"}},
    };
    made.handle = list_member_states;
    return made;
}

}  // namespace tranche::server
