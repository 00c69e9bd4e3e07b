// Exceptions: leave for one act that a gate would refuse. One person asks, another grants, and
// whoever acts uses it up. Who asked may take it back while nobody has decided.
#include "domain/four_eyes.hpp"
#include "domain/lifecycle.hpp"
#include "domain/rule.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using domain::entity;
using domain::measure;

struct new_exception {
    std::string operation;
    reference subject;
    std::string rule;
    std::optional<std::string> part;
    std::optional<domain::money> most_amount;
    std::optional<std::int64_t> most_count;
    std::string reason;
    domain::date expires_on;
};

struct exception_decision {
    std::string reason;
    std::optional<domain::date> expires_on;
};

struct exception_refusal {
    std::string reason;
};

struct exception_withdrawal {
    std::string reason;
};

persistence::query place_and_kind(const domain::guarded_act& act, std::int64_t subject) {
    return {
        {"exception_place",
         R"(
             select w.instrument_id, w.project_id, s.kind
               from funding.place_of($2, $3) w
               cross join funding.standing_of_rules($1, $2, $3, array[$4::text], array[''::text],
                   $5::date) s
               where w.instrument_id is not null
               limit 1)"},
        {act.operation, domain::names_of(act.subject).stem, subject,
         domain::rule_of(act.rule).code}};
}

// The act the rule is asked by; says what is wrong with either name.
const domain::guarded_act* act_of(command_run& run, const new_exception& body) {
    const auto* rule = domain::find_rule(body.rule);
    run.require(
        rule != nullptr, "/rule", "unknown_reference", {{"type", "rule"}, {"value", body.rule}}
    );
    if (rule == nullptr) {
        return nullptr;
    }
    run.require(
        rule->kind != domain::rule_kind::wall, "/rule", "rule_is_not_gate",
        {{"rule", body.rule}, {"kind", std::string{domain::name(rule->kind)}}}
    );
    const auto acts = domain::guarded_acts();
    const auto found = std::ranges::find_if(acts, [&](const domain::guarded_act& one) {
        return one.rule == rule->id && one.operation == body.operation;
    });
    run.require(
        found != acts.end() || rule->kind == domain::rule_kind::wall, "/operation",
        "rule_not_asked", {{"operation", body.operation}, {"rule", body.rule}}
    );
    return found == acts.end() ? nullptr : &*found;
}

// An act that is limited in two ways stands in the table twice.
void check_limit(command_run& run, const new_exception& body, domain::rule_id rule) {
    for (const auto& act : domain::guarded_acts()) {
        if (act.rule != rule || act.operation != body.operation) {
            continue;
        }
        run.require(
            act.limited_by != measure::amount || body.most_amount, "/most_amount", "missing_field"
        );
        run.require(
            act.limited_by != measure::count || body.most_count, "/most_count", "missing_field"
        );
    }
}

receipt ask(command_run& run, const new_exception& body) {
    const auto* act = act_of(run, body);
    run.require(
        body.expires_on >= run.today(), "/expires_on", "date_before",
        {{"date", domain::to_string(body.expires_on)}, {"earliest", domain::to_string(run.today())}}
    );
    if (act != nullptr) {
        check_limit(run, body, act->rule);
    }
    run.settle();
    const auto subject = run.id_of(act->subject, body.subject.text, "/subject");
    auto asked = place_and_kind(*act, subject);
    asked.with.emplace_back(run.today());
    const auto found = run.load({std::move(asked)});
    run.require(
        !found[0].empty(), "/subject", "unknown_reference",
        {{"type", std::string{domain::names_of(act->subject).stem}}, {"value", body.subject.text}}
    );
    run.settle();
    const auto place = found[0][0];
    run.require(
        place.text("kind") == "gate", "/rule", "rule_is_not_gate",
        {{"rule", body.rule}, {"kind", place.text("kind")}}
    );
    const auto id = persistence::random_id();
    run.insert(
        "funding.rule_exception",
        {{"id", id},
         {"instrument_id", place.integer("instrument_id")},
         {"project_id", place.maybe_integer("project_id")},
         {"rule", body.rule},
         {"default_kind", domain::name(domain::rule_of(act->rule).kind)},
         {"operation", body.operation},
         {"subject_type", domain::names_of(act->subject).stem},
         {"subject_id", subject},
         {"part", body.part.value_or("")},
         {"most_amount",
          body.most_amount ? std::optional{body.most_amount->minor()} : std::nullopt},
         {"most_currency",
          body.most_amount ? std::optional{body.most_amount->currency_unit()} : std::nullopt},
         {"most_count", body.most_count},
         {"reason", body.reason},
         {"requested_by", run.who().user_id},
         {"requested_on", run.today()},
         {"expires_on", body.expires_on}}
    );
    return {.what = entity::exception, .id = id, .state = "requested"};
}

