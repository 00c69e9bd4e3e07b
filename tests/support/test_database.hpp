// A database of one test: copied from a template, dropped when the test ends.
#pragma once

#include "tests/support/sql.hpp"
#include "tests/support/templates.hpp"

#include <map>
#include <memory>
#include <string>

namespace tranche::tests {

class test_database {
public:
    explicit test_database(starting_point from = starting_point::empty_schema);
    ~test_database();
    test_database(const test_database&) = delete;
    test_database& operator=(const test_database&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    /// Connection strings of the server's role and of the owner.
    [[nodiscard]] std::string staff_url() const;
    [[nodiscard]] std::string owner_url() const;

    /// The owner's connection, which sees and may do everything.
    sql_connection& sql() { return *owner_; }

    /// A digest per table: two that are equal mean that nothing was changed in between.
    std::map<std::string, std::string> contents();

private:
    std::string name_;
    std::unique_ptr<sql_connection> owner_;
};

/// The names of the tables that differ; empty when nothing changed.
std::string changed_tables(
    const std::map<std::string, std::string>& before,
    const std::map<std::string, std::string>& after
);

}  // namespace tranche::tests
