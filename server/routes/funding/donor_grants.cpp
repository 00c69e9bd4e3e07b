// What the office opens to one donor for a time: names of partners, lines of expense, their payees.
// One person proposes, another confirms, and it ends on its last day or when it is revoked.
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace tranche::server {
namespace {

using domain::entity;

struct new_donor_grant {
    std::optional<reference> project;
    std::vector<std::string> opens;
    domain::date valid_from, valid_until;
    std::string reason;
};

struct donor_grant_confirmation {
    domain::date confirmed_on;
};

struct donor_grant_revocation {
    std::string reason;
};

// A protection project is never opened, so nobody is to believe that it was.
void check_project(command_run& run, std::int64_t project) {
    const auto found = run.load(
        {{{"project_of_donor_grant", "select protection from funding.project where id = $1"},
          {project}}}
    );
    run.require(!found[0][0].truth("protection"), "/project", "protection_stays_closed");
}

receipt propose(command_run& run, const new_donor_grant& body) {
    const auto donor = run.path_id(entity::donor);
    const auto project = run.id_of(
        entity::project, body.project ? std::optional{body.project->text} : std::nullopt, "/project"
    );
    const auto earliest = std::max(body.valid_from, run.today());
    run.require(
        body.valid_until >= earliest, "/valid_until", "date_before",
        {{"date", domain::to_string(body.valid_until)}, {"earliest", domain::to_string(earliest)}}
    );
    const auto has = [&](std::string_view part) {
        return std::ranges::find(body.opens, part) != body.opens.end();
    };
    run.require(!has("payees") || has("lines"), "/opens", "payees_need_lines");
    if (project) {
        check_project(run, *project);
    } else {
        run.load({});
    }
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.donor_grant",
        {{"id", id},
         {"donor_id", donor},
         {"project_id", project},
         {"opens", persistence::array_of(std::span{body.opens})},
         {"valid_from", body.valid_from},
         {"valid_until", body.valid_until},
         {"reason", body.reason},
         {"proposed_by", run.who().user_id},
         {"proposed_on", run.today()}}
    );
    return {.what = entity::donor_grant, .id = id, .state = "proposed"};
}

persistence::rows grant_to_move(command_run& run, std::int64_t id) {
    auto found = run.load(
        {{{"donor_grant_to_move",
           R"(
               select g.version, g.proposed_by, g.proposed_for, g.proposed_on,
                   case when g.revoked_by is not null then 'revoked'
                       when g.confirmed_by is not null then 'confirmed'
                       else 'proposed' end as state
                 from funding.donor_grant g
                 where g.id = $1 for no key update)"},
          {id}}}
    );
    return std::move(found.front());
}

receipt confirm(command_run& run, const donor_grant_confirmation& body) {
    const auto id = run.path_id(entity::donor_grant);
    const auto found = grant_to_move(run, id);
    const auto row = run.the_row(found, entity::donor_grant);
    run.check_version(row);
    const std::string next{
        state_after(domain::donor_grant_lifecycle(), "confirm", row.text("state"))};
    check_other_person(run, row, "proposed", "propose");
    check_not_future(run, "/confirmed_on", body.confirmed_on);
    const auto earliest = row.day("proposed_on");
    run.require(
        body.confirmed_on >= earliest, "/confirmed_on", "date_before",
        {{"date", domain::to_string(body.confirmed_on)}, {"earliest", domain::to_string(earliest)}}
    );
    run.update(
        entity::donor_grant, id,
        {{"confirmed_by", run.who().user_id}, {"confirmed_on", body.confirmed_on}}
    );
    return {
        .what = entity::donor_grant,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

receipt revoke(command_run& run, const donor_grant_revocation& body) {
    const auto id = run.path_id(entity::donor_grant);
    const auto found = grant_to_move(run, id);
    const auto row = run.the_row(found, entity::donor_grant);
    run.check_version(row);
    const std::string next{
        state_after(domain::donor_grant_lifecycle(), "revoke", row.text("state"))};
    run.note("reason", body.reason);
    run.update(
        entity::donor_grant, id, {{"revoked_by", run.who().user_id}, {"revoked_on", run.today()}}
    );
    return {
        .what = entity::donor_grant,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

std::optional<donor_grant_confirmation>
confirmed_today(command_run& run, const rehearsed_subject&) {
    return donor_grant_confirmation{run.today()};
}

}  // namespace

template <>
struct wire<new_donor_grant> {
    static const object_schema<new_donor_grant>& schema() {
        using body = new_donor_grant;
        static const auto declared = object<body>(
            "new_donor_grant", "What a donor's viewers may see for a time beside results and sums",
            field("project", &body::project, "Of this project; absent: of all its money reached"),
            field(
                "opens", &body::opens,
                "partners: their names; lines: what was accepted as spent; payees: of those lines",
                items(1, 3), one_of({"partners", "lines", "payees"})
            ),
            field("valid_from", &body::valid_from, "First day"),
            field("valid_until", &body::valid_until, "Last day"),
            field("reason", &body::reason, "Why, and where it stands", length(1, 1000))
        );
        return declared;
    }
};

template <>
struct wire<donor_grant_confirmation> {
    static const object_schema<donor_grant_confirmation>& schema() {
        using body = donor_grant_confirmation;
        static const auto declared = object<body>(
            "donor_grant_confirmation", "A second person agrees",
            field("confirmed_on", &body::confirmed_on, "Day of the decision")
        );
        return declared;
    }
};

template <>
struct wire<donor_grant_revocation> {
    static const object_schema<donor_grant_revocation>& schema() {
        using body = donor_grant_revocation;
        static const auto declared = object<body>(
            "donor_grant_revocation", "It is closed again, at once",
            field("reason", &body::reason, "Why", length(1, 1000))
        );
        return declared;
    }
};

endpoints donor_grant_endpoints() {
    using domain::action;
    const std::string tag = "Funding";
    const std::string base = "/api/v1/donor-grants/{donor_grant}";
    endpoints all{
        command<new_donor_grant>(
            {"/api/v1/donors/{donor}/grants", "create_donor_grant",
             "Propose to open partners, lines or payees to a donor for a time", tag,
             action::open_to_donors, 201},
            propose
        ),
        command<donor_grant_confirmation>(
            {base + "/confirm", "confirm_donor_grant",
             "Confirm it, as another person than who proposed", tag,
             action::confirm_opening_to_donors},
            confirm, confirmed_today
        ),
        command<donor_grant_revocation>(
            {base + "/revoke", "revoke_donor_grant", "Close it again, before its last day", tag,
             action::open_to_donors},
            revoke
        ),
    };
    append(all, read_endpoints(persistence::donor_grant_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
