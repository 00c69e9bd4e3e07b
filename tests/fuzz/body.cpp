// The body of a request: any bytes are either refused with a reason or read, and what was read
// writes and reads again without change.
#include "domain/error.hpp"
#include "server/json/schema.hpp"
#include "server/routes/agreements/agreement_bodies.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tranche;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    try {
        const auto body = server::parse_body<server::new_agreement>(text);
        const auto written = server::to_json(body);
        if (server::to_json(server::parse_body<server::new_agreement>(written)) != written) {
            std::abort();
        }
    } catch (const domain::refusal& refused) {
        if (refused.why().code.empty()) {
            std::abort();
        }
    }
    return 0;
}
