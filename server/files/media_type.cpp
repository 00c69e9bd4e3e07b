#include "server/files/media_type.hpp"

#include <magic.h>

#include <memory>
#include <stdexcept>
#include <type_traits>

namespace tranche::server {
namespace {

struct close_magic {
    void operator()(magic_t cookie) const { magic_close(cookie); }
};
using magic_handle = std::unique_ptr<std::remove_pointer_t<magic_t>, close_magic>;

// Looks at bytes only: no decompression, no devices, nothing that follows a name.
constexpr int flags = MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
    MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_TOKENS;

magic_handle opened() {
    magic_handle made{magic_open(flags)};
    if (!made || magic_load(made.get(), nullptr) != 0) {
        throw std::runtime_error{"the table of file types cannot be read"};
    }
    return made;
}

}  // namespace

std::string media_type_of(std::string_view beginning) {
    // A handle belongs to one thread at a time.
    thread_local const magic_handle cookie = opened();
    const auto* found = magic_buffer(cookie.get(), beginning.data(), beginning.size());
    if (found == nullptr) {
        return "application/octet-stream";
    }
    const std::string type{found};
    return type == "application/csv" ? "text/csv" : type;
}

}  // namespace tranche::server
