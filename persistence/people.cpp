#include "persistence/people.hpp"

#include "persistence/random_id.hpp"
#include "persistence/round_trip.hpp"

#include <soci/soci.h>

#include <sstream>

namespace tranche::persistence {
namespace {

std::vector<std::string> split_words(const std::string& text) {
    std::istringstream words{text};
    std::vector<std::string> all;
    for (std::string one; words >> one;) {
        all.push_back(one);
    }
    return all;
}

}  // namespace

std::int64_t add_person(session& with, const new_person& one) {
    const auto id = random_id();
    ask(with,
        {{"add_person",
          R"(
              insert into people.user_account (id, name, display_name, roles, partner_id,
                  donor_id)
                values ($1, $2, $3, $4, $5, $6))"},
         {id, one.name, one.display_name, array_of(std::span{one.roles}), one.partner_id,
          one.donor_id}});
    return id;
}

bool person_exists(session& with, std::string_view name) {
    const std::string wanted{name};
    int found = 0;
    with.sql() << "select count(*) from people.user_account where name = :name", soci::use(wanted),
        soci::into(found);
    return found > 0;
}

std::optional<person> person_of(const rows& found) {
    if (found.empty()) {
        return std::nullopt;
    }
    const auto row = found[0];
    return person{
        row.integer("id"), row.text("name"), split_words(row.text("roles")),
        row.maybe_integer("partner_id"), row.maybe_integer("donor_id")};
}

std::optional<person> person_with_id(session& with, std::int64_t id) {
    static const auto text = "select " + std::string{person_columns} +
        " from people.user_account u where u.id = $1 and u.active";
    return person_of(ask(with, {{"person_with_id", text}, {id}}));
}

std::optional<person> person_named(session& with, std::string_view name) {
    static const auto text = "select " + std::string{person_columns} +
        " from people.user_account u where u.name = $1 and u.active";
    return person_of(ask(with, {{"person_named", text}, {name}}));
}

}  // namespace tranche::persistence
