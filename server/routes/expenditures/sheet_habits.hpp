// How a partner writes in its sheets: said once, kept by versions.
#pragma once

#include "persistence/rows.hpp"
#include "server/command/command_run.hpp"
#include "server/sheet/date_form.hpp"
#include "server/sheet/number_form.hpp"

#include <cstdint>
#include <optional>

namespace tranche::server {

// Keeps what was answered, with the headings known so far, if it is news. `habits` as
// sheet_habits() answers them.
void remember_forms(
    command_run& run, std::int64_t partner, const persistence::rows& habits,
    std::optional<decimal_mark> mark, std::optional<day_order> order
);

}  // namespace tranche::server
