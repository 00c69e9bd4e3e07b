// A page's cursor: where the page before ended, and which list it belongs to. Opaque to the caller.
#pragma once

#include "persistence/resource.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

// `list` says which resource, filters and order the cursor is for; another list refuses it.
std::string write_cursor(const persistence::list_wish::position& at, std::string_view list);
std::optional<persistence::list_wish::position> read_cursor(
    std::string_view text, std::string_view list
);

}  // namespace tranche::server
