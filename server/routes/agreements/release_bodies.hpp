// What is told of a tranche's release, check by check and report by report.
#pragma once

#include "domain/message_catalogue.hpp"
#include "server/json/schema.hpp"
#include "server/routes/agreements/release_checks.hpp"

#include <optional>
#include <span>
#include <string>

namespace tranche::server {

struct told_check {
    std::string check;
    std::optional<std::string> rule, kind;
    std::string step;
    bool met = false;
    domain::date judged_on;
    std::optional<domain::money> needed, available;
    std::string words;
    raw_json why;  // a list
};
told_check told(const release_check& one, domain::language in);

struct told_report {
    std::string id, report;
    std::int64_t round = 0;
    domain::date period_first, period_last, submitted_on;
    std::string waits_for;
    domain::date since;
    std::int64_t days = 0;
    std::string words;
};
told_report told(const waiting_report& one, domain::language in);

// A list of refusals' reasons, and their sentences one after another.
std::string words_of(std::span<const domain::violation> why, domain::language in);
std::string words_of(const domain::statement& said, domain::language in);

template <>
struct wire<told_check> {
    static const object_schema<told_check>& schema();
};
template <>
struct wire<told_report> {
    static const object_schema<told_report>& schema();
};

}  // namespace tranche::server
