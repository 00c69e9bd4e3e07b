#include "domain/eligibility.hpp"

namespace tranche::domain {

eligibility_answer eligibility_of(const state_facts& known, bool line_excludes_article_4) {
    const auto is_not = [](std::string_view reason) {
        return eligibility_answer{eligibility::not_eligible, reason};
    };
    if (known.membership && *known.membership != "member") {
        return is_not("not_a_member");
    }
    if (known.income_group && *known.income_group == "high") {
        return is_not("income_group");
    }
    if (known.eu_member.value_or(false)) {
        return is_not("eu_member");
    }
    if (known.withdrawn.value_or(false)) {
        return is_not("withdrawn");
    }
    if (line_excludes_article_4 && known.article_4.value_or(false)) {
        return is_not("article_4");
    }
    const bool all_known = known.membership && known.income_group &&
        *known.income_group != "not_classified" && known.eu_member && known.withdrawn &&
        (!line_excludes_article_4 || known.article_4);
    return {all_known ? eligibility::eligible : eligibility::unknown, ""};
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
