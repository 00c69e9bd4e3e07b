// A condition of a tranche as callers send it.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>

namespace tranche::server {

struct condition_body {
    std::string kind;
    std::optional<std::string> text, finding;
    std::optional<domain::percentage> percent;
    std::optional<domain::date> period_first, period_last, day;
};

template <>
struct wire<condition_body> {
    static const object_schema<condition_body>& schema();
};

}  // namespace tranche::server
