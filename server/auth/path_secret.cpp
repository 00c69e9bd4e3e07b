#include "server/auth/path_secret.hpp"

#include "persistence/calendar_addresses.hpp"
#include "server/auth/authenticator.hpp"

namespace tranche::server {

std::optional<principal> who_by_path(const api_request& request, persistence::session& staff) {
    auto secret = request.param("calendar");
    if (!secret.ends_with(".ics")) {
        return std::nullopt;
    }
    secret.remove_suffix(4);
    const auto found = persistence::person_of_calendar(staff, secret);
    return found ? std::optional{principal_of(*found)} : std::nullopt;
}

}  // namespace tranche::server
