// What callers send about money from donors.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct new_contribution {
    std::string code;
    reference donor, line;
    domain::money pledged;
    domain::date pledged_on;
    std::string earmarking = "A";
    std::optional<std::string> restriction;
    std::optional<reference> project;
    bool illustrative = false;
};

struct commitment_body {
    domain::money amount;
    domain::date committed_on;
};

struct receipt_body {
    domain::money amount;
    domain::date received_on;
    std::optional<std::string> external_reference;
    std::optional<reference> corrects;
};

struct opening_body {
    std::string kind = "opening";
    reference line;
    std::optional<reference> project;
    domain::date opened_on;
    domain::money amount;
    std::string source;
    bool illustrative = false;
};

template <>
struct wire<new_contribution> {
    static const object_schema<new_contribution>& schema();
};
template <>
struct wire<commitment_body> {
    static const object_schema<commitment_body>& schema();
};
template <>
struct wire<receipt_body> {
    static const object_schema<receipt_body>& schema();
};
template <>
struct wire<opening_body> {
    static const object_schema<opening_body>& schema();
};

}  // namespace tranche::server
