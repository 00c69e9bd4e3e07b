// The second factor of the person who is signed in: proposed, confirmed with a first code, removed.
#include "server/auth/second_factor.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/second_factors.hpp"
#include "persistence/secret.hpp"
#include "server/auth/attempts.hpp"
#include "server/auth/audited.hpp"
#include "server/auth/totp.hpp"
#include "server/json/schema.hpp"
#include "server/routes/access/own_answers.hpp"
#include "server/routes/access/own_endpoint.hpp"
#include "server/routes/routes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {
namespace {

namespace json = boost::json;

constexpr int recovery_codes = 8;

struct own_password {
    std::string password;
};

struct own_code {
    std::string code;
};

}  // namespace

template <>
struct wire<own_password> {
    static const object_schema<own_password>& schema() {
        static const auto declared = object<own_password>(
            "own_password", "Proof that it is still the same person",
            field("password", &own_password::password, "The present password", length(1, 1024))
        );
        return declared;
    }
};

template <>
struct wire<own_code> {
    static const object_schema<own_code>& schema() {
        static const auto declared = object<own_code>(
            "own_code", "Proof that the authenticator app knows the secret",
            field("code", &own_code::code, "The six digits the app shows", length(6, 6))
        );
        return declared;
    }
};

namespace {

[[noreturn]] void refuse_field(const char* field, const char* code) {
    std::vector<domain::violation> problems;
    problems.push_back({field, code, {}});
    throw domain::refusal{{domain::error_kind::rule, "invalid_body", {}, std::move(problems)}};
}

void check_password(handler_context& context) {
    const auto body = parse_body<own_password>(context.request.body);
    if (!is_own_password(context, body.password)) {
        refuse_field("/password", "password_wrong");
    }
}

api_response show(handler_context& context) {
    const auto found = persistence::second_factor_of(context.db(), context.request.who->user_id);
    json::object body{
        {"state",
         !found                 ? "none"
             : found->confirmed ? "confirmed"
                                : "proposed"},
        {"sealed", found && found->sealed},
        {"recovery_codes_left", found ? found->recovery_codes_left : 0}};
    return json_response(200, json::serialize(body));
}

api_response propose(handler_context& context) {
    needed_session(context);
    check_password(context);
    const auto& who = *context.request.who;
    const auto secret = new_totp_secret();
    const auto kept = context.app.sign_in.secrets.keep(secret);
    auto writes = forgive_attempt(context, who.user_name);
    writes.insert(
        writes.begin(), persistence::propose_second_factor(who.user_id, kept.hex, kept.sealed)
    );
    if (!write_audited_if_changed(context, who.user_id, std::move(writes))) {
        throw domain::refusal{domain::error_kind::conflict, "second_factor_exists"};
    }
    const json::object body{
        {"secret", base32(secret)},
        {"uri", otpauth_uri(who.user_name, secret)},
        {"sealed", kept.sealed}};
    return json_response(200, json::serialize(body));
}

api_response confirm(handler_context& context) {
    needed_session(context);
    const auto body = parse_body<own_code>(context.request.body);
    const auto& who = *context.request.who;
    count_attempt(context, who.user_name);
    const auto factor = persistence::second_factor_of(context.db(), who.user_id);
    if (!factor || factor->confirmed) {
        throw domain::refusal{domain::error_kind::conflict, "second_factor_not_proposed"};
    }
    if (!takes_app_code(context, who.user_id, *factor, body.code)) {
        refuse_field("/code", "code_wrong");
    }
    std::vector<std::string> codes;
    json::array shown;
    for (int i = 0; i < recovery_codes; ++i) {
        codes.push_back(persistence::new_recovery_code());
        shown.emplace_back(codes.back());
    }
    auto writes = forgive_attempt(context, who.user_name);
    writes.push_back(persistence::confirm_second_factor(who.user_id, codes));
    write_audited(context, who.user_id, std::move(writes));
    return json_response(200, json::serialize(json::object{{"recovery_codes", std::move(shown)}}));
}

api_response remove(handler_context& context) {
    needed_session(context);
    check_password(context);
    const auto& who = *context.request.who;
    auto writes = forgive_attempt(context, who.user_name);
    writes.push_back(persistence::remove_second_factor(who.user_id));
    write_audited(context, who.user_id, std::move(writes));
    return nothing_to_say();
}

}  // namespace

endpoints second_factor_endpoints() {
    const std::string path = "/api/v1/session/second-factor";
    return {
        own_endpoint(
            "GET", path, "get_second_factor", "Whether one has a second factor, and how it is kept",
            show, describe_second_factor()
        ),
        own_trial(
            own_endpoint(
                "POST", path, "propose_second_factor",
                "A new secret for an authenticator app, shown once; it counts once confirmed",
                propose, describe_proposed_factor()
            ),
            schema_of<own_password>(), 200
        ),
        own_trial(
            own_endpoint(
                "POST", path + "/confirm", "confirm_second_factor",
                "Confirm the app by a code; answers with eight recovery codes, shown once", confirm,
                describe_recovery_codes()
            ),
            schema_of<own_code>(), 200
        ),
        own_trial(
            own_endpoint(
                "POST", path + "/remove", "remove_second_factor", "Remove the second factor", remove
            ),
            schema_of<own_password>(), 204
        )};
}

}  // namespace tranche::server
