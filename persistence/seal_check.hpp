// Whether what is stored is what was sealed.
#pragma once

#include "persistence/seal.hpp"
#include "persistence/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tranche::persistence {

struct chain_state {
    std::string stream;
    std::int64_t seals = 0;
    std::int64_t rows = 0;      // found where seals are
    std::int64_t unsealed = 0;  // after the last seal: not proven yet
    // The first of each kind: a seal that is not what it was, a row that is not.
    std::vector<std::string> broken;
};

// Reads the whole stream; inside a read_snapshot what it says is about one moment.
chain_state check_chain(session& with, const seal_stream& of);

// The newest seal of a stream as somebody wrote it down at the time.
struct witnessed_seal {
    std::string stream;
    std::int64_t n = 0;
    std::int64_t last_id = 0;
    digest hash{};
};

// Whether the witnessed seal is part of this history, of which check_chain says that it is one
// chain. The message names the stream and the seal; nothing when all is well.
std::optional<std::string> contradicts(session& with, const witnessed_seal& witnessed);

}  // namespace tranche::persistence
