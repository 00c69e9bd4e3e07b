#include "domain/lifecycle.hpp"

#include <array>

namespace tranche::domain {

using enum awaits;

std::span<const transition> disbursement_request_lifecycle() {
    static constexpr std::array machine{
        transition{"certify", "submitted", "certified", somebody},
        transition{"approve", "certified", "approved", somebody},
        transition{"reject", "submitted", "rejected"},
        transition{"reject", "certified", "rejected"},
        transition{"reject", "approved", "rejected"},
        transition{"cancel", "approved", "cancelled"},
        transition{"pay", "approved", "paid", somebody},
        transition{"return", "paid", "returned"},
    };
    return machine;
}

std::span<const transition> payer_account_lifecycle() {
    static constexpr std::array machine{transition{"end", "open", "ended"}};
    return machine;
}

// "settled" once the bank has answered for all of it.
std::span<const transition> payment_batch_lifecycle() {
    static constexpr std::array machine{
        transition{"gather", "gathering", "gathering"},
        transition{"release", "gathering", "released", somebody},
        transition{"withdraw", "gathering", "withdrawn"},
    };
    return machine;
}

// Released together. What the bank refused is approved as before, and may be gathered again.
std::span<const transition> payment_batch_item_lifecycle() {
    static constexpr std::array machine{
        transition{"leave", "gathered", "left"},
        transition{"pay", "released", "paid"},
        transition{"reject", "released", "rejected"},
        transition{"return", "paid", "returned"},
    };
    return machine;
}

// A part that came back leaves it open.
std::span<const transition> receivable_lifecycle() {
    static constexpr std::array machine{
        transition{"refund", "open", "settled", somebody},
        transition{"propose", "open", "open"},
    };
    return machine;
}

// A set-off that is approved waits for its payment.
std::span<const transition> settlement_proposal_lifecycle() {
    static constexpr std::array machine{
        transition{"approve", "proposed", "approved", somebody},
        transition{"refuse", "proposed", "refused"},
        transition{"refuse", "approved", "refused"},
    };
    return machine;
}

}  // namespace tranche::domain
