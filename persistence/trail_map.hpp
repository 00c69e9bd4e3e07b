// The map of the way money takes, one row per relation: what stands behind a thing and what it
// feeds are the same rows read in two directions. persistence/trail walks it. To make a new kind of
// record part of the trail: its face, its relations, and its people and documents if it has any.
#pragma once

#include "domain/entity.hpp"

#include <span>
#include <string_view>

namespace tranche::persistence {

struct trail_relation {
    domain::entity behind;
    domain::entity feeds;
    std::string_view what;   // read from what stands behind: "payment opened advance"
    std::string_view pairs;  // SQL with columns behind and feeds, both ids
};

// What a thing is called, in SQL over its table x. No face: no part of the trail.
struct trail_face {
    domain::entity of;
    std::string_view code;
    std::string_view on;
    std::string_view amount = "null::bigint";
    std::string_view currency = "null::text";
};

// Who did something to a thing, in SQL over its table x.
struct trail_act {
    domain::entity of;
    std::string_view act;
    std::string_view person;
    std::string_view on;
};

struct trail_document {
    domain::entity of;
    std::string_view document;
    std::string_view on;
};

// The entries of a thing, as a condition over ledger.entry e and the thing's id $1.
struct trail_entries {
    domain::entity of;
    std::string_view condition;
};

// A report that holds a figure of the thing. {id}, {on}, {project} and {agreement} are filled in
// from the thing and from what stands behind it.
struct trail_figure {
    domain::entity of;
    std::string_view report;
    std::string_view parameters;
};

std::span<const trail_relation> trail_relations();
std::span<const trail_face> trail_faces();
std::span<const trail_act> trail_acts();
std::span<const trail_document> trail_documents();
std::span<const trail_entries> entries_of_things();
std::span<const trail_figure> trail_figures();

}  // namespace tranche::persistence
