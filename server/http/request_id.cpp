// Random request identifiers, drawn from the kernel in batches: one system call for 16 requests.
#include "server/http/request_id.hpp"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <system_error>

namespace tranche::server {

namespace {

constexpr std::size_t id_bytes = 16;
/// The largest read that getrandom() promises not to cut short.
constexpr std::size_t batch_bytes = 256;

struct random_batch {
    std::array<unsigned char, batch_bytes> bytes;
    std::size_t used = batch_bytes;
};

}  // namespace

bool is_acceptable_request_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
            c == '.' || c == '_' || c == '-';
    });
}

std::string new_request_id() {
    thread_local random_batch batch;
    if (batch.used == batch_bytes) {
        while (::getrandom(batch.bytes.data(), batch_bytes, 0) < 0) {
            if (errno != EINTR) {
                throw std::system_error(errno, std::generic_category(), "getrandom");
            }
        }
        batch.used = 0;
    }
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string id;
    id.reserve(2 * id_bytes);
    for (std::size_t i = 0; i < id_bytes; ++i) {
        const auto byte = batch.bytes[batch.used++];
        id += digits[byte >> 4U];
        id += digits[byte & 15U];
    }
    return id;
}

}  // namespace tranche::server
