#include "server/auth/authenticator.hpp"

#include "domain/error.hpp"
#include "persistence/digest.hpp"
#include "persistence/access_tokens.hpp"

namespace tranche::server {
namespace {

std::string_view bearer_token(const api_request& request) {
    constexpr std::string_view scheme = "Bearer ";
    auto header = request.header("authorization");
    if (!header.starts_with(scheme) || header.size() > 200) {
        throw domain::refusal{domain::error_kind::unauthenticated, "unauthenticated"};
    }
    header.remove_prefix(scheme.size());
    return header;
}

}  // namespace

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

std::optional<principal> authenticator::find_remembered(const std::string& digest) {
    const std::lock_guard guard{mutex_};
    const auto found = by_digest_.find(digest);
    if (found == by_digest_.end() || found->second.until < std::chrono::steady_clock::now()) {
        return std::nullopt;
    }
    return found->second.who;
}

principal authenticator::who_is(const api_request& request, persistence::session& db) {
    const auto secret = bearer_token(request);
    const auto digest = persistence::sha256_hex(secret);
    if (auto known = find_remembered(digest)) {
        return *std::move(known);
    }
    const auto found = persistence::bearer_of_token(db, secret);
    if (!found) {
        throw domain::refusal{domain::error_kind::unauthenticated, "unauthenticated"};
    }
    auto who = principal_of(found->who);
    const std::lock_guard guard{mutex_};
    if (by_digest_.size() >= remembered_at_most) {
        by_digest_.clear();
    }
    by_digest_[digest] = {who, std::chrono::steady_clock::now() + believed_for};
    return who;
}

}  // namespace tranche::server
