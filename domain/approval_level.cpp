#include "domain/approval_level.hpp"

namespace tranche::domain {

approval_verdict approval_by_level(std::span<const approval_level> levels, money amount) {
    approval_verdict verdict;
    verdict.allowed = levels.empty();
    for (const auto& one : levels) {
        const bool enough = !one.up_to || amount <= *one.up_to;
        if (one.held && (!verdict.level || one.number > *verdict.level)) {
            verdict.level = one.number;
            verdict.limit = one.up_to;
            verdict.allowed = enough;
        }
        if (enough && (!verdict.needed || one.number < *verdict.needed)) {
            verdict.needed = one.number;
        }
    }
    if (verdict.allowed) {
        verdict.needed.reset();
    }
    return verdict;
}

bool limits_grow(std::span<const approval_level> levels) {
    for (const auto& lower : levels) {
        for (const auto& higher : levels) {
            if (lower.number < higher.number &&
                (!lower.up_to || (higher.up_to && *higher.up_to <= *lower.up_to))) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace tranche::domain
