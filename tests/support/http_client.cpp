#include "tests/support/http_client.hpp"

#include <stdexcept>

namespace tranche::tests {

answer http_client::get(std::string_view target, const headers& more) {
    return request("GET", target, {}, more);
}

answer http_client::post(
    std::string_view target, const boost::json::value& body, const headers& more
) {
    auto all = more;
    all.emplace("Content-Type", "application/json");
    return request("POST", target, boost::json::serialize(body), all);
}

answer http_client::request(
    std::string_view method, std::string_view target, std::string_view body, const headers& more
) {
    std::string sent =
        std::string{method} + ' ' + std::string{target} + " HTTP/1.1\r\nHost: test\r\n";
    if (!token_.empty()) {
        sent += "Authorization: Bearer " + token_ + "\r\n";
    }
    for (const auto& [name, value] : more) {
        sent += name + ": " + value + "\r\n";
    }
    if (!body.empty() || method == "POST") {
        sent += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    sent += "\r\n";
    sent += body;
    if (!connection_.send(sent)) {
        throw std::runtime_error{"the server closed the connection"};
    }
    auto got = connection_.read_answer(method == "HEAD");
    if (got.status == 0 || (method != "HEAD" && !got.complete)) {
        throw std::runtime_error{
            "no whole answer to " + std::string{method} + ' ' + std::string{target}};
    }
    return {got.status, {got.headers.begin(), got.headers.end()}, std::move(got.body)};
}

}  // namespace tranche::tests
