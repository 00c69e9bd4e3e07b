// JSON as people read it in a diff: two spaces, members in their own order, lists of plain values
// on one line. The same value always gives the same text.
#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace tranche::server {

/// JSON text without a line break at the end.
std::string pretty_print(const boost::json::value& value);

}  // namespace tranche::server
