#include "domain/eligibility.hpp"

namespace tranche::domain {

state_standing standing_of(const state_facts& known, bool line_excludes_article_4) {
    state_standing found;
    const auto hold = [&](bool is_known, bool speaks_against, std::string_view fact,
                          std::string_view reason) {
        if (!is_known) {
            found.unknown.push_back(fact);
        } else if (speaks_against) {
            found.reasons.push_back(reason);
        }
    };
    hold(known.membership.has_value(), known.membership != "member", "membership", "not_a_member");
    hold(
        known.income_group && known.income_group != "not_classified", known.income_group == "high",
        "income_group", "income_group"
    );
    hold(known.eu_member.has_value(), known.eu_member == true, "eu_member", "eu_member");
    hold(known.withdrawn.has_value(), known.withdrawn == true, "withdrawn", "withdrawn");
    if (line_excludes_article_4) {
        hold(known.article_4.has_value(), known.article_4 == true, "article_4", "article_4");
    }
    return found;
}

eligibility state_standing::answer() const {
    if (!reasons.empty()) {
        return eligibility::not_eligible;
    }
    return unknown.empty() ? eligibility::eligible : eligibility::unknown;
}

eligibility_answer eligibility_of(const state_facts& known, bool line_excludes_article_4) {
    const auto found = standing_of(known, line_excludes_article_4);
    return {found.answer(), found.reasons.empty() ? "" : found.reasons.front()};
}

std::string_view name(eligibility answer) {
    switch (answer) {
        case eligibility::eligible:
            return "eligible";
        case eligibility::not_eligible:
            return "not_eligible";
        case eligibility::unknown:
            break;
    }
    return "unknown";
}

}  // namespace tranche::domain
