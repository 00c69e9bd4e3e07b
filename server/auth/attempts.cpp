#include "server/auth/attempts.hpp"

#include "domain/error.hpp"
#include "persistence/credentials.hpp"
#include "server/auth/password.hpp"
#include "server/json/text.hpp"

#include <array>

namespace tranche::server {
namespace {

std::string account_subject(std::string_view user_name) {
    return "account " + std::string{user_name};
}

std::string address_subject(const handler_context& context) {
    return "address " + client_address(context.request, context.app.sign_in);
}

}  // namespace

std::string client_address(const api_request& request, const sign_in_settings& settings) {
    const auto forwarded = request.header("x-forwarded-for");
    if (settings.trusted_proxy.empty() || request.remote_address != settings.trusted_proxy ||
        forwarded.empty()) {
        return request.remote_address;
    }
    // What stands before the last one was said by whoever sent the request to the proxy.
    const auto comma = forwarded.rfind(',');
    const auto last = comma == forwarded.npos ? forwarded : forwarded.substr(comma + 1);
    return std::string{trimmed(last)}.substr(0, 64);
}

void count_attempt(handler_context& context, std::string_view user_name) {
    const std::array limits{
        persistence::attempt_limit{
            address_subject(context), sign_in_settings::attempts_per_address},
        persistence::attempt_limit{
            account_subject(user_name), sign_in_settings::attempts_per_account}};
    const auto wait = persistence::count_attempts(context.db(), limits, context.app.now());
    if (wait) {
        throw domain::refusal{
            domain::error_kind::too_many_requests,
            "too_many_attempts",
            {{"retry_after", std::to_string(*wait)}}};
    }
}

bool is_own_password(handler_context& context, std::string_view password) {
    const auto& name = context.request.who->user_name;
    count_attempt(context, name);
    const auto found = persistence::account_named(context.db(), name);
    return is_password(found ? found->password_hash : std::nullopt, password);
}

std::vector<persistence::query> forgive_attempt(
    const handler_context& context, std::string_view user_name
) {
    return {
        persistence::forget_attempts(account_subject(user_name)),
        persistence::take_back_attempt(address_subject(context)),
        persistence::drop_old_attempts(context.app.now())};
}

}  // namespace tranche::server
