#include "server/routes/reference/reference_states.hpp"

#include "persistence/round_trip.hpp"
#include "server/routes/reference/country.hpp"
#include "server/routes/reference/reference_list.hpp"
#include "server/routes/service/append.hpp"

#include <map>
#include <set>
#include <sstream>

namespace tranche::server {
namespace {

struct member_state {
    std::string iso2, iso3, m49, name_en, name_fr, name_es, region;

    static const reference_list& list() {
        static const reference_list declared{
            "reference.member_state",
            {{"iso2", "text", true},
             {"iso3"},
             {"m49"},
             {"name_en"},
             {"name_fr"},
             {"name_es"},
             {"region"}}};
        return declared;
    }
    [[nodiscard]] std::vector<cell> cells() const {
        return {iso2, iso3, m49, name_en, name_fr, name_es, region};
    }
    void check(command_run& run, const std::string& place) const {
        require_country(run, iso2, place + "/iso2");
        run.require(
            is_capitals(iso3, 3), place + "/iso3", "not_capitals", {{"value", iso3}, {"count", "3"}}
        );
    }
};

struct member_state_status {
    std::string state;
    domain::date valid_from;
    std::optional<std::string> membership, income_group;
    std::optional<bool> eu_member, article_4, withdrawn, line_2_listed;
    std::optional<std::string> no_longer_known;
    std::string source;
    bool illustrative = false;

    static const reference_list& list() {
        static const reference_list declared{
            "reference.member_state_status",
            {{"state", "text", true},
             {"valid_from", "date", true},
             {"membership"},
             {"income_group"},
             {"eu_member", "boolean"},
             {"article_4", "boolean"},
             {"withdrawn", "boolean"},
             {"line_2_listed", "boolean"},
             {"no_longer_known"},
             {"source"},
             {"illustrative", "boolean"}}};
        return declared;
    }
    [[nodiscard]] std::vector<cell> cells() const {
        return {
            state,
            cell_of(valid_from),
            membership,
            income_group,
            cell_of(eu_member),
            cell_of(article_4),
            cell_of(withdrawn),
            cell_of(line_2_listed),
            no_longer_known.value_or(""),
            source,
            cell_of(illustrative)};
    }
    void check(command_run& run, const std::string& place) const {
        const std::map<std::string, bool, std::less<>> stated{
            {"membership", membership.has_value()}, {"income_group", income_group.has_value()},
            {"eu_member", eu_member.has_value()},   {"article_4", article_4.has_value()},
            {"withdrawn", withdrawn.has_value()},   {"line_2_listed", line_2_listed.has_value()}};
        std::istringstream words{no_longer_known.value_or("")};
        for (std::string one; words >> one;) {
            const auto found = stated.find(one);
            run.require(
                found != stated.end() && !found->second, place + "/no_longer_known",
                "known_or_not_known", {{"value", one}}
            );
        }
    }
};

receipt record_statuses(command_run& run, const item_list<member_state_status>& body) {
    const auto found =
        run.load({{{"known_states", "select iso2 from reference.member_state"}, {}}});
    std::set<std::string, std::less<>> known;
    for (const auto row : found[0]) {
        known.insert(row.text("iso2"));
    }
    for (std::size_t n = 0; n < body.items.size(); ++n) {
        run.require(
            known.contains(body.items[n].state), "/items/" + std::to_string(n) + "/state",
            "unknown_reference", {{"type", "member_state"}, {"value", body.items[n].state}}
        );
    }
    return record_items(run, body);
}

// Each fact is the latest one stated not after the day; one nobody has published stays null, which
// means unknown and not "no" (R11).
api_response list_states(handler_context& context) {
    const auto day = context.request.query_value("status_on");
    const persistence::query with_status{
        {"member_states_on",
         R"(
             select coalesce(json_agg(row_to_json(t)), '[]')::text as items
               from (select m.iso2, m.iso3, m.m49, m.name_en, m.name_fr, m.name_es, m.region,
                   (select row_to_json(s) from reference.status_of(m.iso2::text, $1::date) s) as
                   status from reference.member_state m order by m.iso2) t)"},
        {day.value_or("")}};
    return items_response(
        persistence::ask(context.db(), day ? with_status : all_rows(member_state::list()))
    );
}

}  // namespace

template <>
struct wire<member_state> {
    static const object_schema<member_state>& schema() {
        using body = member_state;
        static const auto declared = object<body>(
            "member_state", "A State",
            field("iso2", &body::iso2, "ISO 3166 alpha-2", matches_code(), length(2, 2)),
            field("iso3", &body::iso3, "ISO 3166 alpha-3", matches_code(), length(3, 3)),
            field("m49", &body::m49, "UN M49 number", matches_code(), length(3, 3)),
            field("name_en", &body::name_en, "English name", length(1, 200)),
            field("name_fr", &body::name_fr, "French name", length(1, 200)),
            field("name_es", &body::name_es, "Spanish name", length(1, 200)),
            field("region", &body::region, "Region of the fund", length(1, 100))
        );
        return declared;
    }
};

template <>
struct wire<member_state_status> {
    static const object_schema<member_state_status>& schema() {
        using body = member_state_status;
        static const auto declared = object<body>(
            "member_state_status",
            "What became known of a State from a day on; what is left out stays as it was",
            field("state", &body::state, "ISO 3166 alpha-2", matches_code(), length(2, 2)),
            field("valid_from", &body::valid_from, "First day it is known for"),
            field(
                "membership", &body::membership, "Of the organisation",
                one_of({"member", "observer", "none"})
            ),
            field(
                "income_group", &body::income_group, "Of the World Bank",
                one_of({"low", "lower_middle", "upper_middle", "high", "not_classified"})
            ),
            field("eu_member", &body::eu_member, "Member of the European Union"),
            field("article_4", &body::article_4, "Vote suspended for arrears (R4)"),
            field(
                "withdrawn", &body::withdrawn, "Has withdrawn from the fund by its own wish (R5)"
            ),
            field("line_2_listed", &body::line_2_listed, "On the printed list of Line 2"),
            field(
                "no_longer_known", &body::no_longer_known,
                "Facts nobody knows from this day on, joined by blanks: article_4 withdrawn",
                length(1, 100)
            ),
            field("source", &body::source, "Where it stands", length(1, 300)),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

endpoints member_state_endpoints() {
    auto all = reference_list_endpoints<member_state>("member-states", "States");
    all.back().query_parameters.push_back(
        {.name = "status_on",
         .description = "Add the status known for this day",
         .type = parameter_type::date}
    );
    all.back().handle = list_states;
    append(
        all,
        reference_list_endpoints<member_state_status>(
            "member-state-statuses", "dated status of States", record_statuses
        )
    );
    all.push_back(member_states_endpoint());
    return all;
}

}  // namespace tranche::server
