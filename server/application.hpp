// Puts the parts together: pools of database workers, the sealer, the mail, the dispatcher and the
// edge.
#pragma once

#include "server/config.hpp"
#include "server/dispatcher.hpp"
#include "server/http/http_server.hpp"
#include "server/logging.hpp"
#include "server/notifying.hpp"
#include "server/sealing.hpp"
#include "server/worker_pool.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace tranche::server {

class application {
public:
    // Binds the address; serves nothing yet. `handle_signals` off in tests.
    application(const config& settings, bool handle_signals);

    // Serves until stopped, drains, and joins every worker.
    void run();
    void stop() { http_->stop(); }
    void reload_certificate() { http_->reload_certificate(); }
    [[nodiscard]] unsigned short port() const { return http_->port(); }

private:
    using pool = worker_pool<persistence::session_set>;

    void set_up_signing_in(const config& settings);
    pool& pool_of(const api_request& request);
    void take(api_request&& request, const std::function<void(api_response&&)>& done);

    logger log_;
    application_context context_;
    dispatcher dispatcher_;
    pool commands_;
    pool reports_;
    pool sign_ins_;
    sealing sealing_;
    std::optional<notifying> notifying_;  // asks the dispatcher: after all that it needs
    std::unique_ptr<http_server> http_;
};

}  // namespace tranche::server
