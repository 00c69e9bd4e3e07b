// Files to send, and how they are sent.
#pragma once

#include "tests/support/api.hpp"

#include <string>

namespace tranche::tests {

/// A page that begins as a PDF does, with `text` in it.
std::string pdf(const std::string& text);
/// Announced and sent in pieces of so many bytes; the upload's id.
std::string sent_file(
    caller who, const std::string& name, const std::string& bytes, std::size_t piece = 1'048'576
);
/// Attached to a record ("expenditure-reports/erp_..."), as its body says besides.
answer attached(
    caller who, const std::string& record, const std::string& upload, boost::json::object more = {}
);

}  // namespace tranche::tests
