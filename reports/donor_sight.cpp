#include "reports/donor_sight.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/row_writer.hpp"

namespace tranche::reports {

namespace {

constexpr std::string_view in_force =
    " and g.confirmed_by is not null and g.revoked_by is null"
    " and (now() at time zone 'UTC')::date between g.valid_from and g.valid_until";

}  // namespace

std::string_view part_of(donor_sight sight) {
    switch (sight) {
        case donor_sight::partners:
            return "partners";
        case donor_sight::lines:
            return "lines";
        default:
            return "";
    }
}

bool is_opened(persistence::session& with, std::int64_t donor, std::string_view part) {
    std::string text =
        "select g.id from funding.donor_grant g where g.donor_id = $1 and $2 = any (g.opens)";
    text += in_force;
    const auto asked = persistence::interned("anything_opened", text + " limit 1");
    return !persistence::ask(with, {asked, {donor, std::string{part}}}).empty();
}

std::string opened_sql(plan& to, std::int64_t donor, std::string_view part) {
    return "not p.protection and exists (select 1 from funding.donor_grant g where g.donor_id = " +
        to.bind(donor, "bigint") + " and coalesce(g.project_id, p.id) = p.id and " +
        to.bind(std::string{part}, "text") + " = any (g.opens)" + std::string{in_force} + ")";
}

}  // namespace tranche::reports
