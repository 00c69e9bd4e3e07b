// A person's own tokens, for programs that act for them. The secret is shown once.
#include "domain/entity.hpp"
#include "persistence/access_tokens.hpp"
#include "persistence/random_id.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/secret.hpp"
#include "server/auth/audited.hpp"
#include "server/auth/scope.hpp"
#include "server/json/schema.hpp"
#include "server/routes/access/own_answers.hpp"
#include "server/routes/access/own_endpoint.hpp"
#include "server/routes/routes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <sstream>

namespace tranche::server {
namespace {

namespace json = boost::json;
using domain::entity;

struct own_token {
    std::string label;
    int days = 90;
    std::vector<std::string> scopes;
};

}  // namespace

template <>
struct wire<own_token> {
    static const object_schema<own_token>& schema() {
        static const auto declared = object<own_token>(
            "own_token", "A token for a program",
            field("label", &own_token::label, "What it is for", length(1, 200)),
            field(
                "days", &own_token::days, "Days until it expires", between(1, 365), defaults_to(90)
            ),
            field(
                "scopes", &own_token::scopes,
                "\"read\" for reading only, and those of one's roles the token is to have; none: all"
                " one has now",
                length(1, 40), items(0, 9), may_be_absent()
            )
        );
        return declared;
    }
};

namespace {

json::array words_of(const std::optional<std::string>& roles, bool read_only) {
    json::array words;
    if (read_only) {
        words.emplace_back(std::string{read_scope});
    }
    std::istringstream names{roles.value_or("")};
    for (std::string one; names >> one;) {
        words.emplace_back(one);
    }
    return words;
}

// Only words for what the person may do, and always the roles by name: a role the person gains
// later does not come to a token made before.
persistence::token_scope narrowed(const principal& who, const std::vector<std::string>& words) {
    std::vector<domain::violation> problems;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto role = domain::role_from_name(words[i]);
        if (words[i] != read_scope && !(role && who.roles.contains(*role))) {
            problems.push_back(
                {"/scopes/" + std::to_string(i), "scope_beyond_roles", {{"scope", words[i]}}}
            );
        }
    }
    if (!problems.empty()) {
        throw domain::refusal{{domain::error_kind::rule, "invalid_body", {}, std::move(problems)}};
    }
    auto scope = scope_of(words);
    if (!scope.roles) {
        scope.roles.emplace();
        for (const auto role : domain::all_roles) {
            if (who.roles.contains(role)) {
                scope.roles->emplace_back(domain::role_name(role));
            }
        }
    }
    return scope;
}

api_response create(handler_context& context) {
    needed_session(context);
    const auto body = parse_body<own_token>(context.request.body);
    const auto& who = *context.request.who;
    const persistence::new_token made{
        persistence::random_id(), persistence::new_secret(persistence::token_prefix), body.label,
        body.days, narrowed(who, body.scopes)};
    const auto id = domain::public_id(entity::access_token, made.id);
    write_audited(
        context, who.user_id, {persistence::insert_token(who.user_name, made)},
        {{"token", id}, {"label", body.label}}
    );
    return json_response(201, json::serialize(json::object{{"id", id}, {"token", made.secret}}));
}

api_response list(handler_context& context) {
    const auto found =
        persistence::ask(context.db(), persistence::list_tokens(context.request.who->user_id));
    json::array items;
    for (const auto row : found) {
        items.emplace_back(json::object{
            {"id", domain::public_id(entity::access_token, row.integer("id"))},
            {"label", row.text("label")},
            {"scopes", words_of(row.maybe_text("roles"), row.truth("read_only"))},
            {"created_at", moment_utc(row.integer("created_at"))},
            {"expires_at", moment_utc(row.integer("expires_at"))}});
    }
    return json_response(200, json::serialize(json::object{{"items", std::move(items)}}));
}

api_response revoke(handler_context& context) {
    const std::string text{context.request.param("access_token")};
    const auto id = domain::parse_public_id(entity::access_token, text);
    const auto user = context.request.who->user_id;
    if (!id ||
        !write_audited_if_changed(
            context, user, {persistence::revoke_token(user, *id)}, {{"token", text}}
        )) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    context.app.remembered.forget(user);
    return nothing_to_say();
}

}  // namespace

endpoints token_endpoints() {
    auto make = own_endpoint(
        "POST", "/api/v1/tokens", "create_token", "Make a token; its secret is shown once", create,
        describe_new_token()
    );
    make.body_schema = schema_of<own_token>();
    make.success_status = 201;
    return {
        std::move(make),
        own_endpoint(
            "GET", "/api/v1/tokens", "list_tokens", "One's own valid tokens", list,
            describe_tokens()
        ),
        own_endpoint(
            "DELETE", "/api/v1/tokens/{access_token}", "revoke_token",
            "End one of one's own tokens", revoke
        )};
}

}  // namespace tranche::server
