// "tranche erase": removes data about persons whose time for keeping is over, or says how much
// there is. The chain of seals holds afterwards as before.
#include "persistence/audit_trail.hpp"
#include "persistence/retention.hpp"
#include "persistence/round_trip.hpp"
#include "server/cli/cli.hpp"
#include "server/cli/operator_audit.hpp"
#include "server/clock.hpp"
#include "server/config.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

namespace tranche::server {
namespace {

void tell(const std::vector<persistence::past_term>& terms, const char* done) {
    for (const auto& one : terms) {
        std::cout << one.kind << ": ";
        if (one.before) {
            std::cout << one.rows << " rows before " << domain::to_string(*one.before) << ' '
                      << done << " (kept for " << *one.months << " months)" << std::endl;
        } else {
            std::cout << "no term is set; all is kept" << std::endl;
        }
    }
}

std::vector<persistence::past_term> erase(persistence::session& db, domain::date today) {
    persistence::ask(db, {{"begin", "begin"}, {}});
    try {
        auto terms = persistence::erase_past_terms(db, today);
        boost::json::object detail{{"operator", name_of_operator()}};
        for (const auto& one : terms) {
            if (one.before) {
                detail[one.kind] = boost::json::object{
                    {"before", domain::to_string(*one.before)}, {"rows", one.rows}};
            }
        }
        persistence::ask(
            db,
            persistence::insert_audit_event(
                {.action = "erase",
                 .subject_type = "retention",
                 .request_id = "",
                 .remote_address = "command line",
                 .detail = boost::json::serialize(detail),
                 .inserted = {}}
            )
        );
        persistence::ask(db, {{"commit", "commit"}, {}});
        return terms;
    } catch (...) {
        persistence::ask(db, {{"rollback", "rollback"}, {}});
        throw;
    }
}

}  // namespace

int erase_command(const config& settings, const erase_options& options) {
    if (settings.migration_database_url.empty()) {
        throw bad_config{"MIGRATION_DATABASE_URL is not set\n"};
    }
    persistence::session db{settings.migration_database_url, persistence::lane::migration};
    if (options.confirm) {
        tell(erase(db, today_utc()), "erased");
        return 0;
    }
    tell(persistence::past_terms(db, today_utc()), "are past their term");
    std::cout << "nothing was erased; --confirm erases" << std::endl;
    return 0;
}

}  // namespace tranche::server
