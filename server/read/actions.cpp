#include "server/read/actions.hpp"

#include "server/api/endpoint.hpp"
#include "server/api/problem.hpp"
#include "server/auth/authenticator.hpp"
#include "server/command/command_run.hpp"
#include "server/json/components.hpp"
#include "server/json/values.hpp"
#include "server/read/act_index.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace tranche::server {
namespace json = boost::json;
namespace {

using domain::role_set;
using domain::violation;

constexpr role_set partner_side{
    domain::role::partner_preparer, domain::role::partner_authorised_officer};

// Whose acts the reader is told about: nobody outside learns the steps of the office.
role_set side_of(const principal& who) {
    const auto scope = scope_of(who);
    if (!scope) {
        return role_set::from_bits(~std::uint32_t{0});
    }
    return scope->whose == persistence::row_owner::partner ? partner_side
                                                           : role_set{domain::role::donor_viewer};
}

role_set roles_for(const domain::act& one) {
    return domain::access_matrix()[static_cast<std::size_t>(one.needs)].roles;
}

std::string role_names(role_set roles, role_set among) {
    std::string text;
    for (const auto each : domain::all_roles) {
        if (roles.contains(each) && among.contains(each)) {
            text += (text.empty() ? "" : ", ") + std::string{domain::role_name(each)};
        }
    }
    return text;
}

// "0.00 USD" or less.
bool nothing_available(const domain::message_args& args) {
    const auto available =
        std::ranges::find(args, "available", &domain::message_args::value_type::first);
    return available == args.end() || available->second.starts_with('-') ||
        available->second.find_first_of("123456789") == std::string::npos;
}

bool closes(const violation& one, const rehearsal& of) {
    if (one.rule && one.rule->kind == domain::rule_kind::remark) {
        return false;  // it is acknowledged with the act
    }
    if (std::ranges::find(of.limits, one.code) != of.limits.end()) {
        return false;
    }
    // Less than usual can still be decided.
    return one.code != "amount_exceeds_available" || one.field.empty() ||
        nothing_available(one.args);
}

void write_member(std::string& out, std::string_view name, std::string_view text) {
    write_value(out, name);
    out += ':';
    write_value(out, text);
}

struct verdict {
    bool allowed = true;
    std::vector<violation> reasons = {};
};

// What role and state say.
verdict judge(const domain::act& one, const telling& to) {
    verdict given;
    const auto close = [&](std::string code, domain::message_args args) {
        given.allowed = false;
        given.reasons.push_back({"", std::move(code), std::move(args)});
    };
    if (to.read_only) {
        close("token_reads_only", {});
    }
    if (!domain::permitted(one.needs, to.roles)) {
        close("role_forbids_action", {{"roles", role_names(roles_for(one), to.side)}});
    }
    if (!domain::possible_in(one, to.state)) {
        close(
            "state_forbids_action", {{"action", std::string{one.operation}}, {"state", to.state}}
        );
    }
    return given;
}

// What the command says.
verdict rehearse(handler_context& context, const endpoint& operation, const acted_on& subject) {
    const auto& of = operation.rehearsal;
    command_run run{context, operation.operation_id, {subject.what, subject.id}};
    verdict given;
    try {
        of.decide(run, {subject.id, subject.state});
        run.settle();
    } catch (const domain::refusal& refused) {
        const auto& why = refused.why();
        given.reasons = why.violations.empty() ? std::vector<violation>{{"", why.code, why.args}}
                                               : why.violations;
        given.allowed = std::ranges::none_of(given.reasons, [&](const violation& reason) {
            return closes(reason, of);
        });
    }
    return given;
}

// Whoever took the step before, or may not decide about so much.
bool waits_for_another(const violation& reason) {
    return reason.code == "same_person" || reason.code == "gate_needs_approver" ||
        reason.code == "beyond_approval_level";
}

void write_verdict(std::string& out, const verdict& given, domain::language language) {
    out += given.allowed ? ",\"allowed\":true,\"reasons\":" : ",\"allowed\":false,\"reasons\":";
    write_violations(out, given.reasons, language);
    out += '}';
}

told_act tell(const listed_act& one, const telling& to) {
    const std::string_view path = one.operation->path;
    const auto open = std::min(path.find('{'), path.size());
    const auto end = path.find('}');
    told_act told{&one, "{", open < path.size(), {}, false};
    write_member(told.before_id, "action", one.what->operation);
    told.before_id += ',';
    write_member(told.before_id, "method", one.operation->method);
    told.before_id += ",\"href\":\"" + std::string{path.substr(0, open)};
    told.after_id = std::string{told.names_id ? path.substr(end + 1) : ""} + '"';
    const auto given = judge(*one.what, to);
    told.to_rehearse = given.allowed && one.operation->rehearsal.decide;
    if (!told.to_rehearse) {
        write_verdict(told.after_id, given, to.language);
    }
    return told;
}

}  // namespace

