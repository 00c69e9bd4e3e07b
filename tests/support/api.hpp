// The API without sockets: requests go through the real dispatcher, under the server's database
// role, as a person of any role who is made when first asked for.
#pragma once

#include "server/api/handler_context.hpp"
#include "server/auth/identity_tokens.hpp"
#include "server/dispatcher.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::tests {

using headers = std::map<std::string, std::string>;

struct answer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    [[nodiscard]] boost::json::value json() const;
    /// A text or whole number of the answer's object, as text; "" when it has no such field.
    [[nodiscard]] std::string field(std::string_view name) const;
    [[nodiscard]] std::string id() const { return field("id"); }
    [[nodiscard]] std::string state() const { return field("state"); }
    /// Of a problem: its code, and "pointer code" of every error in it, or "row column code".
    [[nodiscard]] std::string code() const { return field("code"); }
    [[nodiscard]] std::vector<std::string> errors() const;
    [[nodiscard]] std::string header(std::string_view name) const;
    [[nodiscard]] bool succeeded() const { return status >= 200 && status < 300; }
};

std::ostream& operator<<(std::ostream& out, const answer& shown);

class api;

/// One person at the keyboard. Cheap; keeps to the session of the api it came from.
class caller {
public:
    caller(api& door, std::optional<server::principal> who) : door_{&door}, who_{std::move(who)} {}

    answer get(std::string_view target, const headers& more = {});
    answer post(std::string_view target, const boost::json::value& body, const headers& more = {});
    answer post_text(std::string_view target, std::string body, const headers& more = {});
    answer request(
        std::string_view method, std::string_view target, std::string body, const headers& more
    );
    /// As post(), and throws std::runtime_error with the answer when it is refused.
    answer must(std::string_view target, const boost::json::value& body);

    [[nodiscard]] const std::optional<server::principal>& who() const { return who_; }

private:
    api* door_;
    std::optional<server::principal> who_;
};

class api {
public:
    explicit api(const test_database& db) : api{db.staff_url()} {}
    explicit api(const std::string& staff_url);

    /// The same server, asked over a connection of its own: one per thread.
    [[nodiscard]] api another_session() const;

    /// "administrator", "programme", "region", "finance", "treasury", "approver", "director",
    /// "auditor", "donor" or, with a partner's code, "preparer" and "officer".
    caller as(const std::string& name, const std::string& partner = "");
    /// A person with exactly these roles.
    caller with_roles(
        const std::string& name, const std::vector<std::string>& roles,
        const std::string& partner = ""
    );
    /// Makes everybody whom as() knows, with the people of one partner.
    void introduce_everybody(const std::string& partner);
    caller anonymous() { return {*this, std::nullopt}; }

    void set_today(domain::date day);
    /// The server's clock goes forward; sessions and windows of attempts expire by it.
    void let_pass(std::int64_t seconds);
    server::sign_in_settings& sign_in_settings();
    void trust_identities(const server::identity_settings& settings);
    [[nodiscard]] const server::router& routes() const;
    /// What the dispatcher said about outages and our own mistakes.
    [[nodiscard]] std::string failures() const;

    answer send(server::api_request request);

private:
    struct server_parts;
    explicit api(std::shared_ptr<server_parts> shared);

    std::shared_ptr<server_parts> shared_;
    std::unique_ptr<persistence::session_set> session_;
};

/// {"amount": "100.00", "currency": "USD"}
boost::json::object amount_of(std::string_view amount, std::string_view currency = "USD");

}  // namespace tranche::tests
