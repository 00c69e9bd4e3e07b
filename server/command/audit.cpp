#include "server/command/audit.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {

persistence::query audit_event(
    const handler_context& context, std::string_view operation, const receipt& done,
    const std::vector<std::pair<std::string, std::string>>& notes
) {
    boost::json::object detail;
    if (done.code) {
        detail["code"] = *done.code;
    }
    if (done.state) {
        detail["state"] = *done.state;
    }
    if (done.rows) {
        detail["rows"] = *done.rows;
    }
    for (const auto& [name, value] : notes) {
        detail[name] = value;
    }
    return {
        persistence::statement{
            "audit_event",
            R"(
                insert into audit.event (actor_id, action, subject_type, subject_id, request_id,
                    remote_address, detail)
                  values ($1, $2, $3, $4, $5, $6, $7))"},
        {context.request.who->user_id, operation,
         done.what ? domain::names_of(*done.what).stem : std::string_view{"list"}, done.id,
         context.request.request_id, context.request.remote_address,
         boost::json::serialize(detail)}};
}

}  // namespace tranche::server
