#include "persistence/round_trip.hpp"

#include <optional>
#include <utility>

namespace tranche::persistence {

sql_failure::sql_failure(
    std::string sqlstate, std::string constraint, std::string statement_name,
    const std::string& message, std::string hint
)
    : std::runtime_error{message},
      sqlstate_{std::move(sqlstate)},
      constraint_{std::move(constraint)},
      statement_name_{std::move(statement_name)},
      hint_{std::move(hint)} {}

bool sql_failure::may_be_retried() const {
    return sqlstate_ == "40001" || sqlstate_ == "40P01" || sqlstate_ == "0A000";
}

namespace {

using result_ptr = std::unique_ptr<PGresult, decltype(&PQclear)>;

[[noreturn]] void lost(session& with) {
    throw database_outage{PQerrorMessage(with.connection())};
}

void send(session& with, const query& one, std::vector<bool>& prepares) {
    auto* connection = with.connection();
    const std::string name{one.what.name};
    const bool is_new = !with.is_prepared(name);
    if (is_new) {
        const std::string text{one.what.text};
        if (PQsendPrepare(connection, name.c_str(), text.c_str(), 0, nullptr) == 0) {
            lost(with);
        }
        with.mark_prepared(name);
    }
    prepares.push_back(is_new);
    std::vector<const char*> values;
    values.reserve(one.with.size());
    for (const auto& bound : one.with) {
        values.push_back(bound.text() ? bound.text()->c_str() : nullptr);
    }
    if (PQsendQueryPrepared(
            connection, name.c_str(), static_cast<int>(values.size()), values.data(), nullptr,
            nullptr, 0
        ) == 0) {
        lost(with);
    }
}

std::string field(const PGresult* result, int code) {
    const char* found = PQresultErrorField(result, code);
    return found == nullptr ? std::string{} : std::string{found};
}

// The answer of one queued command: its result, then the end mark libpq puts behind it.
result_ptr take_one(session& with) {
    result_ptr result{PQgetResult(with.connection()), &PQclear};
    if (!result) {
        lost(with);
    }
    if (PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC) {
        result_ptr end_mark{PQgetResult(with.connection()), &PQclear};
    }
    return result;
}

// What row-level security compares with. Set for the transaction at hand, in the same trip as what
// it is for: a setting of an earlier request can never be met.
query scope_setting(const row_scope& scope) {
    return {
        {"enter_scope", "select set_config($1, $2, true)"},
        {scope.setting(), std::to_string(scope.id)}};
}

class failure_keeper {
public:
    void look_at(const PGresult* result, std::string_view statement_name) {
        if (PQresultStatus(result) == PGRES_FATAL_ERROR && !failure_) {
            failure_.emplace(
                field(result, PG_DIAG_SQLSTATE), field(result, PG_DIAG_CONSTRAINT_NAME),
                std::string{statement_name}, field(result, PG_DIAG_MESSAGE_PRIMARY),
                field(result, PG_DIAG_MESSAGE_HINT)
            );
        }
    }
    [[nodiscard]] bool seen() const { return failure_.has_value(); }
    void rethrow() const {
        if (failure_) {
            throw sql_failure{*failure_};
        }
    }

private:
    std::optional<sql_failure> failure_;
};

// How many statements are sent before their answers are read. Without a limit both sides could wait
// for ever: the server to be read, this side to be rid of the next statement.
constexpr std::size_t window = 128;

class conversation {
public:
    explicit conversation(session& with) : with_{with} {}

    // Sends what comes before the first window, so that it costs no trip of its own.
    void open(const query& one) { opening_ = one; }

    // Sends one window and reads its answers. The last one ends the pipeline.
    void speak(std::span<const query> queries, bool last) {
        std::vector<bool> prepares;
        prepares.reserve(queries.size() + 1);
        if (opening_) {
            send(with_, *opening_, prepares);
        }
        for (const auto& one : queries) {
            send(with_, one, prepares);
        }
        auto* connection = with_.connection();
        if ((last ? PQpipelineSync(connection) : PQsendFlushRequest(connection)) == 0 ||
            PQflush(connection) < 0) {
            lost(with_);
        }
        std::size_t at = 0;
        if (opening_) {
            listen(*opening_, prepares[at++]);
            answers_.pop_back();
            opening_.reset();
        }
        for (const auto& one : queries) {
            listen(one, prepares[at++]);
        }
    }

    std::vector<rows> finish() {
        take_one(with_);  // the sync mark
        if (PQexitPipelineMode(with_.connection()) == 0) {
            lost(with_);
        }
        if (failure_.seen() && PQstatus(with_.connection()) != CONNECTION_OK) {
            lost(with_);
        }
        failure_.rethrow();
        return std::move(answers_);
    }

private:
    void listen(const query& one, bool was_prepared_now) {
        if (was_prepared_now) {
            const auto prepared = take_one(with_);
            failure_.look_at(prepared.get(), one.what.name);
            if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) {
                with_.forget_prepared(one.what.name);
            }
        }
        auto result = take_one(with_);
        failure_.look_at(result.get(), one.what.name);
        answers_.emplace_back(result.release());
    }

    session& with_;
    std::optional<query> opening_;
    failure_keeper failure_;
    std::vector<rows> answers_;
};

}  // namespace

std::vector<rows> round_trip(session& with, std::span<const query> queries) {
    if (PQenterPipelineMode(with.connection()) == 0) {
        lost(with);
    }
    conversation talk{with};
    // In a failed transaction PostgreSQL takes nothing but its end.
    if (with.scope() && PQtransactionStatus(with.connection()) != PQTRANS_INERROR) {
        talk.open(scope_setting(*with.scope()));
    }
    while (queries.size() > window) {
        talk.speak(queries.first(window), false);
        queries = queries.subspan(window);
    }
    talk.speak(queries, true);
    return talk.finish();
}

rows ask(session& with, const query& one) {
    auto answers = round_trip(with, std::span{&one, 1});
    return std::move(answers.front());
}

}  // namespace tranche::persistence
