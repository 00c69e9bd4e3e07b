#include "domain/four_eyes.hpp"

namespace tranche::domain {

std::string_view barred_by(
    payment_step step, const step_taker& taker, const payment_persons& earlier,
    const persons_terms& terms
) {
    const auto did = [&](const std::optional<step_taker>& who) {
        return who && who->overlaps(taker);
    };
    const bool all_four = terms.persons >= 4 || terms.certifier_differs;
    if (step == payment_step::certify) {
        return all_four && did(earlier.requested_by) ? "request" : "";
    }
    if (did(earlier.requested_by)) {
        return "request";
    }
    if (all_four && did(earlier.certified_by)) {
        return "certify";
    }
    if (step == payment_step::pay && terms.persons >= 3 && did(earlier.approved_by)) {
        return "approve";
    }
    return "";
}

}  // namespace tranche::domain
