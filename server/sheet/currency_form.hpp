// Currencies as people write them, and how the people of a country write numbers and days.
#pragma once

#include "domain/currency.hpp"
#include "server/sheet/date_form.hpp"
#include "server/sheet/number_form.hpp"

#include <optional>
#include <string_view>

namespace tranche::server {

// "GTQ", "US$", "Q.", "quetzales"; nothing for a sign that several currencies have.
std::optional<domain::currency> currency_meant(std::string_view text);

// The number alone where that currency's name or sign stands before or behind it; else the text.
std::string_view without_symbol(std::string_view text, domain::currency unit);

// By its ISO 3166 code. Where a country writes both, as its schools and banks do.
decimal_mark usual_mark_of(std::string_view country);
day_order usual_order_of(std::string_view country);

}  // namespace tranche::server
