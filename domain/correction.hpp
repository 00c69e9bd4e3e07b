// Which recorded facts can be taken back, and by what (R48). Decisions are not: a budget, an
// allocation or an agreement is changed by the next decision. Acts on donors' money are taken back
// by another person than who did them.
#pragma once

#include <optional>
#include <string_view>

namespace tranche::domain {

enum class correction {
    payment,
    refund,
    receipt,
    direct_expenditure,
    interest,
    receipt_application,
    donor_refund,
    line_transfer,
    return_release,
};

// What the reversal of an entry with this event has to do besides the entry; nothing when the entry
// cannot be reversed.
std::optional<correction> correction_of(std::string_view event);
bool needs_another_person(correction how);

}  // namespace tranche::domain
