// SHA-256 by OpenSSL, and the byte form of what is hashed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::persistence {

using digest = std::array<unsigned char, 32>;

digest sha256(std::string_view bytes);
// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view text);

// Lower-case hexadecimal digits.
std::string to_hex(std::string_view bytes);
std::string to_hex(const digest& bytes);
// Throws std::logic_error for anything but pairs of such digits.
std::string from_hex(std::string_view hex);
// The same, of exactly 32 bytes.
digest digest_from_hex(std::string_view hex);

// Fields one after the other, each behind its length in four bytes, so that no two lists of fields
// have the same bytes. The first says what the list is and in which version.
class byte_form {
public:
    explicit byte_form(std::string_view name_and_version) { add(name_and_version); }

    byte_form& add(std::string_view field);
    byte_form& add(std::int64_t number) { return add(std::to_string(number)); }
    byte_form& add(const digest& bytes);
    byte_form& add_null();  // a length that no field has

    [[nodiscard]] digest hash() const { return sha256(bytes_); }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

// Eight bytes, the highest first.
std::string big_endian(std::int64_t number);

}  // namespace tranche::persistence
