#include "persistence/row_stream.hpp"

#include "persistence/round_trip.hpp"

#include <memory>
#include <vector>

namespace tranche::persistence {
namespace {

using result_ptr = std::unique_ptr<PGresult, decltype(&PQclear)>;

result_ptr held(PGresult* result) {
    return {result, &PQclear};
}

std::string field(const PGresult* result, int code) {
    const char* found = PQresultErrorField(result, code);
    return found == nullptr ? std::string{} : std::string{found};
}

// Reads what is left of the statement's answers, so that the session can take the next one.
void drain(PGconn* connection) {
    while (auto rest = held(PQgetResult(connection))) {
        if (PQresultStatus(rest.get()) == PGRES_COPY_OUT) {
            char* line = nullptr;
            while (PQgetCopyData(connection, &line, 0) > 0) {
                PQfreemem(line);
            }
        }
    }
}

void cancel(PGconn* connection) {
    std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> handle{
        PQgetCancel(connection), &PQfreeCancel};
    if (handle) {
        char why[256];
        PQcancel(handle.get(), why, sizeof why);
    }
    drain(connection);
}

// Cancels and drains on every way out but the one where all was read.
class running_statement {
public:
    explicit running_statement(PGconn* connection) : connection_{connection} {}
    ~running_statement() {
        if (!finished_) {
            cancel(connection_);
        }
    }
    running_statement(const running_statement&) = delete;
    running_statement& operator=(const running_statement&) = delete;
    void finished() { finished_ = true; }

private:
    PGconn* connection_;
    bool finished_ = false;
};

[[noreturn]] void fail(PGconn* connection, const PGresult* result) {
    if (PQstatus(connection) != CONNECTION_OK || result == nullptr) {
        throw database_outage{PQerrorMessage(connection)};
    }
    throw sql_failure{
        field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_CONSTRAINT_NAME), "report",
        field(result, PG_DIAG_MESSAGE_PRIMARY)};
}

void run(PGconn* connection, const char* text) {
    const auto done = held(PQexec(connection, text));
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) {
        fail(connection, done.get());
    }
}

std::vector<const char*> pointers(std::span<const value> values) {
    std::vector<const char*> out;
    out.reserve(values.size());
    for (const auto& one : values) {
        out.push_back(one.text() ? one.text()->c_str() : nullptr);
    }
    return out;
}

std::string setting_name(std::size_t number) {
    return "tranche.value_" + std::to_string(number);
}

}  // namespace

read_snapshot::read_snapshot(session& with) : with_{with} {
    std::string begin = "begin isolation level repeatable read, read only";
    if (const auto& scope = with_.scope()) {
        begin += "; set local " + std::string{scope->setting()} + " = '" +
            std::to_string(scope->id) + '\'';
    }
    run(with_.connection(), begin.c_str());
}

read_snapshot::~read_snapshot() {
    held(PQexec(with_.connection(), "rollback"));
}

void stream_rows(
    session& with, const std::string& text, std::span<const value> values,
    const std::function<void(const row&)>& take
) {
    auto* connection = with.connection();
    const auto bound = pointers(values);
    if (PQsendQueryParams(
            connection, text.c_str(), static_cast<int>(bound.size()), nullptr, bound.data(),
            nullptr, nullptr, 0
        ) == 0 ||
        PQsetSingleRowMode(connection) == 0) {
        throw database_outage{PQerrorMessage(connection)};
    }
    running_statement guard{connection};
    while (const auto result = held(PQgetResult(connection))) {
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_SINGLE_TUPLE) {
            take(row{result.get(), 0});
        } else if (status != PGRES_TUPLES_OK) {
            fail(connection, result.get());
        }
    }
    guard.finished();
}

std::string copy_value(std::size_t number) {
    return "current_setting('" + setting_name(number) + "')";
}

void stream_csv(
    session& with, const std::string& select_text, std::span<const value> values,
    const std::function<void(std::string_view line)>& take
) {
    auto* connection = with.connection();
    for (std::size_t i = 0; i < values.size(); ++i) {
        ask(with,
            {{"set_report_value", "select set_config($1, $2, true)"},
             {setting_name(i + 1), values[i]}});
    }
    const std::string text = "copy (" + select_text + ") to stdout (format csv)";
    const auto begun = held(PQexec(connection, text.c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) {
        fail(connection, begun.get());
    }
    running_statement guard{connection};
    char* line = nullptr;
    int length = 0;
    while ((length = PQgetCopyData(connection, &line, 0)) > 0) {
        const std::unique_ptr<char, decltype(&PQfreemem)> owned{line, &PQfreemem};
        take({line, static_cast<std::size_t>(length)});
    }
    const auto ended = held(PQgetResult(connection));
    if (length == -2 || PQresultStatus(ended.get()) != PGRES_COMMAND_OK) {
        fail(connection, ended.get());
    }
    guard.finished();
    drain(connection);
}

}  // namespace tranche::persistence
