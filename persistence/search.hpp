// One search over what has a code and a name, in three languages and without accents.
#pragma once

#include "domain/message_catalogue.hpp"
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

/// What can be searched for: "instrument", "funding_line", "donor", "contribution", "project",
/// "partner", "agreement", "member_state".
std::span<const std::string_view> searchable_types();

struct search_wish {
    /// At least one; each is to be found in the code or in a name.
    std::vector<std::string> words;
    /// Out of searchable_types(), at least one.
    std::vector<std::string_view> types;
    domain::language language = domain::language::en;
    /// Only what belongs to this partner.
    std::optional<std::int64_t> partner_id = {};
    std::int64_t at_most = 20;
};

/// Rows (type, id, code, title, rank), a State without an id; exact codes first, then beginnings of
/// codes, then of names. Costs an index search for projects and agreements; the other tables are
/// small and read whole.
query search(const search_wish& wish);

}  // namespace tranche::persistence
