// The fixture of most integration tests: a small world of its own, whose money obeys the laws when
// the test is over.
#pragma once

#include "tests/support/builders.hpp"
#include "tests/support/journal_laws.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace tranche::tests {

class SmallWorld : public ::testing::Test {
protected:
    void TearDown() override { EXPECT_EQ(broken_laws(db.sql()), ""); }

    /// Refused with exactly this, and nothing in any table is different from before.
    void expect_refused(
        const answer& given, int status, const std::string& code,
        const std::vector<std::string>& errors = {}
    ) {
        EXPECT_EQ(given.status, status) << given;
        EXPECT_EQ(given.code(), code) << given;
        if (!errors.empty()) {
            EXPECT_EQ(given.errors(), errors) << given;
        }
        EXPECT_EQ(changed_tables(before, db.contents()), "");
    }
    /// What expect_refused compares with; called after a test's preparations.
    void remember() { before = db.contents(); }

    test_database db{starting_point::small_world};
    api server{db};
    std::map<std::string, std::string> before = db.contents();
};

}  // namespace tranche::tests
