// Partners, and the block that keeps new money from one.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/reference/country.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct new_partner {
    std::string code, name, kind, country;
    std::optional<std::string> organisation_ref;
};

struct block_change {
    std::string reason;
};

receipt create_partner(command_run& run, const new_partner& body) {
    require_country(run, body.country, "/country");
    run.load({});
    const auto id = persistence::random_id();
    run.insert(
        "partner.partner",
        {{"id", id},
         {"code", body.code},
         {"name", body.name},
         {"kind", body.kind},
         {"country", body.country},
         {"organisation_ref", body.organisation_ref}}
    );
    return {.what = entity::partner, .id = id, .code = body.code, .state = "open"};
}

receipt set_block(command_run& run, const block_change& body, bool blocked) {
    const auto partner = run.path_id(entity::partner);
    const auto found = run.load(
        {{{"partner_for_block",
           R"(
               select code, blocked, version, blocked_by, blocked_for
                 from partner.partner
                 where id = $1 for no key update)"},
          {partner}}}
    );
    const auto row = run.the_row(found[0], entity::partner);
    run.check_version(row);
    const std::string next{state_after(
        domain::partner_lifecycle(), blocked ? "block" : "unblock",
        row.truth("blocked") ? "blocked" : "open"
    )};
    // R30: whoever lifts a block did not set it.
    if (!blocked) {
        check_other_person(run, row, "blocked", "block");
    }
    std::vector<command_run::column> columns{
        {"blocked", blocked},
        {"blocked_reason", blocked ? std::optional{body.reason} : std::nullopt},
        {blocked ? "blocked_by" : "unblocked_by", run.who().user_id},
        {blocked ? "blocked_on" : "unblocked_on", run.today()}};
    if (blocked) {
        // It has not been lifted yet.
        for (const auto* lifted : {"unblocked_by", "unblocked_for", "unblocked_on"}) {
            columns.push_back({lifted, std::nullopt});
        }
    }
    // Nor does it keep whom somebody stood in for another time.
    if (!run.who().acting_for) {
        columns.push_back({blocked ? "blocked_for" : "unblocked_for", std::nullopt});
    }
    run.update(entity::partner, partner, columns);
    run.note("reason", body.reason);
    return {
        .what = entity::partner,
        .id = partner,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

receipt block(command_run& run, const block_change& body) {
    return set_block(run, body, true);
}
receipt unblock(command_run& run, const block_change& body) {
    return set_block(run, body, false);
}

}  // namespace

template <>
struct wire<new_partner> {
    static const object_schema<new_partner>& schema() {
        using body = new_partner;
        static const auto declared = object<body>(
            "new_partner", "A partner to be registered",
            field("code", &body::code, "Short code", matches_code()),
            field("name", &body::name, "Name", length(1, 200)),
            field(
                "kind", &body::kind, "Sort of organisation",
                one_of(
                    {"national_ngo", "international_ngo", "government", "un_agency", "academic",
                     "private", "other"}
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

template <>
struct wire<block_change> {
    static const object_schema<block_change>& schema() {
        static const auto declared = object<block_change>(
            "block_change", "Why a partner is blocked or open again",
            field("reason", &block_change::reason, "Reason", length(1, 500))
        );
        return declared;
    }
};

endpoints partner_endpoints() {
    using domain::action;
    endpoints all{
        command<new_partner>(
            {"/api/v1/partners", "create_partner", "Register a partner", "Partners",
             action::manage_partners, 201},
            create_partner
        ),
        command<block_change>(
            {"/api/v1/partners/{partner}/block", "block_partner",
             "Keep new agreements and payments from a partner", "Partners", action::block_partners},
            block
        ),
        command<block_change>(
            {"/api/v1/partners/{partner}/unblock", "unblock_partner", "Lift the block of a partner",
             "Partners", action::block_partners},
            unblock
        )};
    append(
        all, read_endpoints(persistence::partner_resource(), action::read_partner_side, "Partners")
    );
    return all;
}

}  // namespace tranche::server
