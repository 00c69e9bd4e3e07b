// Donors: who gives.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/reference/country.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct new_donor {
    std::string code, name, kind;
    std::optional<std::string> country, organisation_ref;
};

receipt create_donor(command_run& run, const new_donor& body) {
    require_country(run, body.country, "/country");
    run.load({});
    const auto id = persistence::random_id();
    run.insert(
        "funding.donor",
        {{"id", id},
         {"code", body.code},
         {"name", body.name},
         {"kind", body.kind},
         {"country", body.country},
         {"organisation_ref", body.organisation_ref}}
    );
    return {.what = entity::donor, .id = id, .code = body.code};
}

}  // namespace

template <>
struct wire<new_donor> {
    static const object_schema<new_donor>& schema() {
        using body = new_donor;
        static const auto declared = object<body>(
            "new_donor", "A donor to be registered",
            field("code", &body::code, "Short code", matches_code()),
            field("name", &body::name, "Name", length(1, 200)),
            field(
                "kind", &body::kind, "Sort of donor",
                one_of(
                    {"government", "multilateral", "foundation", "private", "own_income", "other"}
                )
            ),
            field("country", &body::country, "ISO 3166 alpha-2", length(2, 2)),
            field(
                "organisation_ref", &body::organisation_ref, "Organisation identifier (IATI)",
                length(1, 100)
            )
        );
        return declared;
    }
};

endpoints donor_endpoints() {
    endpoints all{command<new_donor>(
        {"/api/v1/donors", "create_donor", "Register a donor", "Funding",
         domain::action::manage_donors, 201},
        create_donor
    )};
    append(
        all, read_endpoints(persistence::donor_resource(), domain::action::read_funding, "Funding")
    );
    return all;
}

}  // namespace tranche::server
