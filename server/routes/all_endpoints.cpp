#include "server/routes/append.hpp"
#include "server/routes/routes.hpp"

namespace tranche::server {

endpoints all_endpoints() {
    endpoints all;
    for (const auto area : {service_endpoints, session_endpoints, instrument_endpoints}) {
        append(all, area());
    }
    return all;
}

}  // namespace tranche::server
