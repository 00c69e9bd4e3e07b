// The rows behind an entry that is taken back: each gets a row with the other sign that points to
// it, and what counted on it is set right.
#pragma once

#include "domain/correction.hpp"
#include "server/command/command_run.hpp"

#include <optional>
#include <string>

namespace tranche::server {

struct taking_back {
    domain::correction how;
    std::int64_t source;  // id of the row behind the entry
    domain::date on;
    std::string reason;
    std::optional<std::string> bank_reference;
};

struct taken_back {
    domain::entity what;
    std::int64_t id;  // of the new row
    // The row the new entry comes from, where that is no thing of its own.
    std::optional<std::int64_t> source = {};
};

// The same bank reference again, in words that keep it unique; or the one given.
std::string reference_of(const taking_back& asked, const persistence::row& paid);

// What write_back reads; locks what the project's lock does not cover.
persistence::query rows_behind(domain::correction how, std::int64_t source);
taken_back write_back(command_run& run, const taking_back& asked, const persistence::rows& behind);

}  // namespace tranche::server
