// Which code somebody meant who typed one that is none.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

/// The known code that is likeliest meant: the fewest letters away, and of those the one whose
/// digit lies beside the typed one on a keypad. "" when none is known.
std::string nearest_code(std::string_view code, const std::vector<std::string_view>& known);

/// The same for the many rows of a sheet: each wrong code is looked for once, and nothing is
/// guessed any more for those beyond the first thousand.
class nearest_codes {
public:
    std::string to(const std::string& code, const std::vector<std::string_view>& known);

private:
    std::map<std::string, std::string> found_;
};

}  // namespace tranche::server
