// Which recorded facts can be taken back, and by what (R48). Decisions are not: a budget, an
// allocation or an agreement is changed by the next decision.
#pragma once

#include <optional>
#include <string_view>

namespace tranche::domain {

enum class correction { payment, refund, receipt, direct_expenditure, interest };

// What the reversal of an entry with this event has to do besides the entry; nothing when the entry
// cannot be reversed.
std::optional<correction> correction_of(std::string_view event);

}  // namespace tranche::domain
