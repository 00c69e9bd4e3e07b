// Several statements sent together and answered together: one round trip, by libpq's pipeline mode
// on the session's own connection. The first failure stops the rest.
#pragma once

#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "persistence/session.hpp"

#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace tranche::persistence {

// PostgreSQL refused a statement. Carries what is needed to answer, never the bound values.
class sql_failure : public std::runtime_error {
public:
    sql_failure(
        std::string sqlstate, std::string constraint, std::string statement_name,
        const std::string& message, std::string hint = {}
    );

    [[nodiscard]] const std::string& sqlstate() const { return sqlstate_; }
    [[nodiscard]] const std::string& constraint() const { return constraint_; }
    [[nodiscard]] const std::string& statement_name() const { return statement_name_; }
    // Our own functions put the values of the answer here: "date=2026-03-15;earliest=2026-04-01".
    [[nodiscard]] const std::string& hint() const { return hint_; }
    // Serialization failure or deadlock: the whole command may be tried again.
    [[nodiscard]] bool may_be_retried() const;

private:
    std::string sqlstate_;
    std::string constraint_;
    std::string statement_name_;
    std::string hint_;
};

// Answers in the order of the queries. Throws sql_failure for the first that failed, and
// database_outage when the connection was lost.
std::vector<rows> round_trip(session& with, std::span<const query> queries);

// A single statement on its own, outside any transaction unless one is open.
rows ask(session& with, const query& one);

}  // namespace tranche::persistence
