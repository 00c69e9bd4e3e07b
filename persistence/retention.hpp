// Data about persons whose time for keeping is over: how much there is, and its erasure.
// reference.retention_term says how long each kind is kept; the proof of what happened remains.
#pragma once

#include "domain/calendar.hpp"
#include "persistence/session.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

// "audit_details", "sign_in_records", "payee_names".
std::span<const std::string_view> retention_kinds();

struct past_term {
    std::string_view kind;
    // Nothing when no term is in force: then nothing is past it.
    std::optional<std::int64_t> months;
    std::optional<domain::date> before;
    std::int64_t rows = 0;
};

// What is past its term on that day. Of audit events only sealed ones: what was never sealed would
// leave no proof.
std::vector<past_term> past_terms(session& with, domain::date today);

// Erases what is past and says how much of each kind; to be called in a transaction, as the owner.
std::vector<past_term> erase_past_terms(session& with, domain::date today);

// What stands where the name of a payee was.
inline constexpr std::string_view erased_mark = "[erased]";

}  // namespace tranche::persistence
