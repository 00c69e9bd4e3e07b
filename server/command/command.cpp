#include "server/command/command.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/sql_error.hpp"
#include "server/command/idempotency.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <random>
#include <thread>

namespace tranche::server {
namespace {

constexpr int attempts_at_most = 4;

api_response answer_of(const replayed_answer& stored) {
    auto response = json_response(stored.status, stored.body);
    response.set_header("Idempotency-Replayed", "true");
    return response;
}

void wait_a_little(int attempt) {
    thread_local std::minstd_rand source{std::random_device{}()};
    std::uniform_int_distribution<int> milliseconds{1, 10 << attempt};
    std::this_thread::sleep_for(std::chrono::milliseconds{milliseconds(source)});
}

}  // namespace

api_response run_command(
    handler_context& context, const command_identity& identity,
    const std::function<receipt(command_run&)>& decide
) {
    for (int attempt = 1;; ++attempt) {
        command_run run{context, identity};
        try {
            auto response = run.finish(decide(run));
            run.roll_back();  // only a dry run still has something to roll back
            return response;
        } catch (const replay& earlier) {
            run.roll_back();
            return answer_of(earlier.answer());
        } catch (const persistence::sql_failure& failure) {
            run.roll_back();
            if (failure.may_be_retried() && attempt < attempts_at_most) {
                wait_a_little(attempt);
                continue;
            }
            if (const auto meaning = persistence::meaning_of(failure)) {
                throw domain::refusal{*meaning};
            }
            throw;
        } catch (const persistence::database_outage&) {
            // With the answer to COMMIT lost nobody knows whether it happened: the caller asks
            // again with its key, and the key says.
            if (run.reached_commit()) {
                throw domain::refusal{domain::error_kind::unavailable, "outcome_unknown"};
            }
            throw;
        } catch (...) {
            run.roll_back();
            throw;
        }
    }
}

endpoint command_endpoint(
    command_route route, describe_fn body, std::function<api_response(handler_context&)> handle
) {
    endpoint made;
    made.method = "POST";
    made.path = std::move(route.path);
    made.operation_id = std::move(route.operation_id);
    made.summary = std::move(route.summary);
    made.tag = std::move(route.tag);
    made.action = route.action;
    made.body_schema = with_acknowledgements(std::move(body));
    made.response_schema = describe_receipt();
    made.success_status = route.success_status;
    made.idempotent_key = true;
    made.needs_version = route.needs_version;
    made.dry_run = true;
    made.handle = std::move(handle);
    return made;
}

std::string normal_form(std::string_view body) {
    if (body.empty()) {
        return {};
    }
    return boost::json::serialize(boost::json::parse(body));
}

}  // namespace tranche::server
