// Who am I: what a token or a session stands for, and the sessions a person has.
#include "domain/entity.hpp"
#include "persistence/browser_sessions.hpp"
#include "persistence/delegations.hpp"
#include "persistence/round_trip.hpp"
#include "server/auth/audited.hpp"
#include "server/auth/session_cookie.hpp"
#include "server/routes/access/own_answers.hpp"
#include "server/routes/access/own_endpoint.hpp"
#include "server/routes/access/profile.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {

namespace json = boost::json;
using domain::entity;

json::array names_of_roles(domain::role_set roles) {
    json::array names;
    for (const auto role : domain::all_roles) {
        if (roles.contains(role)) {
            names.emplace_back(std::string{domain::role_name(role)});
        }
    }
    return names;
}

json::object profile_of(const principal& who) {
    return {
        {"name", who.user_name},
        {"roles", names_of_roles(who.roles)},
        {"partner", who.partner_id.has_value()}};
}

json::object profile_of(const principal& who, std::string_view session_secret) {
    auto profile = profile_of(who);
    profile["session"] = json::object{
        {"id", domain::public_id(entity::browser_session, who.session_id.value())},
        {"csrf_token", csrf_token_of(session_secret)}};
    return profile;
}

void add_substitutions(handler_context& context, json::object& profile) {
    const auto& who = *context.request.who;
    json::array others;
    for (const auto row : persistence::ask(
             context.db(), persistence::represented_by(who.user_id, context.app.today(), "")
         )) {
        auto roles = domain::roles_from_names(row.text("roles"));
        if (who.role_limit) {
            roles = roles & *who.role_limit;
        }
        others.emplace_back(json::object{
            {"name", row.text("name")}, {"roles", names_of_roles(roles)}});
    }
    profile["may_act_for"] = std::move(others);
}

namespace {

api_response told(handler_context& context, json::object profile) {
    add_substitutions(context, profile);
    return json_response(200, json::serialize(profile));
}

api_response who_am_i(handler_context& context) {
    return told(context, profile_of(*context.request.who));
}

api_response this_session(handler_context& context) {
    const auto& who = *context.request.who;
    const auto secret = session_secret_of(context.request, context.app.sign_in);
    if (!who.session_id || !secret) {
        return who_am_i(context);
    }
    return told(context, profile_of(who, *secret));
}

api_response list_sessions(handler_context& context) {
    const auto& who = *context.request.who;
    const auto found = persistence::ask(
        context.db(),
        persistence::list_browser_sessions(
            who.user_id, context.app.now(), context.app.sign_in.idle_seconds
        )
    );
    json::array items;
    for (const auto row : found) {
        const auto id = row.integer("id");
        items.emplace_back(json::object{
            {"id", domain::public_id(entity::browser_session, id)},
            {"current", who.session_id == id},
            {"created_at", moment_utc(row.integer("created_at"))},
            {"last_seen_at", moment_utc(row.integer("last_seen_at"))},
            {"expires_at", moment_utc(row.integer("expires_at"))},
            {"remote_address", row.text("remote_address")},
            {"user_agent", row.text("user_agent")}});
    }
    return json_response(200, json::serialize(json::object{{"items", std::move(items)}}));
}

api_response sign_out(handler_context& context) {
    const auto session = needed_session(context);
    const auto user = context.request.who->user_id;
    write_audited(context, user, {persistence::end_browser_session(user, session)});
    context.app.remembered.forget(user);
    auto response = nothing_to_say();
    response.set_header("Set-Cookie", expired_session_cookie(context.app.sign_in));
    return response;
}

api_response end_session(handler_context& context) {
    const auto id =
        domain::parse_public_id(entity::browser_session, context.request.param("browser_session"));
    const auto user = context.request.who->user_id;
    if (!id ||
        !write_audited_if_changed(context, user, {persistence::end_browser_session(user, *id)})) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    context.app.remembered.forget(user);
    return nothing_to_say();
}

api_response end_all_sessions(handler_context& context) {
    const auto user = context.request.who->user_id;
    write_audited(context, user, {persistence::end_all_browser_sessions(user)});
    context.app.remembered.forget(user);
    return nothing_to_say();
}

api_response end_sessions_of(handler_context& context) {
    const auto found = persistence::ask(
        context.db(),
        {{"user_for_sign_out", "select id from people.user_account where name = $1"},
         {context.request.param("user")}}
    );
    if (found.empty()) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto user = found[0].integer("id");
    write_audited(context, user, {persistence::end_all_browser_sessions(user)});
    context.app.remembered.forget(user);
    return nothing_to_say();
}

}  // namespace

endpoints session_endpoints() {
    auto of_person = own_endpoint(
        "DELETE", "/api/v1/users/{user}/sessions", "end_sessions_of_user",
        "Sign a person out everywhere", end_sessions_of
    );
    of_person.action = domain::action::manage_users;
    endpoints all{
        own_endpoint(
            "GET", "/api/v1/me", "get_me", "The person behind the token or session", who_am_i,
            describe_profile()
        ),
        own_endpoint(
            "GET", "/api/v1/session", "get_session",
            "The person, and the session with the value of X-CSRF-Token", this_session,
            describe_profile()
        ),
        own_endpoint("DELETE", "/api/v1/session", "sign_out", "Sign out", sign_out),
        own_endpoint(
            "GET", "/api/v1/sessions", "list_sessions", "One's own sessions", list_sessions,
            describe_sessions()
        ),
        own_endpoint(
            "DELETE", "/api/v1/sessions", "end_sessions", "Sign out everywhere", end_all_sessions
        ),
        own_endpoint(
            "DELETE", "/api/v1/sessions/{browser_session}", "end_session",
            "End one of one's own sessions", end_session
        ),
        std::move(of_person)};
    append(all, sign_in_endpoints());
    append(all, second_factor_endpoints());
    append(all, token_endpoints());
    return all;
}

}  // namespace tranche::server
