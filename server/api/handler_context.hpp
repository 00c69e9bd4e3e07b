// Everything a handler may use besides the request: the worker's database connection and what the
// whole program shares.
#pragma once

#include "domain/calendar.hpp"
#include "persistence/reference.hpp"
#include "persistence/session.hpp"
#include "server/api/request.hpp"
#include "server/auth/remembered.hpp"
#include "server/auth/settings.hpp"
#include "server/clock.hpp"
#include "server/size_limits.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace tranche::server {

struct endpoint;
class act_index;
class identity_provider;

// Shared by all workers; thread-safe.
struct application_context {
    persistence::reference_finder references;
    // The day it is, in UTC. A parameter, so that tests and the demo can say which.
    std::function<domain::date()> today;
    // The moment it is, in seconds since 1970, UTC: what sessions expire by.
    std::function<std::int64_t()> now = seconds_utc;
    sign_in_settings sign_in;
    remembered_people remembered;
    // Nothing when no identity provider is configured.
    std::shared_ptr<identity_provider> identities;
    std::int64_t page_size_max = 500;
    int idempotency_days = 30;
    std::size_t import_rows = 10'000;
    std::size_t attachment_bytes = file_at_most;
    std::size_t sheet_looks = 20;
    std::size_t sheet_look_bytes = 104'857'600;
};

struct handler_context {
    api_request& request;
    const endpoint& operation;
    persistence::session_holder& connection;
    application_context& app;
    const act_index& acts;

    // Connects when first asked, so that answers which need no database do without.
    persistence::session& db() { return connection.get(); }
};

}  // namespace tranche::server
