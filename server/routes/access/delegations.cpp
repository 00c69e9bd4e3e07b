// Leave: who may act on whose behalf, decided by the person who is away or by an administrator.
#include "persistence/delegations.hpp"

#include "persistence/random_id.hpp"
#include "persistence/round_trip.hpp"
#include "server/command/command.hpp"
#include "server/read/actions.hpp"
#include "server/routes/access/own_answers.hpp"
#include "server/routes/access/profile.hpp"
#include "server/routes/routes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {
namespace {

namespace json = boost::json;
using domain::entity;

constexpr std::int64_t days_at_most = 366;

struct new_delegation {
    std::optional<std::string> from;
    std::string to;
    domain::date valid_from, valid_until;
    std::vector<std::string> roles;
    std::string reason;
};

struct revocation_body {
    std::string reason;
};

bool administers(const principal& who) {
    return who.roles.contains(domain::role::administrator);
}

void check_days(command_run& run, const new_delegation& body) {
    const auto earliest = std::max(body.valid_from, run.today());
    run.require(
        body.valid_until >= earliest, "/valid_until", "date_before",
        {{"date", domain::to_string(body.valid_until)}, {"earliest", domain::to_string(earliest)}}
    );
    run.require(
        body.valid_until <= domain::add_days(body.valid_from, days_at_most), "/valid_until",
        "delegation_too_long", {{"days", std::to_string(days_at_most)}}
    );
}

receipt create(command_run& run, const new_delegation& body) {
    const auto& who = run.who();
    // Nobody learns from a refusal who works on the other side.
    const auto side =
        administers(who) ? std::nullopt : std::optional{persistence::side_of{who.partner_id}};
    const auto from_name = body.from.value_or(who.user_name);
    const auto found = run.load(
        {persistence::account_for_authority(from_name, side),
         persistence::account_for_authority(body.to, side)}
    );
    const auto known = [&](const persistence::rows& rows, const char* field, const auto& name) {
        run.require(
            !rows.empty(), field, "unknown_reference", {{"type", "user_account"}, {"value", name}}
        );
    };
    known(found[0], "/from", from_name);
    known(found[1], "/to", body.to);
    check_days(run, body);
    run.settle();
    const auto from = found[0][0];
    const auto to = found[1][0];
    if (from.integer("id") != who.user_id && !administers(who)) {
        throw domain::refusal{domain::error_kind::forbidden, "delegation_not_yours"};
    }
    run.require(
        to.integer("id") != from.integer("id") && to.integer("id") != who.user_id, "/to",
        "not_to_oneself"
    );
    const auto held = domain::roles_from_names(from.text("roles"));
    for (std::size_t i = 0; i < body.roles.size(); ++i) {
        const auto role = domain::role_from_name(body.roles[i]);
        run.require(
            role && held.contains(*role), "/roles/" + std::to_string(i), "role_not_held",
            {{"name", from.text("name")}, {"role", body.roles[i]}}
        );
    }
    const auto id = persistence::random_id();
    run.insert(
        "people.delegation",
        {{"id", id},
         {"from_user", from.integer("id")},
         {"to_user", to.integer("id")},
         {"valid_from", body.valid_from},
         {"valid_until", body.valid_until},
         {"roles",
          body.roles.empty() ? persistence::value{std::nullopt}
                             : persistence::array_of(std::span{body.roles})},
         {"reason", body.reason},
         {"decided_by", who.user_id}}
    );
    return {.what = entity::delegation, .id = id};
}

receipt revoke(command_run& run, const revocation_body& body) {
    const auto id = run.path_id(entity::delegation);
    const auto found = run.load(
        {{{"delegation_to_revoke",
           "select from_user, version, revoked_at from people.delegation where id = $1"
           " for no key update"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::delegation);
    const auto& who = run.who();
    if (row.integer("from_user") != who.user_id && !administers(who)) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    run.check_version(row);
    if (!row.is_null("revoked_at")) {
        throw domain::refusal{
            domain::error_kind::conflict,
            "state_forbids_action",
            {{"action", "revoke"}, {"state", "revoked"}}};
    }
    run.note("reason", body.reason);
    run.update(entity::delegation, id, {{"revoked_at", "now"}, {"revoked_by", who.user_id}});
    return {
        .what = entity::delegation,
        .id = id,
        .state = "revoked",
        .version = row.integer("version") + 1};
}

json::value roles_json(const std::optional<std::string>& names) {
    return names ? json::value{names_of_roles(domain::roles_from_names(*names))} : json::value{};
}

json::object to_json(const persistence::row& row) {
    const auto text = [&](const char* column) -> json::value {
        const auto found = row.maybe_text(column);
        return found ? json::value{json::string{*found}} : json::value{};
    };
    json::value revoked_at;
    if (const auto at = row.maybe_integer("revoked_at")) {
        revoked_at = json::string{moment_utc(*at)};
    }
    return {
        {"id", domain::public_id(entity::delegation, row.integer("id"))},
        {"from", row.text("from_name")},
        {"to", row.text("to_name")},
        {"valid_from", row.text("valid_from")},
        {"valid_until", row.text("valid_until")},
        {"roles", roles_json(row.maybe_text("roles"))},
        {"reason", row.text("reason")},
        {"decided_by", row.text("decided_by")},
        {"decided_at", moment_utc(row.integer("decided_at"))},
        {"revoked_at", std::move(revoked_at)},
        {"revoked_by", text("revoked_by")},
        {"version", row.integer("version")}};
}

// One's own from both ends; an administrator sees everybody's.
persistence::rows visible(handler_context& context, std::optional<std::int64_t> id) {
    const auto& who = *context.request.who;
    const auto of_user = administers(who) ? std::nullopt : std::optional{who.user_id};
    return persistence::ask(context.db(), persistence::list_delegations(of_user, id));
}

api_response list(handler_context& context) {
    json::array items;
    for (const auto row : visible(context, std::nullopt)) {
        items.emplace_back(to_json(row));
    }
    return json_response(200, json::serialize(json::object{{"items", std::move(items)}}));
}

api_response one(handler_context& context) {
    const auto id =
        domain::parse_public_id(entity::delegation, context.request.param("delegation"));
    if (id) {
        if (const auto found = visible(context, id); !found.empty()) {
            auto body = json::serialize(to_json(found[0]));
            body.pop_back();
            write_actions(body, context, {entity::delegation, *id, ""});
            return json_response(200, body + '}');
        }
    }
    throw domain::refusal{domain::error_kind::not_found, "not_found"};
}

endpoint reading(
    std::string path, std::string operation_id, std::string summary,
    api_response (*handle)(handler_context&), describe_fn answer
) {
    endpoint made;
    made.method = "GET";
    made.path = std::move(path);
    made.operation_id = std::move(operation_id);
    made.summary = std::move(summary);
    made.tag = "People";
    made.action = domain::action::read_own_delegations;
    made.response_schema = std::move(answer);
    made.handle = handle;
    return made;
}

}  // namespace

template <>
struct wire<new_delegation> {
    static const object_schema<new_delegation>& schema() {
        using body = new_delegation;
        static const auto declared = object<body>(
            "new_delegation", "Who acts for whom while that person is away",
            field("from", &body::from, "Who is away; absent: oneself", length(1, 64)),
            field("to", &body::to, "Name or id of who stands in", length(1, 64)),
            field("valid_from", &body::valid_from, "First day"),
            field("valid_until", &body::valid_until, "Last day, within a year"),
            field(
                "roles", &body::roles, "Which roles are handed on; none: all but administrator",
                items(0, 6),
                one_of(
                    {"programme_officer", "finance_officer", "approver", "auditor",
                     "partner_preparer", "partner_authorised_officer"}
                ),
                may_be_absent()
            ),
            field("reason", &body::reason, "Why", length(1, 300))
        );
        return declared;
    }
};

template <>
struct wire<revocation_body> {
    static const object_schema<revocation_body>& schema() {
        static const auto declared = object<revocation_body>(
            "delegation_revocation", "The end of a delegation, at once",
            field("reason", &revocation_body::reason, "Why", length(1, 300))
        );
        return declared;
    }
};

endpoints delegation_endpoints() {
    const std::string base = "/api/v1/delegations";
    endpoints all{
        command<new_delegation>(
            {base, "create_delegation", "Let somebody act on one's behalf while one is away",
             "People", domain::action::delegate, 201},
            create
        ),
        command<revocation_body>(
            {base + "/{delegation}/revoke", "revoke_delegation", "End a delegation at once",
             "People", domain::action::delegate},
            revoke
        ),
        reading(
            base, "list_delegations", "One's own delegations; an administrator's: all", list,
            describe_delegations()
        ),
        reading(
            base + "/{delegation}", "get_delegation", "One delegation", one, describe_delegation()
        )};
    for (auto& each : all) {
        each.own_account = true;  // the accounts and delegations of a partner's people too
    }
    return all;
}

}  // namespace tranche::server
