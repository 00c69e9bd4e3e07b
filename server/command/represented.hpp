// Four eyes when somebody acts for another: beside the column that says who took a step there is
// one for the person it was taken for.
#pragma once

#include <string_view>

namespace tranche::server {

// "approved_for" for "approved_by" of a table that has it; empty for any other column.
std::string_view represented_column(std::string_view table, std::string_view column);

}  // namespace tranche::server
