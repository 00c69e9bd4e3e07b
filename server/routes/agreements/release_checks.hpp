// What the release of a tranche rests on beside its conditions and advances: each check of asking,
// approving and paying that does not hang on one request, met or not, as those commands judge it.
#pragma once

#include "domain/calendar.hpp"
#include "domain/error.hpp"
#include "domain/money.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "persistence/session.hpp"

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tranche::server {

struct release_check {
    std::string_view name;  // agreement, partner_block, ...
    std::string_view rule;  // the numbered rule, or nothing
    std::string_view step;  // which asks it: request, approval, payment or payment_batch
    domain::date judged_on;
    domain::statement met;
    std::vector<domain::violation> why = {};  // it is unmet
    std::optional<domain::money> needed = {}, available = {};
};

// The agreement, the tranche, its open requests, and what only the database may tell.
std::array<persistence::query, 4> facts_of_release(
    std::int64_t tranche, domain::date on, domain::date today
);

struct release_reader {
    domain::date on, today;
    // A partner's people are told neither of screening and papers nor what the fund has and asks of
    // its own persons, and of states as they are today.
    bool is_partner;
};
std::vector<release_check> release_checks(
    persistence::session& with, std::span<const persistence::rows> found,
    const release_reader& reader
);

// A report that was handed in and is not decided on that day, longest first.
struct waiting_report {
    std::int64_t id;
    std::string code;
    std::int64_t round;
    domain::date period_first, period_last, submitted_on;
    std::string_view waits_for;  // finance or partner
    domain::date since;
    std::int64_t days;
    domain::statement words;
};
persistence::query reports_in_review(std::int64_t tranche, domain::date on);
std::vector<waiting_report> waiting_reports(const persistence::rows& found, domain::date on);

}  // namespace tranche::server
