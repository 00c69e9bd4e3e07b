#include "domain/lifecycle.hpp"

#include <algorithm>

namespace tranche::domain {

std::optional<std::string_view> next_state(
    std::span<const transition> machine, std::string_view action, std::string_view state
) {
    const auto found = std::ranges::find_if(machine, [&](const transition& one) {
        return one.action == action && one.from == state;
    });
    return found == machine.end() ? std::nullopt : std::optional{found->to};
}

}  // namespace tranche::domain
