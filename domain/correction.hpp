// Which recorded facts can be taken back, and by what (R48). Decisions are not: a budget, an
// allocation or an agreement is changed by the next decision. What two persons did - acts on
// donors' money, debts settled without money - is taken back by another than who decided it.
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
    write_off,
    later_documents,
};

// What the reversal of an entry with this event has to do besides the entry; nothing when the entry
// cannot be reversed.
std::optional<correction> correction_of(std::string_view event);
bool needs_another_person(correction how);
// Acts that gave donors' money somewhere, and are asked giver by giver.
bool is_of_givers(correction how);

}  // namespace tranche::domain
