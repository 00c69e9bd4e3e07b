// Parts of amounts, as the model rounds them: apart from the program, so that both may be wrong.
#pragma once

#include "tests/model/money_model.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace tranche::tests {

using amounts = std::map<std::string, std::int64_t>;

// a * b / c, half away from zero; none of the amounts of a run comes near the limits.
std::int64_t part_of(std::int64_t a, std::int64_t b, std::int64_t c);
// Takes so much away, and its part of the worth; of the rest all.
worth take(worth& from, std::int64_t amount);
// Line by line in proportion to what each has, largest remainders first.
amounts in_proportion(const amounts& weights, std::int64_t amount);

}  // namespace tranche::tests
