// Terms that a fund sets from a day on: the row they hang on, and what is answered.
#pragma once

#include "server/command/command_run.hpp"

namespace tranche::server {

inline persistence::query fund_for_terms(std::int64_t instrument) {
    return {
        {"fund_for_terms",
         "select code, version, base_currency from funding.instrument where id = $1"
         " for no key update"},
        {instrument}};
}

inline receipt terms_are_set(
    command_run& run, std::int64_t instrument, const persistence::row& fund
) {
    run.update(domain::entity::instrument, instrument, {});
    return {
        .what = domain::entity::instrument,
        .id = instrument,
        .code = fund.text("code"),
        .version = fund.integer("version") + 1};
}

}  // namespace tranche::server