receipt decide(
    command_run& run, std::string_view action, const std::string& reason,
    const std::optional<domain::date>& until
) {
    const auto id = run.path_id(entity::exception);
    const auto found = run.load(
        {{{"exception_to_decide",
           R"(
               select x.state, x.version, x.requested_by, x.requested_for, x.expires_on,
                   coalesce((select t.finance_opens_gates from funding.instrument_terms t
                       where t.instrument_id = x.instrument_id and t.valid_from <= $2
                       order by t.valid_from desc limit 1), false) as finance_opens
                 from funding.rule_exception x
                 where x.id = $1 for no key update)"},
          {id, run.today()}}}
    );
    const auto row = run.the_row(found[0], entity::exception);
    run.check_version(row);
    // The matrix lets finance officers this far; the fund's terms of the day say how much further.
    run.require(
        run.who().roles.contains(domain::role::approver) || row.truth("finance_opens"), "",
        "gate_needs_approver"
    );
    const std::string next{state_after(domain::exception_lifecycle(), action, row.text("state"))};
    check_other_person(run, row, "requested", "request");
    const auto expires = until.value_or(row.day("expires_on"));
    run.require(
        action != "grant" || expires >= run.today(), "/expires_on", "date_before",
        {{"date", domain::to_string(expires)}, {"earliest", domain::to_string(run.today())}}
    );
    run.update(
        entity::exception, id,
        {{"state", next},
         {"decided_by", run.who().user_id},
         {"decided_on", run.today()},
         {"decision_reason", reason},
         {"expires_on", expires}}
    );
    return {
        .what = entity::exception, .id = id, .state = next, .version = row.integer("version") + 1};
}

receipt grant(command_run& run, const exception_decision& body) {
    return decide(run, "grant", body.reason, body.expires_on);
}
receipt refuse(command_run& run, const exception_refusal& body) {
    return decide(run, "refuse", body.reason, {});
}

receipt withdraw(command_run& run, const exception_withdrawal& body) {
    const auto id = run.path_id(entity::exception);
    const auto found = run.load(
        {{{"exception_to_withdraw",
           "select state, version, requested_by, requested_for from funding.rule_exception"
           " where id = $1 for no key update"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::exception);
    run.check_version(row);
    const std::string next{
        state_after(domain::exception_lifecycle(), "withdraw", row.text("state"))};
    const domain::step_taker asker{row.integer("requested_by"), row.maybe_integer("requested_for")};
    run.require(
        asker.overlaps({run.who().user_id, run.who().represented()}), "", "exception_of_another"
    );
    run.note("reason", body.reason);
    run.update(entity::exception, id, {{"state", next}, {"withdrawn_on", run.today()}});
    return {
        .what = entity::exception, .id = id, .state = next, .version = row.integer("version") + 1};
}

std::optional<exception_decision> granted_today(command_run&, const rehearsed_subject&) {
    return exception_decision{"-", {}};
}

}  // namespace

template <>
struct wire<new_exception> {
    static const object_schema<new_exception>& schema() {
        using body = new_exception;
        static const auto declared = object<body>(
            "new_exception",
            "Leave for one act; a refusal says in exception_request what to ask for",
            field("operation", &body::operation, "The act, by the API's name", length(1, 60)),
            field("subject", &body::subject, "What the act is done to"),
            field("rule", &body::rule, "Code of the rule, e.g. R36", length(1, 20)),
            field("part", &body::part, "Line, State or document of the subject", length(1, 200)),
            field(
                "most_amount", &body::most_amount, "The rule is exceeded by no more than this",
                non_negative()
            ),
            field(
                "most_count", &body::most_count, "The same in days or things", between(0, 100'000)
            ),
            field("reason", &body::reason, "Why it is needed", length(1, 1000)),
            field("expires_on", &body::expires_on, "Last day it may be used")
        );
        return declared;
    }
};

template <>
struct wire<exception_decision> {
    static const object_schema<exception_decision>& schema() {
        using body = exception_decision;
        static const auto declared = object<body>(
            "exception_decision", "Leave is given",
            field("reason", &body::reason, "Why it is right", length(1, 1000)),
            field("expires_on", &body::expires_on, "Another last day than was asked for")
        );
        return declared;
    }
};

template <>
struct wire<exception_refusal> {
    static const object_schema<exception_refusal>& schema() {
        using body = exception_refusal;
        static const auto declared = object<body>(
            "exception_refusal", "Leave is not given",
            field("reason", &body::reason, "Why not", length(1, 1000))
        );
        return declared;
    }
};

template <>
struct wire<exception_withdrawal> {
    static const object_schema<exception_withdrawal>& schema() {
        using body = exception_withdrawal;
        static const auto declared = object<body>(
            "exception_withdrawal", "It is asked for no more",
            field("reason", &body::reason, "Why", length(1, 1000))
        );
        return declared;
    }
};

endpoints exception_endpoints() {
    using domain::action;
    const std::string tag = "Rules";
    const std::string base = "/api/v1/exceptions/{exception}";
    endpoints all{
        command<new_exception>(
            {"/api/v1/exceptions", "request_exception", "Ask leave for one act that a gate refuses",
             tag, action::request_exceptions, 201},
            ask
        ),
        command<exception_decision>(
            {base + "/grant", "grant_exception", "Give leave, as another person than who asked",
             tag, action::grant_exceptions},
            grant, granted_today
        ),
        command<exception_refusal>(
            {base + "/refuse", "refuse_exception", "Give no leave", tag, action::grant_exceptions},
            refuse
        ),
        command<exception_withdrawal>(
            {base + "/withdraw", "withdraw_exception",
             "Take back what one asked for, before it is decided", tag, action::request_exceptions},
            withdraw
        ),
    };
    append(all, read_endpoints(persistence::exception_resource(), action::read_funding, tag));
    append(all, read_endpoints(persistence::remark_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
