// A request as the handlers see it: plain strings, decoded once at the edge. No HTTP library here,
// so that everything above the edge is tested without sockets.
#pragma once

#include "domain/message_catalogue.hpp"
#include "domain/role.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::server {

using name_values = std::vector<std::pair<std::string, std::string>>;

/// Whom a request is made for by a delegation in force.
struct represented_person {
    std::int64_t user_id = 0;
    std::string user_name;
};

/// The person or service behind a request, after its token or session was checked.
struct principal {
    std::int64_t user_id = 0;
    std::string user_name;
    domain::role_set roles;
    /// Set for a partner's people: they see this partner's rows only.
    std::optional<std::int64_t> partner_id;
    /// Set for a donor's viewers.
    std::optional<std::int64_t> donor_id;
    /// Set when the request came with the cookie of a browser session.
    std::optional<std::int64_t> session_id;
    /// Set for a token that may only look.
    bool read_only = false;
    /// Set for a token that may not use all roles: neither its person's nor those of another.
    std::optional<domain::role_set> role_limit;
    /// Set when the request is made on behalf of another: `roles` are then that person's.
    std::optional<represented_person> acting_for;

    /// Whose authority counts.
    std::int64_t authority() const { return acting_for ? acting_for->user_id : user_id; }
    std::optional<std::int64_t> represented() const {
        return acting_for ? std::optional{acting_for->user_id} : std::nullopt;
    }
};

/// A request target taken apart.
struct request_target {
    /// The path as sent, without the query; for logs.
    std::string path;
    /// Percent-decoded, valid UTF-8, without control characters, "." and "..".
    std::vector<std::string> segments;
    /// Decoded, in the order sent, repetitions kept.
    name_values query;
};

/// Splits and decodes "/path?query" (also the absolute form "http://host/path"). Empty when an
/// escape is broken or decodes to bad text, for "." and ".." segments, for empty inner segments
/// and for a fragment. One slash at the end is ignored.
std::optional<request_target> parse_target(std::string_view target);

/// The best language of an Accept-Language value (RFC 9110, 12.5.4); English when none fits.
domain::language negotiate_language(std::string_view accept_language);

struct api_request {
    std::string method;
    std::string path;
    std::vector<std::string> segments;
    name_values query;
    /// Names in lower case; repeated headers are joined by ", " at the edge.
    std::map<std::string, std::string, std::less<>> headers;
    std::string body;
    std::string request_id;
    std::string remote_address;
    std::optional<principal> who;
    /// Filled by the router: {"agreement", "agr_..."}.
    name_values path_params;

    /// The value of a path parameter. Throws contract_violation for a name the route lacks.
    std::string_view param(std::string_view name) const;
    /// The value of a header by its lower-case name; "" when absent.
    std::string_view header(std::string_view name) const;
    /// The first value of a query parameter; empty when absent.
    std::optional<std::string_view> query_value(std::string_view name) const;
    /// Whole number, already checked by check_query(); `fallback` when absent.
    std::int64_t query_integer(std::string_view name, std::int64_t fallback) const;
    /// True for "true"; `fallback` when absent.
    bool query_flag(std::string_view name, bool fallback = false) const;
    /// From Accept-Language.
    domain::language language() const;
};

}  // namespace tranche::server
