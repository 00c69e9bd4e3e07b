#include "tests/support/api.hpp"

#include "persistence/people.hpp"
#include "server/auth/authenticator.hpp"
#include "server/routes/routes.hpp"
#include "server/spool.hpp"
#include "tests/support/environment.hpp"

#include <algorithm>
#include <atomic>
#include <ostream>
#include <stdexcept>

namespace tranche::tests {
namespace json = boost::json;

struct api::server_parts {
    explicit server_parts(std::string staff_url)
        : url{std::move(staff_url)},
          dispatcher{server::all_endpoints(), context} {
        context.today = [this] {
            const std::lock_guard guard{mutex};
            return today;
        };
        context.now = [this] {
            return server::seconds_utc() + ahead.load();
        };
        dispatcher.on_failure = [this](std::string_view, std::string_view what) {
            const std::lock_guard guard{mutex};
            failures += std::string{what} + '\n';
        };
    }

    std::string url;
    std::mutex mutex;
    std::mutex people;
    domain::date today = *domain::parse_date("2026-06-30");
    std::string failures;
    std::atomic<int> requests{0};
    std::atomic<std::int64_t> ahead{0};
    server::application_context context;
    server::dispatcher dispatcher;
};

namespace {

std::string text_of(const json::value& found) {
    if (found.is_string()) {
        return std::string{found.as_string()};
    }
    return json::serialize(found);
}

const std::map<std::string, std::string>& cast() {
    static const std::map<std::string, std::string> roles{
        {"administrator", "administrator"},
        {"programme", "programme_officer"},
        {"region", "programme_officer"},
        {"finance", "finance_officer"},
        {"treasury", "finance_officer"},
        {"approver", "approver"},
        {"director", "approver"},
        {"auditor", "auditor"},
        {"donor", "donor_viewer"},
        {"preparer", "partner_preparer"},
        {"officer", "partner_authorised_officer"}};
    return roles;
}

}  // namespace

json::value answer::json() const {
    return boost::json::parse(body);
}

std::string answer::field(std::string_view name) const {
    boost::system::error_code broken;
    const auto parsed = boost::json::parse(body, broken);
    if (broken || !parsed.is_object()) {
        return {};
    }
    const auto* found = parsed.as_object().if_contains(name);
    return found == nullptr ? std::string{} : text_of(*found);
}

std::vector<std::string> answer::errors() const {
    std::vector<std::string> all;
    const auto parsed = json();
    if (const auto* errors = parsed.as_object().if_contains("errors")) {
        for (const auto& one : errors->as_array()) {
            const auto& error = one.as_object();
            const auto* place = error.if_contains("pointer");
            if (place == nullptr) {
                place = error.if_contains("parameter");
            }
            auto where = place == nullptr ? "" : text_of(*place) + ' ';
            for (const char* part : {"row", "column"}) {
                if (const auto* cell = error.if_contains(part)) where += text_of(*cell) + ' ';
            }
            all.push_back(where + text_of(error.at("code")));
        }
    }
    return all;
}

std::string answer::header(std::string_view name) const {
    server::api_response as_response;
    as_response.headers = headers;
    return std::string{as_response.header(name)};
}

std::ostream& operator<<(std::ostream& out, const answer& shown) {
    return out << shown.status << ' ' << shown.body;
}

answer caller::get(std::string_view target, const headers& more) {
    return request("GET", target, {}, more);
}

answer caller::post(std::string_view target, const json::value& body, const headers& more) {
    return post_text(target, json::serialize(body), more);
}

answer caller::post_text(std::string_view target, std::string body, const headers& more) {
    auto all = more;
    all.emplace("content-type", "application/json");
    return request("POST", target, std::move(body), all);
}

answer caller::request(
    std::string_view method, std::string_view target, std::string body, const headers& more
) {
    const auto parsed = server::parse_target(target);
    if (!parsed) {
        throw std::invalid_argument{"not a request target: " + std::string{target}};
    }
    server::api_request made;
    made.method = method;
    made.path = parsed->path;
    made.segments = parsed->segments;
    made.query = parsed->query;
    made.headers.insert(more.begin(), more.end());
    made.body = std::move(body);
    made.who = who_;
    return door_->send(std::move(made));
}

answer caller::must(std::string_view target, const json::value& body) {
    auto done = post(target, body);
    if (!done.succeeded()) {
        throw std::runtime_error{
            "POST " + std::string{target} + ' ' + json::serialize(body) + " was refused: " +
            std::to_string(done.status) + ' ' + done.body + ' ' + door_->failures()};
    }
    return done;
}

api::api(const std::string& staff_url) : api{std::make_shared<server_parts>(staff_url)} {}

api::api(std::shared_ptr<server_parts> shared)
    : shared_{std::move(shared)},
      session_{std::make_unique<persistence::session_set>(
          persistence::urls_of_roles(shared_->url, "", ""), persistence::lane::command
      )} {}

api api::another_session() const {
    return api{shared_};
}

caller api::as(const std::string& name, const std::string& partner) {
    return with_roles(name, {cast().at(name)}, partner);
}

caller api::with_roles(
    const std::string& name, const std::vector<std::string>& roles, const std::string& partner
) {
    auto user = "test." + name + (partner.empty() ? "" : "." + partner);
    std::ranges::transform(user, user.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    auto& db = session_->staff().get();
    // Sessions of several threads may ask for the same new person.
    const std::lock_guard guard{shared_->people};
    if (!persistence::person_exists(db, user)) {
        persistence::new_person one{user, user, roles, {}, {}};
        if (!partner.empty()) {
            one.partner_id = shared_->context.references.find(db, domain::entity::partner, partner);
            if (!one.partner_id) {
                throw std::invalid_argument{"no partner " + partner};
            }
        }
        persistence::add_person(db, one);
    }
    return {*this, server::principal_of(*persistence::person_named(db, user))};
}

void api::introduce_everybody(const std::string& partner) {
    for (const auto& [name, role] : cast()) {
        as(name, role.starts_with("partner_") ? partner : "");
    }
}

void api::set_today(domain::date day) {
    const std::lock_guard guard{shared_->mutex};
    shared_->today = day;
}

void api::let_pass(std::int64_t seconds) {
    shared_->ahead += seconds;
}

server::sign_in_settings& api::sign_in_settings() {
    return shared_->context.sign_in;
}

void api::trust_identities(const server::identity_settings& settings) {
    shared_->context.identities = std::make_shared<server::identity_provider>(settings);
}

const server::router& api::routes() const {
    return shared_->dispatcher.routes();
}

std::string api::failures() const {
    const std::lock_guard guard{shared_->mutex};
    return shared_->failures;
}

answer api::send(server::api_request request) {
    request.request_id = "test-" + std::to_string(++shared_->requests);
    request.remote_address = "test";
    auto response = shared_->dispatcher.answer(request, *session_);
    if (response.file) {  // what would be sent from a spooled file
        response.body.resize(response.file->size());
        response.file->read_at(0, response.body);
    }
    return {response.status, std::move(response.headers), std::move(response.body)};
}

json::object amount_of(std::string_view amount, std::string_view currency) {
    return {{"amount", amount}, {"currency", currency}};
}

}  // namespace tranche::tests
