#include "server/application.hpp"

#include "server/api/problem.hpp"
#include "server/clock.hpp"
#include "server/http/compression.hpp"
#include "server/routes/routes.hpp"

#include <utility>

namespace tranche::server {
namespace {

worker_pool<persistence::session_holder>::state_factory sessions(
    std::string url, persistence::lane lane
) {
    return [url = std::move(url), lane] {
        return std::make_unique<persistence::session_holder>(url, lane);
    };
}

domain::error error_of(edge_failure failure) {
    using domain::error_kind;
    switch (failure) {
        case edge_failure::bad_request:
            return {error_kind::malformed, "bad_request", {}, {}};
        case edge_failure::header_too_large:
            return {error_kind::malformed, "header_too_large", {}, {}};
        case edge_failure::body_too_large:
            return {
                error_kind::too_large,
                "body_too_large",
                {{"limit", std::to_string(http_config{}.body_limit)}},
                {}};
        case edge_failure::timeout:
            return {error_kind::malformed, "request_timeout", {}, {}};
        case edge_failure::overloaded:
            return {error_kind::unavailable, "overloaded", {}, {}};
        case edge_failure::internal:
            break;
    }
    return internal_error();
}

}  // namespace

application::application(const config& settings, bool handle_signals)
    : log_{{.file = settings.log_file}},
      dispatcher_{all_endpoints(), context_},
      commands_{
          {.name = "command", .threads = settings.command_threads, .queue_limit = 256},
          sessions(settings.database_url, persistence::lane::command)},
      reports_{
          {.name = "report", .threads = settings.report_threads, .queue_limit = 32},
          sessions(settings.database_url, persistence::lane::report)},
      sealing_{settings.database_url, log_} {
    context_.today = today_utc;
    dispatcher_.on_failure = [this](std::string_view request_id, std::string_view what) {
        log_.write(
            log_level::error, "request failed", {{"request_id", request_id}, {"what", what}}
        );
    };
    http_config http;
    http.listen = settings.listen;
    http.handle_signals = handle_signals;
    http.on_edge_error = [](const edge_error& refused) {
        auto response = problem_response(
            error_of(refused.failure), negotiate_language(refused.accept_language),
            refused.request_id
        );
        response.status = refused.status;
        return response;
    };
    if (settings.log_requests) {
        http.on_access = [this](const access_record& record) {
            log_.access(record);
        };
    }
    http_ = std::make_unique<http_server>(
        std::move(http),
        [this](api_request&& request, std::function<void(api_response &&)> done) {
            take(std::move(request), std::move(done));
        }
    );
}

void application::take(api_request&& request, std::function<void(api_response&&)> done) {
    auto& chosen = dispatcher_.lane_of(request) == lane::report ? reports_ : commands_;
    const auto held = std::make_shared<api_request>(std::move(request));
    const bool accepted = chosen.try_post(
        [this, held, done](persistence::session_holder& db) {
            auto response = dispatcher_.answer(*held, db);
            compress_if_wanted(*held, response);
            done(std::move(response));
        },
        [this, held, done](std::exception_ptr why) { done(dispatcher_.failed(*held, why)); }
    );
    if (!accepted) {
        done(dispatcher_.overloaded(*held));
    }
}

void application::run() {
    http_->run();
    commands_.shutdown();
    reports_.shutdown();
}

}  // namespace tranche::server
