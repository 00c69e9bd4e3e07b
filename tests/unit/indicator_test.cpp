// What fits together in an indicator (R56, R57).
#include "domain/indicator.hpp"

#include <gtest/gtest.h>

namespace tranche::domain {
namespace {

std::string problems(const indicator_design& wanted) {
    std::string all;
    for (const auto& one : problems_of(wanted)) {
        all += (all.empty() ? "" : " ") + one.field + ':' + one.code;
    }
    return all;
}

TEST(Indicator, AddsUpNewUnitsAndNothingElse) {
    EXPECT_EQ(problems({.measure = "unit", .aggregation = "sum", .counts = "new"}), "");
    EXPECT_EQ(problems({.measure = "unit", .aggregation = "latest", .counts = "present"}), "");
    EXPECT_EQ(problems({.measure = "unit", .aggregation = "max", .counts = "cumulative"}), "");
    EXPECT_EQ(problems({.measure = "percentage", .aggregation = "latest"}), "");
    EXPECT_EQ(
        problems({.measure = "unit", .aggregation = "sum", .counts = "cumulative"}),
        "/counts:new_ones_add_up"
    );
    EXPECT_EQ(
        problems({.measure = "unit", .aggregation = "latest", .counts = "new"}),
        "/counts:new_ones_add_up"
    );
    EXPECT_EQ(
        problems({.measure = "ordinal", .aggregation = "sum"}), "/aggregation:only_units_add_up"
    );
}

TEST(Indicator, SaysWhatItCountsWhereItCounts) {
    EXPECT_EQ(
        problems({.measure = "unit", .aggregation = "max"}), "/counts:units_say_what_they_count"
    );
    EXPECT_EQ(
        problems({.measure = "percentage", .aggregation = "max", .counts = "present"}),
        "/counts:units_say_what_they_count"
    );
}

TEST(Indicator, R57KeepsPlacesApartFromPersons) {
    EXPECT_EQ(
        problems({.measure = "unit", .aggregation = "latest", .counts = "present", .capacity = true}
        ),
        ""
    );
    EXPECT_EQ(
        problems({.measure = "unit", .aggregation = "sum", .counts = "new", .capacity = true}),
        "/nature:capacity_does_not_add_up"
    );
    EXPECT_EQ(
        problems(
            {.measure = "unit",
             .aggregation = "max",
             .counts = "present",
             .capacity = true,
             .counts_people = true}
        ),
        "/counts_people:people_are_counted_in_units"
    );
}

}  // namespace
}  // namespace tranche::domain
