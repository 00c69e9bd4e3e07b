#include "server/openapi_document.hpp"

#include "server/api/openapi.hpp"
#include "server/routes/routes.hpp"

namespace tranche::server {

std::string openapi_document_text() {
    const api_info about{
        "Tranche", "1",
        "Donor grants and project funding, from contribution to result. Money is a decimal string"
        " with its currency; ids are opaque, and a code may stand wherever an id does."};
    return openapi_text(about, all_endpoints());
}

}  // namespace tranche::server
