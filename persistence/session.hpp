// One database connection of one thread: a SOCI session, the libpq connection inside it, and the
// statements already prepared on it. Not thread-safe: each worker owns its own.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_set>

namespace soci {
class session;  // its headers are heavy; who speaks SOCI includes them
}

namespace tranche::persistence {

// What a connection is for decides how long it may take.
enum class lane { command, report, sealing, check, migration };

// Which rows PostgreSQL's own row-level security shows: those of one partner, or those that one
// donor's money reached. Staff have no scope.
enum class row_owner { partner, donor };
struct row_scope {
    row_owner whose;
    std::int64_t id;

    // What the policies compare with.
    [[nodiscard]] std::string_view setting() const {
        return whose == row_owner::partner ? "tranche.partner" : "tranche.donor";
    }
};

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

    // Every round trip from now on says so to PostgreSQL, for its own transaction only.
    void limit_to(std::optional<row_scope> scope) { scope_ = scope; }
    [[nodiscard]] const std::optional<row_scope>& scope() const { return scope_; }

    [[nodiscard]] bool is_prepared(std::string_view name) const;
    void mark_prepared(std::string_view name) { prepared_.emplace(name); }
    // After a failed round trip nobody knows which of its statements were prepared.
    void forget_prepared(std::string_view name) { prepared_.erase(std::string{name}); }

private:
    std::unique_ptr<soci::session> soci_;
    PGconn* connection_ = nullptr;
    std::optional<row_scope> scope_;
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
    void limit_to(std::optional<row_scope> scope) { scope_ = scope; }

private:
    std::string connection_info_;
    lane purpose_;
    std::optional<row_scope> scope_;
    std::unique_ptr<session> session_;
};

}  // namespace tranche::persistence
