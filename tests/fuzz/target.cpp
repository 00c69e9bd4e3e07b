// The request's target: whatever is taken apart has no way out of its path.
#include "server/api/request.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto target = tranche::server::parse_target(text)) {
        for (const auto& segment : target->segments) {
            if (segment == ".." || segment == "." || segment.find('\0') != std::string::npos) {
                std::abort();
            }
        }
    }
    return 0;
}
