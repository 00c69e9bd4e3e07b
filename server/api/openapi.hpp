// The OpenAPI 3.1 document, built from the endpoint table and the field tables. Its text depends
// on nothing else, so the committed server/openapi.json can be compared byte by byte.
#pragma once

#include "server/api/endpoint.hpp"

#include <boost/json/value.hpp>

#include <span>
#include <string>

namespace tranche::server {

struct api_info {
    std::string title;
    std::string version;
    std::string description;
};

/// The document as a value. Paths are in alphabetical order. Throws domain::contract_violation
/// when an endpoint is incomplete (no summary, tag or operation id) or a schema name is taken.
boost::json::value openapi_document(const api_info& info, std::span<const endpoint> endpoints);

/// The document as text: two spaces, members in document order, a newline at the end.
std::string openapi_text(const api_info& info, std::span<const endpoint> endpoints);

}  // namespace tranche::server
