// The largest body of a request, and where the settings say nothing the largest file sent in
// pieces: for who refuses more and for who tells it.
#pragma once

#include <cstdint>

namespace tranche::server {

inline constexpr std::uint64_t body_at_most = std::uint64_t{8} << 20;
inline constexpr std::uint64_t file_at_most = std::uint64_t{25} << 20;

}  // namespace tranche::server
