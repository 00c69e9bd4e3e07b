// The form of a country code. Donors and partners may sit in a country that is not, or not yet, in
// the list of States, so the list is not asked.
#pragma once

#include "server/command/command_run.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tranche::server {

inline bool is_capitals(std::string_view text, std::size_t count) {
    return text.size() == count &&
        std::ranges::all_of(text, [](char one) { return one >= 'A' && one <= 'Z'; });
}

inline void require_country(
    command_run& run, const std::optional<std::string>& code, std::string field
) {
    run.require(
        !code || is_capitals(*code, 2), std::move(field), "not_a_country",
        {{"value", code.value_or("")}}
    );
}

}  // namespace tranche::server
