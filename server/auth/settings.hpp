// What signing in depends on besides the database.
#pragma once

#include "server/auth/secret_box.hpp"

#include <cstdint>
#include <string>

namespace tranche::server {

struct sign_in_settings {
    // Browsers reach the service by https: cookies are for it alone.
    bool behind_tls = false;
    // Address of the proxy whose X-Forwarded-For is believed; empty: nobody's.
    std::string trusted_proxy;
    // Keeps the secrets of second factors.
    secret_box secrets;

    // A session ends after this long without a request, and after this long in any case.
    std::int64_t idle_seconds = std::int64_t{30} * 60;
    std::int64_t session_seconds = std::int64_t{12} * 60 * 60;
    // Within a window of fifteen minutes. An office may share one address.
    static constexpr int attempts_per_account = 10;
    static constexpr int attempts_per_address = 100;
};

}  // namespace tranche::server
