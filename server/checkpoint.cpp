#include "server/checkpoint.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace tranche::server {
namespace json = boost::json;
namespace {

constexpr std::string_view format = "tranche.checkpoint.1";

using public_key = std::array<unsigned char, crypto_sign_PUBLICKEYBYTES>;
using signature = std::array<unsigned char, crypto_sign_BYTES>;

// Wiped when it is no longer needed.
struct private_key {
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> bytes{};
    private_key() = default;
    private_key(const private_key&) = delete;
    private_key& operator=(const private_key&) = delete;
    ~private_key() { sodium_memzero(bytes.data(), bytes.size()); }
};

void start_sodium() {
    if (sodium_init() < 0) {
        throw std::runtime_error{"libsodium cannot be used"};
    }
}

template <class Bytes>
std::string hex_of(const Bytes& bytes) {
    return persistence::to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

// One line of hexadecimal digits, as long as the wanted bytes.
template <class Bytes>
void read_hex(std::string_view text, const std::string& what, Bytes& into) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
        text.remove_suffix(1);
    }
    std::size_t length = 0;
    if (sodium_hex2bin(
            into.data(), into.size(), text.data(), text.size(), nullptr, &length, nullptr
        ) != 0 ||
        length != into.size() || text.size() != 2 * into.size()) {
        throw bad_checkpoint{
            what + " is not " + std::to_string(into.size()) + " bytes in hexadecimal"};
    }
}

void write_new_file(const std::filesystem::path& file, mode_t mode, const std::string& text) {
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (handle < 0) {
        throw bad_checkpoint{file.string() + ": " + std::generic_category().message(errno)};
    }
    const auto written = ::write(handle, text.data(), text.size());
    const bool failed = ::fsync(handle) != 0;
    if (::close(handle) != 0 || failed || written != static_cast<ssize_t>(text.size())) {
        throw bad_checkpoint{file.string() + " could not be written"};
    }
}

void refuse_open_key(const std::filesystem::path& file) {
    struct stat found {};
    if (::stat(file.c_str(), &found) == 0 && (found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        throw bad_checkpoint{file.string() + " may be read by others than its owner: chmod 600"};
    }
}

// What is signed: not the JSON, which may be laid out in many ways, but the values.
std::string signed_bytes(const checkpoint& one) {
    persistence::byte_form form{format};
    form.add(one.made_at).add(static_cast<std::int64_t>(one.seals.size()));
    for (const auto& seal : one.seals) {
        form.add(seal.stream).add(seal.n).add(seal.last_id).add(seal.hash);
    }
    return form.bytes();
}

const unsigned char* bytes_of(const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// The members of the file, without a judgement on its signature.
checkpoint read_members(const json::object& file) {
    checkpoint made;
    made.made_at = file.at("made_at").as_string();
    for (const auto& item : file.at("streams").as_array()) {
        const auto& seal = item.as_object();
        made.seals.push_back(
            {std::string{seal.at("stream").as_string()}, seal.at("n").to_number<std::int64_t>(),
             seal.at("last_id").to_number<std::int64_t>(),
             persistence::digest_from_hex(std::string_view{seal.at("hash").as_string()})}
        );
    }
    return made;
}

}  // namespace

void make_key_pair(const std::filesystem::path& file) {
    start_sodium();
    public_key open{};
    private_key secret;
    crypto_sign_keypair(open.data(), secret.bytes.data());
    auto beside = file;
    beside += ".pub";
    auto text = hex_of(secret.bytes) + '\n';
    write_new_file(file, S_IRUSR | S_IWUSR, text);
    sodium_memzero(text.data(), text.size());
    write_new_file(beside, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH, hex_of(open) + '\n');
}

std::string signed_text(const checkpoint& one, const std::filesystem::path& key_file) {
    start_sodium();
    refuse_open_key(key_file);
    private_key secret;
    auto key_text = text_of_file(key_file);
    read_hex(key_text, key_file.string(), secret.bytes);
    sodium_memzero(key_text.data(), key_text.size());
    const auto bytes = signed_bytes(one);
    signature made{};
    crypto_sign_detached(made.data(), nullptr, bytes_of(bytes), bytes.size(), secret.bytes.data());
    json::array streams;
    for (const auto& seal : one.seals) {
        streams.push_back(json::object{
            {"stream", seal.stream},
            {"n", seal.n},
            {"last_id", seal.last_id},
            {"hash", persistence::to_hex(seal.hash)}});
    }
    const json::object file{
        {"format", format},
        {"made_at", one.made_at},
        {"streams", std::move(streams)},
        {"signature", hex_of(made)}};
    return json::serialize(file) + '\n';
}

checkpoint verified_checkpoint(std::string_view text, const std::filesystem::path& key_file) {
    start_sodium();
    public_key key{};
    read_hex(text_of_file(key_file), key_file.string(), key);
    checkpoint made;
    signature given{};
    try {
        const auto file = json::parse({text.data(), text.size()}).as_object();
        if (file.at("format").as_string() != format) {
            throw bad_checkpoint{"the checkpoint has a format this program does not know"};
        }
        made = read_members(file);
        read_hex(std::string_view{file.at("signature").as_string()}, "the signature", given);
    } catch (const bad_checkpoint&) {
        throw;
    } catch (const std::exception&) {
        throw bad_checkpoint{"this is not a checkpoint"};
    }
    const auto bytes = signed_bytes(made);
    if (crypto_sign_verify_detached(given.data(), bytes_of(bytes), bytes.size(), key.data()) != 0) {
        throw bad_checkpoint{"the checkpoint was not signed by this key, or was changed since"};
    }
    return made;
}

std::string text_of_file(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) {
        throw bad_checkpoint{file.string() + " cannot be read"};
    }
    return text.str();
}

}  // namespace tranche::server
