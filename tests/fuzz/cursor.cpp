// A page's cursor from anywhere: refused, or one that this list wrote.
#include "server/read/cursor.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tranche::server;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto at = read_cursor(text, "projects")) {
        const auto again = read_cursor(write_cursor(*at, "projects"), "projects");
        if (!again || again->id != at->id || again->sort_value != at->sort_value) {
            std::abort();
        }
    }
    return 0;
}
