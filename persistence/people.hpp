// People who use the service.
#pragma once

#include "persistence/rows.hpp"
#include "persistence/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

struct person {
    std::int64_t id;
    std::string name;
    std::vector<std::string> roles;
    std::optional<std::int64_t> partner_id;
    std::optional<std::int64_t> donor_id;
};

struct new_person {
    std::string name;
    std::string display_name;
    std::vector<std::string> roles;
    std::optional<std::int64_t> partner_id;
    std::optional<std::int64_t> donor_id;
};

// The columns of a person, of a user_account called u, and the person in the first row of them.
constexpr std::string_view person_columns =
    "u.id, u.name, array_to_string(u.roles, ' ') as roles, u.partner_id, u.donor_id";
std::optional<person> person_of(const rows& found);

// Throws sql_failure (people's constraints say what is wrong) or std::invalid_argument.
std::int64_t add_person(session& with, const new_person& one);
bool person_exists(session& with, std::string_view name);
std::optional<person> person_with_id(session& with, std::int64_t id);
std::optional<person> person_named(session& with, std::string_view name);

}  // namespace tranche::persistence
