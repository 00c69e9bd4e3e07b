#include "tests/support/running_server.hpp"

#include "persistence/access_tokens.hpp"

namespace tranche::tests {

server::config running_server::settings_for(const test_database& db) {
    server::config settings;
    settings.listen = "127.0.0.1:0";
    settings.database_url = db.staff_url();
    settings.command_threads = 3;
    settings.report_threads = 1;
    settings.log_requests = false;
    return settings;
}

running_server::running_server(const test_database& db) : running_server{db, settings_for(db)} {}

running_server::running_server(const test_database& db, const server::config& settings)
    : url_{db.staff_url()},
      application_{std::make_unique<server::application>(settings, false)},
      thread_{[this] {
          application_->run();
      }} {}

running_server::~running_server() {
    application_->stop();
    thread_.join();
}

std::string running_server::token_of(const std::string& user) {
    persistence::session_holder db{url_, persistence::lane::command};
    return persistence::create_token(db.get(), user, "test", 1);
}

}  // namespace tranche::tests
