#include "server/config.hpp"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace tranche::server {
namespace {

std::string_view setting(const char* name) {
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
    read_count("TRANCHE_COMMAND_THREADS", 64, made.command_threads, mistakes);
    read_count("TRANCHE_REPORT_THREADS", 16, made.report_threads, mistakes);
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
    return {"TRANCHE_LISTEN",         "DATABASE_URL",           "PARTNER_DATABASE_URL",
            "DONOR_DATABASE_URL",     "MIGRATION_DATABASE_URL", "TRANCHE_COMMAND_THREADS",
            "TRANCHE_REPORT_THREADS", "TRANCHE_LOG_FILE",       "TRANCHE_LOG_REQUESTS"};
}

}  // namespace tranche::server
