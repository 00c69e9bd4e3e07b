// The identifier that ties an answer, its log line and its problem report together.
#pragma once

#include <string>
#include <string_view>

namespace tranche::server {

/// True for 1 to 64 characters of A-Z a-z 0-9 . _ - : what a client may choose itself. Anything
/// else could forge log lines or headers.
bool is_acceptable_request_id(std::string_view text);

/// 128 random bits as 32 hexadecimal digits. Throws std::system_error when the kernel has no
/// randomness to give.
std::string new_request_id();

}  // namespace tranche::server
