// How a command becomes an endpoint: parse the body by its field table, run the function in one
// transaction, answer. Adding a command is a wire struct, a function and one line in a route table.
#pragma once

#include "server/api/endpoint.hpp"
#include "server/command/command_body.hpp"
#include "server/command/command_run.hpp"
#include "server/json/schema.hpp"
#include "server/size_limits.hpp"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tranche::server {

// The declared half of a command's endpoint.
struct command_route {
    std::string path;
    std::string operation_id;
    std::string summary;
    std::string tag;
    domain::action action;
    int success_status = 200;
    bool needs_version = false;
};

// Runs `decide` to its end: retries it whole when PostgreSQL asks for that, answers a repeated
// request from the stored answer, and finds out what became of a commit whose answer was lost.
api_response run_command(
    handler_context& context, const command_identity& identity,
    const std::function<receipt(command_run&)>& decide
);

endpoint command_endpoint(
    command_route route, describe_fn body, std::function<api_response(handler_context&)> handle
);

// The body without its accidents of spacing, for the idempotency hash.
std::string normal_form(std::string_view body);

template <class Body>
endpoint command(command_route route, receipt (*decide)(command_run&, const Body&)) {
    auto handle = [operation = route.operation_id, status = route.success_status,
                   decide](handler_context& context) {
        const command_body sent{context.request.body};
        const auto body = parse_body<Body>(sent.text());
        const auto input = normal_form(context.request.body);
        return run_command(
            context, {operation, status, input, sent.acknowledged()},
            [&](command_run& run) { return decide(run, body); }
        );
    };
    auto made = command_endpoint(std::move(route), schema_of<Body>(), std::move(handle));
    made.decide = [decide](command_run& run, std::string_view text) {
        // Of a file whose size was judged when it came; written as JSON it is larger.
        return decide(run, parse_body<Body>(text, {.max_bytes = 4 * body_at_most}));
    };
    return made;
}

// As above, for a command that can say "why not?": `typical` is the body most likely to be sent for
// the thing now, or nothing when there is nothing to find out.
template <class Body>
endpoint command(
    command_route route, receipt (*decide)(command_run&, const Body&),
    std::optional<Body> (*typical)(command_run&, const rehearsed_subject&),
    std::vector<std::string> limits = {}
) {
    auto made = command<Body>(std::move(route), decide);
    made.rehearsal = {
        [decide, typical](command_run& run, const rehearsed_subject& subject) {
            if (const auto body = typical(run, subject)) {
                decide(run, *body);
            }
        },
        std::move(limits)};
    return made;
}

}  // namespace tranche::server
