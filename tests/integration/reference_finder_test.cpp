// From a code to a row's id: found once, remembered; but not what may yet be undone.
#include "persistence/reference.hpp"
#include "persistence/round_trip.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

using domain::entity;

class ReferenceFinder : public SmallWorld {
protected:
    void say(std::string_view sql) { persistence::ask(with, {{sql, sql}, {}}); }
    std::optional<std::int64_t> donor(std::string_view code) {
        return finder.find(with, entity::donor, code);
    }
    void add_donor() {
        say("insert into funding.donor (id, code, name, kind) values (77, 'NEW', 'New', 'other')");
    }

    persistence::reference_finder finder;
    persistence::session with{db.staff_url(), persistence::lane::command};
};

}  // namespace

TEST_F(ReferenceFinder, ForgetsWhatATransactionMadeAndTookBack) {
    say("begin");
    add_donor();
    EXPECT_EQ(donor("NEW"), 77) << "a transaction sees its own";
    say("rollback");
    EXPECT_EQ(donor("NEW"), std::nullopt);
}

TEST_F(ReferenceFinder, ForgetsWhatAPartOfATransactionMadeAndTookBack) {
    say("begin");
    say("insert into funding.donor (id, code, name, kind) values (78, 'KEPT', 'Kept', 'other')");
    say("savepoint part");
    add_donor();
    EXPECT_EQ(donor("NEW"), 77);
    say("rollback to savepoint part");
    EXPECT_EQ(donor("NEW"), std::nullopt);
    EXPECT_EQ(donor("KEPT"), 78);
    say("commit");
    EXPECT_EQ(donor("KEPT"), 78);
}

TEST_F(ReferenceFinder, RemembersWhatWasThereBefore) {
    const auto known = donor("FUND-L1-DONOR");
    ASSERT_TRUE(known);
    db.sql().ask("update funding.donor set code = 'MOVED' where code = 'FUND-L1-DONOR'");
    EXPECT_EQ(donor("FUND-L1-DONOR"), known) << "asked once";
}

}  // namespace tranche::tests
