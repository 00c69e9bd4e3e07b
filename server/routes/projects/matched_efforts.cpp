// What others bring to a project, in cash or in kind: kept apart from the instrument's money (R17).
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct new_matched_effort {
    std::string kind, provider_kind, provider, description;
    domain::money amount;
    domain::date valued_on;
    std::string basis;
    bool illustrative = false;
};

struct matched_effort_withdrawal {
    domain::date withdrawn_on;
    std::string reason;
};

receipt record(command_run& run, const new_matched_effort& body) {
    const auto project = run.path_id(entity::project);
    const auto found = run.load(
        {{{"project_for_effort", "select code from funding.project where id = $1"}, {project}}}
    );
    run.the_row(found[0], entity::project);
    run.require(body.amount.minor() > 0, "/amount", "not_positive");
    check_not_future(run, "/valued_on", body.valued_on);
    const auto id = persistence::random_id();
    run.insert(
        "funding.matched_effort",
        {{"id", id},
         {"project_id", project},
         {"kind", body.kind},
         {"provider_kind", body.provider_kind},
         {"provider", body.provider},
         {"description", body.description},
         {"currency", body.amount.currency_unit()},
         {"amount", body.amount.minor()},
         {"valued_on", body.valued_on},
         {"basis", body.basis},
         {"recorded_by", run.who().user_id},
         {"illustrative", body.illustrative}}
    );
    return {.what = entity::matched_effort, .id = id, .state = "recorded"};
}

receipt withdraw(command_run& run, const matched_effort_withdrawal& body) {
    const auto effort = run.path_id(entity::matched_effort);
    const auto found = run.load(
        {{{"effort_to_withdraw",
           R"(
               select version, valued_on,
                   case when withdrawn_by is null then 'recorded' else 'withdrawn' end as state
                 from funding.matched_effort
                 where id = $1 for no key update)"},
          {effort}}}
    );
    const auto row = run.the_row(found[0], entity::matched_effort);
    run.check_version(row);
    const std::string next{
        state_after(domain::matched_effort_lifecycle(), "withdraw", row.text("state"))};
    check_not_future(run, "/withdrawn_on", body.withdrawn_on);
    run.update(
        entity::matched_effort, effort,
        {{"withdrawn_by", run.who().user_id},
         {"withdrawn_on", body.withdrawn_on},
         {"withdrawal_reason", body.reason}}
    );
    return {
        .what = entity::matched_effort,
        .id = effort,
        .state = next,
        .version = row.integer("version") + 1};
}

std::optional<matched_effort_withdrawal>
withdrawn_today(command_run& run, const rehearsed_subject&) {
    return matched_effort_withdrawal{run.today(), "?"};
}

}  // namespace

template <>
struct wire<new_matched_effort> {
    static const object_schema<new_matched_effort>& schema() {
        using body = new_matched_effort;
        static const auto declared = object<body>(
            "new_matched_effort", "What somebody else brings to the project (R17)",
            field(
                "kind", &body::kind, "Money of others, or things and work",
                one_of({"cash", "in_kind"})
            ),
            field(
                "provider_kind", &body::provider_kind, "Who brings it",
                one_of({"government", "partner", "donor", "other"})
            ),
            field("provider", &body::provider, "By name", length(1, 200)),
            field("description", &body::description, "What it is", length(1, 500)),
            field("amount", &body::amount, "What it is worth", positive()),
            field("valued_on", &body::valued_on, "Day of the valuation"),
            field("basis", &body::basis, "How the value was come by", length(1, 300)),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

template <>
struct wire<matched_effort_withdrawal> {
    static const object_schema<matched_effort_withdrawal>& schema() {
        using body = matched_effort_withdrawal;
        static const auto declared = object<body>(
            "matched_effort_withdrawal", "It was not brought, or stands there wrongly",
            field("withdrawn_on", &body::withdrawn_on, "Day it is struck out"),
            field("reason", &body::reason, "Why", length(1, 500), multiline())
        );
        return declared;
    }
};

endpoints matched_effort_endpoints() {
    using domain::action;
    endpoints all{
        command<new_matched_effort>(
            {"/api/v1/projects/{project}/matched-efforts", "record_matched_effort",
             "Record what others bring to the project", "Projects", action::manage_projects, 201},
            record
        ),
        command<matched_effort_withdrawal>(
            {"/api/v1/matched-efforts/{matched_effort}/withdraw", "withdraw_matched_effort",
             "Strike out a matched effort; it stays to be seen", "Projects",
             action::manage_projects},
            withdraw, withdrawn_today
        )};
    append(
        all,
        read_endpoints(persistence::matched_effort_resource(), action::read_funding, "Projects")
    );
    return all;
}

}  // namespace tranche::server
