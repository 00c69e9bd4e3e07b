#include "persistence/migrator.hpp"

#include "persistence/digest.hpp"
#include "persistence/round_trip.hpp"

#include <embedded/migrations.hpp>
#include <soci/soci.h>

#include <stdexcept>

namespace tranche::persistence {
namespace {

// Migrations are sent as they stand: SOCI's parser would take their bodies for its own syntax.
void run_script(session& with, std::string_view step, const std::string& text) {
    std::unique_ptr<PGresult, decltype(&PQclear)> done{
        PQexec(with.connection(), text.c_str()), &PQclear};
    const auto status = PQresultStatus(done.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        throw std::runtime_error{
            "migration " + std::string{step} + " failed: " + PQresultErrorMessage(done.get())};
    }
}

constexpr std::string_view bookkeeping =
    "create schema if not exists meta;"
    "create table if not exists meta.migration ("
    "  name text primary key, checksum text not null,"
    "  applied_at timestamptz not null default clock_timestamp());"
    "grant usage on schema meta to tranche_staff;"
    "grant select on meta.migration to tranche_staff;";

}  // namespace

std::vector<std::string> migrate(
    const std::string& connection_info, const std::function<void(std::string_view step)>& on_step
) {
    session with{connection_info, lane::migration};
    constexpr long long lock_key = 0x7472616e636865;  // "tranche"
    run_script(with, "lock", "select pg_advisory_lock(" + std::to_string(lock_key) + ")");
    run_script(with, "bookkeeping", std::string{bookkeeping});

    std::vector<std::string> applied;
    for (const auto& step : migrations::files()) {
        const auto checksum = sha256_hex(step.text);
        std::string known;
        soci::indicator found = soci::i_null;
        const std::string name{step.name};
        with.sql() << "select checksum from meta.migration where name = :name", soci::use(name),
            soci::into(known, found);
        if (with.sql().got_data()) {
            if (known != checksum) {
                throw std::runtime_error{
                    "migration " + name + " was changed after it was applied to this database"};
            }
            continue;
        }
        on_step(step.name);
        run_script(
            with, step.name,
            "begin;" + std::string{step.text} +
                "\ninsert into meta.migration (name, checksum)"
                " values ('" +
                name + "', '" + checksum + "'); commit;"
        );
        applied.push_back(name);
    }
    return applied;
}

migration_state schema_state(session& with) {
    constexpr statement count{"schema_state", "select count(*) as applied from meta.migration"};
    const auto expected = static_cast<int>(migrations::files().size());
    try {
        return {expected, static_cast<int>(ask(with, {count, {}})[0].integer("applied"))};
    } catch (const sql_failure&) {
        return {expected, 0};
    }
}

}  // namespace tranche::persistence
