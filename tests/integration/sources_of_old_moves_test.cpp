// A database from before money sources were kept: the upgrade says whose money each move was.
#include "tests/support/donor_world.hpp"

#include <embedded/migrations.hpp>
#include <gtest/gtest.h>

#include <stdexcept>

namespace tranche::tests {

class SourcesOfOldMoves : public DonorWorld {
protected:
    /// The procedure of migration 0030 as it stands there, run on the ledger as it is.
    void take_down_again() {
        std::string text;
        for (const auto& step : persistence::migrations::files()) {
            if (std::string_view{step.name}.starts_with("0030")) text = step.text;
        }
        const auto first = text.find("create procedure funding.take_sources_down()");
        const auto last = text.find("drop procedure funding.take_sources_down;");
        if (first == text.npos || last == text.npos) throw std::runtime_error{"no such procedure"};
        db.sql().ask("truncate funding.money_source, funding.giver_balance");
        db.sql().ask(text.substr(first, last - first));
    }
    void name_source_of(const answer& allocation, const std::string& contribution) {
        db.sql().ask(
            "update funding.allocation set contribution_id = (select id from funding.contribution"
            " where code = $1) where id = $2",
            {contribution,
             std::to_string(*domain::parse_public_id(domain::entity::allocation, allocation.id()))}
        );
    }
};

TEST_F(SourcesOfOldMoves, AreTheNamedGiftsUpToWhatItHadAndEverybodysBeyond) {
    pledge("G", "300.00");
    commit("G", "300.00");
    EXPECT_EQ(receive("G", "300.00").status, 201);
    approved_project(server, {.code = "P2"});
    const auto within = allocate("P2", "200.00");
    const auto beyond = allocate("P2", "903.00");
    name_source_of(within, "G");
    name_source_of(beyond, "G");
    take_down_again();
    EXPECT_EQ(sources_of(within), "G 200.00");
    EXPECT_EQ(sources_of(beyond), "FUND-L1-GIFT 902.00, G 1.00") << "by what each had left";
    EXPECT_EQ(left_by_giver(), "FUND-L1-GIFT 89098.00, G 99.00");
}

}  // namespace tranche::tests
