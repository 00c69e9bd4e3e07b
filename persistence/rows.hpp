// The rows of one answer, read by column name and converted on the way out.
#pragma once

#include "domain/calendar.hpp"
#include "domain/exchange_rate.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::persistence {

class rows;

class row {
public:
    row(const PGresult* result, int index) : result_{result}, index_{index} {}

    // Each throws std::logic_error when the column is absent, NULL or of another form: the
    // statement and its reader disagree, which is a programming error.
    [[nodiscard]] std::int64_t integer(const char* column) const;
    [[nodiscard]] std::string text(const char* column) const;
    [[nodiscard]] bool truth(const char* column) const;
    [[nodiscard]] domain::date day(const char* column) const;
    [[nodiscard]] domain::percentage percent(const char* column) const;
    [[nodiscard]] domain::currency currency(const char* column) const;
    [[nodiscard]] domain::money money(const char* column, domain::currency unit) const;
    [[nodiscard]] domain::money money(const char* column, const char* currency_column) const;

    [[nodiscard]] bool is_null(const char* column) const;
    [[nodiscard]] std::optional<std::int64_t> maybe_integer(const char* column) const;
    [[nodiscard]] std::optional<std::string> maybe_text(const char* column) const;
    [[nodiscard]] std::optional<domain::date> maybe_day(const char* column) const;
    [[nodiscard]] std::optional<domain::percentage> maybe_percent(const char* column) const;

    // By position, for generic readers.
    [[nodiscard]] std::string_view at(int column) const;
    [[nodiscard]] bool is_null(int column) const;

private:
    [[nodiscard]] int position(const char* column) const;
    [[nodiscard]] std::string_view raw(const char* column) const;

    const PGresult* result_;
    int index_;
};

class rows {
public:
    explicit rows(PGresult* result) : result_{result, &PQclear} {}

    [[nodiscard]] int size() const { return PQntuples(result_.get()); }
    [[nodiscard]] bool empty() const { return size() == 0; }
    [[nodiscard]] row operator[](int index) const { return {result_.get(), index}; }
    [[nodiscard]] int columns() const { return PQnfields(result_.get()); }
    // Rows changed by an insert or update.
    [[nodiscard]] std::int64_t affected() const;

    class iterator {
    public:
        iterator(const rows* owner, int index) : owner_{owner}, index_{index} {}
        row operator*() const { return (*owner_)[index_]; }
        iterator& operator++() {
            ++index_;
            return *this;
        }
        bool operator!=(const iterator& other) const { return index_ != other.index_; }

    private:
        const rows* owner_;
        int index_;
    };
    [[nodiscard]] iterator begin() const { return {this, 0}; }
    [[nodiscard]] iterator end() const { return {this, size()}; }

private:
    std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

}  // namespace tranche::persistence
