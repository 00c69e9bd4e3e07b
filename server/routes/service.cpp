// Health, readiness and the API's own description: the only doors that need no token.
#include "persistence/migrator.hpp"
#include "server/api/handler_context.hpp"
#include "server/api/openapi.hpp"
#include "server/openapi_document.hpp"
#include "server/routes/routes.hpp"
#include "server/version.hpp"

#include <string>

namespace tranche::server {
namespace {

api_response health(handler_context&) {
    return json_response(200, R"({"status":"ok","version":")" + std::string{version} + "\"}");
}

api_response readiness(handler_context& context) {
    const auto state = persistence::schema_state(context.db());
    const bool ready = state.applied == state.expected;
    return json_response(
        ready ? 200 : 503,
        std::string{R"({"ready":)"} + (ready ? "true" : "false") + R"(,"schema":{"applied":)" +
            std::to_string(state.applied) + R"(,"expected":)" + std::to_string(state.expected) +
            "}}"
    );
}

api_response openapi(handler_context&) {
    static const auto text = openapi_document_text();
    return json_response(200, text);
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

}  // namespace

endpoints service_endpoints() {
    return {
        open_get("/healthz", "get_health", "The process runs", health),
        open_get(
            "/readyz", "get_readiness", "The database answers and has this program's schema",
            readiness
        ),
        open_get("/openapi.json", "get_openapi", "This description", openapi),
    };
}

}  // namespace tranche::server
