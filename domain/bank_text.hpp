// What a bank takes: numbers of accounts, and text in the few letters every bank's system knows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tranche::domain {

// As typed, without blanks and in capitals.
std::string account_number(std::string_view typed);

// Whether an account_number() is an international one (ISO 13616): its two check digits are right.
bool is_iban(std::string_view number);

// Text in the Latin letters, digits and signs / - ? : ( ) . , ' + that payment systems agree on: a
// letter with a mark loses it, anything else becomes a dot. No slash at either end and no two
// beside each other. At most `most` characters.
std::string bank_text(std::string_view utf8, std::size_t most);

}  // namespace tranche::domain
