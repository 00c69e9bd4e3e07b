// What else is known of a project: goals and markers, projects it goes on from, places.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/projects/project_states.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>
#include <charconv>

namespace tranche::server {
namespace {

using domain::entity;

struct classification_body {
    std::optional<std::string> sector;
    std::vector<std::string> goals;
    std::optional<std::int64_t> gender_marker;
};

struct relation_body {
    reference project;
    std::string kind, reason;
};

struct location_body {
    std::string name, latitude, longitude;
    std::string exactness;
};

receipt touched(const locked_project& project) {
    return {
        .what = entity::project,
        .id = project.id,
        .code = project.row.text("code"),
        .version = project.row.integer("version") + 1};
}

receipt classify(command_run& run, const classification_body& body) {
    const locked_project project{run};
    run.check_version(project.row);
    const auto found = run.load(
        {{{"goals_unknown",
           R"(
               select g.n - 1 as n, g.name
                 from unnest($1::text[]) with ordinality g (name, n)
                 where not exists (select 1 from reference.goal_target t
                     where t.framework || ':' || t.code = g.name)
                 order by g.n)"},
          {persistence::array_of(std::span{body.goals})}},
         {{"sector_known",
           "select exists (select 1 from reference.sector where code = $1) as known"},
          {body.sector}}}
    );
    for (const auto row : found[0]) {
        run.require(
            false, "/goals/" + row.text("n"), "unknown_reference",
            {{"type", "goal_target"}, {"value", row.text("name")}}
        );
    }
    run.require(
        !body.sector || found[1][0].truth("known"), "/sector", "unknown_reference",
        {{"type", "sector"}, {"value", body.sector.value_or("")}}
    );
    run.update(
        entity::project, project.id,
        {{"sector", body.sector},
         {"goals", persistence::array_of(std::span{body.goals})},
         {"gender_marker", body.gender_marker}}
    );
    return touched(project);
}

receipt relate(command_run& run, const relation_body& body) {
    const auto other = run.id_of(entity::project, body.project.text, "/project");
    const locked_project project{run};
    run.require(other != project.id, "/project", "related_to_itself");
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.project_relation",
        {{"id", id},
         {"project_id", project.id},
         {"kind", body.kind},
         {"other_id", other},
         {"reason", body.reason},
         {"recorded_by", run.who().user_id}}
    );
    return {.what = entity::project_relation, .id = id, .code = project.row.text("code")};
}

// Degrees with up to six decimals; nothing for other text.
std::optional<std::string> degrees(const std::string& text, std::int64_t most) {
    std::string_view rest{text};
    const bool negative = rest.starts_with('-');
    rest.remove_prefix(negative ? 1 : 0);
    const auto point = rest.find('.');
    const auto whole = rest.substr(0, point);
    const auto part = point == std::string_view::npos ? std::string_view{} : rest.substr(point + 1);
    const auto is_number = [](std::string_view digits) {
        return std::ranges::all_of(digits, [](char one) { return one >= '0' && one <= '9'; });
    };
    if (whole.empty() || whole.size() > 3 || part.size() > 6 || !is_number(whole) ||
        !is_number(part) || (point != std::string_view::npos && part.empty())) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    std::from_chars(whole.data(), whole.data() + whole.size(), number);
    const bool beyond =
        number > most || (number == most && part.find_first_not_of('0') != std::string_view::npos);
    return beyond ? std::nullopt : std::optional{text};
}

receipt locate(command_run& run, const location_body& body) {
    const locked_project project{run};
    // R63, and the database says it again.
    run.rule(
        domain::rule_id::r63, !project.row.truth("protection"), "", "protection_names_no_site"
    );
    run.require(
        degrees(body.latitude, 90).has_value(), "/latitude", "degrees_expected", {{"most", "90"}}
    );
    run.require(
        degrees(body.longitude, 180).has_value(), "/longitude", "degrees_expected",
        {{"most", "180"}}
    );
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.project_location",
        {{"id", id},
         {"project_id", project.id},
         {"name", body.name},
         {"latitude", body.latitude},
         {"longitude", body.longitude},
         {"exactness", body.exactness},
         {"recorded_by", run.who().user_id}}
    );
    return {.what = entity::project_location, .id = id, .code = project.row.text("code")};
}

// What a place is does not matter to whether there may be one.
std::optional<location_body> somewhere(command_run&, const rehearsed_subject&) {
    return location_body{"-", "0", "0", "approximate"};
}

}  // namespace

template <>
struct wire<classification_body> {
    static const object_schema<classification_body>& schema() {
        using body = classification_body;
        static const auto declared = object<body>(
            "project_classification", "What a project serves; replaces what was said before",
            field("sector", &body::sector, "DAC purpose code", length(3, 5)),
            field("goals", &body::goals, "Goals and targets, like sdg:8.7 or gcm:10", items(0, 50)),
            field(
                "gender_marker", &body::gender_marker, "0 not targeted, 1 significant, 2 principal",
                between(0, 2)
            )
        );
        return declared;
    }
};

template <>
struct wire<relation_body> {
    static const object_schema<relation_body>& schema() {
        using body = relation_body;
        static const auto declared = object<body>(
            "project_relation_body", "A project beside another",
            field("project", &body::project, "The other one"),
            field(
                "kind", &body::kind,
                "successor_of: this one goes on from it, with other money (R18)",
                one_of({"successor_of", "related_to"})
            ),
            field("reason", &body::reason, "How they belong together", length(1, 2000), multiline())
        );
        return declared;
    }
};

template <>
struct wire<location_body> {
    static const object_schema<location_body>& schema() {
        using body = location_body;
        static const auto declared = object<body>(
            "project_location_body", "Where a project works; never one of protection (R63)",
            field("name", &body::name, "Name of the place", length(1, 200)),
            field("latitude", &body::latitude, "Degrees, north positive", length(1, 12)),
            field("longitude", &body::longitude, "Degrees, east positive", length(1, 12)),
            field(
                "exactness", &body::exactness, "What the point means",
                one_of({"exact", "approximate", "administrative_area"})
            )
        );
        return declared;
    }
};

endpoints project_particular_endpoints() {
    using domain::action;
    const std::string tag = "Projects";
    const std::string base = "/api/v1/projects/{project}";
    endpoints all{
        command<classification_body>(
            {base + "/classify", "classify_project", "Say which goals it serves", tag,
             action::manage_projects},
            classify
        ),
        command<dated_states_body>(
            {base + "/states", "set_benefiting_states", "Say who benefits from a day on", tag,
             action::manage_projects},
            set_benefiting_states
        ),
        command<relation_body>(
            {base + "/relate", "relate_project", "Relate it to another project", tag,
             action::manage_projects, 201},
            relate
        ),
        command<location_body>(
            {base + "/locations", "add_project_location", "Say where it works", tag,
             action::manage_projects, 201},
            locate, somewhere
        ),
    };
    append(
        all, read_endpoints(persistence::project_relation_resource(), action::read_funding, tag)
    );
    append(
        all, read_endpoints(persistence::project_location_resource(), action::read_funding, tag)
    );
    return all;
}

}  // namespace tranche::server
