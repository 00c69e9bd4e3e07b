#include "server/dispatcher.hpp"

#include "persistence/round_trip.hpp"
#include "server/api/problem.hpp"
#include "server/api/secret_path.hpp"
#include "server/auth/path_secret.hpp"

#include <utility>
#include <variant>

namespace tranche::server {
namespace {

api_response empty_answer(int status, std::string allow) {
    api_response response;
    response.status = status;
    response.set_header("Allow", std::move(allow));
    return response;
}

void check_media_type(const endpoint& operation, const api_request& request) {
    const auto type = request.header("content-type");
    const bool takes_a_body =
        operation.body_schema || operation.body_media_type != "application/json";
    if (takes_a_body && !request.body.empty() && !type.starts_with(operation.body_media_type)) {
        throw domain::refusal{domain::error_kind::unsupported_media, "unsupported_media_type"};
    }
}

}  // namespace

dispatcher::dispatcher(std::vector<endpoint> endpoints, application_context& app)
    : router_{std::move(endpoints)},
      acts_{router_.endpoints()},
      app_{app},
      authenticator_{app} {}

lane dispatcher::lane_of(const api_request& request) const {
    const auto found = router_.match(request.method, request.segments);
    const auto* match = std::get_if<route_match>(&found);
    return match == nullptr ? lane::oltp : match->operation->lane;
}

api_response dispatcher::answer(api_request& request, persistence::session_set& db) {
    auto given = perform_or_explain(request, db);
    // Whether a row of others was looked at before it was refused is some microseconds of time.
    given.on_beat = given.status >= 400 &&
        (holds_secret(request.path) || (request.who && scope_of(*request.who)));
    return given;
}

api_response dispatcher::perform_or_explain(api_request& request, persistence::session_set& db) {
    try {
        return perform(request, db);
    } catch (...) {
        return failed(request, std::current_exception());
    }
}

api_response dispatcher::perform(api_request& request, persistence::session_set& db) {
    auto found = router_.match(request.method, request.segments);
    if (auto* options = std::get_if<route_options>(&found)) {
        return empty_answer(204, std::move(options->allow));
    }
    if (auto* wrong = std::get_if<route_method_not_allowed>(&found)) {
        auto response = problem_response(
            {domain::error_kind::method_not_allowed, "method_not_allowed", {}, {}},
            request.language(), request.request_id
        );
        response.set_header("Allow", std::move(wrong->allow));
        return response;
    }
    auto* match = std::get_if<route_match>(&found);
    if (match == nullptr) {
        // Without a token nobody learns which paths exist.
        if (!request.who) {
            authenticator_.who_is(request, db.staff().get());
        }
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto& operation = *match->operation;
    request.path_params = std::move(match->params);
    if (holds_secret(operation.path)) {
        request.who = who_by_path(request, db.staff().get());
        if (!request.who || !domain::permitted(operation.action, request.who->roles)) {
            throw domain::refusal{domain::error_kind::not_found, "not_found"};
        }
    } else if (operation.action != domain::action::anyone) {
        if (!request.who) {
            request.who = authenticator_.who_is(request, db.staff().get());
        }
        if (const auto named = request.header(on_behalf_header); !named.empty()) {
            if (operation.own_account || !domain::delegable(operation.action)) {
                throw domain::refusal{
                    domain::error_kind::forbidden,
                    "on_behalf_refused",
                    {{"name", std::string{named}}}};
            }
            request.who =
                representing(*std::move(request.who), named, app_.today(), db.staff().get());
        }
        if (!domain::permitted(operation.action, request.who->roles)) {
            throw domain::refusal{domain::error_kind::forbidden, "forbidden"};
        }
    }
    check_query(operation, request);
    check_media_type(operation, request);
    handler_context context{
        request, operation,
        db.of(request.who && !operation.own_account ? scope_of(*request.who) : std::nullopt), app_,
        acts_};
    return operation.handle(context);
}

api_response dispatcher::overloaded(const api_request& request) const {
    return problem_response(
        {domain::error_kind::unavailable, "overloaded", {}, {}}, request.language(),
        request.request_id
    );
}

api_response dispatcher::failed(const api_request& request, std::exception_ptr why) const {
    const auto problem = [&](const domain::error& error) {
        return problem_response(error, request.language(), request.request_id);
    };
    try {
        std::rethrow_exception(std::move(why));
    } catch (const domain::refusal& refused) {
        return problem(refused.why());
    } catch (const persistence::database_outage& outage) {
        on_failure(request.request_id, outage.what());
        return problem({domain::error_kind::unavailable, "database_unavailable", {}, {}});
    } catch (const persistence::sql_failure& failure) {
        // 57: the server is shutting down or cancelled the statement; 55P03, 25P03: waited too
        // long.
        const auto& state = failure.sqlstate();
        on_failure(
            request.request_id,
            failure.statement_name() + ": " + state + " " + failure.constraint() + " " +
                failure.what()
        );
        if (state.starts_with("57") || state.starts_with("53") || state.starts_with("08") ||
            state == "55P03" || failure.may_be_retried()) {
            return problem({domain::error_kind::unavailable, "database_unavailable", {}, {}});
        }
        return problem(internal_error());
    } catch (const std::exception& mistake) {
        on_failure(request.request_id, mistake.what());
        return problem(internal_error());
    }
}

}  // namespace tranche::server
