// A named statement with its bound values. Values are always bound, never written into the text.
#pragma once

#include "domain/calendar.hpp"
#include "domain/money.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

// Text and name live as long as the program: a literal, or an interned string.
struct statement {
    std::string_view name;
    std::string_view text;
};

// One bound value in PostgreSQL's text form; nullopt is NULL.
class value {
public:
    value(std::nullopt_t) {}
    value(std::int64_t number) : text_{std::to_string(number)} {}
    value(int number) : text_{std::to_string(number)} {}
    value(bool truth) : text_{truth ? "true" : "false"} {}
    value(std::string text) : text_{std::move(text)} {}
    value(std::string_view text) : text_{text} {}
    value(const char* text) : text_{text} {}
    value(domain::date day) : text_{domain::to_string(day)} {}
    value(domain::currency unit) : text_{unit.code()} {}
    template <class T>
    value(const std::optional<T>& maybe) {
        if (maybe) {
            *this = value{*maybe};
        }
    }

    [[nodiscard]] const std::optional<std::string>& text() const { return text_; }

private:
    std::optional<std::string> text_;
};

// Array literals. Elements are quoted as PostgreSQL wants them.
value array_of(std::span<const std::int64_t> numbers);
value array_of(std::span<const std::string> texts);
value array_of(std::span<const std::optional<std::string>> texts);

struct query {
    statement what;
    std::vector<value> with;
};

}  // namespace tranche::persistence
