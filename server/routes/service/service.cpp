// Health, readiness and the API's own description: the only doors that need no token.
#include "persistence/migrator.hpp"
#include "persistence/sealer.hpp"
#include "server/api/handler_context.hpp"
#include "server/api/openapi.hpp"
#include "server/auth/identity_tokens.hpp"
#include "server/docs_page.hpp"
#include "server/openapi_document.hpp"
#include "server/routes/routes.hpp"
#include "server/version.hpp"

#include <string>

namespace tranche::server {
namespace {

api_response health(handler_context&) {
    return json_response(200, R"({"status":"ok","version":")" + std::string{version} + "\"}");
}

// For whoever watches: it stays within seconds while some server seals.
std::string seal_lag(handler_context& context) {
    return R"(,"seal_lag_seconds":)" + std::to_string(persistence::seal_lag(context.db()));
}

// Keys of an identity provider that are fetched: without any, nobody gets in by its tokens, but
// everybody else does, so it is no reason to turn requests away.
std::string identity_keys(handler_context& context) {
    const auto& provider = context.app.identities;
    const auto state = provider ? provider->key_state() : std::nullopt;
    if (!state) {
        return {};
    }
    return std::string{R"(,"identity_keys":{"usable":)"} + (state->usable ? "true" : "false") +
        R"(,"last_fetch_failed":)" + (state->last_fetch_failed ? "true" : "false") +
        R"(,"age_seconds":)" + (state->age ? std::to_string(state->age->count()) : "null") + "}";
}

api_response readiness(handler_context& context) {
    const auto state = persistence::schema_state(context.db());
    const bool ready = state.applied == state.expected;
    return json_response(
        ready ? 200 : 503,
        std::string{R"({"ready":)"} + (ready ? "true" : "false") + R"(,"schema":{"applied":)" +
            std::to_string(state.applied) + R"(,"expected":)" + std::to_string(state.expected) +
            "}" + (ready ? seal_lag(context) : "") + identity_keys(context) + "}"
    );
}

api_response openapi(handler_context&) {
    static const auto text = openapi_document_text();
    return json_response(200, text);
}

// The page loads nothing and runs nothing: its style stands in it.
api_response docs(handler_context&) {
    static const auto text = docs_page_text();
    auto response = json_response(200, text);
    response.set_header("Content-Type", "text/html; charset=utf-8");
    response.set_header(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
    );
    return response;
}

api_response front_door(handler_context&) {
    api_response response;
    response.status = 302;
    response.set_header("Location", "/docs");
    return response;
}

endpoint open_get(
    std::string path, std::string operation_id, std::string summary,
    api_response (*handle)(handler_context&)
) {
    endpoint made;
    made.method = "GET";
    made.path = std::move(path);
    made.operation_id = std::move(operation_id);
    made.summary = std::move(summary);
    made.tag = "Service";
    made.action = domain::action::anyone;
    made.handle = handle;
    return made;
}

endpoint open_page(
    std::string path, std::string operation_id, std::string summary,
    api_response (*handle)(handler_context&), int status
) {
    auto made = open_get(std::move(path), std::move(operation_id), std::move(summary), handle);
    made.success_status = status;
    made.response_media_type = "text/html";
    return made;
}

}  // namespace

endpoints service_endpoints() {
    return {
        open_get("/healthz", "get_health", "The process runs", health),
        open_get(
            "/readyz", "get_readiness", "The database answers and has this program's schema",
            readiness
        ),
        open_get("/openapi.json", "get_openapi", "This description", openapi),
        open_page("/docs", "get_docs", "The API and who may do what, for people", docs, 200),
        open_page("/", "get_front_door", "Leads to the description for people", front_door, 302),
    };
}

}  // namespace tranche::server
