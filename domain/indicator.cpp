#include "domain/indicator.hpp"

namespace tranche::domain {

std::vector<violation> problems_of(const indicator_design& wanted) {
    std::vector<violation> found;
    const auto require = [&](bool holds, const char* field, const char* code) {
        if (!holds) found.push_back({field, code, {}});
    };
    const bool units = wanted.measure == "unit";
    const bool sums = wanted.aggregation == "sum";
    require(units || !sums, "/aggregation", "only_units_add_up");
    require(units == wanted.counts.has_value(), "/counts", "units_say_what_they_count");
    require(
        !units || !wanted.counts || (*wanted.counts == "new") == sums, "/counts", "new_ones_add_up"
    );
    require(!wanted.capacity || !sums, "/nature", "capacity_does_not_add_up");
    require(
        !wanted.counts_people || (units && !wanted.capacity), "/counts_people",
        "people_are_counted_in_units"
    );
    return found;
}

}  // namespace tranche::domain
