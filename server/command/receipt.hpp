// What every command answers: which thing it made or changed, the state that is in now, and where
// to read it.
#pragma once

#include "domain/entity.hpp"
#include "server/api/endpoint.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tranche::server {

struct receipt {
    // Nothing for a command that records a list of rows which have no ids of their own.
    std::optional<domain::entity> what = {};
    std::int64_t id = 0;
    std::optional<std::string> code = {};
    std::optional<std::string> state = {};
    std::int64_t version = 1;
    // Further things made by the same command: {"receivables", {"rec_..."}}.
    std::vector<std::pair<std::string, std::vector<std::string>>> made = {};
    // For commands that record many rows at once.
    std::optional<std::int64_t> rows = {};
    // More members, as JSON with a comma before each: ",\"new\":3".
    std::string more = {};
};

// "/api/v1/projects/prj_..."; empty when the receipt names no thing.
std::optional<std::string> location_of(const receipt& done);
std::string to_json(const receipt& done);
describe_fn describe_receipt();

}  // namespace tranche::server
