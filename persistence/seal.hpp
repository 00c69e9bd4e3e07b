// The chain itself: one link per sealed range, each holding the hash of the one before.
#pragma once

#include "persistence/digest.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "persistence/seal_stream.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tranche::persistence {

struct seal {
    std::string stream;
    std::int64_t n = 0;  // counts from 1 within its stream
    std::int64_t form = seal_form;
    std::int64_t first_id = 0;
    std::int64_t last_id = 0;
    std::int64_t count = 0;
    digest root{};       // of the list of leaves
    digest prev_hash{};  // zeros in the first
    std::string sealed_at;
    digest hash{};  // of all of the above
};

digest hash_of(const seal& one);

// Eight bytes of id and 32 of hash for each leaf: what a seal keeps, and what its root is the hash
// of.
void append_leaf(std::string& list, const leaf& one);

// The columns of a seal, read by seal_of.
query seals_after(std::string_view stream, std::int64_t n, std::int64_t at_most);
// The newest seal of every stream that has one.
query newest_seals();
seal seal_of(const row& of);

query insert_seal(const seal& one, std::string_view leaves);

}  // namespace tranche::persistence
