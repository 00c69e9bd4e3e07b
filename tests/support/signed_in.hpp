// People with passwords, and what a browser keeps after it signed in.
#pragma once

#include "tests/support/api.hpp"

#include <string>
#include <vector>

namespace tranche::tests {

constexpr const char* good_password = "four small words together";

/// Adds a person with this password; one hash serves every test that uses good_password.
void add_person_with_password(
    const test_database& db, const std::string& name, const std::vector<std::string>& roles,
    const std::string& password = good_password
);

/// POST /api/v1/session.
answer sign_in(
    api& server, const std::string& name, const std::string& password = good_password,
    const headers& more = {}
);

/// The name and value of the session's cookie in an answer; "" when it sets none.
std::string cookie_of(const answer& signed_in);
/// What the page sends with every request: the cookie and the token in its header.
headers browser_of(const answer& signed_in);

}  // namespace tranche::tests
