#include "persistence/random_id.hpp"

#include <openssl/rand.h>

#include <cstring>
#include <stdexcept>

namespace tranche::persistence {

std::int64_t random_id() {
    unsigned char bytes[8];
    if (RAND_bytes(bytes, sizeof bytes) != 1) {
        throw std::runtime_error{"the system's source of randomness failed"};
    }
    std::uint64_t number = 0;
    std::memcpy(&number, bytes, sizeof number);
    return static_cast<std::int64_t>((number >> 2U) | 1U);
}

}  // namespace tranche::persistence
