// Short ways to write the values that tests of money rules are full of.
// Each throws when the text is not what it claims to be, so a typing error fails the test.
#pragma once

#include "domain/calendar.hpp"
#include "domain/exchange_rate.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <string>
#include <string_view>

namespace tranche::domain {

inline money usd(std::string_view decimal) {
    return money::parse(decimal, currency::from_code("USD").value()).value();
}

inline money gtq(std::string_view decimal) {
    return money::parse(decimal, currency::from_code("GTQ").value()).value();
}

inline percentage percent(std::string_view decimal) {
    return percentage::parse(decimal).value();
}

inline date day(std::string_view iso) {
    return parse_date(iso).value();
}

/// Quetzales for one dollar.
inline exchange_rate gtq_per_usd(std::string_view decimal) {
    return exchange_rate::parse(
               decimal, currency::from_code("USD").value(), currency::from_code("GTQ").value()
    )
        .value();
}

}  // namespace tranche::domain
