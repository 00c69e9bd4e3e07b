// How people say what is due, and how it stands: for the report, the calendar and letters.
#pragma once

#include "domain/message_catalogue.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tranche::reports {

/// "interim report 2"; what there is one of has no number.
std::string obligation_name(std::string_view kind, std::int64_t number, domain::language language);
/// "overdue"
std::string obligation_standing(std::string_view state, domain::language language);

}  // namespace tranche::reports
