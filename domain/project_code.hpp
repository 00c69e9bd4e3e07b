// The forms that a project's code has had over the years (domain facts 1.9). A fund says which it
// gives.
#pragma once

#include <string_view>

namespace tranche::domain {

/// modern: CT.0985; legacy: TF2-805; own: whatever another fund or office uses.
enum class code_form { modern, legacy, own };

code_form form_of_code(std::string_view code);

/// "modern", "legacy", "own".
std::string_view name(code_form form);

/// DM10P0510: a country, two digits of its site, P and four digits.
bool is_prima_code(std::string_view text);

}  // namespace tranche::domain
