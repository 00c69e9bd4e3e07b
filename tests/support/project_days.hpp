// Another last day of a project, as if it had been agreed: for tests about what follows from it.
#pragma once

#include "tests/support/sql.hpp"

#include <string>

namespace tranche::tests {

inline void set_last_day(sql_connection& with, const std::string& project, const std::string& day) {
    with.ask(
        "do $$ begin insert into funding.project_step (id, project_id, step, from_state, to_state,"
        " taken_on, start_on, end_on, taken_by) select (random() * 1e15)::bigint, id, 'plan', state,"
        " state, '2026-06-01', start_on, '" +
        day + "', proposed_by from funding.project where code = '" + project +
        "'; update funding.project set end_on = '" + day + "' where code = '" + project +
        "'; end $$"
    );
}

}  // namespace tranche::tests
