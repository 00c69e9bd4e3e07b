// The file a bank pays by: a released batch as a customer credit transfer initiation of ISO 20022,
// pain.001.001.09.
#pragma once

#include "persistence/session.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tranche::reports {

// The same bytes each time: its message id is the batch's, so that a bank takes it once. Nothing
// for a batch that is not released.
std::optional<std::string> credit_transfer(persistence::session& with, std::int64_t batch);

}  // namespace tranche::reports
