// The program's settings, from the environment, read once and checked all together.
#pragma once

#include "server/auth/identity_tokens.hpp"
#include "server/size_limits.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace tranche::server {

struct config {
    std::string listen = "127.0.0.1:8080";  // TRANCHE_LISTEN
    std::string database_url;               // DATABASE_URL: the runtime role
    std::string partner_database_url;    // PARTNER_DATABASE_URL; empty: as DATABASE_URL, other user
    std::string donor_database_url;      // DONOR_DATABASE_URL; likewise
    std::string migration_database_url;  // MIGRATION_DATABASE_URL: the owner
    std::string public_url;              // TRANCHE_PUBLIC_URL: as browsers see the service
    std::string trusted_proxy;           // TRANCHE_TRUSTED_PROXY: its X-Forwarded-For counts
    std::string secret_key_file;         // TRANCHE_SECRET_KEY_FILE
    std::string ca_file;                 // TRANCHE_CA_FILE: whom outgoing connections believe
    std::string smtp_url;                // TRANCHE_SMTP_URL; empty: nobody is written to
    std::string smtp_user;               // TRANCHE_SMTP_USER
    std::string smtp_password_file;      // TRANCHE_SMTP_PASSWORD_FILE
    std::string mail_from;               // TRANCHE_MAIL_FROM
    identity_settings identities;        // TRANCHE_OIDC_...; without an issuer none
    std::size_t session_idle_minutes = 30;  // TRANCHE_SESSION_IDLE_MINUTES
    std::size_t session_hours = 12;         // TRANCHE_SESSION_HOURS, in any case
    std::string tls_certificate;            // TRANCHE_TLS_CERTIFICATE: PEM file; empty: no TLS
    std::string tls_key;                    // TRANCHE_TLS_KEY: PEM file
    std::size_t command_threads = 8;        // TRANCHE_COMMAND_THREADS, each a connection
    std::size_t report_threads = 2;         // TRANCHE_REPORT_THREADS
    std::size_t import_rows = 10'000;       // TRANCHE_IMPORT_ROWS, of one file
    std::size_t attachment_bytes = file_at_most;  // TRANCHE_ATTACHMENT_BYTES, of one file
    std::size_t sheet_looks = 20;                 // TRANCHE_SHEET_LOOKS, kept of one person
    std::size_t look_bytes = 104'857'600;         // TRANCHE_SHEET_LOOK_BYTES, of all their files
    std::string log_file;                         // TRANCHE_LOG_FILE; empty: standard error
    bool log_requests = true;                     // TRANCHE_LOG_REQUESTS
};

// Every mistake of the settings in one message.
class bad_config : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

config config_from_environment();

// The names this program reads, for the documentation's test.
std::vector<std::string> setting_names();

}  // namespace tranche::server
