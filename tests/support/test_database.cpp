#include "tests/support/test_database.hpp"

#include "tests/support/environment.hpp"

#include <unistd.h>

#include <atomic>
#include <iostream>

namespace tranche::tests {

test_database::test_database(starting_point from) {
    static std::atomic<int> count{0};
    name_ = "tranche_test_" + std::to_string(getpid()) + '_' + std::to_string(++count);
    const auto source = template_database(from);
    sql_connection cluster{database_url("postgres", owner_role)};
    cluster.ask("drop database if exists " + name_ + " with (force)");
    cluster.ask("create database " + name_ + " template " + source);
    owner_ = std::make_unique<sql_connection>(owner_url());
}

test_database::~test_database() {
    owner_.reset();
    try {
        sql_connection{database_url("postgres", owner_role)}.ask(
            "drop database if exists " + name_ + " with (force)"
        );
    } catch (const std::exception& failure) {
        std::cerr << "the test's database was not dropped: " << failure.what() << '\n';
    }
}

std::string test_database::staff_url() const {
    return database_url(name_, staff_role);
}

std::string test_database::owner_url() const {
    return database_url(name_, owner_role);
}

std::map<std::string, std::string> test_database::contents() {
    std::map<std::string, std::string> digests;
    const auto tables = sql().ask(
        "select table_schema || '.' || table_name as name,"
        "  (xpath('//d/text()', query_to_xml(format("
        "     'select md5(coalesce(string_agg(t::text, chr(10) order by t::text), '''')) as d"
        "        from %I.%I t', table_schema, table_name), false, true, '')))[1]::text as digest"
        "  from information_schema.tables where table_type = 'BASE TABLE' and table_schema in"
        "   ('reference', 'people', 'ledger', 'funding', 'partner', 'result', 'audit')"
    );
    for (const auto one : tables) {
        digests[one.text("name")] = one.text("digest");
    }
    return digests;
}

std::string changed_tables(
    const std::map<std::string, std::string>& before,
    const std::map<std::string, std::string>& after
) {
    std::string changed;
    for (const auto& [table, digest] : after) {
        const auto found = before.find(table);
        if (found == before.end() || found->second != digest) {
            changed += (changed.empty() ? "" : " ") + table;
        }
    }
    return changed;
}

}  // namespace tranche::tests
