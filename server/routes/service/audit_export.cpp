#include "server/routes/service/audit_export.hpp"

#include "domain/entity.hpp"
#include "persistence/row_stream.hpp"
#include "reports/csv_line.hpp"
#include "server/api/handler_context.hpp"
#include "server/spool.hpp"

#include <boost/json/object.hpp>

#include <array>
#include <memory>

namespace tranche::server {
namespace {

using persistence::value;

// The names of the columns are a contract; new ones go to the end.
constexpr std::array<const char*, 10> columns{
    "at",      "actor",      "on_behalf_of",   "action", "subject_type",
    "subject", "request_id", "remote_address", "detail", "roles"};

constexpr const char* events =
    "select to_char(v.at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as at,"
    "  case when v.actor_id = 0 then 'operator' else u.name end as actor, b.name as on_behalf_of,"
    "  v.action, v.subject_type, v.subject_id, v.request_id, v.remote_address, v.detail, v.roles"
    " from audit.event v left join people.user_account u on u.id = v.actor_id"
    "  left join people.user_account b on b.id = v.on_behalf_of"
    " where ($1::date is null or v.at >= $1::date::timestamp at time zone 'UTC')"
    "  and ($2::date is null or v.at < ($2::date + 1)::timestamp at time zone 'UTC')"
    "  and ($3::text is null or $3 = case when v.actor_id = 0 then 'operator' else u.name end)"
    "  and ($4::text is null or v.action = $4)"
    " order by v.id";

// As the API names it; a row that is no thing of the API has no name.
std::string subject_of(const persistence::row& of) {
    const auto type = of.text("subject_type");
    for (const auto& names : domain::all_entities()) {
        if (names.stem == type) {
            return domain::public_id(names.what, of.integer("subject_id"));
        }
    }
    return {};
}

std::string record_of(const persistence::row& of) {
    std::vector<std::optional<std::string>> cells;
    for (const auto* name : columns) {
        const auto text = name == std::string_view{"subject"} ? std::optional{subject_of(of)}
                                                              : of.maybe_text(name);
        cells.push_back(text ? std::optional{reports::formula_safe(*text)} : std::nullopt);
    }
    std::string line;
    reports::append_csv_record(line, cells);
    return line;
}

api_response give(handler_context& context) {
    const auto& request = context.request;
    std::vector<value> wanted;
    for (const auto* name : {"since", "until", "actor", "action"}) {
        wanted.emplace_back(request.query_value(name));
    }
    api_response response;
    response.file = std::make_shared<spooled_file>();
    std::string head;
    const std::vector<std::optional<std::string>> names{columns.begin(), columns.end()};
    reports::append_csv_record(head, names);
    response.file->append(head);
    auto& db = context.db();
    const persistence::read_snapshot snapshot{db};
    persistence::stream_rows(db, events, wanted, [&](const persistence::row& one) {
        response.file->append(record_of(one));
    });
    response.set_header("Content-Type", "text/csv; charset=utf-8");
    response.set_header("Content-Disposition", "attachment; filename=\"audit.csv\"");
    response.set_header("Cache-Control", "private, no-cache");
    return response;
}

}  // namespace

endpoint audit_export() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/audit-trail";
    made.operation_id = "export_audit_trail";
    made.summary = "The audit trail between two days as CSV, oldest first";
    made.tag = "Ledger and audit";
    made.action = domain::action::read_audit;
    made.lane = lane::report;
    made.response_media_type = "text/csv";
    made.response_schema = [](component_registry&) -> boost::json::value {
        return boost::json::object{{"type", "string"}};
    };
    made.query_parameters = {
        {.name = "since", .description = "First day (UTC), included", .type = parameter_type::date},
        {.name = "until", .description = "Last day (UTC), included", .type = parameter_type::date},
        {.name = "actor", .description = "Only what this person did"},
        {.name = "action", .description = "Only this operation"}};
    made.handle = give;
    return made;
}

}  // namespace tranche::server
