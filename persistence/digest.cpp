#include "persistence/digest.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <stdexcept>

namespace tranche::persistence {
namespace {

std::string highest_first(std::uint64_t number, int bytes) {
    std::string text;
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
        text += static_cast<char>((number >> static_cast<unsigned>(shift)) & 0xFFU);
    }
    return text;
}

std::string_view as_text(const digest& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

unsigned nibble(char digit) {
    if (digit >= '0' && digit <= '9') {
        return static_cast<unsigned>(digit - '0');
    }
    if (digit >= 'a' && digit <= 'f') {
        return static_cast<unsigned>(digit - 'a') + 10U;
    }
    throw std::logic_error{"a hash is written in other characters than 0-9 and a-f"};
}

}  // namespace

digest sha256(std::string_view bytes) {
    digest made{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), made.data());
    return made;
}

std::string sha256_hex(std::string_view text) {
    return to_hex(sha256(text));
}

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const char one : bytes) {
        const auto byte = static_cast<unsigned char>(one);
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

std::string to_hex(const digest& bytes) {
    return to_hex(as_text(bytes));
}

std::string from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) {
        throw std::logic_error{"hexadecimal digits come in pairs"};
    }
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        bytes += static_cast<char>(nibble(hex[i]) << 4U | nibble(hex[i + 1]));
    }
    return bytes;
}

digest digest_from_hex(std::string_view hex) {
    const auto bytes = from_hex(hex);
    digest made{};
    if (bytes.size() != made.size()) {
        throw std::logic_error{"a hash has not 32 bytes"};
    }
    std::copy(bytes.begin(), bytes.end(), made.begin());
    return made;
}

byte_form& byte_form::add(std::string_view field) {
    bytes_ += highest_first(field.size(), 4);
    bytes_ += field;
    return *this;
}

byte_form& byte_form::add(const digest& bytes) {
    return add(as_text(bytes));
}

byte_form& byte_form::add_null() {
    bytes_ += "\xFF\xFF\xFF\xFF";
    return *this;
}

std::string big_endian(std::int64_t number) {
    return highest_first(static_cast<std::uint64_t>(number), 8);
}

}  // namespace tranche::persistence
