// What a single read says may be done: reading `actions`, and a fixture with requests on their way.
#pragma once

#include "tests/support/small_world_test.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tranche::tests {

namespace json = boost::json;

using codes = std::vector<std::string>;
inline const std::string requests = "/api/v1/disbursement-requests/";

// The named act of a single read; an empty object when it is not listed.
inline json::object act(const answer& read, std::string_view name) {
    const auto all = read.json();
    if (const auto* acts = all.as_object().if_contains("actions")) {
        for (const auto& one : acts->as_array()) {
            if (one.at("action").as_string() == name) {
                return one.as_object();
            }
        }
    }
    return {};
}

inline bool is_open(const json::object& of) {
    return of.at("allowed").as_bool();
}

inline codes reasons(const json::object& of) {
    codes found;
    for (const auto& one : of.at("reasons").as_array()) {
        found.emplace_back(one.at("code").as_string());
    }
    return found;
}

inline std::string value_of(const json::object& of, std::string_view name) {
    return std::string{of.at("reasons").at(0).at("values").at(name).as_string()};
}

class Actions : public SmallWorld {
protected:
    std::string asked(const std::string& tranche, const std::string& amount) {
        return server.as("officer", "NGO")
            .must(
                "/api/v1/disbursement-requests",
                {{"tranche", tranche},
                 {"amount", amount_of(amount)},
                 {"requested_on", "2026-06-20"}}
            )
            .id();
    }
    std::string certified(const std::string& tranche, const std::string& amount) {
        auto id = asked(tranche, amount);
        server.as("programme").must(requests + id + "/certify", {{"certified_on", "2026-06-21"}});
        return id;
    }
};

}  // namespace tranche::tests
