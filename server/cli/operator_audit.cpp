#include "server/cli/operator_audit.hpp"

#include "persistence/audit_trail.hpp"
#include "persistence/round_trip.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <pwd.h>
#include <unistd.h>

namespace tranche::server {
namespace json = boost::json;

std::string name_of_operator() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): the command line has one thread
    const auto* entry = ::getpwuid(::getuid());
    return entry == nullptr ? "uid " + std::to_string(::getuid()) : std::string{entry->pw_name};
}

namespace {

std::string changes_of(std::int64_t person, const operator_fields& given) {
    json::object fields;
    for (const auto& [name, value] : given) {
        fields[name] = json::array{
            nullptr, persistence::is_masked(name) ? std::string{persistence::mask} : value};
    }
    return json::serialize(json::object{
        {"table", "people.user_account"},
        {"id", std::to_string(person)},
        {"fields", std::move(fields)}});
}

}  // namespace

void audited(
    persistence::session& with, std::string_view action, const operator_fields& fields,
    const std::function<std::int64_t()>& act
) {
    persistence::ask(with, {{"begin", "begin"}, {}});
    try {
        const auto person = act();
        persistence::ask(
            with,
            persistence::insert_audit_event(
                {.actor_id = 0,
                 .action = action,
                 .subject_type = "user_account",
                 .subject_id = person,
                 .request_id = "",
                 .remote_address = "command line",
                 .detail = json::serialize(json::object{{"operator", name_of_operator()}}),
                 .inserted = changes_of(person, fields)}
            )
        );
        persistence::ask(with, {{"commit", "commit"}, {}});
    } catch (...) {
        persistence::ask(with, {{"rollback", "rollback"}, {}});
        throw;
    }
}

}  // namespace tranche::server
