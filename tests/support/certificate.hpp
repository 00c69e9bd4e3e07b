// A certificate that signs itself, for tests of TLS.
#pragma once

#include <string>

namespace tranche::tests {

/// Writes a new P-256 key and its certificate for `name` as PEM files, valid for a day.
void write_certificate(
    const std::string& name, const std::string& certificate_file, const std::string& key_file
);

}  // namespace tranche::tests
