// Approval by amount: the levels of a fund from a day on, and who holds which.
#include "domain/approval_level.hpp"
#include "persistence/delegations.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "persistence/round_trip.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/access/authority.hpp"
#include "server/routes/access/own_answers.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {
namespace {

namespace json = boost::json;
using domain::entity;

struct level_body {
    std::int64_t level = 0;
    std::optional<domain::money> up_to;
};

struct approval_levels_body {
    domain::date valid_from;
    std::vector<level_body> levels;
    std::string source;
    bool illustrative = false;
};

struct new_approval_grant {
    std::string user;
    reference instrument;
    std::int64_t level = 0;
    domain::date valid_from;
    std::optional<domain::date> valid_until;
    std::string reason;
};

struct grant_ending {
    domain::date on;
    std::string reason;
};

persistence::query instrument_for_levels(std::int64_t instrument) {
    return {
        {"instrument_for_levels",
         R"(
             select i.code, i.base_currency, i.version, (select max(l.valid_from) from
                 funding.approval_level l where l.instrument_id = i.id) as latest
               from funding.instrument i
               where i.id = $1 for no key update)"},
        {instrument}};
}

receipt set_levels(command_run& run, const approval_levels_body& body) {
    const auto instrument = run.path_id(entity::instrument);
    const auto found = run.load({instrument_for_levels(instrument)});
    const auto row = run.the_row(found[0], entity::instrument);
    run.check_version(row);
    // A set is replaced whole, by a later one: what counted on a day stays what counted.
    if (const auto latest = row.maybe_day("latest")) {
        const auto earliest = domain::add_days(*latest, 1);
        run.require(
            body.valid_from >= earliest, "/valid_from", "date_before",
            {{"date", domain::to_string(body.valid_from)},
             {"earliest", domain::to_string(earliest)}}
        );
    }
    std::vector<domain::approval_level> levels;
    for (std::size_t i = 0; i < body.levels.size(); ++i) {
        const auto& one = body.levels[i];
        const auto at = "/levels/" + std::to_string(i) + "/up_to";
        if (one.up_to) {
            check_currency(run, at, *one.up_to, row.currency("base_currency"));
        }
        levels.push_back({one.level, one.up_to, false});
        run.insert(
            "funding.approval_level",
            {{"instrument_id", instrument},
             {"valid_from", body.valid_from},
             {"level", one.level},
             {"up_to_amount", minor_of(one.up_to)},
             {"source", body.source},
             {"illustrative", body.illustrative}}
        );
    }
    run.settle();
    run.require(domain::limits_grow(levels), "/levels", "levels_do_not_grow");
    run.update(entity::instrument, instrument, {});
    return {
        .what = entity::instrument,
        .id = instrument,
        .code = row.text("code"),
        .version = row.integer("version") + 1};
}

receipt grant_level(command_run& run, const new_approval_grant& body) {
    const auto instrument = run.id_of(entity::instrument, body.instrument.text, "/instrument");
    const auto found =
        run.load({persistence::account_for_authority(body.user, persistence::side_of{})});
    run.require(
        !found[0].empty(), "/user", "unknown_reference",
        {{"type", "user_account"}, {"value", body.user}}
    );
    run.require(
        !body.valid_until || *body.valid_until >= body.valid_from, "/valid_until", "date_before",
        {{"date", body.valid_until ? domain::to_string(*body.valid_until) : ""},
         {"earliest", domain::to_string(body.valid_from)}}
    );
    run.settle();
    const auto user = found[0][0].integer("id");
    run.require(user != run.who().user_id, "/user", "not_to_oneself");
    run.require(
        domain::roles_from_names(found[0][0].text("roles")).contains(domain::role::approver),
        "/user", "role_not_held", {{"name", body.user}, {"role", "approver"}}
    );
    const auto id = persistence::random_id();
    run.insert(
        "people.approval_grant",
        {{"id", id},
         {"user_id", user},
         {"instrument_id", instrument},
         {"level", body.level},
         {"valid_from", body.valid_from},
         {"valid_until", body.valid_until},
         {"granted_by", run.who().user_id},
         {"reason", body.reason}}
    );
    return {.what = entity::approval_grant, .id = id};
}

receipt end_grant(command_run& run, const grant_ending& body) {
    const auto id = run.path_id(entity::approval_grant);
    const auto found = run.load(
        {{{"approval_grant_to_end",
           "select version, ended_on from people.approval_grant where id = $1 for no key update"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::approval_grant);
    run.check_version(row);
    if (!row.is_null("ended_on")) {
        throw domain::refusal{
            domain::error_kind::conflict,
            "state_forbids_action",
            {{"action", "end"}, {"state", "ended"}}};
    }
    run.require(
        body.on >= run.today(), "/on", "date_before",
        {{"date", domain::to_string(body.on)}, {"earliest", domain::to_string(run.today())}}
    );
    run.note("reason", body.reason);
    run.update(
        entity::approval_grant, id, {{"ended_on", body.on}, {"ended_by", run.who().user_id}}
    );
    return {.what = entity::approval_grant, .id = id, .version = row.integer("version") + 1};
}

api_response list_levels(handler_context& context) {
    const auto instrument = context.app.references.find(
        context.db(), entity::instrument, context.request.param("instrument")
    );
    if (!instrument) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto found = persistence::ask(
        context.db(),
        {{"list_approval_levels",
          R"(
              select l.valid_from, l.level, l.up_to_amount, i.base_currency, l.source,
                  l.illustrative
                from funding.approval_level l
                join funding.instrument i on i.id = l.instrument_id
                where i.id = $1
                order by l.valid_from desc, l.level)"},
         {*instrument}}
    );
    json::array items;
    for (const auto row : found) {
        json::value up_to;
        if (!row.is_null("up_to_amount")) {
            const auto limit = row.money("up_to_amount", "base_currency");
            up_to = json::object{
                {"amount", limit.to_decimal()}, {"currency", row.text("base_currency")}};
        }
        items.emplace_back(json::object{
            {"valid_from", row.text("valid_from")},
            {"level", row.integer("level")},
            {"up_to", std::move(up_to)},
            {"source", row.text("source")},
            {"illustrative", row.truth("illustrative")}});
    }
    return json_response(200, json::serialize(json::object{{"items", std::move(items)}}));
}

}  // namespace

template <>
struct wire<level_body> {
    static const object_schema<level_body>& schema() {
        static const auto declared = object<level_body>(
            "approval_level", "Up to which amount a level may approve",
            field("level", &level_body::level, "1 is the lowest", between(1, 9)),
            field("up_to", &level_body::up_to, "In base currency; absent: any amount", positive())
        );
        return declared;
    }
};

template <>
struct wire<approval_levels_body> {
    static const object_schema<approval_levels_body>& schema() {
        using body = approval_levels_body;
        static const auto declared = object<body>(
            "approval_levels", "All levels of a fund from a day on; they replace the earlier ones",
            field("valid_from", &body::valid_from, "First day they count"),
            field("levels", &body::levels, "Their limits grow with their numbers", items(1, 9)),
            field("source", &body::source, "Where the rule stands", length(1, 300)),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

template <>
struct wire<new_approval_grant> {
    static const object_schema<new_approval_grant>& schema() {
        using body = new_approval_grant;
        static const auto declared = object<body>(
            "new_approval_grant", "A level of a fund for a person, never for oneself",
            field("user", &body::user, "Name or id of an approver", length(1, 64)),
            field("instrument", &body::instrument, "The fund"),
            field("level", &body::level, "Up to this level", between(1, 9)),
            field("valid_from", &body::valid_from, "First day"),
            field("valid_until", &body::valid_until, "Last day; absent: until it is ended"),
            field("reason", &body::reason, "Why", length(1, 300))
        );
        return declared;
    }
};

template <>
struct wire<grant_ending> {
    static const object_schema<grant_ending>& schema() {
        static const auto declared = object<grant_ending>(
            "approval_grant_ending", "When a grant counts no more",
            field("on", &grant_ending::on, "From this day on; today or later"),
            field("reason", &grant_ending::reason, "Why", length(1, 300))
        );
        return declared;
    }
};

endpoints approval_level_endpoints() {
    using domain::action;
    const std::string tag = "People";
    endpoint list;
    list.method = "GET";
    list.path = "/api/v1/instruments/{instrument}/approval-levels";
    list.operation_id = "list_approval_levels";
    list.summary = "The levels of a fund, newest set first";
    list.tag = tag;
    list.action = action::read_approval_levels;
    list.response_schema = describe_approval_levels();
    list.handle = list_levels;
    endpoints all{
        command<approval_levels_body>(
            {"/api/v1/instruments/{instrument}/approval-levels", "set_approval_levels",
             "Set the approval levels of a fund from a day on", tag,
             action::manage_approval_levels},
            set_levels
        ),
        command<new_approval_grant>(
            {"/api/v1/approval-grants", "grant_approval_level",
             "Let a person approve up to a level", tag, action::manage_approval_levels, 201},
            grant_level
        ),
        command<grant_ending>(
            {"/api/v1/approval-grants/{approval_grant}/end", "end_approval_grant",
             "End a grant from a day on", tag, action::manage_approval_levels},
            end_grant
        ),
        std::move(list),
    };
    append(
        all,
        read_endpoints(persistence::approval_grant_resource(), action::read_approval_levels, tag)
    );
    return all;
}

}  // namespace tranche::server
