// How much memory is allocated at the moment, by whatever allocator the tests run with.
#pragma once

#include <cstddef>

namespace tranche::tests {

std::size_t allocated_bytes();

}  // namespace tranche::tests
