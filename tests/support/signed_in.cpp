#include "tests/support/signed_in.hpp"

#include "persistence/credentials.hpp"
#include "persistence/round_trip.hpp"
#include "server/auth/password.hpp"

namespace tranche::tests {

void add_person_with_password(
    const test_database& db, const std::string& name, const std::vector<std::string>& roles,
    const std::string& password
) {
    static const auto usual = server::hash_password(good_password);
    persistence::session with{db.staff_url(), persistence::lane::command};
    const auto id = persistence::add_person(with, {name, name, roles, {}, {}});
    persistence::ask(
        with,
        persistence::set_password(
            id, password == good_password ? usual : server::hash_password(password)
        )
    );
}

answer sign_in(
    api& server, const std::string& name, const std::string& password, const headers& more
) {
    return server.anonymous().post(
        "/api/v1/session", {{"name", name}, {"password", password}}, more
    );
}

std::string cookie_of(const answer& signed_in) {
    const auto set = signed_in.header("Set-Cookie");
    return set.substr(0, set.find(';'));
}

headers browser_of(const answer& signed_in) {
    const auto session = signed_in.json().at("session").at("csrf_token").as_string();
    return {{"cookie", cookie_of(signed_in)}, {"x-csrf-token", std::string{session}}};
}

}  // namespace tranche::tests
