#include "server/auth/authenticator.hpp"

#include "domain/access.hpp"
#include "domain/error.hpp"
#include "persistence/access_tokens.hpp"
#include "persistence/browser_sessions.hpp"
#include "persistence/delegations.hpp"
#include "persistence/digest.hpp"
#include "persistence/people.hpp"
#include "persistence/round_trip.hpp"
#include "server/auth/identity_tokens.hpp"
#include "server/auth/session_cookie.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

[[noreturn]] void refuse() {
    throw domain::refusal{domain::error_kind::unauthenticated, "unauthenticated"};
}

std::string_view bearer_token(std::string_view header) {
    constexpr std::string_view scheme = "Bearer ";
    if (!header.starts_with(scheme) || header.size() > scheme.size() + identity_token_size_most) {
        refuse();
    }
    return header.substr(scheme.size());
}

bool is_ours(std::string_view token) {
    return token.starts_with(persistence::token_prefix) && token.size() <= 200;
}

principal bearer_of(std::string_view token, persistence::session& db) {
    const auto found = persistence::bearer_of_token(db, token);
    if (!found) {
        refuse();
    }
    auto who = principal_of(found->who);
    who.read_only = found->read_only;
    if (found->limited) {
        who.role_limit = who.roles;
    }
    return who;
}

}  // namespace

principal representing(
    principal who, std::string_view named, domain::date today, persistence::session& db
) {
    const auto found = persistence::ask(db, persistence::represented_by(who.user_id, today, named));
    if (found.size() != 1) {
        throw domain::refusal{
            domain::error_kind::forbidden, "on_behalf_refused", {{"name", std::string{named}}}};
    }
    const auto row = found[0];
    who.acting_for = represented_person{row.integer("id"), row.text("name")};
    const auto theirs = domain::roles_from_names(row.text("roles"));
    who.roles = who.role_limit ? theirs & *who.role_limit : theirs;
    return who;
}

principal principal_of(const persistence::person& who) {
    principal made;
    made.user_id = who.id;
    made.user_name = who.name;
    made.partner_id = who.partner_id;
    made.donor_id = who.donor_id;
    for (const auto& name : who.roles) {
        if (const auto role = domain::role_from_name(name)) {
            made.roles.insert(*role);
        }
    }
    return made;
}

std::optional<persistence::row_scope> scope_of(const principal& who) {
    using enum persistence::row_owner;
    if (who.partner_id) {
        return persistence::row_scope{partner, *who.partner_id};
    }
    if (!domain::permitted(domain::action::read_funding, who.roles)) {
        return persistence::row_scope{donor, who.donor_id.value_or(0)};  // of no donor: nothing
    }
    return std::nullopt;
}

principal authenticator::who_is(const api_request& request, persistence::session& db) {
    const auto header = request.header("authorization");
    auto who = header.empty() ? by_cookie(request, db) : by_token(header, db);
    if (who.read_only && !is_safe(request.method)) {
        throw domain::refusal{domain::error_kind::forbidden, "token_reads_only"};
    }
    return who;
}

principal authenticator::by_token(std::string_view header, persistence::session& db) {
    const auto secret = bearer_token(header);
    const auto digest = persistence::sha256_hex(secret);
    const auto now = app_.now();
    if (auto known = app_.remembered.find(digest, now)) {
        return *std::move(known);
    }
    auto who = is_ours(secret) ? bearer_of(secret, db) : by_identity(secret, db);
    app_.remembered.keep(digest, who, now);
    return who;
}

// The provider says who it is and may take roles away; what the account here holds is the most.
principal authenticator::by_identity(std::string_view token, persistence::session& db) {
    const auto said = app_.identities ? app_.identities->identify(token, app_.now()) : std::nullopt;
    const auto found = said ? persistence::person_named(db, said->user_name) : std::nullopt;
    if (!found) {
        refuse();
    }
    auto who = principal_of(*found);
    if (said->roles) {
        for (const auto role : domain::all_roles) {
            if (std::ranges::find(*said->roles, domain::role_name(role)) == said->roles->end()) {
                who.roles.erase(role);
            }
        }
        who.role_limit = who.roles;
    }
    return who;
}

principal authenticator::by_cookie(const api_request& request, persistence::session& db) {
    const auto secret = session_secret_of(request, app_.sign_in);
    if (!secret) {
        refuse();
    }
    // Told apart from tokens: neither opens a door in the other's place.
    const auto digest = "cookie " + persistence::sha256_hex(*secret);
    const auto now = app_.now();
    auto who = app_.remembered.find(digest, now);
    if (!who) {
        const auto found =
            persistence::browser_session_of(db, *secret, now, app_.sign_in.idle_seconds);
        if (!found) {
            refuse();
        }
        who = principal_of(found->who);
        who->session_id = found->id;
        app_.remembered.keep(digest, *who, now);
    }
    check_csrf(request, *secret);
    return *std::move(who);
}

}  // namespace tranche::server
