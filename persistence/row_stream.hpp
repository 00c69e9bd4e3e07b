// Answers too long to hold: rows handed on one by one, and COPY text handed on as it arrives. Both
// run inside one read-only snapshot, so that several reads of one report agree with each other.
#pragma once

#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "persistence/session.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace tranche::persistence {

// A read-only transaction that sees the database as of its first statement. Ends when it goes out
// of scope, whatever happened inside.
class read_snapshot {
public:
    // Throws sql_failure or database_outage.
    explicit read_snapshot(session& with);
    ~read_snapshot();
    read_snapshot(const read_snapshot&) = delete;
    read_snapshot& operator=(const read_snapshot&) = delete;

private:
    session& with_;
};

// Runs the text unprepared, with bound values, and calls `take` once per row; at most one row is in
// memory. When `take` throws, the statement is cancelled, the session stays usable, and the
// exception goes on. Throws sql_failure and database_outage.
void stream_rows(
    session& with, const std::string& text, std::span<const value> values,
    const std::function<void(const row&)>& take
);

// COPY takes no bound values. They are set as settings of the current transaction, which the text
// reads by copy_value(1), copy_value(2) ...
std::string copy_value(std::size_t number);

// Runs "copy (select_text) to stdout (format csv)" and calls `take` once per line, which ends in
// "\n". Needs an open read_snapshot. Fails like stream_rows.
void stream_csv(
    session& with, const std::string& select_text, std::span<const value> values,
    const std::function<void(std::string_view line)>& take
);

}  // namespace tranche::persistence
