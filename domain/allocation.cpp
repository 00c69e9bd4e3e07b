#include "domain/allocation.hpp"

#include <algorithm>
#include <utility>

namespace tranche::domain {
namespace {

void check_states(
    const allocation_facts& facts, const line_terms& terms, std::vector<violation>& found
) {
    std::size_t eligible = 0;
    for (const auto& one : facts.states) {
        if (!one.member) {
            continue;
        }
        const auto answer = eligibility_of(one.known, terms.excludes_article_4);
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
    const bool national = facts.coverage == "national";
    const auto& ceiling = national ? terms->ceiling_national : terms->ceiling_regional;
    const auto total = facts.allocated_before + facts.amount;
    if (ceiling && total > *ceiling) {
        found.push_back(
            {"/amount",
             "ceiling_exceeded",
             {{"amount", shown(total)}, {"ceiling", shown(*ceiling)}},
             breach{rule_id::r9, total - *ceiling}}
        );
    }
    if (facts.project_type &&
        std::ranges::find(terms->excluded_types, *facts.project_type) !=
            terms->excluded_types.end()) {
        found.push_back(
            {"/project",
             "project_type_excluded",
             {{"type", *facts.project_type}},
             breach{rule_id::r10}}
        );
    }
    const auto needed = national ? terms->endorsements_national : terms->endorsements_regional;
    if (facts.letters < needed) {
        breach too_few{rule_id::r8, needed - facts.letters};
        too_few.amount = facts.amount;
        found.push_back(
            {"/project",
             "first_endorsement_missing",
             {{"needed", std::to_string(needed)}, {"given", std::to_string(facts.letters)}},
             std::move(too_few)}
        );
    }
    check_states(facts, *terms, found);
    return found;
}

}  // namespace tranche::domain
