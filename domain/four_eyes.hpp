// Four eyes by person (R39): who may take the next step of a disbursement after who took the
// earlier ones, whatever roles they hold. How many persons a fund wants is dated data, never fewer
// than two.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tranche::domain {

// Who takes a step, and in whose name where that is another person. Both count as having taken it.
struct step_taker {
    // NOLINTNEXTLINE(google-explicit-constructor): most steps are taken by one person
    step_taker(std::int64_t by, std::optional<std::int64_t> for_whom = std::nullopt)
        : person{by},
          represented{for_whom} {}

    [[nodiscard]] bool includes(std::int64_t who) const {
        return person == who || represented == who;
    }
    [[nodiscard]] bool overlaps(const step_taker& other) const {
        return includes(other.person) || (other.represented && includes(*other.represented));
    }

    std::int64_t person;
    std::optional<std::int64_t> represented;
};

struct payment_persons {
    std::optional<step_taker> requested_by, certified_by, approved_by;
};

struct persons_terms {
    std::int64_t persons = 2;        // 2 to 4
    bool certifier_differs = false;  // the certifier counts as one of them
};

enum class payment_step { certify, approve, pay };

// The earlier step that bars this person, or the one represented, e.g. "request"; empty when
// nothing does.
std::string_view barred_by(
    payment_step step, const step_taker& taker, const payment_persons& earlier,
    const persons_terms& terms
);

}  // namespace tranche::domain
