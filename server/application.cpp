#include "server/application.hpp"

#include "server/api/problem.hpp"
#include "server/auth/secret_file.hpp"
#include "server/clock.hpp"
#include "server/http/compression.hpp"
#include "server/routes/routes.hpp"

#include <utility>

namespace tranche::server {
namespace {

persistence::role_urls urls_of(const config& settings) {
    return persistence::urls_of_roles(
        settings.database_url, settings.partner_database_url, settings.donor_database_url
    );
}

notify_settings notices(const config& settings) {
    notify_settings made;
    if (!settings.secret_key_file.empty()) {
        made.secrets = secret_box::from_file(settings.secret_key_file);
    }
    made.mail = {settings.smtp_url, settings.smtp_user, "", settings.mail_from};
    if (!settings.smtp_password_file.empty()) {
        made.mail.password = secret_in_file(settings.smtp_password_file);
    }
    made.public_url = settings.public_url;
    made.ca_file = settings.ca_file;
    return made;
}

worker_pool<persistence::session_set>::state_factory sessions(
    const config& settings, persistence::lane lane
) {
    return [urls = urls_of(settings), lane] {
        return std::make_unique<persistence::session_set>(urls, lane);
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
          sessions(settings, persistence::lane::command)},
      reports_{
          {.name = "report", .threads = settings.report_threads, .queue_limit = 32},
          sessions(settings, persistence::lane::report)},
      sign_ins_{
          {.name = "sign-in", .threads = 1, .queue_limit = 32},
          sessions(settings, persistence::lane::command)},
      sealing_{settings.database_url, log_} {
    context_.today = today_utc;
    context_.import_rows = settings.import_rows;
    context_.attachment_bytes = settings.attachment_bytes;
    context_.sheet_looks = settings.sheet_looks;
    context_.sheet_look_bytes = settings.look_bytes;
    set_up_signing_in(settings);
    dispatcher_.on_failure = [this](std::string_view request_id, std::string_view what) {
        log_.write(
            log_level::error, "request failed", {{"request_id", request_id}, {"what", what}}
        );
    };
    http_config http;
    http.listen = settings.listen;
    http.handle_signals = handle_signals;
    http.tls_certificate = settings.tls_certificate;
    http.tls_key = settings.tls_key;
    http.on_certificate = [this](bool reloaded) {
        log_.write(
            reloaded ? log_level::info : log_level::error,
            reloaded ? "the certificate was read again" : "the new certificate cannot be used", {}
        );
    };
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
        [this](api_request&& request, const std::function<void(api_response &&)>& done) {
            take(std::move(request), done);
        }
    );
    auto told = notices(settings);
    told.ask = [this](api_request& request, persistence::session_set& db) {
        return dispatcher_.answer(request, db);
    };
    notifying_.emplace(urls_of(settings), std::move(told), log_);
}

void application::set_up_signing_in(const config& settings) {
    context_.sign_in.behind_tls =
        settings.public_url.starts_with("https://") || !settings.tls_certificate.empty();
    context_.sign_in.trusted_proxy = settings.trusted_proxy;
    context_.sign_in.idle_seconds = static_cast<std::int64_t>(settings.session_idle_minutes) * 60;
    context_.sign_in.session_seconds = static_cast<std::int64_t>(settings.session_hours) * 60 * 60;
    if (!settings.secret_key_file.empty()) {
        context_.sign_in.secrets = secret_box::from_file(settings.secret_key_file);
    } else {
        log_.write(
            log_level::warning, "secrets of second factors and webhooks are kept in the clear",
            {{"setting", "TRANCHE_SECRET_KEY_FILE"}}
        );
    }
    if (!settings.identities.issuer.empty()) {
        context_.identities =
            std::make_shared<identity_provider>(settings.identities, [this](std::string_view what) {
                log_.write(
                    log_level::error, "the new keys of the identity provider are not used",
                    {{"what", what}}
                );
            });
    }
}

application::pool& application::pool_of(const api_request& request) {
    switch (dispatcher_.lane_of(request)) {
        case lane::report:
            return reports_;
        case lane::sign_in:
            return sign_ins_;
        case lane::oltp:
            break;
    }
    return commands_;
}

void application::take(api_request&& request, const std::function<void(api_response&&)>& done) {
    auto& chosen = pool_of(request);
    const auto held = std::make_shared<api_request>(std::move(request));
    const bool accepted = chosen.try_post(
        [this, held, done](persistence::session_set& db) {
            auto response = dispatcher_.answer(*held, db);
            compress_if_wanted(*held, response);
            done(std::move(response));
        },
        [this, held, done](const std::exception_ptr& why) { done(dispatcher_.failed(*held, why)); }
    );
    if (!accepted) {
        done(dispatcher_.overloaded(*held));
    }
}

void application::run() {
    http_->run();
    commands_.shutdown();
    reports_.shutdown();
    sign_ins_.shutdown();
}

}  // namespace tranche::server
