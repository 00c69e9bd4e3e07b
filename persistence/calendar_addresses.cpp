#include "persistence/calendar_addresses.hpp"

#include "persistence/digest.hpp"
#include "persistence/round_trip.hpp"

namespace tranche::persistence {

query end_calendar_address(std::int64_t user_id) {
    return {
        {"end_calendar_address",
         R"(
             update people.calendar_address
               set ended_at = clock_timestamp()
               where user_id = $1 and ended_at is null)"},
        {user_id}};
}

query insert_calendar_address(std::int64_t user_id, std::string_view secret) {
    return {
        {"insert_calendar_address",
         "insert into people.calendar_address (secret_hash, user_id) values (decode($2, 'hex'), $1)"},
        {user_id, sha256_hex(secret)}};
}

query calendar_address_of(std::int64_t user_id) {
    return {
        {"calendar_address_of",
         R"(
             select extract(epoch from created_at)::bigint as created_at
               from people.calendar_address
               where user_id = $1 and ended_at is null)"},
        {user_id}};
}

std::optional<person> person_of_calendar(session& with, std::string_view secret) {
    static const auto text = "select " + std::string{person_columns} +
        " from people.calendar_address c join people.user_account u on u.id = c.user_id"
        " where c.secret_hash = decode($1, 'hex') and c.ended_at is null and u.active";
    return person_of(ask(with, {{"person_of_calendar", text}, {sha256_hex(secret)}}));
}

}  // namespace tranche::persistence
