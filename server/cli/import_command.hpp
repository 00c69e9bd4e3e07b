// "tranche import KIND FILE": a sheet through the same door as the API's callers, as a person named
// on the command line.
#pragma once

#include "persistence/session_set.hpp"

#include <iosfwd>
#include <string>
#include <vector>

namespace tranche::server {

struct import_options {
    std::string kind = {};
    std::string file = {};  // "-" is the standard input
    std::string user = {};
    std::string decimal = {};
    std::string dates = {};
    std::string language = "en";
    std::vector<std::string> acknowledge = {};
    bool dry_run = false;
    std::size_t rows = 10'000;  // at most
};

// 0 when it was done, 1 when it was refused, 2 when the options are wrong.
int import_sheet(
    persistence::session_set& db, const import_options& wanted, std::string sheet,
    std::ostream& out, std::ostream& problems
);

}  // namespace tranche::server
