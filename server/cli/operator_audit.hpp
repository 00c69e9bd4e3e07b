// What is done at the command line is audited like everything else: by the operator, whom the
// service does not know, under the name the system knows.
#pragma once

#include "persistence/session.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::server {

std::string name_of_operator();

// Names and new values; a masked column's value is not told.
using operator_fields = std::vector<std::pair<std::string_view, std::string>>;

// Runs `act`, which returns the id of the person it was about, and records it in one transaction.
void audited(
    persistence::session& with, std::string_view action, const operator_fields& fields,
    const std::function<std::int64_t()>& act
);

}  // namespace tranche::server
