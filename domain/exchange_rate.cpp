#include "domain/exchange_rate.hpp"

namespace tranche::domain {
namespace {

constexpr int most_whole_digits = 12;
constexpr int most_decimals = 10;

/// amount * multiplier / divisor * 10^shift, rounded once. The multiplier and the divisor have at
/// most 18 digits and the shift is -14 to 14, so only a result that cannot fit 64 bits anyway
/// could leave 128 bits; it is refused before it does.
std::int64_t scaled(std::int64_t amount, std::int64_t multiplier, std::int64_t divisor, int shift) {
    const int128 product = static_cast<int128>(amount) * multiplier;
    if (shift <= 0) {
        return narrow(divide_round(product, static_cast<int128>(divisor) * power_of_ten(-shift)));
    }
    int128 shifted = 0;
    if (__builtin_mul_overflow(product, static_cast<int128>(power_of_ten(shift)), &shifted)) {
        throw money_overflow("converted amount exceeds 64 bits of minor units");
    }
    return narrow(divide_round(shifted, divisor));
}

}  // namespace

std::optional<exchange_rate> exchange_rate::parse(
    std::string_view decimal, currency base, currency quote
) {
    if (base == currency{} || quote == currency{}) return std::nullopt;

    // Trailing zeros carry no value but would count as digits: a database prints ten decimals.
    const auto point = decimal.find('.');
    int scale = 0;
    if (point != std::string_view::npos) {
        const auto written = decimal.substr(point + 1);
        if (written.empty() || written.size() > most_decimals) return std::nullopt;
        const auto last = written.find_last_not_of('0');
        scale = last == std::string_view::npos ? 0 : static_cast<int>(last) + 1;
        const auto kept = static_cast<std::size_t>(scale);
        decimal = decimal.substr(0, kept == 0 ? point : point + 1 + kept);
    }

    const auto coefficient = parse_scaled(decimal, {most_whole_digits, scale, false});
    if (!coefficient || *coefficient == 0) return std::nullopt;
    const exchange_rate rate(*coefficient, scale, base, quote);
    if (base == quote && rate != one(base)) return std::nullopt;
    return rate;
}

exchange_rate exchange_rate::one(currency unit) {
    expects(unit != currency{}, "a rate needs a currency");
    return {1, 0, unit, unit};
}

std::string exchange_rate::to_decimal() const {
    return domain::to_decimal(coefficient_, scale_);
}

money exchange_rate::convert(money amount, currency to) const {
    const auto from = amount.currency_unit();
    const bool multiply = from == base_ && to == quote_;
    const bool divide = from == quote_ && to == base_;
    expects(multiply || divide, "the rate is not one between these currencies");
    if (from == to) return amount;
    const int decimals = to.exponent() - from.exponent();
    const auto minor = multiply ? scaled(amount.minor(), coefficient_, 1, decimals - scale_)
                                : scaled(amount.minor(), 1, coefficient_, decimals + scale_);
    return {minor, to};
}

}  // namespace tranche::domain
