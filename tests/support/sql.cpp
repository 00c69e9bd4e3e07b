#include "tests/support/sql.hpp"

#include "persistence/round_trip.hpp"

#include <stdexcept>

namespace tranche::tests {
namespace {

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text == nullptr ? "" : text;
}

bool succeeded(const PGresult* result) {
    const auto status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

}  // namespace

sql_connection::sql_connection(const std::string& url)
    : connection_{PQconnectdb(url.c_str()), &PQfinish} {
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
        throw std::runtime_error{
            std::string{"no connection: "} + PQerrorMessage(connection_.get())};
    }
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr
    );
}

persistence::rows sql_connection::ask(
    const std::string& statement, const std::vector<std::string>& values
) {
    std::vector<const char*> texts;
    for (const auto& one : values) {
        texts.push_back(one.c_str());
    }
    // Without values the simple protocol, which takes several statements at once.
    auto* result = values.empty()
        ? PQexec(connection_.get(), statement.c_str())
        : PQexecParams(
              connection_.get(), statement.c_str(), static_cast<int>(texts.size()), nullptr,
              texts.data(), nullptr, nullptr, 0
          );
    persistence::rows rows{result};
    if (!succeeded(result)) {
        throw persistence::sql_failure{
            field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_CONSTRAINT_NAME), "test",
            PQresultErrorMessage(result)};
    }
    return rows;
}

std::string sql_connection::one(
    const std::string& statement, const std::vector<std::string>& values
) {
    const auto rows = ask(statement, values);
    if (rows.size() != 1) {
        throw std::runtime_error{
            std::to_string(rows.size()) + " rows instead of one: " + statement};
    }
    return std::string{rows[0].at(0)};
}

std::int64_t sql_connection::number(
    const std::string& statement, const std::vector<std::string>& values
) {
    return std::stoll(one(statement, values));
}

std::optional<sql_refusal> refusal_of(sql_connection& with, const std::string& statements) {
    std::optional<sql_refusal> refused;
    with.ask("begin");
    try {
        with.ask(statements);
        with.ask("set constraints all immediate");
    } catch (const persistence::sql_failure& failure) {
        refused = sql_refusal{failure.sqlstate(), failure.constraint(), failure.what()};
    }
    with.ask("rollback");
    return refused;
}

}  // namespace tranche::tests
