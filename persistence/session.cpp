#include "persistence/session.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <string>

namespace tranche::persistence {
namespace {

const char* settings_of(lane purpose) {
    switch (purpose) {
        case lane::command:
            return "set statement_timeout = '5s'; set lock_timeout = '2s';"
                   "set idle_in_transaction_session_timeout = '10s'; set plan_cache_mode = "
                   "force_generic_plan;";
        case lane::report:
            return "set statement_timeout = '120s'; set lock_timeout = '2s';"
                   "set idle_in_transaction_session_timeout = '130s'; set "
                   "default_transaction_read_only = on;";
        case lane::sealing:
            // Ranges of ids: a few rows as a rule, very many in the first run over an old ledger.
            return "set statement_timeout = '60s'; set lock_timeout = '2s';"
                   "set idle_in_transaction_session_timeout = '60s'; set plan_cache_mode = "
                   "force_custom_plan;";
        case lane::check:
            return "set default_transaction_read_only = on; set plan_cache_mode = "
                   "force_custom_plan; set work_mem = '256MB';";
        case lane::migration:
            return "set lock_timeout = '3s';";
    }
    return "";
}

// Debian's SOCI keeps the type information of its backends to itself, so neither a checked cast nor
// the sanitizer's check of an unchecked one can be linked. The backend's name is the check.
__attribute__((no_sanitize("vptr"))) PGconn* native_connection(soci::session& of) {
    if (of.get_backend_name() != "postgresql") {
        throw std::logic_error{"the session is not a PostgreSQL session"};
    }
    return static_cast<soci::postgresql_session_backend*>(of.get_backend())->conn_;
}

}  // namespace

session::session(const std::string& connection_info, lane purpose) {
    try {
        soci_ = std::make_unique<soci::session>(soci::postgresql, connection_info);
    } catch (const soci::soci_error& failure) {
        throw database_outage{failure.what()};
    }
    connection_ = native_connection(*soci_);
    const std::string settings =
        std::string{
            "set time zone 'UTC'; set search_path = '';"
            "set datestyle = 'ISO, YMD'; set client_encoding = 'UTF8';"
            "set client_min_messages = warning;"} +
        settings_of(purpose);
    std::unique_ptr<PGresult, decltype(&PQclear)> done{
        PQexec(connection_, settings.c_str()), &PQclear};
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) {
        throw database_outage{PQerrorMessage(connection_)};
    }
}

session::~session() = default;

bool session::is_usable() const {
    return PQstatus(connection_) == CONNECTION_OK &&
        PQpipelineStatus(connection_) == PQ_PIPELINE_OFF;
}

bool session::is_prepared(std::string_view name) const {
    return prepared_.contains(std::string{name});
}

session& session_holder::get() {
    if (session_ && !session_->is_usable()) {
        session_.reset();
    }
    if (!session_) {
        session_ = std::make_unique<session>(connection_info_, purpose_);
    }
    session_->limit_to(scope_);
    return *session_;
}

}  // namespace tranche::persistence
