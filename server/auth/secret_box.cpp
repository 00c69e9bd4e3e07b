#include "server/auth/secret_box.hpp"

#include "server/auth/secret_file.hpp"
#include "server/json/text.hpp"

#include <sodium.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace tranche::server {
namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

std::optional<std::string> from_hex(std::string_view hex) {
    std::string bytes(hex.size() / 2, '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_hex2bin(
            bytes_of(bytes), bytes.size(), hex.data(), hex.size(), nullptr, &size, &end
        ) != 0 ||
        end != hex.data() + hex.size() || size != bytes.size()) {
        return std::nullopt;
    }
    return bytes;
}

std::string to_hex(std::string_view bytes) {
    std::string hex(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), bytes_of(bytes), bytes.size());
    hex.pop_back();
    return hex;
}

}  // namespace

secret_box::secret_box(std::string_view hex_key) : key_{from_hex(hex_key)} {
    if (sodium_init() < 0 || !key_ || key_->size() != crypto_secretbox_KEYBYTES) {
        throw std::invalid_argument{"the secret key is not 64 hexadecimal digits"};
    }
}

std::string secret_in_file(const std::string& path) {
    std::ifstream file{path};
    std::stringstream text;
    text << file.rdbuf();
    if (!file) {
        throw std::invalid_argument{"the file of a secret cannot be read: " + path};
    }
    auto whole = text.str();
    while (!whole.empty() && (whole.back() == '\n' || whole.back() == '\r')) {
        whole.pop_back();
    }
    return whole;
}

secret_box secret_box::from_file(const std::string& path) {
    return secret_box{secret_in_file(path)};
}

secret_box::kept secret_box::keep(std::string_view secret) const {
    if (!key_) {
        return {to_hex(secret), false};
    }
    std::string box(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size(), '\0');
    auto* nonce = bytes_of(box);
    randombytes_buf(nonce, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(
        nonce + crypto_secretbox_NONCEBYTES, bytes_of(secret), secret.size(), nonce, bytes_of(*key_)
    );
    return {to_hex(box), true};
}

std::string secret_box::open(const kept& what) const {
    const auto box = from_hex(what.hex);
    if (box && !what.sealed) {
        return *box;
    }
    constexpr std::size_t head = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (!key_ || !box || box->size() < head) {
        throw std::runtime_error{"a secret is sealed and TRANCHE_SECRET_KEY_FILE is not set"};
    }
    std::string secret(box->size() - head, '\0');
    if (crypto_secretbox_open_easy(
            bytes_of(secret), bytes_of(*box) + crypto_secretbox_NONCEBYTES,
            box->size() - crypto_secretbox_NONCEBYTES, bytes_of(*box), bytes_of(*key_)
        ) != 0) {
        throw std::runtime_error{"a secret was not sealed with the key of TRANCHE_SECRET_KEY_FILE"};
    }
    return secret;
}

}  // namespace tranche::server
