// An amendment as a proposal: what an agreement is, what it would be, and what stands in the way.
#pragma once

#include "domain/amendment.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/agreements/amendment_bodies.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct proposed_line {
    std::int64_t id;
    std::string code;
    domain::amended_line amounts;
    domain::money obligated, available;  // of this agreement; of the budget line
};

struct proposed_tranche {
    std::int64_t id;  // 0: not there yet
    std::string code;
    std::int64_t number;
    std::string kind;
    domain::money before, after;
    domain::money free;  // neither paid, due, promised nor cancelled
    std::optional<domain::date> planned_before, planned_after;
};

struct proposal {
    std::vector<proposed_line> lines;
    std::vector<proposed_tranche> tranches;
    std::string title_before, title;
    domain::date start_before{}, start_on{}, end_before{}, end_on{};
    bool terms_change = false, results_change = false;

    [[nodiscard]] domain::amendment_kind kind(domain::percentage limit) const;
    [[nodiscard]] bool is_empty(domain::amendment_kind kind) const;
    [[nodiscard]] domain::money value_before(domain::currency base) const;
    [[nodiscard]] domain::money value(domain::currency base) const;
    // The larger of what is added and what is taken, line by line.
    [[nodiscard]] domain::money moved(domain::currency base) const;
};

inline constexpr std::string_view of_amendment =
    "(select agreement_id from partner.agreement_amendment where id = $1)";

// Lines, instalments and the rest, in force and in the amendment's version; of an agreement itself
// both are what is in force. `behind` and `version` are SQL over $1.
inline constexpr std::string_view version_in_force_of_agreement = "partner.version_in_force($1)";
inline constexpr std::string_view version_of_amendment =
    "(select version_id from partner.agreement_amendment where id = $1)";
std::array<persistence::query, 3> facts_of_proposal(
    std::string_view behind, std::string_view version, std::int64_t id
);
proposal proposal_in(std::span<const persistence::rows> found, domain::currency base);

// R27, R31 and what is spent, paid and due already.
void check_proposal(command_run& run, const proposal& proposed, domain::currency base);

// Where the amendment stands, and whose steps it has behind it.
persistence::query amendment_facts(std::int64_t amendment);

receipt create_amendment(command_run& run, const amendment_body& body);
receipt revise_amendment(command_run& run, const amendment_body& body);

api_response compare_amendment(handler_context& context);
describe_fn describe_amendment_comparison();

}  // namespace tranche::server
