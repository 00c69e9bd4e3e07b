// Whether a State may benefit on a day, and why not. What is not known is an answer of its own: it
// is never read as "not eligible" (practice a4).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::domain {

// What was known of a State on a day; empty where nothing was.
struct state_facts {
    std::optional<std::string> membership;  // member, observer, none
    std::optional<std::string>
        income_group;  // low, lower_middle, upper_middle, high, not_classified
    std::optional<bool> eu_member;
    std::optional<bool> article_4;
    std::optional<bool> withdrawn;
};

enum class eligibility { eligible, not_eligible, unknown };

// Everything that speaks against a State, in the order of R5, and the facts that nobody knows.
struct state_standing {
    std::vector<std::string_view> reasons;
    std::vector<std::string_view> unknown;

    [[nodiscard]] eligibility answer() const;
};
state_standing standing_of(const state_facts& known, bool line_excludes_article_4);

struct eligibility_answer {
    eligibility answer;
    std::string_view reason;  // not_a_member, income_group, eu_member, withdrawn, article_4, or ""
};

// R5, and R4 for a line that excludes States under Article 4.
eligibility_answer eligibility_of(const state_facts& known, bool line_excludes_article_4);

std::string_view name(eligibility answer);

}  // namespace tranche::domain
