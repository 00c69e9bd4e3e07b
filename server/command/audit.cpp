#include "server/command/audit.hpp"

#include "persistence/audit_trail.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {
namespace json = boost::json;
namespace {

constexpr std::size_t rows_told_at_most = 100;

json::value told(std::string_view column, const persistence::value& of) {
    if (!of.text()) {
        return nullptr;
    }
    return json::string{persistence::is_masked(column) ? persistence::mask : *of.text()};
}

}  // namespace

void inserted_rows::add(
    std::string_view table, const std::vector<std::string_view>& columns,
    const std::vector<persistence::value>& values
) {
    if (told_ == rows_told_at_most) {
        ++left_out_;
        return;
    }
    json::object row{{"table", table}};
    json::object fields;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i] == "id") {
            row["id"] = told("id", values[i]);
        } else if (values[i].text()) {
            fields[columns[i]] = json::array{nullptr, told(columns[i], values[i])};
        }
    }
    row["fields"] = std::move(fields);
    rows_ += (told_++ == 0 ? "" : ",") + json::serialize(row);
}

std::string inserted_rows::to_json() const {
    const auto rest =
        left_out_ == 0 ? "" : ",{\"rows_left_out\":" + std::to_string(left_out_) + '}';
    return rows_ + rest;
}

persistence::query audit_event(
    const handler_context& context, std::string_view operation, const receipt& done,
    const std::vector<std::pair<std::string, std::string>>& notes, const inserted_rows& inserted
) {
    json::object detail;
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
    return persistence::insert_audit_event(
        {.actor_id = context.request.who->user_id,
         .on_behalf_of = context.request.who->represented(),
         .roles = domain::role_names(context.request.who->roles),
         .action = operation,
         .subject_type = done.what ? domain::names_of(*done.what).stem : std::string_view{"list"},
         .subject_id = done.id,
         .request_id = context.request.request_id,
         .remote_address = context.request.remote_address,
         .detail = json::serialize(detail),
         .inserted = inserted.to_json()}
    );
}

}  // namespace tranche::server
