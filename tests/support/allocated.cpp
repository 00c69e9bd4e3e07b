#include "tests/support/allocated.hpp"

#include <malloc.h>

// Of the sanitizers' allocator, where the tests are built with one.
extern "C" __attribute__((weak)) std::size_t __sanitizer_get_current_allocated_bytes();  // NOLINT

namespace tranche::tests {

std::size_t allocated_bytes() {
    if (__sanitizer_get_current_allocated_bytes != nullptr) {
        return __sanitizer_get_current_allocated_bytes();
    }
    const auto about = mallinfo2();
    return about.uordblks + about.hblkhd;
}

}  // namespace tranche::tests
