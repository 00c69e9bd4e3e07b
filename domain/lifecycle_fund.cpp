#include "domain/lifecycle.hpp"

#include <array>

namespace tranche::domain {

using enum awaits;

std::span<const transition> contribution_lifecycle() {
    static constexpr std::array machine{
        transition{"commit", "pledged", "committed", somebody},
        transition{"receive", "pledged", "pledged"},
        transition{"receive", "committed", "committed"},
        transition{"apply", "committed", "committed"},
        transition{"amend", "committed", "committed"},
    };
    return machine;
}

// Its last day ends it without a step.
std::span<const transition> donor_grant_lifecycle() {
    static constexpr std::array machine{
        transition{"confirm", "proposed", "confirmed", somebody},
        transition{"revoke", "proposed", "revoked"},
        transition{"revoke", "confirmed", "revoked"},
    };
    return machine;
}

std::span<const transition> donor_refund_lifecycle() {
    static constexpr std::array machine{
        transition{"pay", "requested", "paid", somebody},
        transition{"refuse", "requested", "refused"},
    };
    return machine;
}

std::span<const transition> project_transfer_lifecycle() {
    static constexpr std::array machine{
        transition{"approve", "requested", "approved", somebody},
        transition{"refuse", "requested", "refused"},
    };
    return machine;
}

// "closing" (in its grace) follows from a date.
std::span<const transition> accounting_period_lifecycle() {
    static constexpr std::array machine{
        transition{"close", "open", "closed"},
        transition{"reopen", "closed", "reopened"},
    };
    return machine;
}

std::span<const transition> exchange_rate_lifecycle() {
    static constexpr std::array machine{transition{"confirm", "loaded", "confirmed", somebody}};
    return machine;
}

std::span<const transition> rate_correction_lifecycle() {
    static constexpr std::array machine{
        transition{"approve", "proposed", "approved", somebody},
        transition{"refuse", "proposed", "refused"},
    };
    return machine;
}

// "expired" is a date of an exception that was granted and never used, not a state.
std::span<const transition> exception_lifecycle() {
    static constexpr std::array machine{
        transition{"grant", "requested", "granted", somebody},
        transition{"refuse", "requested", "refused"},
        transition{"withdraw", "requested", "withdrawn"},
        transition{"use", "granted", "used"},
    };
    return machine;
}

std::span<const transition> rule_kind_lifecycle() {
    static constexpr std::array machine{transition{"confirm", "proposed", "confirmed", somebody}};
    return machine;
}

}  // namespace tranche::domain
