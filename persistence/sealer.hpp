// Seals what was committed. Runs beside the commands, in any number of servers: an advisory lock
// lets one of them at a time.
//
// A range of ids may be sealed when nobody can still commit one below its end. Every writer takes
// its transaction id before its first number (ledger.post, audit_event and number_confirmation see
// to it). So with M the newest number seen and x the next transaction id at that time: as soon as
// no transaction below x is running, all numbers up to M are committed or never will be.
#pragma once

#include "persistence/session.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace tranche::persistence {

class sealer {
public:
    // Rows sealed at once; more are sealed in further ranges.
    explicit sealer(std::int64_t range_limit = 10000) : range_limit_{range_limit} {}

    struct outcome {
        std::int64_t sealed = 0;  // rows
        bool waits = false;       // for a transaction that may still commit
        bool more = false;        // can be sealed at once: call again without waiting
    };
    // One transaction. Throws sql_failure and database_outage; nothing is half sealed then.
    outcome tick(session& with);

private:
    // Kept in memory only: transaction ids mean nothing after a restore.
    struct mark {
        std::map<std::string, std::int64_t, std::less<>> newest;
        std::int64_t next_transaction = 0;
    };

    static mark take_mark(session& with);
    outcome seal_up_to(session& with, const mark& until) const;

    std::int64_t range_limit_;
    std::optional<mark> pending_;
};

// How long the oldest row of journal or audit trail has waited to be sealed, in seconds; 0 when
// none waits.
std::int64_t seal_lag(session& with);

}  // namespace tranche::persistence
