// Finds the endpoint of a request. All paths are compiled into one tree when the server starts;
// a table that could answer one request in two ways is refused there and then.
#pragma once

#include "server/api/endpoint.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tranche::server {

/// The operation and the values of its path parameters.
struct route_match {
    const endpoint* operation = nullptr;
    name_values params;
};

struct route_not_found {};

/// The path exists, the method does not. `allow` is the value of the Allow header.
struct route_method_not_allowed {
    std::string allow;
};

/// An OPTIONS request to a known path.
struct route_options {
    std::string allow;
};

using route_result =
    std::variant<route_match, route_not_found, route_method_not_allowed, route_options>;

class router {
public:
    /// Throws domain::contract_violation for duplicate operation ids, for a path declared twice
    /// with one method, and for two paths where neither is the more specific one.
    explicit router(std::vector<endpoint> endpoints);
    ~router();
    router(router&&) noexcept;
    router& operator=(router&&) noexcept;

    /// A literal segment wins over a parameter. HEAD is answered by GET when there is no HEAD.
    route_result match(std::string_view method, std::span<const std::string> segments) const;

    std::span<const endpoint> endpoints() const { return endpoints_; }

private:
    struct node;
    const node* find(
        const node& from, std::span<const std::string> rest, std::vector<std::string_view>& values
    ) const;

    std::vector<endpoint> endpoints_;
    std::unique_ptr<node> root_;
};

}  // namespace tranche::server
