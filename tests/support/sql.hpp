// SQL as a test writes it: text of the moment, no prepared statements, and the constraint's name
// when PostgreSQL refuses.
#pragma once

#include "persistence/rows.hpp"

#include <libpq-fe.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::tests {

class sql_connection {
public:
    /// Throws std::runtime_error when no connection can be made.
    explicit sql_connection(const std::string& url);

    /// One statement. Throws persistence::sql_failure.
    persistence::rows ask(
        const std::string& statement, const std::vector<std::string>& values = {}
    );
    /// The first column of the only row.
    std::string one(const std::string& statement, const std::vector<std::string>& values = {});
    std::int64_t number(const std::string& statement, const std::vector<std::string>& values = {});

private:
    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

/// How a statement was refused: SQLSTATE and, where one spoke, the constraint.
struct sql_refusal {
    std::string sqlstate;
    std::string constraint;
    std::string message;
};

/// Runs the statements (";" between them) in one transaction that is always rolled back; empty when
/// all of it would have been accepted, deferred constraints included.
std::optional<sql_refusal> refusal_of(sql_connection& with, const std::string& statements);

}  // namespace tranche::tests
