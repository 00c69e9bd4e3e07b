#include "persistence/rows.hpp"

#include <charconv>
#include <stdexcept>

namespace tranche::persistence {
namespace {

std::int64_t to_integer(std::string_view text, const char* column) {
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size()) {
        throw std::logic_error{std::string{"column is not an integer: "} + column};
    }
    return number;
}

template <class T>
T known(const std::optional<T>& parsed, const char* column) {
    if (!parsed) {
        throw std::logic_error{std::string{"column has another form: "} + column};
    }
    return *parsed;
}

}  // namespace

int row::position(const char* column) const {
    const int found = PQfnumber(result_, column);
    if (found < 0) {
        throw std::logic_error{std::string{"no such column: "} + column};
    }
    return found;
}

std::string_view row::at(int column) const {
    return {
        PQgetvalue(result_, index_, column),
        static_cast<std::size_t>(PQgetlength(result_, index_, column))};
}

bool row::is_null(int column) const {
    return PQgetisnull(result_, index_, column) == 1;
}

bool row::is_null(const char* column) const {
    return is_null(position(column));
}

std::string_view row::raw(const char* column) const {
    const int found = position(column);
    if (is_null(found)) {
        throw std::logic_error{std::string{"column is NULL: "} + column};
    }
    return at(found);
}

std::int64_t row::integer(const char* column) const {
    return to_integer(raw(column), column);
}

std::string row::text(const char* column) const {
    return std::string{raw(column)};
}

bool row::truth(const char* column) const {
    return raw(column) == "t";
}

domain::date row::day(const char* column) const {
    return known(domain::parse_date(raw(column)), column);
}

domain::percentage row::percent(const char* column) const {
    return known(domain::percentage::parse(raw(column)), column);
}

domain::currency row::currency(const char* column) const {
    return known(domain::currency::from_code(raw(column)), column);
}

domain::money row::money(const char* column, domain::currency unit) const {
    return domain::money{integer(column), unit};
}

domain::money row::money(const char* column, const char* currency_column) const {
    return money(column, currency(currency_column));
}

std::optional<std::int64_t> row::maybe_integer(const char* column) const {
    return is_null(column) ? std::nullopt : std::optional{integer(column)};
}

std::optional<std::string> row::maybe_text(const char* column) const {
    return is_null(column) ? std::nullopt : std::optional{text(column)};
}

std::optional<domain::date> row::maybe_day(const char* column) const {
    return is_null(column) ? std::nullopt : std::optional{day(column)};
}

std::optional<domain::percentage> row::maybe_percent(const char* column) const {
    return is_null(column) ? std::nullopt : std::optional{percent(column)};
}

std::int64_t rows::affected() const {
    const std::string_view text = PQcmdTuples(result_.get());
    return text.empty() ? 0 : to_integer(text, "affected rows");
}

}  // namespace tranche::persistence
