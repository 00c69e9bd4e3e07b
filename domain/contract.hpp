// Contracts of the domain layer: what a caller must hold before a call and what a function
// holds after it. The checks are always on, in release builds too: in software that moves
// money a wrong figure costs more than a refused request.
#pragma once

#include <stdexcept>

namespace tranche::domain {

/// A programming error: a precondition or postcondition does not hold. Never used for bad input
/// from outside, which the `parse` functions answer with an empty optional.
struct contract_violation : std::logic_error {
    using std::logic_error::logic_error;
};

/// Throws contract_violation with `what` unless the precondition `ok` holds.
inline void expects(bool ok, const char* what) {
    if (!ok) throw contract_violation(what);
}

/// Throws contract_violation with `what` unless the postcondition `ok` holds.
inline void ensures(bool ok, const char* what) {
    if (!ok) throw contract_violation(what);
}

}  // namespace tranche::domain
