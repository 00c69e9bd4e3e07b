// The program's version; the build says which.
#pragma once

#include <string_view>

namespace tranche::server {

inline constexpr std::string_view version = TRANCHE_VERSION;

}  // namespace tranche::server
