#include "persistence/secret.hpp"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace tranche::persistence {
namespace {

constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";

template <std::size_t Size>
std::array<unsigned char, Size> random_bytes() {
    std::array<unsigned char, Size> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error{"the system's source of randomness failed"};
    }
    return bytes;
}

}  // namespace

std::string new_secret(std::string_view prefix) {
    std::string secret{prefix};
    for (const auto byte : random_bytes<32>()) {
        secret += digits[byte & 31U];
        secret += digits[(byte >> 3U) & 31U];
    }
    return secret;
}

std::string new_recovery_code() {
    std::string code;
    for (const auto byte : random_bytes<16>()) {
        if (code.size() % 5 == 4) {
            code += '-';
        }
        code += digits[byte & 31U];
    }
    return code;
}

}  // namespace tranche::persistence
