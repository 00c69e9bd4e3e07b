// From what a request carries to a person: a token of ours or of the identity provider, or the
// cookie of a browser session. What was found is believed for two seconds, so a revoked token may
// still open doors that long, on this and on every other server.
#pragma once

#include "persistence/session.hpp"
#include "server/api/handler_context.hpp"
#include "server/api/request.hpp"

namespace tranche::persistence {
struct person;
}

namespace tranche::server {

principal principal_of(const persistence::person& who);

// Whose rows the database itself shows this person; nothing for staff, who see all.
std::optional<persistence::row_scope> scope_of(const principal& who);

// The header that says on whose behalf a request is made: a user's name or public id.
inline constexpr std::string_view on_behalf_header = "on-behalf-of";

// The person with the roles of the one named there. Throws domain::refusal (forbidden) unless a
// delegation in force allows it.
principal representing(
    principal who, std::string_view named, domain::date today, persistence::session& db
);

class authenticator {
public:
    explicit authenticator(application_context& app) : app_{app} {}

    // Throws domain::refusal: unauthenticated, the same for every reason, or forbidden for a
    // request by cookie that cannot prove where it comes from.
    principal who_is(const api_request& request, persistence::session& db);

private:
    principal by_token(std::string_view header, persistence::session& db);
    principal by_identity(std::string_view token, persistence::session& db);
    principal by_cookie(const api_request& request, persistence::session& db);

    application_context& app_;
};

}  // namespace tranche::server
