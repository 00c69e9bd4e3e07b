// A file compiled into the executable: its name and its bytes.
//
// Filled by the code that tranche_embed_files() (deploy/cmake/embed_files.cmake) generates.
// The text lives in the executable's read-only data and is followed by one NUL byte that the
// view does not count.
#pragma once

#include <string_view>

namespace tranche {

struct embedded_file {
    std::string_view name;
    std::string_view text;
};

}  // namespace tranche
