// What callers send about money that goes from one project to another.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>

namespace tranche::server {

struct project_transfer_body {
    reference to, line;
    std::optional<reference> contribution;
    domain::money amount;
    std::string reason;
};
struct project_transfer_approval {
    domain::date transferred_on;
};
struct project_transfer_refusal {
    std::string reason;
};

template <>
struct wire<project_transfer_body> {
    static const object_schema<project_transfer_body>& schema() {
        using body = project_transfer_body;
        static const auto declared = object<body>(
            "project_transfer_request", "Unbudgeted money of this project for another",
            field("to", &body::to, "The project that gets it"),
            field("line", &body::line, "Line it goes back to and is allocated from"),
            field("contribution", &body::contribution, "Named source; none: the pool's part of it"),
            field("amount", &body::amount, "How much", positive()),
            field("reason", &body::reason, "Why", length(1, 1000))
        );
        return declared;
    }
};

template <>
struct wire<project_transfer_approval> {
    static const object_schema<project_transfer_approval>& schema() {
        static const auto declared = object<project_transfer_approval>(
            "project_transfer_approval", "The money moves",
            field(
                "transferred_on", &project_transfer_approval::transferred_on, "Day of the decision"
            )
        );
        return declared;
    }
};

template <>
struct wire<project_transfer_refusal> {
    static const object_schema<project_transfer_refusal>& schema() {
        static const auto declared = object<project_transfer_refusal>(
            "project_transfer_refusal", "The money stays where it is",
            field("reason", &project_transfer_refusal::reason, "Why", length(1, 1000))
        );
        return declared;
    }
};

}  // namespace tranche::server
