#include "domain/money.hpp"

namespace tranche::domain {

std::optional<money> money::parse(std::string_view decimal, currency unit) {
    const auto minor = parse_scaled(decimal, {18, unit.exponent(), true});
    if (!minor) return std::nullopt;
    return money(*minor, unit);
}

std::string money::to_decimal() const {
    return domain::to_decimal(minor_, currency_.exponent());
}

money& money::operator+=(money other) {
    expect_same_currency(other);
    minor_ = narrow(static_cast<int128>(minor_) + other.minor_);
    return *this;
}

money& money::operator-=(money other) {
    expect_same_currency(other);
    minor_ = narrow(static_cast<int128>(minor_) - other.minor_);
    return *this;
}

money money::operator-() const {
    return {narrow(-static_cast<int128>(minor_)), currency_};
}

std::string shown(money amount) {
    return amount.to_decimal() + ' ' + std::string{amount.currency_unit().code()};
}

money min(money left, money right) {
    return right < left ? right : left;
}

money max(money left, money right) {
    return left < right ? right : left;
}

}  // namespace tranche::domain
