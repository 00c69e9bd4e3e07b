// From the Authorization header to a person. What was found is believed for two seconds, so a
// revoked token may still open doors that long, on this and on every other server.
#pragma once

#include "persistence/session.hpp"
#include "server/api/request.hpp"

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tranche::persistence {
struct person;
}

namespace tranche::server {

principal principal_of(const persistence::person& who);

// Whose rows the database itself shows this person; nothing for staff, who see all.
std::optional<persistence::row_scope> scope_of(const principal& who);

class authenticator {
public:
    static constexpr std::chrono::seconds believed_for{2};

    // Throws domain::refusal (unauthenticated), the same for every reason.
    principal who_is(const api_request& request, persistence::session& db);

private:
    static constexpr std::size_t remembered_at_most = 10'000;
    struct remembered {
        principal who;
        std::chrono::steady_clock::time_point until;
    };

    std::optional<principal> find_remembered(const std::string& digest);

    std::mutex mutex_;
    std::unordered_map<std::string, remembered> by_digest_;
};

}  // namespace tranche::server
