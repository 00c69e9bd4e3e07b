// Where the server may send what it has to say: to others over TLS alone, in the clear to this
// machine.
#pragma once

#include <string>
#include <string_view>

namespace tranche::server {

enum class outbound_kind { web, mail };

/// Why nothing is sent to this address, as the end of a sentence that begins with its name; empty
/// when it may be. Web: https, or http to a loopback address. Mail: smtps, or smtp, which begins
/// TLS before anything is said unless the address is a loopback one. Names and passwords do not
/// belong into an address: it is shown in logs.
std::string objection_to(std::string_view address, outbound_kind kind);

/// "localhost", 127.0.0.0/8 or ::1, as it stands in the address.
bool is_loopback(std::string_view address);

}  // namespace tranche::server
