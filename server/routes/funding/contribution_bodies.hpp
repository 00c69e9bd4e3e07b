// What callers send about money from donors.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct expected_receipt_body {
    domain::date expected_on;
    domain::money amount;
};

struct new_contribution {
    std::string code;
    reference donor, line;
    domain::money pledged;
    domain::date pledged_on;
    std::string earmarking = "A";
    std::optional<std::string> restriction;
    std::optional<reference> project;
    std::optional<std::string> region, objective;
    std::vector<expected_receipt_body> expected;
    bool illustrative = false;
};

struct commitment_body {
    domain::money amount;
    domain::date committed_on;
};

struct commitment_change_body {
    domain::money amount;
    domain::date changed_on;
    std::string document;
};

struct schedule_body {
    std::vector<expected_receipt_body> expected;
};

struct receipt_body {
    domain::money amount;
    domain::date received_on;
    std::optional<std::string> external_reference;
    std::optional<reference> corrects;
};

struct application_body {
    std::optional<domain::money> amount;
    domain::date applied_on;
};

struct donor_refund_body {
    domain::money amount;
    std::string taken_from = "line";
    std::string reason;
};

struct line_transfer_body {
    reference to;
    std::optional<reference> contribution;
    domain::money amount;
    domain::date transferred_on;
    std::string reason;
};

struct return_release_body {
    std::optional<domain::money> amount;
    domain::date released_on;
    std::string consent;
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
struct wire<expected_receipt_body> {
    static const object_schema<expected_receipt_body>& schema();
};
template <>
struct wire<commitment_change_body> {
    static const object_schema<commitment_change_body>& schema();
};
template <>
struct wire<schedule_body> {
    static const object_schema<schedule_body>& schema();
};
template <>
struct wire<application_body> {
    static const object_schema<application_body>& schema();
};
template <>
struct wire<donor_refund_body> {
    static const object_schema<donor_refund_body>& schema();
};
template <>
struct wire<line_transfer_body> {
    static const object_schema<line_transfer_body>& schema();
};
template <>
struct wire<return_release_body> {
    static const object_schema<return_release_body>& schema();
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
