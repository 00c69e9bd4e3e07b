#include "domain/allocation.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tranche::domain {
namespace {

void check_states(
    const allocation_facts& facts, const line_terms& terms, std::vector<violation>& found
) {
    std::size_t eligible = 0;
    for (const auto& one : facts.states) {
        const auto answer = eligibility_of(one.known, terms.excludes_article_4);
        if (!one.member || answer.reason == "not_a_member") {
            continue;  // R7 speaks of the latter
        }
        if (answer.answer == eligibility::not_eligible) {
            found.push_back(
                {"/project",
                 "state_not_eligible",
                 {{"state", one.state}, {"reason", std::string{answer.reason}}},
                 breach{
                     answer.reason == "article_4" ? rule_id::r4 : rule_id::r3, facts.amount,
                     one.state}}
            );
        } else {
            ++eligible;
        }
    }
    // R6: others may benefit only where eligible member States are the majority.
    const bool others =
        std::ranges::any_of(facts.states, [](const auto& one) { return !one.member; });
    if (others && 2 * eligible <= facts.states.size()) {
        found.push_back(
            {"/project",
             "member_states_not_majority",
             {{"eligible", std::to_string(eligible)}, {"all", std::to_string(facts.states.size())}},
             breach{rule_id::r6}}
        );
    }
}

}  // namespace

const std::optional<money>& line_terms::ceiling(std::string_view coverage) const {
    if (coverage == "national") {
        return ceiling_national;
    }
    const auto& own = coverage == "multi_regional" ? ceiling_multi_regional : ceiling_global;
    return coverage != "regional" && own ? own : ceiling_regional;
}

std::int64_t line_terms::endorsements(std::string_view coverage) const {
    return coverage == "national" ? endorsements_national : endorsements_regional;
}

bool line_terms::excludes(const std::optional<std::string>& project_type) const {
    return project_type && std::ranges::find(excluded_types, *project_type) != excluded_types.end();
}

std::int64_t letters_that_count(std::span<const state_of_project> states) {
    return std::ranges::count_if(states, [](const auto& one) {
        return one.letter && one.member &&
            eligibility_of(one.known, false).answer != eligibility::not_eligible;
    });
}

std::vector<violation> check_applicants(std::span<const state_of_project> states) {
    std::vector<violation> found;
    for (const auto& one : states) {
        if (one.member && one.known.membership && *one.known.membership != "member") {
            found.push_back(
                {"/project",
                 "applicant_not_member",
                 {{"state", one.state}},
                 breach{rule_id::r7, one.state}}
            );
        }
    }
    return found;
}

std::vector<violation> check_allocation(
    const allocation_facts& facts, const std::optional<line_terms>& terms
) {
    std::vector<violation> found;
    if (facts.amount > facts.available) {
        found.push_back(
            {"/amount",
             "amount_exceeds_available",
             {{"amount", shown(facts.amount)}, {"available", shown(facts.available)}},
             breach{rule_id::r1}}
        );
    }
    if (!terms) {
        found.push_back({"/allocated_on", "no_terms_in_force", {}});
        return found;
    }
    const auto& ceiling = terms->ceiling(facts.coverage);
    const auto total = facts.allocated_before + facts.amount;
    if (ceiling && total > *ceiling) {
        found.push_back(
            {"/amount",
             "ceiling_exceeded",
             {{"amount", shown(total)}, {"ceiling", shown(*ceiling)}},
             breach{rule_id::r9, total - *ceiling}}
        );
    }
    if (terms->excludes(facts.project_type)) {
        found.push_back(
            {"/project",
             "project_type_excluded",
             {{"type", *facts.project_type}},
             breach{rule_id::r10}}
        );
    }
    const auto needed = terms->endorsements(facts.coverage);
    const auto letters = letters_that_count(facts.states);
    if (letters < needed) {
        breach too_few{rule_id::r8, needed - letters};
        too_few.amount = facts.amount;
        found.push_back(
            {"/project",
             "first_endorsement_missing",
             {{"needed", std::to_string(needed)}, {"given", std::to_string(letters)}},
             std::move(too_few)}
        );
    }
    check_states(facts, *terms, found);
    std::ranges::move(check_applicants(facts.states), std::back_inserter(found));
    return found;
}

}  // namespace tranche::domain
