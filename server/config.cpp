#include "server/config.hpp"

#include "server/outbound/address.hpp"
#include "server/outbound/mail.hpp"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace tranche::server {
namespace {

std::string_view setting(const char* name) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read once, before any other thread
    const char* found = std::getenv(name);
    return found == nullptr ? std::string_view{} : std::string_view{found};
}

void read_text(const char* name, std::string& into) {
    if (const auto text = setting(name); !text.empty()) {
        into = text;
    }
}

void read_count(const char* name, std::size_t most, std::size_t& into, std::string& mistakes) {
    const auto text = setting(name);
    if (text.empty()) {
        return;
    }
    std::size_t count = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (failure != std::errc{} || end != text.data() + text.size() || count < 1 || count > most) {
        mistakes += std::string{name} + " is not a whole number from 1 to " + std::to_string(most) +
            ": \"" + std::string{text} + "\"\n";
        return;
    }
    into = count;
}

void check_address(
    const char* name, const std::string& address, outbound_kind kind, std::string& mistakes
) {
    if (const auto objection = objection_to(address, kind); !objection.empty()) {
        mistakes += std::string{name} + ' ' + objection + '\n';
    }
}

void read_mail(config& into, std::string& mistakes) {
    read_text("TRANCHE_SMTP_URL", into.smtp_url);
    read_text("TRANCHE_SMTP_USER", into.smtp_user);
    read_text("TRANCHE_SMTP_PASSWORD_FILE", into.smtp_password_file);
    read_text("TRANCHE_MAIL_FROM", into.mail_from);
    if (into.smtp_url.empty()) {
        return;
    }
    check_address("TRANCHE_SMTP_URL", into.smtp_url, outbound_kind::mail, mistakes);
    if (!is_mail_address(into.mail_from)) {
        mistakes += "TRANCHE_MAIL_FROM is not a mail address: \"" + into.mail_from + "\"\n";
    }
    if (into.smtp_user.empty() != into.smtp_password_file.empty()) {
        mistakes += "TRANCHE_SMTP_USER and TRANCHE_SMTP_PASSWORD_FILE go together\n";
    }
}

// All or nothing: an issuer without an audience would let in tokens made for others.
void read_identities(identity_settings& into, std::string& mistakes) {
    read_text("TRANCHE_OIDC_ISSUER", into.issuer);
    read_text("TRANCHE_OIDC_AUDIENCE", into.audience);
    read_text("TRANCHE_OIDC_JWKS_FILE", into.keys_file);
    read_text("TRANCHE_OIDC_JWKS_URL", into.keys_url);
    read_text("TRANCHE_OIDC_NAME_CLAIM", into.name_claim);
    read_text("TRANCHE_OIDC_ROLE_CLAIM", into.role_claim);
    const bool has_keys = !into.keys_file.empty() || !into.keys_url.empty();
    const bool any = !into.issuer.empty() || !into.audience.empty() || has_keys;
    if (any && (into.issuer.empty() || into.audience.empty() || !has_keys)) {
        mistakes +=
            "TRANCHE_OIDC_ISSUER, TRANCHE_OIDC_AUDIENCE and one of TRANCHE_OIDC_JWKS_FILE and "
            "TRANCHE_OIDC_JWKS_URL go together\n";
    }
    if (!into.keys_file.empty() && !into.keys_url.empty()) {
        mistakes +=
            "TRANCHE_OIDC_JWKS_FILE and TRANCHE_OIDC_JWKS_URL are both set; unset the one whose "
            "keys are not meant\n";
    }
    if (!into.keys_url.empty()) {
        check_address("TRANCHE_OIDC_JWKS_URL", into.keys_url, outbound_kind::web, mistakes);
    }
}

}  // namespace

