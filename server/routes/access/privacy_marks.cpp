// What keeps people from being found in what is shown (R63): whether a project is one of
// protection, and whether an indicator counts people.
#include "domain/indicator.hpp"
#include "server/command/command.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct protection_reason {
    std::string reason;
};

struct people_mark {
    bool counts_people = true;
    std::string reason;
};

receipt mark_protection(command_run& run, bool is_protected, const std::string& reason) {
    const locked_project project{run};
    run.check_version(project.row);
    run.require(
        project.row.truth("protection") != is_protected, "",
        is_protected ? "protected_already" : "not_protected"
    );
    run.settle();
    run.update(entity::project, project.id, {{"protection", is_protected}});
    run.note("reason", reason);
    return {
        .what = entity::project,
        .id = project.id,
        .code = project.row.text("code"),
        .version = project.row.integer("version") + 1};
}

receipt protect(command_run& run, const protection_reason& body) {
    return mark_protection(run, true, body.reason);
}

receipt lift_protection(command_run& run, const protection_reason& body) {
    return mark_protection(run, false, body.reason);
}

receipt mark_people(command_run& run, const people_mark& body) {
    const auto indicator = run.path_id(entity::indicator);
    const auto found = run.load(
        {{{"indicator_to_mark",
           R"(
               select measure, aggregation, counts, nature, version
                 from result.indicator
                 where id = $1 for no key update)"},
          {indicator}}}
    );
    const auto row = run.the_row(found[0], entity::indicator);
    run.check_version(row);
    for (auto& problem : domain::problems_of(
             {.measure = row.text("measure"),
 .aggregation = row.text("aggregation"),
 .counts = row.maybe_text("counts"),
 .capacity = row.text("nature") == "capacity",
 .counts_people = body.counts_people}
         )) {
        run.add(std::move(problem));
    }
    run.settle();
    run.update(entity::indicator, indicator, {{"counts_people", body.counts_people}});
    run.note("reason", body.reason);
    return {.what = entity::indicator, .id = indicator, .version = row.integer("version") + 1};
}

}  // namespace

template <>
struct wire<protection_reason> {
    static const object_schema<protection_reason>& schema() {
        static const auto declared = object<protection_reason>(
            "protection_reason", "Why a project is, or is no longer, one of protection",
            field(
                "reason", &protection_reason::reason, "Kept in the audit trail", length(1, 2000),
                multiline()
            )
        );
        return declared;
    }
};

template <>
struct wire<people_mark> {
    static const object_schema<people_mark>& schema() {
        using body = people_mark;
        static const auto declared = object<body>(
            "people_mark", "Whether an indicator counts people",
            field(
                "counts_people", &body::counts_people, "Then its small figures are not published"
            ),
            field("reason", &body::reason, "Kept in the audit trail", length(1, 2000), multiline())
        );
        return declared;
    }
};

endpoints privacy_mark_endpoints() {
    using domain::action;
    return {
        command<protection_reason>(
            {"/api/v1/projects/{project}/protect", "protect_project",
             "Make it one of protection; its sites are erased", "Projects",
             action::manage_projects},
            protect
        ),
        // Shows more to more people: not for those who run the project.
        command<protection_reason>(
            {"/api/v1/projects/{project}/lift-protection", "lift_project_protection",
             "Make it one of protection no longer", "Projects", action::approve_projects},
            lift_protection
        ),
        command<people_mark>(
            {"/api/v1/indicators/{indicator}/counts-people", "mark_indicator_people",
             "Say whether it counts people, whose small figures are not published", "Results",
             action::verify_actuals},
            mark_people
        ),
    };
}

}  // namespace tranche::server
