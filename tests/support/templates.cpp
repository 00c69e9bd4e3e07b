#include "tests/support/templates.hpp"

#include "persistence/digest.hpp"
#include "persistence/migrator.hpp"
#include "persistence/session_set.hpp"
#include "server/demo/story.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/environment.hpp"
#include "tests/support/sql.hpp"

#include <embedded/migrations.hpp>
#include <embedded/story.hpp>

#include <filesystem>
#include <map>
#include <mutex>

namespace tranche::tests {
namespace {

std::string_view stem_of(starting_point which) {
    switch (which) {
        case starting_point::empty_schema:
            return "schema";
        case starting_point::small_world:
            return "small";
        case starting_point::demo:
            break;
    }
    return "demo";
}

// What a history leaves behind depends on the program that went through it, so such a template
// belongs to one program.
std::string fingerprint_of(starting_point which) {
    std::string all;
    for (const auto& file : persistence::migrations::files()) {
        all += file.text;
    }
    if (which != starting_point::empty_schema) {
        for (const auto& file : server::story::files()) {
            all += file.text;
        }
        const auto program = std::filesystem::read_symlink("/proc/self/exe");
        all += program.string();
        all += std::to_string(std::filesystem::last_write_time(program).time_since_epoch().count());
    }
    return persistence::sha256_hex(all).substr(0, 12);
}

void fill(starting_point which, const std::string& database) {
    persistence::migrate(database_url(database, owner_role), [](std::string_view) {});
    if (which == starting_point::small_world) {
        api server{database_url(database, staff_role)};
        small_world(server);
    }
    if (which == starting_point::demo) {
        persistence::session_set db{
            persistence::urls_of_roles(database_url(database, staff_role), "", ""),
            persistence::lane::command};
        server::tell_story(db, [](std::string_view, int, int) {});
    }
    sql_connection{database_url(database, owner_role)}.ask("vacuum analyze");
}

std::string prepare(starting_point which) {
    const auto name = "tranche_test_" + std::string{stem_of(which)} + '_' + fingerprint_of(which);
    sql_connection cluster{database_url("postgres", owner_role)};
    // Held until this connection ends: other processes wait here while one prepares.
    cluster.ask("select pg_advisory_lock(hashtextextended($1, 7))", {name});
    if (cluster.number("select count(*) from pg_database where datname = $1", {name}) == 0) {
        const auto unfinished = name + "_unfinished";
        cluster.ask("drop database if exists " + unfinished + " with (force)");
        cluster.ask(
            "create database " + unfinished +
            " template template0 encoding 'UTF8'"
            " lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'"
        );
        fill(which, unfinished);
        // Renamed when it is complete: a name that exists is a template that may be used.
        cluster.ask("alter database " + unfinished + " rename to " + name);
    }
    return name;
}

}  // namespace

std::string template_database(starting_point which) {
    static std::mutex mutex;
    static std::map<starting_point, std::string> known;
    const std::lock_guard guard{mutex};
    auto& name = known[which];
    if (name.empty()) {
        name = prepare(which);
    }
    return name;
}

}  // namespace tranche::tests
