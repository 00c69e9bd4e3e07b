// From the text a caller uses for a thing, its public id or its code, to the row's id.
#pragma once

#include "domain/entity.hpp"
#include "persistence/session.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tranche::persistence {

// Codes do not change, so what was found once is remembered; what was not found is asked again, and
// so is everything for a session that sees some rows only. Shared by all threads.
class reference_finder {
public:
    std::optional<std::int64_t> find(session& with, domain::entity what, std::string_view text);
    // Everything the text may name, whatever it is: one thing for an id.
    std::vector<std::pair<domain::entity, std::int64_t>> find_any(
        session& with, std::string_view text
    );

private:
    static constexpr std::size_t remembered_at_most = 100'000;

    std::mutex mutex_;
    std::unordered_map<std::string, std::int64_t> remembered_;
};

}  // namespace tranche::persistence
