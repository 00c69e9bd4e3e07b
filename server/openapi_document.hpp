// The OpenAPI document of this program's whole endpoint table, as text. server/openapi.json is its
// committed copy; a test compares the two.
#pragma once

#include <string>

namespace tranche::server {

std::string openapi_document_text();

}  // namespace tranche::server