bool has_acts(domain::entity what) {
    return std::ranges::find(domain::acts(), what, &domain::act::on) != domain::acts().end();
}

void write_actions(std::string& body, handler_context& context, const acted_on& subject) {
    const auto& who = *context.request.who;
    const telling to{subject.what, subject.state, who.roles,
                     side_of(who), who.read_only, context.request.language()};
    const auto all = context.acts.told(to, [&](const telling& once) {
        told_acts made;
        for (const auto& one : context.acts.on(once.what)) {
            if (roles_for(*one.what).intersects(once.side)) {
                made.push_back(tell(one, once));
            }
        }
        return made;
    });
    if (all->empty()) {
        return;
    }
    const auto id = domain::public_id(subject.what, subject.id);
    body += ",\"actions\":[";
    for (const auto& one : *all) {
        body += body.back() == '[' ? "" : ",";
        body += one.before_id;
        body += one.names_id ? id : "";
        body += one.after_id;
        if (one.to_rehearse) {
            write_verdict(body, rehearse(context, *one.act->operation, subject), to.language);
        }
    }
    body += ']';
}

std::optional<std::string> awaited_actions(
    handler_context& context, const acted_on& subject, std::string_view only
) {
    const auto& who = *context.request.who;
    const telling to{subject.what, subject.state, who.roles,
                     side_of(who), who.read_only, context.request.language()};
    std::string out = "[";
    for (const auto& one : context.acts.on(subject.what)) {
        const bool wanted = only.empty() ? domain::awaited_in(*one.what, subject.state)
                                         : one.what->operation == only;
        if (!wanted || !domain::permitted(one.what->needs, who.roles)) {
            continue;
        }
        const auto told = tell(one, to);
        std::string verdict_text;
        if (told.to_rehearse) {
            const auto verdict = rehearse(context, *one.operation, subject);
            if (std::ranges::any_of(verdict.reasons, waits_for_another)) {
                continue;
            }
            write_verdict(verdict_text, verdict, to.language);
        }
        out += out.size() == 1 ? "" : ",";
        out += told.before_id;
        out += told.names_id ? domain::public_id(subject.what, subject.id) : "";
        out += told.after_id + verdict_text;
    }
    return out.size() == 1 ? std::nullopt : std::optional{out + ']'};
}

json::value describe_actions(component_registry& registry) {
    const auto build = [](component_registry&) -> json::value {
        const auto text = [](std::string_view about) {
            return json::object{{"type", "string"}, {"description", about}};
        };
        const json::object reason{
            {"type", "object"},
            {"description", "As in the errors of a refusal"},
            {"properties",
             {{"pointer", text("Field of the body it is about; empty: the act as a whole")},
              {"code", text("Stable code")},
              {"message", text("In the caller's language")},
              {"hint", text("What to do about it")},
              {"values",
               {{"type", "object"}, {"description", "Amounts, dates and names in it"}}}}}};
        return {
            {"type", "object"},
            {"description", "An act on a resource: whether it is open to the caller now"},
            {"properties",
             {{"action", text("The operation's id in this document")},
              {"method", text("HTTP method")},
              {"href", text("Where to send it; a path without an id takes it in the body")},
              {"allowed",
               {{"type", "boolean"},
                {"description", "Open to this caller, now, with today's date"}}},
              {"reasons",
               {{"type", "array"},
                {"description",
                 "Of a closed act the unmet conditions, of an open one what limits it"},
                {"items", reason}}}}}};
    };
    return {
        {"type", "array"},
        {"description", "In the single read only"},
        {"items", registry.reference_to("action", typeid(listed_act), build)}};
}

}  // namespace tranche::server
