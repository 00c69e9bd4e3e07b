// Whether a line may give money to a project: its dated terms (R3, R4, R8 to R11) and what is
// there.
#pragma once

#include "domain/calendar.hpp"
#include "domain/eligibility.hpp"
#include "domain/error.hpp"
#include "domain/money.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tranche::domain {

struct line_terms {
    std::optional<money> ceiling_national;
    std::optional<money> ceiling_regional;  // for every coverage but national
    bool excludes_article_4 = false;
    std::vector<std::string> excluded_types;
    std::int64_t endorsements_national = 0;
    std::int64_t endorsements_regional = 0;
};

struct state_of_project {
    std::string state;  // ISO 3166 alpha-2
    bool member;        // false: benefits without being a member State
    state_facts known;  // on the day of the allocation
};

struct allocation_facts {
    money amount;
    money available;  // in the pot it is taken from
    money allocated_before;
    std::string coverage;
    std::optional<std::string> project_type;
    std::int64_t letters;
    std::vector<state_of_project> states;
};

// Every reason against it, with pointers into the request's body.
std::vector<violation> check_allocation(
    const allocation_facts& facts, const std::optional<line_terms>& terms
);

}  // namespace tranche::domain
