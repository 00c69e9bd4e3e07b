#include "server/auth/totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>
#include <stdexcept>

namespace tranche::server {

std::string totp_code(std::string_view secret, std::int64_t step, int digits) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i) {
        counter[counter.size() - 1 - i] =
            static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * i));
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    if (HMAC(
            EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
            counter.size(), mac.data(), &size
        ) == nullptr ||
        size != 20) {
        throw std::runtime_error{"HMAC-SHA-1 failed"};
    }
    // RFC 4226, 5.3: the last four bits say where the number is taken from.
    const auto at = static_cast<std::size_t>(mac[19] & 15U);
    const std::uint32_t number = (mac[at] & 0x7FU) << 24U |
        static_cast<std::uint32_t>(mac[at + 1]) << 16U |
        static_cast<std::uint32_t>(mac[at + 2]) << 8U | mac[at + 3];
    std::string code(static_cast<std::size_t>(digits), '0');
    auto rest = number;
    for (auto digit = code.rbegin(); digit != code.rend(); ++digit) {
        *digit = static_cast<char>('0' + rest % 10);
        rest /= 10;
    }
    return code;
}

std::optional<std::int64_t> totp_step_of(
    std::string_view code, std::string_view secret, std::int64_t now
) {
    const auto present = now / totp_step_seconds;
    std::optional<std::int64_t> found;
    for (const auto step : {present - 1, present, present + 1}) {
        const auto wanted = totp_code(secret, step);
        if (code.size() == wanted.size() &&
            sodium_memcmp(code.data(), wanted.data(), wanted.size()) == 0) {
            found = step;
        }
    }
    return found;
}

std::string new_totp_secret() {
    if (sodium_init() < 0) {
        throw std::runtime_error{"libsodium cannot be started"};
    }
    std::string secret(20, '\0');
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

std::string base32(std::string_view bytes) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char one : bytes) {
        held = (held << 8U) | static_cast<unsigned char>(one);
        for (bits += 8; bits >= 5; bits -= 5) {
            text += digits[(held >> static_cast<unsigned>(bits - 5)) & 31U];
        }
        held &= (1U << static_cast<unsigned>(bits)) - 1U;
    }
    if (bits > 0) {
        text += digits[(held << static_cast<unsigned>(5 - bits)) & 31U];
    }
    return text;
}

std::string otpauth_uri(std::string_view user_name, std::string_view secret) {
    std::string uri = "otpauth://totp/Tranche:";
    for (const char one : user_name) {  // of a name's characters only "@" is not plain in a URI
        uri += one == '@' ? "%40" : std::string{one};
    }
    return uri + "?secret=" + base32(secret) + "&issuer=Tranche&algorithm=SHA1&digits=6&period=30";
}

}  // namespace tranche::server
