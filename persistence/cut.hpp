// The two time axes of every figure: what counts until a day (the entry's effective date) as known
// on a day (when the entry was recorded, days of UTC). Both days are included.
#pragma once

#include <string>
#include <string_view>

namespace tranche::persistence {

// SQL of the two days; empty where an axis is not cut.
struct cut_sql {
    std::string until, as_known_on;

    [[nodiscard]] bool is_cut() const { return !until.empty() || !as_known_on.empty(); }
};

// The condition that an entry, by its alias, lies within the cut; "true" without one.
std::string within(const cut_sql& cut, std::string_view entry);

// Today's figures are declared on what is kept, in one of these forms:
//   ledger.balance b on b.account_id = a.id
//   ledger.cell c on c.project_id = p.id, or "where" instead of "on"
//   @cut, for the condition that an entry "e" lies within it
// With a cut, each is read from the postings within it; without one the SQL stays as it is.
bool reads_kept_figures(std::string_view sql);
std::string at_cut(std::string_view sql, const cut_sql& cut);

}  // namespace tranche::persistence
