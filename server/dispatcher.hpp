// From a request to its answer: route, person, access, parameters, handler; every refusal becomes a
// problem here and nowhere else. HTTP, the demo and the tests all come through this door.
#pragma once

#include "persistence/session_set.hpp"
#include "server/api/handler_context.hpp"
#include "server/api/request.hpp"
#include "server/api/response.hpp"
#include "server/api/router.hpp"
#include "server/auth/authenticator.hpp"
#include "server/read/act_index.hpp"

#include <exception>
#include <functional>
#include <string_view>
#include <vector>

namespace tranche::server {

class dispatcher {
public:
    dispatcher(std::vector<endpoint> endpoints, application_context& app);

    // Which pool runs the request. Requests that match nothing are answered on the short one.
    [[nodiscard]] lane lane_of(const api_request& request) const;

    // Never throws. A request whose `who` is set already (the demo's) is not asked for a token.
    api_response answer(api_request& request, persistence::session_set& db);

    // For a request that could not be given to a worker, or whose worker failed.
    api_response overloaded(const api_request& request) const;
    api_response failed(const api_request& request, std::exception_ptr why) const;

    [[nodiscard]] const router& routes() const { return router_; }

    // Told about what the caller is not told: outages and our own mistakes.
    std::function<void(std::string_view request_id, std::string_view what)> on_failure =
        [](std::string_view, std::string_view) {
        };

private:
    api_response perform_or_explain(api_request& request, persistence::session_set& db);
    api_response perform(api_request& request, persistence::session_set& db);

    router router_;
    act_index acts_;
    application_context& app_;
    authenticator authenticator_;
};

}  // namespace tranche::server
