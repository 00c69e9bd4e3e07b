#include "server/routes/expenditures/sheet_turn.hpp"

#include "domain/error.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace tranche::tests {

constexpr std::size_t large = 2 * 1024 * 1024;

TEST(SheetTurn, IsTakenByOneLargeSheetAtATimeAndGivenOn) {
    std::optional<server::sheet_turn> first{std::in_place, large};
    EXPECT_THROW(server::sheet_turn{large}, domain::refusal);
    EXPECT_NO_THROW(server::sheet_turn{1000}) << "a small one does not wait";
    first.reset();
    EXPECT_NO_THROW(server::sheet_turn{large});
}

}  // namespace tranche::tests
