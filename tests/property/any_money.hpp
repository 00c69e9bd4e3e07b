// Random amounts, rates, advances and tranches for the laws of the money rules.
// Amounts stay below a hundred million, so that sums of several never overflow.
#pragma once

#include "domain/liquidation.hpp"
#include "tests/unit/amounts.hpp"

#include <rapidcheck.h>

#include <vector>

namespace tranche::domain {

inline const auto dollar = usd("0.00").currency_unit();
inline const auto quetzal = gtq("0.00").currency_unit();
inline constexpr std::int64_t most = 10'000'000'000;  // a hundred million, in cents

inline std::int64_t minor_from(std::int64_t least) {
    return *rc::gen::inRange<std::int64_t>(least, most);
}
inline money dollars() {
    return {minor_from(1), dollar};
}
inline money some_dollars() {
    return {minor_from(-most), dollar};
}
inline money quetzales() {
    return {minor_from(1), quetzal};
}
inline std::int64_t id() {
    return *rc::gen::inRange<std::int64_t>(1, 6);
}

inline exchange_rate any_rate() {
    const auto scaled = *rc::gen::inRange<std::int64_t>(1'000, 100'000'000);
    return gtq_per_usd(to_decimal(scaled, 5));
}

template <class Make>
auto up_to(int count, Make make) {
    std::vector<decltype(make())> all;
    for (int i = *rc::gen::inRange(0, count + 1); i > 0; --i)
        all.push_back(make());
    return all;
}

inline std::vector<advance_layer> any_layers() {
    std::int64_t next = 0;
    return up_to(4, [&] {
        ++next;
        return advance_layer{next, next, quetzales(), dollars()};
    });
}

inline std::vector<unpaid_tranche> any_tranches() {
    std::int64_t next = 0;
    return up_to(4, [&] { return unpaid_tranche{++next, {minor_from(0), dollar}}; });
}

inline reviewed_amounts any_review() {
    return {{minor_from(0), quetzal}, {minor_from(0), dollar}, {minor_from(0), quetzal}};
}

}  // namespace tranche::domain