config config_from_environment() {
    config made;
    std::string mistakes;
    read_text("TRANCHE_LISTEN", made.listen);
    read_text("DATABASE_URL", made.database_url);
    read_text("PARTNER_DATABASE_URL", made.partner_database_url);
    read_text("DONOR_DATABASE_URL", made.donor_database_url);
    read_text("MIGRATION_DATABASE_URL", made.migration_database_url);
    read_text("TRANCHE_LOG_FILE", made.log_file);
    read_text("TRANCHE_TLS_CERTIFICATE", made.tls_certificate);
    read_text("TRANCHE_TLS_KEY", made.tls_key);
    if (made.tls_certificate.empty() != made.tls_key.empty()) {
        mistakes += "TRANCHE_TLS_CERTIFICATE and TRANCHE_TLS_KEY go together\n";
    }
    read_text("TRANCHE_SECRET_KEY_FILE", made.secret_key_file);
    read_text("TRANCHE_PUBLIC_URL", made.public_url);
    read_text("TRANCHE_TRUSTED_PROXY", made.trusted_proxy);
    if (!made.public_url.empty() && !made.public_url.starts_with("http://") &&
        !made.public_url.starts_with("https://")) {
        mistakes += "TRANCHE_PUBLIC_URL begins neither with http:// nor with https://\n";
    }
    read_text("TRANCHE_CA_FILE", made.ca_file);
    read_mail(made, mistakes);
    read_identities(made.identities, mistakes);
    made.identities.ca_file = made.ca_file;
    read_count("TRANCHE_SESSION_IDLE_MINUTES", 1440, made.session_idle_minutes, mistakes);
    read_count("TRANCHE_SESSION_HOURS", 720, made.session_hours, mistakes);
    read_count("TRANCHE_COMMAND_THREADS", 64, made.command_threads, mistakes);
    read_count("TRANCHE_REPORT_THREADS", 16, made.report_threads, mistakes);
    read_count("TRANCHE_IMPORT_ROWS", 100'000, made.import_rows, mistakes);
    read_count("TRANCHE_ATTACHMENT_BYTES", 104'857'600, made.attachment_bytes, mistakes);
    read_count("TRANCHE_SHEET_LOOKS", 1'000, made.sheet_looks, mistakes);
    read_count("TRANCHE_SHEET_LOOK_BYTES", 1'073'741'824, made.look_bytes, mistakes);
    if (const auto text = setting("TRANCHE_LOG_REQUESTS"); !text.empty()) {
        made.log_requests = text != "off";
        if (text != "on" && text != "off") {
            mistakes += "TRANCHE_LOG_REQUESTS is neither on nor off\n";
        }
    }
    if (!mistakes.empty()) {
        throw bad_config{mistakes};
    }
    return made;
}

std::vector<std::string> setting_names() {
    return {"TRANCHE_LISTEN",          "DATABASE_URL",
            "PARTNER_DATABASE_URL",    "DONOR_DATABASE_URL",
            "MIGRATION_DATABASE_URL",  "TRANCHE_COMMAND_THREADS",
            "TRANCHE_REPORT_THREADS",  "TRANCHE_LOG_FILE",
            "TRANCHE_LOG_REQUESTS",    "TRANCHE_PUBLIC_URL",
            "TRANCHE_TRUSTED_PROXY",   "TRANCHE_SECRET_KEY_FILE",
            "TRANCHE_OIDC_ISSUER",     "TRANCHE_OIDC_AUDIENCE",
            "TRANCHE_OIDC_JWKS_FILE",  "TRANCHE_OIDC_JWKS_URL",
            "TRANCHE_CA_FILE",         "TRANCHE_SMTP_URL",
            "TRANCHE_SMTP_USER",       "TRANCHE_SMTP_PASSWORD_FILE",
            "TRANCHE_MAIL_FROM",       "TRANCHE_OIDC_NAME_CLAIM",
            "TRANCHE_OIDC_ROLE_CLAIM", "TRANCHE_TLS_CERTIFICATE",
            "TRANCHE_TLS_KEY",         "TRANCHE_SESSION_IDLE_MINUTES",
            "TRANCHE_SESSION_HOURS",   "TRANCHE_ATTACHMENT_BYTES",
            "TRANCHE_IMPORT_ROWS",     "TRANCHE_SHEET_LOOKS",
            "TRANCHE_SHEET_LOOK_BYTES"};
}

}  // namespace tranche::server
