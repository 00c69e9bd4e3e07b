// What people sign in with, set and taken away on the command line. Passwords are read from the
// standard input, never from an argument, which other users of the machine could see.
#include "domain/message_catalogue.hpp"
#include "persistence/browser_sessions.hpp"
#include "persistence/credentials.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/second_factors.hpp"
#include "server/auth/password.hpp"
#include "server/cli/cli.hpp"
#include "server/config.hpp"
#include "server/json/text.hpp"

#include <array>
#include <cstdio>
#include <iostream>
#include <stdexcept>

namespace tranche::server {
namespace {

persistence::session_holder open_database(const config& settings) {
    if (settings.database_url.empty()) {
        throw bad_config{"DATABASE_URL is not set\n"};
    }
    return {settings.database_url, persistence::lane::command};
}

persistence::person person_called(persistence::session& with, const std::string& name) {
    const auto found = persistence::person_named(with, name);
    if (!found) {
        throw std::invalid_argument{"no active user is named " + name};
    }
    return *found;
}

}  // namespace

std::string new_password_hash(std::istream& from, const std::string& user_name) {
    std::string line;
    std::getline(from, line);
    const std::string password{trimmed(line)};
    if (const auto weak = weakness_of(password, user_name, "")) {
        throw std::invalid_argument{
            domain::message_for(weak->code, domain::language::en, weak->args).message};
    }
    return hash_password(password);
}

int user_password_command(const config& settings, const std::string& name) {
    auto connection = open_database(settings);
    auto& with = connection.get();
    const auto who = person_called(with, name);
    const std::array trip{
        persistence::set_password(who.id, new_password_hash(std::cin, name)),
        persistence::end_all_browser_sessions(who.id)};
    persistence::round_trip(with, trip);
    return 0;
}

int user_sign_out_command(const config& settings, const std::string& name) {
    auto connection = open_database(settings);
    auto& with = connection.get();
    const auto ended =
        persistence::ask(with, persistence::end_all_browser_sessions(person_called(with, name).id));
    std::fprintf(stderr, "%lld sessions ended\n", static_cast<long long>(ended.affected()));
    return 0;
}

int user_drop_second_factor_command(const config& settings, const std::string& name) {
    auto connection = open_database(settings);
    auto& with = connection.get();
    persistence::ask(with, persistence::remove_second_factor(person_called(with, name).id));
    return 0;
}

}  // namespace tranche::server
