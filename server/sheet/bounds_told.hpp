// Limits in words, for the API's description: the same constants the readers refuse by.
#pragma once

#include "server/sheet/sheet.hpp"

#include <cstdint>
#include <string>

namespace tranche::server {

// "100,000"
std::string counted(std::uint64_t number);
// "25 MiB", and "4,000 bytes" of what is no whole number of MiB.
std::string sized(std::uint64_t bytes);

// Of every sheet: columns and cells; of a workbook besides: what it unpacks to.
std::string told_bounds(const sheet_limits& limits);
std::string told_workbook_bounds();

}  // namespace tranche::server
