// Whether a bank's file has the form it takes: the parts we write of pain.001.001.09, by a schema
// of our own.
#pragma once

#include <string>

namespace tranche::tests {

/// Empty, or what xmllint says is wrong.
std::string broken_form(const std::string& xml);

}  // namespace tranche::tests
