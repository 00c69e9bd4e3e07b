// Which acts and which days others are told of, and whom: those who take the next step. Read when
// an act is done, for what stands in the outbox, and again when it is sent, for who may know. To
// add one: a row in notice.cpp, its sentence in messages_notice.cpp.
#pragma once

#include "domain/access.hpp"
#include "domain/entity.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tranche::domain {

enum class notice_side { office, partner };

/// In place of an operation: a day comes, and nobody does anything.
constexpr std::string_view by_its_day = "-";

struct notice {
    std::string_view name;       // "disbursement_approved"
    std::string_view operation;  // of the API, or by_its_day
    entity about;
    /// Whoever may do this, on that side; a partner's people about what is theirs alone.
    action told;
    notice_side side;
    /// Of the sentence: code and, where there is one, amount; its hint says what to do.
    std::string_view message;
    /// Whether somebody has to act on it, and so finds it in the queue. What only tells is sent as
    /// a letter of its own also to whoever wants one letter a day.
    bool asks = true;
};

std::span<const notice> notices();
/// nullptr for an act nobody is told of.
const notice* notice_of_operation(std::string_view operation);
const notice* notice_named(std::string_view name);

/// `partner_id` is the person's own; `owner` the partner the thing belongs to, if any.
bool may_be_told(
    const notice& of, role_set roles, std::optional<std::int64_t> partner_id,
    std::optional<std::int64_t> owner
);

}  // namespace tranche::domain
