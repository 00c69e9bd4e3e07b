// What is sealed: streams of rows in the order of their ids, and the hash ("leaf") of each row with
// all that belongs to it. The sealer and the check read leaves by the same declaration.
#pragma once

#include "persistence/digest.hpp"
#include "persistence/query.hpp"
#include "persistence/session.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

// Rows with $1 < id <= $2, by id and then in an order that never changes. The first column is the
// id; each further one is a field of the leaf, in PostgreSQL's text form.
struct seal_part {
    std::string_view table;
    std::string_view alias;
    statement rows;
};

struct seal_stream {
    std::string_view name;
    std::string_view of;    // what an id of it is, for messages: "entry"
    std::string_view key;   // "ledger.entry": whose id it is
    std::string_view form;  // name and version of the leaf's byte form
    std::vector<seal_part> parts;
};

// The version of the byte forms of leaves and seals, kept in every seal. A column that is added to
// a sealed table needs a new version; the old seals are then read by the old form.
//   2: audit.event has the roles an act was done with
inline constexpr std::int64_t seal_form = 2;

// journal, audit, rates; as sealed now, or by the rules of an earlier form.
std::span<const seal_stream> seal_streams(std::int64_t form = seal_form);

struct leaf {
    std::int64_t id;
    digest hash;
};

// Calls `take` for the leaves with after < id <= last in order of their ids, of about `at_most`
// rows. Returns the id up to which all was read: `last`, or less when there is more.
std::int64_t read_leaves(
    session& with, const seal_stream& of, std::int64_t after, std::int64_t last,
    std::int64_t at_most, const std::function<void(const leaf&)>& take
);

}  // namespace tranche::persistence
