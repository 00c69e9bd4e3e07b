// Whether a line may give money to a project: its dated terms (R3, R4, R6 to R11) and what is
// there (R1, R2).
#pragma once

#include "domain/calendar.hpp"
#include "domain/eligibility.hpp"
#include "domain/error.hpp"
#include "domain/money.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::domain {

struct line_terms {
    std::optional<money> ceiling_national;
    std::optional<money> ceiling_regional;
    std::optional<money> ceiling_multi_regional, ceiling_global;  // none: the regional one
    bool excludes_article_4 = false;
    std::vector<std::string> excluded_types;
    std::int64_t endorsements_national = 0;
    std::int64_t endorsements_regional = 0;  // for every coverage but national

    [[nodiscard]] const std::optional<money>& ceiling(std::string_view coverage) const;
    [[nodiscard]] std::int64_t endorsements(std::string_view coverage) const;
    [[nodiscard]] bool excludes(const std::optional<std::string>& project_type) const;
};

struct state_of_project {
    std::string state;    // ISO 3166 alpha-2
    bool member;          // applies as a member State; false: only benefits
    state_facts known;    // on the day of the allocation
    bool letter = false;  // its government has endorsed the project
};

// Letters that count: of States that apply and are not known to be ineligible (R8).
std::int64_t letters_that_count(std::span<const state_of_project> states);
// R7, also asked of a proposal.
std::vector<violation> check_applicants(std::span<const state_of_project> states);

struct allocation_facts {
    money amount;
    money available;  // in the pot it is taken from, on that day and every day since
    money allocated_before;
    std::string coverage;
    std::optional<std::string> project_type;
    std::vector<state_of_project> states;
};

// Every reason against it, with pointers into the request's body.
std::vector<violation> check_allocation(
    const allocation_facts& facts, const std::optional<line_terms>& terms
);

}  // namespace tranche::domain
