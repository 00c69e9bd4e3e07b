// Whether a person is told of each thing that waits, or by one letter a day.
#include "persistence/due_notices.hpp"
#include "persistence/round_trip.hpp"
#include "server/auth/audited.hpp"
#include "server/json/schema.hpp"
#include "server/routes/access/own_endpoint.hpp"
#include "server/routes/obligations/due_routes.hpp"

namespace tranche::server {
namespace {

struct notice_preference {
    std::string notices;
};

}  // namespace

template <>
struct wire<notice_preference> {
    static const object_schema<notice_preference>& schema() {
        static const auto declared = object<notice_preference>(
            "notice_preference", "How one is told of what waits",
            field(
                "notices", &notice_preference::notices,
                "each: a letter for each thing; digest: one a day, of all that waits",
                one_of({"each", "digest"})
            )
        );
        return declared;
    }
};

namespace {

api_response shown(const std::string& wanted) {
    return json_response(200, to_json(notice_preference{wanted}));
}

api_response show(handler_context& context) {
    const auto found =
        persistence::ask(context.db(), persistence::notices_of(context.request.who->user_id));
    return shown(found[0].text("notices"));
}

api_response choose(handler_context& context) {
    const auto body = parse_body<notice_preference>(context.request.body);
    const auto user = context.request.who->user_id;
    write_audited(
        context, user, {persistence::set_notices(user, body.notices)}, {{"notices", body.notices}}
    );
    return shown(body.notices);
}

}  // namespace

endpoints notice_preference_endpoints() {
    const std::string path = "/api/v1/notice-preference";
    auto write = own_endpoint(
        "POST", path, "set_notice_preference", "Choose a letter for each thing, or one a day",
        choose, schema_of<notice_preference>()
    );
    write.body_schema = schema_of<notice_preference>();
    auto read = own_endpoint(
        "GET", path, "get_notice_preference", "How one is told of what waits", show,
        schema_of<notice_preference>()
    );
    write.tag = read.tag = "People";
    return {std::move(read), std::move(write)};
}

}  // namespace tranche::server
