// Expenditure that was accepted at a rate corrected since is valued anew (R42, R48): planned first,
// so that it can be looked at, then written. What was handed in and signed stays as it is.
#pragma once

#include "domain/error.hpp"
#include "domain/liquidation.hpp"
#include "domain/posting_rules.hpp"
#include "domain/revaluation.hpp"
#include "persistence/ledger.hpp"
#include "server/command/command_run.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tranche::server {

// Accepted lines whose rates a correction replaces or has replaced, with their right rates; in the
// order of projects, agreements and reports.
persistence::query lines_of_correction(std::int64_t correction);
// The same of one report, whatever its state: by all corrections approved so far.
persistence::query lines_corrected_since(std::int64_t report);

// What an agreement holds while reports of it are valued anew, one after the other.
struct agreement_money {
    struct balance {
        std::string code;
        domain::money amount, floor;
    };
    std::vector<domain::advance_layer> layers;
    std::vector<domain::unpaid_tranche> unpaid;
    std::map<std::int64_t, balance> obligated, available;  // per budget line, in base currency
    domain::money due;
    std::optional<domain::exchange_rate> on_day;  // of the payment currency
    std::vector<persistence::state_share> shares;

    void take(const domain::liquidation& liquidated);
    void take(std::span<const domain::cost_on_line> costs);
};

struct planned_revaluation {
    std::int64_t report_id, correction_id, number;
    std::string report, agreement, project;
    domain::entry_subject subject;
    bool is_closed;  // the agreement: what is set free goes back to the budget line, and comes from
                     // there
    domain::money counted;  // what the lines count for now, base currency
    domain::revaluation done;
    std::vector<domain::cost_on_line> costs;
    std::optional<domain::liquidation> liquidated;  // else it is owed
    domain::money owed;
    domain::money owed_base;
    std::string rate;
    std::vector<persistence::state_share> shares;
    std::vector<domain::violation> bends;  // R21: lines that go further below zero than they may
    // Why it is not valued anew; what must be done first, or by hand.
    std::optional<domain::violation> stays;

    // After the end a budget line bears what no debt stands behind.
    [[nodiscard]] bool is_from_budget() const { return is_closed && owed.is_zero(); }
};

class revaluation_planner {
public:
    revaluation_planner(command_run& run, domain::date on) : run_{run}, on_{on} {}

    // What the agreement of a line holds: as the database says, until it is changed here.
    agreement_money& money_of(const persistence::row& line);
    // `accepted`: what is accepted of the lines in the same command; else what the database says.
    std::vector<planned_revaluation> plan(
        const persistence::rows& lines, const domain::review* accepted = nullptr
    );

private:
    planned_revaluation read(
        const persistence::row& first, std::span<const domain::line_at_right_rate> lines,
        const domain::review* accepted, const planned_revaluation* before
    );
    // Where the difference goes; or why it cannot go there.
    std::optional<domain::violation> place(planned_revaluation& one, const persistence::row& line);
    std::optional<domain::violation> settle(planned_revaluation& one, const agreement_money& held);
    std::optional<domain::violation> bear(planned_revaluation& one, agreement_money& held);

    command_run& run_;
    domain::date on_;
    std::map<std::int64_t, agreement_money> known_;
};

// Writes what does not stay; the answer names the revaluations made, and the reports that stay.
void add_revaluations(
    command_run& run, receipt& answer, std::span<const planned_revaluation> planned, domain::date on
);

}  // namespace tranche::server
