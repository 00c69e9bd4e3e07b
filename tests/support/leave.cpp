#include "tests/support/leave.hpp"

namespace tranche::tests {
namespace json = boost::json;

json::object leave_for(const answer& refused, const std::string& expires_on, std::size_t problem) {
    auto body = refused.json().at("errors").at(problem).at("exception_request").as_object();
    body["reason"] = "No other way";
    body["expires_on"] = expires_on;
    return body;
}

std::string granted_leave(
    api& server, const answer& refused, const std::string& expires_on, std::size_t problem
) {
    auto id = server.as("programme")
                  .must("/api/v1/exceptions", leave_for(refused, expires_on, problem))
                  .id();
    server.as("director").must("/api/v1/exceptions/" + id + "/grant", {{"reason", "Agreed"}});
    return id;
}

std::string said(const answer& refused, std::string_view member, std::size_t problem) {
    const auto parsed = refused.json();
    const auto* errors = parsed.as_object().if_contains("errors");
    if (errors == nullptr || errors->as_array().size() <= problem) {
        return {};
    }
    const auto* found = errors->at(problem).as_object().if_contains(member);
    return found == nullptr || !found->is_string() ? "" : std::string{found->as_string()};
}

}  // namespace tranche::tests
