#include "server/auth/password.hpp"

#include "server/json/text.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <mutex>
#include <stdexcept>

namespace tranche::server {
namespace {

// The least that OWASP advises for Argon2id: two passes over 19 MiB.
constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = std::size_t{19} * 1024 * 1024;

// Of the usual work and nobody's: what a missing hash is compared with.
constexpr const char* no_hash =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

// The head of every list of leaked passwords that is long enough to be tried here.
constexpr std::string_view common[] = {
    "123456789012",  "1234567890123",    "12345678901234", "123456789123",     "123123123123",
    "111111111111",  "000000000000",     "987654321098",   "098765432109",     "112233445566",
    "121212121212",  "qwertyuiopas",     "qwertyuiop12",   "qwertyuiop123",    "qwerty123456",
    "qwertyqwerty",  "1q2w3e4r5t6y",     "1qaz2wsx3edc",   "zaq12wsxcde3",     "asdfghjkl123",
    "asdfghjklqwe",  "zxcvbnmasdfg",     "abcdefghijkl",   "abcdef123456",     "abcd12345678",
    "password1234",  "password12345",    "password123456", "password2024",     "password2025",
    "password2026",  "passwordpassword", "mypassword123",  "changeme1234",     "changemechangeme",
    "administrator", "administrator1",   "iloveyou1234",   "iloveyouiloveyou", "welcome12345"};

std::mutex& one_at_a_time() {
    static std::mutex mutex;
    return mutex;
}

void start_sodium() {
    static const int started = sodium_init();
    if (started < 0) {
        throw std::runtime_error{"libsodium cannot be started"};
    }
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](char one) {
        return one >= 'A' && one <= 'Z' ? static_cast<char>(one | 32) : one;
    });
    return lower;
}

bool is_one_character(std::string_view text) {
    return text.find_first_not_of(text.front()) == text.npos;
}

}  // namespace

std::optional<domain::violation> weakness_of(
    std::string_view password, std::string_view user_name, std::string field
) {
    if (!is_utf8(password) || count_characters(password) < password_characters_at_least) {
        return domain::violation{
            std::move(field),
            "password_too_short",
            {{"min", std::to_string(password_characters_at_least)}}};
    }
    if (password.size() > password_bytes_at_most) {
        return domain::violation{
            std::move(field),
            "password_too_long",
            {{"max", std::to_string(password_bytes_at_most)}}};
    }
    const auto lower = lower_case(password);
    const bool names_its_owner = user_name.size() > 4 && lower.find(user_name) != lower.npos;
    if (names_its_owner || is_one_character(lower) ||
        std::ranges::find(common, lower) != std::end(common)) {
        return domain::violation{std::move(field), "password_common", {}};
    }
    return std::nullopt;
}

std::string hash_password(std::string_view password) {
    start_sodium();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const std::lock_guard guard{one_at_a_time()};
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(), passes, memory_bytes) !=
        0) {
        throw std::runtime_error{"no memory to hash a password"};
    }
    return hash.data();
}

bool is_password(const std::optional<std::string>& hash, std::string_view password) {
    start_sodium();
    const auto* compared = hash ? hash->c_str() : no_hash;
    const std::lock_guard guard{one_at_a_time()};
    const bool same = crypto_pwhash_str_verify(compared, password.data(), password.size()) == 0;
    return same && hash.has_value();
}

}  // namespace tranche::server
