// From a record back to what stands behind it and forward to what it feeds, by walking the map of
// persistence/trail_map level by level: one round trip per level, both directions at once.
#pragma once

#include "domain/entity.hpp"
#include "domain/money.hpp"
#include "persistence/rows.hpp"
#include "persistence/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::persistence {

// Things in one direction, persons' acts, documents; of audit events the newest.
inline constexpr int trail_things_at_most = 500;
inline constexpr int trail_events_at_most = 100;

struct trail_name {
    domain::entity what;
    std::int64_t id;

    bool operator<(const trail_name& other) const {
        return std::pair{what, id} < std::pair{other.what, other.id};
    }
};

struct trail_thing {
    trail_name name;
    std::string_view how = {};            // the relation it was found by
    std::optional<trail_name> next = {};  // the thing it stands in that relation to
    std::optional<std::string> code = {};
    std::optional<std::string> on = {};
    std::optional<domain::money> amount = {};
};

struct trail_wish {
    trail_name subject;
    std::int64_t entries_after = 0;
    std::int64_t entries = 50;
};

struct trail {
    trail_thing subject;
    std::vector<trail_thing> behind = {}, feeds = {};  // nearest first
    bool truncated = false;  // there is more in some direction than is told
    // One answer per kind of thing, with the columns of the statements in trail.cpp.
    std::vector<std::pair<domain::entity, rows>> people = {}, documents = {};
    // Entries, one more than wished for; their postings; audit events.
    std::vector<rows> ledger = {};
};

// Nothing when the subject does not exist or is no part of the trail.
std::optional<trail> follow(session& with, const trail_wish& wish);

}  // namespace tranche::persistence
