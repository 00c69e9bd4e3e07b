// A row of a resource as JSON, and the schema of that JSON, both from the columns' declaration.
#pragma once

#include "persistence/resource.hpp"
#include "persistence/rows.hpp"
#include "server/api/endpoint.hpp"

#include <string>

namespace tranche::server {

// Appends the object without its closing brace, so that children and links can follow.
void open_row_json(
    std::string& out, const persistence::resource& of, const persistence::row& row, bool with_detail
);

describe_fn describe_resource(const persistence::resource& of);
describe_fn describe_list(const persistence::resource& of);

}  // namespace tranche::server
