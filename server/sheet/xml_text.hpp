// Text as XML takes it.
#pragma once

#include <string>
#include <string_view>

namespace tranche::server {

/// For element text and attribute values; control characters other than line ends are left out.
std::string xml_text(std::string_view text);

}  // namespace tranche::server
