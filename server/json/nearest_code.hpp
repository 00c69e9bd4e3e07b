// Which code somebody meant who typed one that is none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

/// The known code that is likeliest meant: the fewest letters away, and of those the one whose
/// digit lies beside the typed one on a keypad. "" when none is known.
std::string nearest_code(std::string_view code, const std::vector<std::string_view>& known);

}  // namespace tranche::server
