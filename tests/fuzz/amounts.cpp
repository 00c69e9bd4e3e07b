// Amounts, rates, percents and dates from hostile text: what parses prints and parses to itself.
#include "domain/calendar.hpp"
#include "domain/exchange_rate.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tranche::domain;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const char* code : {"USD", "JPY", "BHD"}) {
        const auto currency = *currency::from_code(code);
        if (const auto amount = money::parse(text, currency)) {
            demand(money::parse(amount->to_decimal(), currency) == amount);
        }
    }
    const auto usd = *currency::from_code("USD");
    const auto gtq = *currency::from_code("GTQ");
    if (const auto rate = exchange_rate::parse(text, usd, gtq)) {
        const auto again = exchange_rate::parse(rate->to_decimal(), usd, gtq);
        demand(again && again->to_decimal() == rate->to_decimal());
    }
    if (const auto percent = percentage::parse(text)) {
        demand(percentage::parse(percent->to_decimal())->scaled() == percent->scaled());
    }
    if (const auto day = parse_date(text)) {
        demand(to_string(*day) == text);
    }
    return 0;
}
