#include "tests/support/running_server.hpp"

#include "persistence/access_tokens.hpp"

namespace tranche::tests {
namespace {

server::config settings_for(const test_database& db) {
    server::config settings;
    settings.listen = "127.0.0.1:0";
    settings.database_url = db.staff_url();
    settings.command_threads = 3;
    settings.report_threads = 1;
    settings.log_requests = false;
    return settings;
}

}  // namespace

running_server::running_server(const test_database& db)
    : url_{db.staff_url()},
      application_{std::make_unique<server::application>(settings_for(db), false)},
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
