// Standing in for somebody who is away: who may act on whose behalf, and with which roles.
#pragma once

#include "domain/calendar.hpp"
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tranche::persistence {

// The accounts of that name or public id which are active: id, name, roles (blanks between),
// partner_id. `side`: of this partner, or of the office when none; no side at all: of any.
struct side_of {
    std::optional<std::int64_t> partner_id;
};
query account_for_authority(std::string_view named, const std::optional<side_of>& side);

// Delegations with their persons by name, newest first; of one person, or by one id, or both.
query list_delegations(std::optional<std::int64_t> of_user, std::optional<std::int64_t> id);

// Columns id, name, roles of each person `to_user` may act for on that day: the roles they hold
// themselves and handed on, never administrator. `named`: only the person of that name or public
// id; empty: everybody.
query represented_by(std::int64_t to_user, domain::date on, std::string_view named);

}  // namespace tranche::persistence
