// Second factors: the secret an authenticator app shares, enciphered or not (server/auth decides),
// the last step a code was taken for, and the recovery codes that are left, as SHA-256.
#pragma once

#include "persistence/query.hpp"
#include "persistence/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

struct second_factor {
    std::string secret_hex;
    bool sealed;
    bool confirmed;
    std::int64_t recovery_codes_left;
};

std::optional<second_factor> second_factor_of(session& with, std::int64_t user_id);

// Changes no row when the person has a confirmed one.
query propose_second_factor(std::int64_t user_id, const std::string& secret_hex, bool sealed);
query confirm_second_factor(std::int64_t user_id, const std::vector<std::string>& recovery_codes);
query remove_second_factor(std::int64_t user_id);

// Each true at most once, on whichever server: for a step later than every one before, and for a
// recovery code that was not used.
bool use_step(session& with, std::int64_t user_id, std::int64_t step);
bool use_recovery_code(session& with, std::int64_t user_id, std::string_view code);

}  // namespace tranche::persistence
