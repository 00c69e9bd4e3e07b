// gzip for answers, done on the worker that made the answer so that io threads only move bytes.
#pragma once

#include <string_view>

namespace tranche::server {

struct api_request;
struct api_response;

/// True when an Accept-Encoding value admits gzip (RFC 9110, 12.5.3): named or by "*", q above 0.
bool accepts_gzip(std::string_view accept_encoding);

/// Compresses the body or the spooled file of a text-like answer of 1 KiB or more when the client
/// takes gzip, and when that makes it smaller. Every answer that could have been compressed gets
/// "Vary: Accept-Encoding". A strong ETag becomes weak, as the bytes differ from the plain answer:
/// whoever compares If-Match or If-None-Match must ignore the W/ prefix. Throws std::system_error
/// when a spooled answer cannot be rewritten.
void compress_if_wanted(const api_request& request, api_response& response);

}  // namespace tranche::server
