// Checks that many commands share, each saying what it found at the place it found it.
#pragma once

#include "domain/exchange_rate.hpp"
#include "domain/lifecycle.hpp"
#include "persistence/rows.hpp"
#include "server/command/command_run.hpp"
#include "server/json/values.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

using domain::shown;

void check_currency(
    command_run& run, std::string field, domain::money amount, domain::currency expected
);
void check_not_future(command_run& run, std::string field, domain::date day);
// `earliest` where it is known.
void check_not_before(
    command_run& run, std::string field, domain::date day, std::optional<domain::date> earliest
);
// Leave for an act that makes something new is bound to its amount too.
inline domain::breach for_amount(domain::breach broken, domain::money amount) {
    broken.amount = amount;
    return broken;
}
// R22: what changes a project is filed a month before its last agreed day.
void check_filed_in_time(command_run& run, std::string field, domain::date filed, domain::date end);
// How many days a day lies before the first or after the last; zero inside.
std::int64_t days_outside(domain::date day, domain::date first, domain::date last);
// The state the act leads to. Throws a conflict that names both when the state forbids it.
std::string_view state_after(
    std::span<const domain::transition> machine, std::string_view action, const std::string& state
);
// A partner's person sees its own rows only; others do not exist for it.
void check_own(const command_run& run, std::int64_t partner_id);

// The row that a new one replaces: it has to be taken back first.
std::optional<std::int64_t> corrected(
    command_run& run, domain::entity what, const std::optional<reference>& which
);

// Four eyes: whoever took the step ("drafted": the columns drafted_by and drafted_for), or had it
// taken in their name, does not take this one, nor has it taken.
void check_other_person(
    command_run& run, const persistence::row& row, std::string_view step, std::string_view act
);

// The rate between base and another currency on a day; a violation at `field` when none is in
// force, thrown at once because nothing can be computed without it.
domain::exchange_rate rate_or_refuse(
    command_run& run, const persistence::rows& answer, std::string field, domain::currency base,
    domain::currency other, domain::date on, const std::optional<std::string>& series
);

// A decision that rests on a rate quoted more than 45 days before: said once for each rate. For
// decisions only; a fact that happened is recorded at whatever rate there is.
void remark_old_rate(
    command_run& run, const persistence::rows& answer, std::string field, domain::currency other,
    domain::date on, const std::optional<domain::money>& of_something_new = {}
);

// The same of a rate whose day is known; nothing of the base currency.
void remark_old_quote(
    command_run& run, std::optional<domain::date> quoted, std::string field, domain::currency other,
    domain::date on, const std::optional<domain::money>& of_something_new = {}
);

// A part of a whole is no more than the whole.
void require_part(
    command_run& run, const std::optional<domain::percentage>& given, const std::string& field
);

}  // namespace tranche::server
