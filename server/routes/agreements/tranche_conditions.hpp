// Conditions of a tranche (R35): given with it, replaced while nobody has asked for it, confirmed
// by a person where no book knows, and judged whenever somebody asks.
#pragma once

#include "domain/tranche_condition.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/api/endpoint.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/agreements/tranche_condition_body.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tranche::server {

// Where conditions are written: the set they make up, and the number of the first.
struct condition_place {
    std::int64_t tranche = 0;
    std::int64_t set = 1, first_number = 1;
    bool first_tranche = false;
};

// Checks what each kind needs, every problem at its place below `at`, and writes them.
void write_conditions(
    command_run& run, const condition_place& place, const std::vector<condition_body>& conditions,
    const std::string& at
);

// SQL, for a tranche `t`: whether it has conditions.
inline constexpr std::string_view is_conditional =
    "exists (select 1 from partner.tranche_condition c where c.tranche_id = t.id"
    " and c.condition_set = t.condition_set)";

// What they are judged by on a day: conditions, advances, reports, terms.
std::array<persistence::query, 4> facts_of_conditions(std::int64_t tranche, domain::date on);

struct judged_condition {
    domain::tranche_condition condition;
    domain::condition_verdict verdict;
    std::optional<domain::violation> why;  // it is unmet
    domain::statement met;                 // it is not
};
std::vector<judged_condition> judged(std::span<const persistence::rows> facts, domain::date on);

// What the agreement's terms ask of each advance before another is paid (R36, R37), oldest first,
// of the tranche's own that was paid by the day too; of a tranche that is no advance they ask
// nothing. Interest is held as an advance is, and accounted for with the others (R37 alone).
struct judged_advance {
    std::string tranche;  // none of interest
    domain::date opened_on;
    domain::money paid, needed, reached, missing, held;
    domain::date overdue_after;
    bool overdue = false, met = false;
};
std::vector<judged_advance> advances_judged(
    std::span<const persistence::rows> facts, domain::date on
);

// R35: every unmet condition is told at once, as a gate for so much money.
void check_conditions(
    command_run& run, std::int64_t tranche, domain::date on, domain::money amount,
    bool opened_before
);

// GET /api/v1/tranches/{tranche}/conditions
endpoint tranche_conditions_endpoint();

}  // namespace tranche::server
