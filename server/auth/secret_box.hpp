// Secrets that must be read again, enciphered (libsodium's secretbox) with a key that is not in the
// database, so that a dump of it alone gives none away. Without a key they are kept in the clear,
// and say so.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

class secret_box {
public:
    // Without a key.
    secret_box() = default;
    // The key is 64 hexadecimal digits. Throws std::invalid_argument for anything else.
    explicit secret_box(std::string_view hex_key);
    static secret_box from_file(const std::string& path);

    [[nodiscard]] bool has_key() const { return key_.has_value(); }

    struct kept {
        std::string hex;
        bool sealed = false;
    };
    [[nodiscard]] kept keep(std::string_view secret) const;
    // Throws std::runtime_error when it was sealed with another key, or changed.
    [[nodiscard]] std::string open(const kept& what) const;

private:
    std::optional<std::string> key_;
};

}  // namespace tranche::server
