// Four eyes by person (R39): who may take the next step of a disbursement after who took the
// earlier ones, whatever roles they hold. How many persons a fund wants is dated data, never fewer
// than two.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tranche::domain {

struct payment_persons {
    std::optional<std::int64_t> requested_by, certified_by, approved_by;
};

struct persons_terms {
    std::int64_t persons = 2;        // 2 to 4
    bool certifier_differs = false;  // the certifier counts as one of them
};

enum class payment_step { certify, approve, pay };

// The earlier step that bars this person, e.g. "request"; empty when nothing does.
std::string_view barred_by(
    payment_step step, std::int64_t person, const payment_persons& earlier,
    const persons_terms& terms
);

}  // namespace tranche::domain
