// Header fields as the handlers see them: lower-case names, one value each.
#include "server/http/incoming.hpp"

#include "server/http/request_id.hpp"

#include <algorithm>
#include <utility>

namespace tranche::server {

namespace {

std::string lower_case(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c;
    });
    return result;
}

}  // namespace

void incoming_fields::add(std::string_view name, std::string_view value) {
    auto key = lower_case(name);
    if (key == "host") ++hosts_;
    const std::string_view separator = key == "cookie" ? "; " : ", ";
    const auto [place, is_new] = fields_.try_emplace(std::move(key), value);
    if (!is_new) place->second.append(separator).append(value);
}

std::string_view incoming_fields::value(std::string_view name) const {
    const auto found = fields_.find(name);
    return found == fields_.end() ? std::string_view{} : std::string_view{found->second};
}

bool incoming_fields::host_is_valid(bool http_1_0) const {
    return hosts_ == 1 || (http_1_0 && hosts_ == 0);
}

bool incoming_fields::expects_continue() const {
    return lower_case(value("expect")) == "100-continue";
}

std::string incoming_fields::request_id() const {
    const auto given = value("x-request-id");
    return is_acceptable_request_id(given) ? std::string(given) : new_request_id();
}

std::optional<api_request> incoming_fields::take(std::string_view method, std::string_view target) {
    auto parsed = parse_target(target);
    if (!parsed) return std::nullopt;
    api_request request;
    request.method = method;
    request.path = std::move(parsed->path);
    request.segments = std::move(parsed->segments);
    request.query = std::move(parsed->query);
    request.headers = std::exchange(fields_, {});
    hosts_ = 0;
    return request;
}

std::string_view path_of(std::string_view target) {
    return target.substr(0, target.find('?'));
}

}  // namespace tranche::server
