// The connections of one worker, one per database role: staff, partner, donor. Who is asked about
// decides which is used, so that PostgreSQL itself keeps foreign rows from a partner's request.
// Each connects when first asked.
#pragma once

#include "persistence/session.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::persistence {

struct role_urls {
    std::string staff;
    std::string partner;
    std::string donor;
};

// The same connection with other parameters: {"user", "tranche_partner"}. Throws
// std::invalid_argument for a connection string that libpq cannot read.
using connection_parameters = std::vector<std::pair<std::string_view, std::string_view>>;
std::string with_parameters(
    const std::string& connection_info, const connection_parameters& others
);

// The staff's connection and, where they are not given, the same for the roles beside it.
role_urls urls_of_roles(
    const std::string& staff, const std::string& partner, const std::string& donor
);

class session_set {
public:
    session_set(const role_urls& urls, lane purpose)
        : staff_{urls.staff, purpose},
          partner_{urls.partner, purpose},
          donor_{urls.donor, purpose} {}

    session_holder& staff() { return staff_; }
    // The role that sees no more than the scope allows.
    session_holder& of(const std::optional<row_scope>& scope);

private:
    session_holder staff_;
    session_holder partner_;
    session_holder donor_;
};

}  // namespace tranche::persistence
