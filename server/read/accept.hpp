// Which of the media types we offer an Accept header wants (RFC 9110, 12.5.1).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace tranche::server {

/// The index of the best offer; among equals the first. Nothing when none will do. An empty header
/// takes anything.
std::optional<std::size_t> best_media_type(
    std::string_view accept, std::span<const std::string_view> offers
);

}  // namespace tranche::server
