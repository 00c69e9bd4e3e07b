#include "server/read/accept.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tranche::server {
namespace {

constexpr std::array<std::string_view, 3> offers{"application/json", "text/csv", "text/plain"};

TEST(Accept, TakesTheFirstOfferWhenNothingIsAsked) {
    EXPECT_EQ(best_media_type("", offers), 0u);
    EXPECT_EQ(best_media_type("*/*", offers), 0u);
}

TEST(Accept, FollowsTheCallersWeights) {
    EXPECT_EQ(best_media_type("text/csv", offers), 1u);
    EXPECT_EQ(best_media_type("text/plain;q=0.9, text/csv;q=0.5", offers), 2u);
    EXPECT_EQ(best_media_type("text/*", offers), 1u);
    EXPECT_EQ(best_media_type("text/html,application/xhtml+xml,*/*;q=0.8", offers), 0u);
    EXPECT_EQ(best_media_type("TEXT/CSV ; charset=utf-8 ; q=0.1", offers), 1u);
}

TEST(Accept, LetsASpecificRangeOverruleAWiderOne) {
    EXPECT_EQ(best_media_type("*/*, application/json;q=0", offers), 1u);
    EXPECT_EQ(best_media_type("text/*;q=0.9, text/csv;q=0.1, application/json;q=0.2", offers), 2u);
}

TEST(Accept, FindsNothingInWhatNobodyCanGive) {
    EXPECT_EQ(best_media_type("image/png", offers), std::nullopt);
    EXPECT_EQ(best_media_type("text/csv;q=0", offers), std::nullopt);
    EXPECT_EQ(best_media_type("text/csv;q=zero", offers), std::nullopt);
}

}  // namespace
}  // namespace tranche::server
