// What kind of change an amendment makes to an agreement, and by which route it comes into force:
// computed from the change, never asked.
#pragma once

#include "domain/calendar.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace tranche::domain {

enum class amendment_kind : std::uint8_t {
    administrative_correction,  ///< texts and planned days
    budget_within,              ///< money, at most the agreement's percentage of its value
    budget_beyond,              ///< money, more than that
    results_change,
    no_cost_extension,
    other,  ///< terms, an earlier end, instalments cut otherwise
};

/// Notice needs no approval; an approval answers for what changes, a full one for the whole value.
enum class amendment_route : std::uint8_t { notice, approval, full };

std::string_view name(amendment_kind kind);
std::string_view name(amendment_route route);

/// A line's amount as agreed by a full approval (or at first), as it stands, and as proposed.
struct amended_line {
    money decided, before, after;
};

struct amendment_change {
    std::span<const amended_line> lines = {};
    /// Of the value that was agreed by a full approval or at first.
    percentage limit = {};
    date end_before{}, end_after{};
    bool start_changes = false, tranches_change = false, terms_change = false,
         results_change = false;
};

/// Money goes first, as whoever decides wants to know. It is measured against what was decided as a
/// whole last, so that many small changes do not add up to a large one.
amendment_kind kind_of(const amendment_change& change);
amendment_route route_of(amendment_kind kind);

}  // namespace tranche::domain
