// HTTP as a well-behaved program speaks it: one connection kept open, a bearer token, JSON.
#pragma once

#include "tests/support/api.hpp"
#include "tests/support/raw_client.hpp"

#include <string>
#include <string_view>

namespace tranche::tests {

class http_client {
public:
    /// Without a token the requests carry none.
    explicit http_client(unsigned short port, std::string token = "")
        : connection_{port},
          token_{std::move(token)} {}

    answer get(std::string_view target, const headers& more = {});
    answer post(std::string_view target, const boost::json::value& body, const headers& more = {});
    answer request(
        std::string_view method, std::string_view target, std::string_view body,
        const headers& more = {}
    );

private:
    raw_client connection_;
    std::string token_;
};

}  // namespace tranche::tests
