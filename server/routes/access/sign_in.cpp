// Signing in with name and password, and changing the password. Whatever is wrong, the answer and
// the work behind it are the same.
#include "persistence/audit_trail.hpp"
#include "persistence/browser_sessions.hpp"
#include "persistence/credentials.hpp"
#include "persistence/random_id.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/secret.hpp"
#include "server/auth/attempts.hpp"
#include "server/auth/audited.hpp"
#include "server/auth/authenticator.hpp"
#include "server/auth/password.hpp"
#include "server/auth/second_factor.hpp"
#include "server/auth/session_cookie.hpp"
#include "server/json/schema.hpp"
#include "server/routes/access/own_answers.hpp"
#include "server/routes/access/own_endpoint.hpp"
#include "server/routes/access/profile.hpp"
#include "server/routes/routes.hpp"

#include <boost/json/serialize.hpp>

namespace tranche::server {
namespace {

struct credentials {
    std::string name, password;
    std::optional<std::string> code;
};

struct password_change {
    std::string old_password, new_password;
};

}  // namespace

template <>
struct wire<credentials> {
    static const object_schema<credentials>& schema() {
        static const auto declared = object<credentials>(
            "credentials", "What a person signs in with",
            field("name", &credentials::name, "Name to sign in with", length(1, 64)),
            field("password", &credentials::password, "Password", length(1, 1024)),
            field(
                "code", &credentials::code,
                "Of the second factor, if there is one: six digits, or a recovery code",
                length(0, 40)
            )
        );
        return declared;
    }
};

template <>
struct wire<password_change> {
    static const object_schema<password_change>& schema() {
        using body = password_change;
        static const auto declared = object<body>(
            "password_change", "A new password, and the one it replaces",
            field("old_password", &body::old_password, "The present password", length(1, 1024)),
            field(
                "new_password", &body::new_password,
                "The new one: 12 characters to 1024 bytes, blanks around it do not count",
                length(1, 1024)
            )
        );
        return declared;
    }
};

namespace {

// Enough to know one's own browser by; printable ASCII, because the database takes UTF-8 only.
std::string user_agent_of(const api_request& request) {
    std::string agent;
    for (const char one : request.header("user-agent").substr(0, 200)) {
        agent += one >= ' ' && one < 127 ? one : '?';
    }
    return agent;
}

// Written whether there is such an account or not, so that both cost the same; a name that is none
// is not kept, because what people type there is sometimes their password. The limit on attempts
// bounds what a stranger can write here.
void note_failure(handler_context& context, std::int64_t account) {
    const auto address = client_address(context.request, context.app.sign_in);
    persistence::ask(
        context.db(),
        persistence::insert_audit_event(
            {.actor_id = persistence::nobody,
             .action = "sign_in_failed",
             .subject_type = account == 0 ? "unknown_account" : "user_account",
             .subject_id = account,
             .request_id = context.request.request_id,
             .remote_address = address,
             .detail = "{}",
             .inserted = {}}
        )
    );
}

// The account whose password this is, and code if it has a second factor. Throws the one refusal
// that every failure gets.
persistence::account account_of(handler_context& context, const credentials& given) {
    count_attempt(context, given.name);
    const auto found = persistence::account_named(context.db(), given.name);
    bool right = is_password(found ? found->password_hash : std::nullopt, given.password);
    if (right && found->factor) {
        right = takes_code(context, found->who.id, *found->factor, given.code.value_or(""));
    }
    if (!right) {
        note_failure(context, found ? found->who.id : 0);
        throw domain::refusal{domain::error_kind::unauthenticated, "sign_in_failed"};
    }
    return *found;
}

// The secret is new at every sign-in: a cookie that came with the request is never taken over, and
// the session it stood for ends.
api_response sign_in(handler_context& context) {
    refuse_other_sites(context.request);
    const auto given = parse_body<credentials>(context.request.body);
    auto& who = context.request.who;
    who = principal_of(account_of(context, given).who);
    who->session_id = persistence::random_id();

    const auto now = context.app.now();
    const auto secret = persistence::new_secret("");
    auto writes = forgive_attempt(context, given.name);
    if (const auto earlier = session_secret_of(context.request, context.app.sign_in)) {
        writes.push_back(persistence::end_browser_session_of_secret(*earlier));
    }
    writes.push_back(persistence::drop_expired_browser_sessions(now));
    writes.push_back(persistence::insert_browser_session(
        {.id = *who->session_id,
         .user_id = who->user_id,
         .secret = secret,
         .created_at = now,
         .expires_at = now + context.app.sign_in.session_seconds,
         .remote_address = client_address(context.request, context.app.sign_in),
         .user_agent = user_agent_of(context.request)}
    ));
    write_audited(context, who->user_id, std::move(writes));

    auto profile = profile_of(*who, secret);
    add_substitutions(context, profile);
    auto response = json_response(201, boost::json::serialize(profile));
    response.set_header("Set-Cookie", session_cookie(secret, context.app.sign_in));
    return response;
}

api_response change_password(handler_context& context) {
    const auto session = needed_session(context);
    const auto body = parse_body<password_change>(context.request.body);
    const auto& who = *context.request.who;
    std::vector<domain::violation> problems;
    if (!is_own_password(context, body.old_password)) {
        problems.push_back({"/old_password", "password_wrong", {}});
    }
    if (auto weakness = weakness_of(body.new_password, who.user_name, "/new_password")) {
        problems.push_back(*std::move(weakness));
    }
    if (!problems.empty()) {
        throw domain::refusal{{domain::error_kind::rule, "invalid_body", {}, std::move(problems)}};
    }
    auto writes = forgive_attempt(context, who.user_name);
    writes.push_back(persistence::set_password(who.user_id, hash_password(body.new_password)));
    writes.push_back(persistence::end_other_browser_sessions(who.user_id, session));
    write_audited(context, who.user_id, std::move(writes));
    context.app.remembered.forget(who.user_id);
    return nothing_to_say();
}

}  // namespace

endpoints sign_in_endpoints() {
    auto in = own_trial(
        own_endpoint(
            "POST", "/api/v1/session", "sign_in",
            "Sign in: answers with the session's cookie and the value of X-CSRF-Token", sign_in,
            describe_profile()
        ),
        schema_of<credentials>(), 201
    );
    in.action = domain::action::anyone;
    return {
        std::move(in),
        own_trial(
            own_endpoint(
                "POST", "/api/v1/session/password", "change_password",
                "Change one's own password; one's other sessions end", change_password
            ),
            schema_of<password_change>(), 204
        )};
}

}  // namespace tranche::server
