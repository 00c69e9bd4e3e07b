// A secret that stands in a file of its own, so that it is in no list of processes and no setting.
#pragma once

#include <string>

namespace tranche::server {

// What the file holds, without the ends of lines after it. Throws std::invalid_argument when it
// cannot be read.
std::string secret_in_file(const std::string& path);

}  // namespace tranche::server
