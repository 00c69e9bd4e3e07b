// The rules themselves, and what sort each is for a fund from a day on: proposed by one person,
// confirmed by another, never for a wall.
#include "domain/rule.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <utility>

namespace tranche::server {
namespace {

namespace json = boost::json;
using domain::entity;

struct new_rule_kind {
    std::string rule, kind;
    domain::date valid_from;
    std::string reason;
};

struct rule_kind_confirmation {
    domain::date confirmed_on;
};

receipt propose(command_run& run, const new_rule_kind& body) {
    const auto instrument = run.path_id(entity::instrument);
    const auto* rule = domain::find_rule(body.rule);
    run.require(
        rule != nullptr, "/rule", "unknown_reference", {{"type", "rule"}, {"value", body.rule}}
    );
    run.require(
        rule == nullptr || rule->kind != domain::rule_kind::wall, "/rule", "rule_is_wall",
        {{"rule", body.rule}}
    );
    // What was done under the old kind stays done under it.
    run.require(
        body.valid_from >= run.today(), "/valid_from", "date_before",
        {{"date", domain::to_string(body.valid_from)}, {"earliest", domain::to_string(run.today())}}
    );
    const auto found = run.load(
        {{{"instrument_of_rule_kind", "select id from funding.instrument where id = $1"},
          {instrument}}}
    );
    run.the_row(found[0], entity::instrument);
    const auto id = persistence::random_id();
    run.insert(
        "funding.rule_kind",
        {{"id", id},
         {"instrument_id", instrument},
         {"rule", body.rule},
         {"default_kind", domain::name(rule->kind)},
         {"valid_from", body.valid_from},
         {"kind", body.kind},
         {"reason", body.reason},
         {"proposed_by", run.who().user_id},
         {"proposed_on", run.today()}}
    );
    return {.what = entity::rule_kind, .id = id, .state = "proposed"};
}

receipt confirm(command_run& run, const rule_kind_confirmation& body) {
    const auto id = run.path_id(entity::rule_kind);
    const auto found = run.load(
        {{{"rule_kind_to_confirm",
           R"(
               select version, proposed_by, proposed_for, proposed_on, confirmed_by
                 from funding.rule_kind
                 where id = $1 for no key update)"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::rule_kind);
    run.check_version(row);
    if (!row.is_null("confirmed_by")) {
        throw domain::refusal{
            domain::error_kind::conflict,
            "state_forbids_action",
            {{"action", "confirm"}, {"state", "confirmed"}}};
    }
    check_other_person(run, row, "proposed", "propose");
    check_not_future(run, "/confirmed_on", body.confirmed_on);
    const auto earliest = row.day("proposed_on");
    run.require(
        body.confirmed_on >= earliest, "/confirmed_on", "date_before",
        {{"date", domain::to_string(body.confirmed_on)}, {"earliest", domain::to_string(earliest)}}
    );
    run.update(
        entity::rule_kind, id,
        {{"confirmed_by", run.who().user_id}, {"confirmed_on", body.confirmed_on}}
    );
    return {
        .what = entity::rule_kind,
        .id = id,
        .state = "confirmed",
        .version = row.integer("version") + 1};
}

json::array acts_of(domain::rule_id rule) {
    json::array acts;
    std::string_view last;  // an act with two limits stands in the table twice
    for (const auto& one : domain::guarded_acts()) {
        if (one.rule == rule && one.operation != std::exchange(last, one.operation)) {
            acts.push_back(json::object{
                {"operation", one.operation}, {"subject", domain::names_of(one.subject).stem}});
        }
    }
    return acts;
}

api_response list_rules(handler_context& context) {
    const auto language = context.request.language();
    json::array items;
    for (const auto& one : domain::all_rules()) {
        items.push_back(json::object{
            {"code", one.code},
            {"kind", domain::name(one.kind)},
            {"name", one.name_in(language)},
            {"acts", acts_of(one.id)}});
    }
    auto response = json_response(200, json::serialize(json::object{{"items", std::move(items)}}));
    response.set_header("Content-Language", std::string{domain::language_tag(language)});
    response.set_header("Vary", "Accept-Language");
    return response;
}

endpoint rules_endpoint() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/rules";
    made.operation_id = "list_rules";
    made.summary = "The numbered rules, what sort each is by default, and the acts that ask it";
    made.tag = "Rules";
    made.action = domain::action::read_reference;
    made.response_schema = [](component_registry&) -> json::value {
        const json::object text{{"type", "string"}};
        const json::object act{
            {"type", "object"}, {"properties", {{"operation", text}, {"subject", text}}}};
        const json::object rule{
            {"type", "object"},
            {"properties",
             {{"code", text},
              {"kind", text},
              {"name", text},
              {"acts", {{"type", "array"}, {"items", act}}}}}};
        return {
            {"type", "object"}, {"properties", {{"items", {{"type", "array"}, {"items", rule}}}}}};
    };
    made.handle = list_rules;
    return made;
}

std::optional<rule_kind_confirmation> confirmed_today(command_run& run, const rehearsed_subject&) {
    return rule_kind_confirmation{run.today()};
}

}  // namespace

template <>
struct wire<new_rule_kind> {
    static const object_schema<new_rule_kind>& schema() {
        using body = new_rule_kind;
        static const auto declared = object<body>(
            "new_rule_kind", "What sort a rule is for this fund from a day on",
            field("rule", &body::rule, "Code of the rule, e.g. R36", length(1, 20)),
            field("kind", &body::kind, "What it becomes", one_of({"wall", "gate", "remark"})),
            field("valid_from", &body::valid_from, "First day it counts, not before today"),
            field("reason", &body::reason, "Why, and where it stands", length(1, 1000))
        );
        return declared;
    }
};

template <>
struct wire<rule_kind_confirmation> {
    static const object_schema<rule_kind_confirmation>& schema() {
        using body = rule_kind_confirmation;
        static const auto declared = object<body>(
            "rule_kind_confirmation", "A second person agrees",
            field("confirmed_on", &body::confirmed_on, "Day of the decision")
        );
        return declared;
    }
};

endpoints rule_kind_endpoints() {
    using domain::action;
    const std::string tag = "Rules";
    endpoints all{
        rules_endpoint(),
        command<new_rule_kind>(
            {"/api/v1/instruments/{instrument}/rule-kinds", "propose_rule_kind",
             "Propose that a rule be of another sort for this fund", tag,
             action::propose_rule_kinds, 201},
            propose
        ),
        command<rule_kind_confirmation>(
            {"/api/v1/rule-kinds/{rule_kind}/confirm", "confirm_rule_kind",
             "Confirm it, as another person than who proposed", tag, action::confirm_rule_kinds},
            confirm, confirmed_today
        ),
    };
    append(all, read_endpoints(persistence::rule_kind_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
