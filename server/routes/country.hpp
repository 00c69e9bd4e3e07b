// The form of a country code. Donors and partners may sit in a country that is not, or not yet, in
// the list of States, so the list is not asked.
#pragma once

#include "server/command/command_run.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace tranche::server {

inline void require_country(command_run& run, const std::optional<std::string>& code,
                            const char* field) {
    const bool fits = !code || (code->size() == 2 && std::ranges::all_of(*code, [](char one) {
                                    return one >= 'A' && one <= 'Z';
                                }));
    run.require(fits, field, "not_a_country", {{"value", code.value_or("")}});
}

}  // namespace tranche::server
