// Ids are random, so that nobody learns from one how many other rows there are.
#pragma once

#include <cstdint>

namespace tranche::persistence {

// A positive 62-bit number from the system's source of randomness.
std::int64_t random_id();

}  // namespace tranche::persistence
