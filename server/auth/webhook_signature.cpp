#include "server/auth/webhook_signature.hpp"

#include <openssl/hmac.h>
#include <sodium.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace tranche::server {
namespace {

using bytes = std::vector<unsigned char>;

std::string base64(const unsigned char* data, std::size_t size) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string out(sodium_base64_encoded_len(size, variant), '\0');
    sodium_bin2base64(out.data(), out.size(), data, size, variant);
    out.pop_back();  // its terminating zero
    return out;
}

bytes key_of(std::string_view secret) {
    if (!secret.starts_with(webhook_secret_prefix)) {
        throw std::invalid_argument{"not a webhook's secret"};
    }
    secret.remove_prefix(webhook_secret_prefix.size());
    bytes key(secret.size());
    std::size_t size = 0;
    if (sodium_base642bin(
            key.data(), key.size(), secret.data(), secret.size(), nullptr, &size, nullptr,
            sodium_base64_VARIANT_ORIGINAL
        ) != 0) {
        throw std::invalid_argument{"not a webhook's secret"};
    }
    key.resize(size);
    return key;
}

}  // namespace

std::string new_webhook_secret() {
    std::array<unsigned char, 32> random{};
    randombytes_buf(random.data(), random.size());
    return std::string{webhook_secret_prefix} + base64(random.data(), random.size());
}

std::string webhook_signature(
    std::string_view secret, std::string_view id, std::int64_t at, std::string_view body
) {
    const auto key = key_of(secret);
    const auto text = std::string{id} + '.' + std::to_string(at) + '.' + std::string{body};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (HMAC(
            EVP_sha256(), key.data(), static_cast<int>(key.size()),
            reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size
        ) == nullptr) {
        throw std::runtime_error{"HMAC-SHA256 failed"};
    }
    return "v1," + base64(digest.data(), size);
}

}  // namespace tranche::server
