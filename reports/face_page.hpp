// A form as people know it on paper: one period of an agreement with its budget lines, columns A to
// G, support cost and who certified, decided and when.
#pragma once

#include "domain/message_catalogue.hpp"
#include "persistence/session.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tranche::reports {

struct face_page_request {
    std::int64_t agreement;
    std::optional<std::int64_t> form;  // the last one
    domain::language language;
};

/// A page of HTML to be printed; nothing where the agreement has no such form, or the session does
/// not see it.
std::optional<std::string> face_page(persistence::session& with, const face_page_request& asked);

}  // namespace tranche::reports
