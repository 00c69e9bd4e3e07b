// One operation of the API, declared once: routing, access, the OpenAPI document and the checks of
// its query parameters are all read from this struct.
#pragma once

#include "domain/access.hpp"
#include "server/api/request.hpp"
#include "server/api/response.hpp"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

class component_registry;
class command_run;
struct receipt;
/// Everything a handler may use; defined in server/api/handler_context.hpp.
struct handler_context;

/// Describes a type for OpenAPI, adding the named components it needs. See schema_of<T>().
using describe_fn = std::function<boost::json::value(component_registry&)>;

enum class parameter_type { text, integer, flag, date, currency, choice };

/// One query parameter.
struct parameter {
    std::string name;
    std::string description;
    parameter_type type = parameter_type::text;
    /// Allowed values of a choice.
    std::vector<std::string> choices = {};
    /// Inclusive bounds of an integer.
    std::optional<std::int64_t> min = {};
    std::optional<std::int64_t> max = {};
    bool required = false;
    /// Whether the parameter may be given more than once.
    bool repeatable = false;
};

/// Which pool of workers runs the handler: short transactions never queue behind reports, nor
/// behind passwords, which are hashed one at a time.
enum class lane { oltp, report, sign_in };

/// What an act is tried on when somebody asks whether it is open.
struct rehearsed_subject {
    std::int64_t id = 0;
    std::string state;
};

/// How a command can be asked "why not?": its own decision with a body of defaults, on facts read
/// without locks. Empty for a command that role and state alone decide about.
struct rehearsal {
    std::function<void(command_run&, const rehearsed_subject&)> decide = {};
    /// Codes that speak about a part of what could be decided: they do not close the act.
    std::vector<std::string> limits = {};
};

struct endpoint {
    std::string method;
    /// "/api/v1/agreements/{agreement}/sign"
    std::string path;
    /// Stable snake_case name, unique: "sign_agreement".
    std::string operation_id;
    std::string summary;
    std::string tag;
    domain::action action = domain::action::anyone;
    /// What there is to say beyond the summary; may be empty.
    std::string description = {};
    describe_fn body_schema = {};
    describe_fn response_schema = {};
    int success_status = 200;
    std::vector<parameter> query_parameters = {};
    server::lane lane = server::lane::oltp;
    /// The operation honours Idempotency-Key.
    bool idempotent_key = false;
    /// The operation needs If-Match with the version last read.
    bool needs_version = false;
    /// About what the caller signs in with: asked under the office's database role, because no
    /// other may read passwords, sessions or tokens. The handler itself keeps to the caller's own
    /// rows.
    bool own_account = false;
    /// The operation can be tried with ?dry_run=true, which changes nothing.
    bool dry_run = false;
    /// Media type of the answer when it is not JSON ("text/csv").
    std::string response_media_type = "application/json";
    /// Media type of the request body when it is not JSON.
    std::string body_media_type = "application/json";
    std::function<api_response(handler_context&)> handle = {};
    server::rehearsal rehearsal = {};
    /// A command's decision on a body given as JSON text, for whoever runs it as a part of
    /// something larger. Empty for all that is no command.
    std::function<receipt(command_run&, std::string_view body)> decide = {};
};

/// The query parameter of every operation with endpoint::dry_run.
parameter dry_run_parameter();

/// Checks the query against the declared parameters and throws domain::refusal (malformed,
/// "bad_query") with one violation per problem: unknown names, repetitions, wrong values.
void check_query(const endpoint& which, const api_request& request);

}  // namespace tranche::server
