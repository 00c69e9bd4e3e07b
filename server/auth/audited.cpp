#include "server/auth/audited.hpp"

#include "domain/error.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/endpoint.hpp"
#include "server/command/audit.hpp"

namespace tranche::server {

namespace {

using persistence::query;

constexpr persistence::statement begin{"begin", "begin"};
constexpr persistence::statement commit{"commit", "commit"};
constexpr persistence::statement rollback{"rollback", "rollback"};

query event_about(
    const handler_context& context, std::int64_t user_id,
    const std::vector<std::pair<std::string, std::string>>& notes
) {
    const receipt done{.what = domain::entity::user_account, .id = user_id};
    return audit_event(context, context.operation.operation_id, done, notes, {});
}

// One round trip inside a transaction that does not outlive its failure.
std::vector<persistence::rows> ask_or_roll_back(
    handler_context& context, const std::vector<query>& trip
) {
    try {
        return persistence::round_trip(context.db(), trip);
    } catch (const persistence::sql_failure&) {
        persistence::ask(context.db(), {rollback, {}});
        throw;
    }
}

}  // namespace

void write_audited(
    handler_context& context, std::int64_t user_id, std::vector<query> writes,
    const std::vector<std::pair<std::string, std::string>>& notes
) {
    writes.insert(writes.begin(), query{begin, {}});
    writes.push_back(event_about(context, user_id, notes));
    writes.push_back({commit, {}});
    ask_or_roll_back(context, writes);
}

bool write_audited_if_changed(
    handler_context& context, std::int64_t user_id, std::vector<query> writes,
    const std::vector<std::pair<std::string, std::string>>& notes
) {
    writes.insert(writes.begin(), query{begin, {}});
    if (ask_or_roll_back(context, writes)[1].affected() == 0) {
        persistence::ask(context.db(), {rollback, {}});
        return false;
    }
    ask_or_roll_back(context, {event_about(context, user_id, notes), {commit, {}}});
    return true;
}

std::int64_t needed_session(const handler_context& context) {
    if (!context.request.who->session_id) {
        throw domain::refusal{domain::error_kind::forbidden, "session_required"};
    }
    return *context.request.who->session_id;
}

api_response nothing_to_say() {
    api_response response;
    response.status = 204;
    return response;
}

}  // namespace tranche::server
