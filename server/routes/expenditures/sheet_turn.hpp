// A large sheet takes much memory while it is worked on (deploy/decisions/0035), so that is done
// with one at a time; small ones do not wait.
#pragma once

#include <cstdint>

namespace tranche::server {

class sheet_turn {
public:
    // Of a file of so many bytes, unpacked. Waits some seconds for the one before, and refuses then
    // (503).
    explicit sheet_turn(std::uint64_t bytes);
    ~sheet_turn();
    sheet_turn(const sheet_turn&) = delete;
    sheet_turn& operator=(const sheet_turn&) = delete;
    sheet_turn(sheet_turn&&) = delete;
    sheet_turn& operator=(sheet_turn&&) = delete;

private:
    bool is_large_;
};

}  // namespace tranche::server
