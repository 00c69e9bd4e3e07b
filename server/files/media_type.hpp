// What a file is, by its first bytes and not by its name. The only place that knows libmagic.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tranche::server {

// So much of a file decides.
inline constexpr std::size_t sniffed_bytes = 262'144;

// "application/pdf". What begins like text is text/csv where it reads like a table, else
// text/plain. "application/octet-stream" for what nobody knows. Throws std::runtime_error where
// the library's own table of types cannot be read.
std::string media_type_of(std::string_view beginning);

}  // namespace tranche::server
