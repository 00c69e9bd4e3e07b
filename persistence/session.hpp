// One database connection of one thread: a SOCI session, the libpq connection inside it, and the
// statements already prepared on it. Not thread-safe: each worker owns its own.
#pragma once

#include <libpq-fe.h>
#include <soci/soci.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_set>

namespace tranche::persistence {

// What a connection is for decides how long it may take.
enum class lane { command, report, sealing, check, migration };

// The database cannot be asked, or its answer was lost: nobody at the keyboard can mend it.
class database_outage : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class session {
public:
    session(const std::string& connection_info, lane purpose);
    session(const session&) = delete;
    session& operator=(const session&) = delete;
    ~session();

    soci::session& sql() { return *soci_; }
    PGconn* connection() { return connection_; }

    // False once the server has hung up or a conversation broke off in the middle; the owner then
    // throws the session away.
    [[nodiscard]] bool is_usable() const;

    [[nodiscard]] bool is_prepared(std::string_view name) const;
    void mark_prepared(std::string_view name) { prepared_.emplace(name); }
    // After a failed round trip nobody knows which of its statements were prepared.
    void forget_prepared(std::string_view name) { prepared_.erase(std::string{name}); }

private:
    std::unique_ptr<soci::session> soci_;
    PGconn* connection_ = nullptr;
    std::unordered_set<std::string> prepared_;
};

// What a caller keeps: connects when first asked, and again after the connection was lost.
class session_holder {
public:
    session_holder(std::string connection_info, lane purpose)
        : connection_info_{std::move(connection_info)},
          purpose_{purpose} {}

    // Throws database_outage when no connection can be made.
    session& get();

private:
    std::string connection_info_;
    lane purpose_;
    std::unique_ptr<session> session_;
};

}  // namespace tranche::persistence
