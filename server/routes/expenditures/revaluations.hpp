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
#include <string_view>
#include <vector>

namespace tranche::server {

// SQL of what a correction $1 makes of rates: (correction_id, series, currency, valid_from,
// valid_to, old_rate, new_rate, since). Old are also those it replaced in turn, for what stayed at
// them; of an approved one the new is what is in place by now.
inline constexpr std::string_view rates_of_correction =
    R"(
            select distinct on (x.series, x.currency, x.valid_from, x.rate) w.correction_id,
                x.series, x.currency, x.valid_from, x.valid_to, x.rate as old_rate,
                case when c.approved_by is null then w.rate else y.rate end as new_rate,
                x.loaded_at as since
              from reference.rate_correction_row w
              join reference.rate_correction c on c.id = w.correction_id
               and c.refused_by is null
              join reference.exchange_rate o on o.id = w.rate_id
              join reference.exchange_rate y on y.series = o.series
               and y.currency = o.currency
               and y.valid_from = o.valid_from
               and y.replaced_in is null
              join reference.exchange_rate x on x.series = o.series
               and x.currency = o.currency
               and x.valid_from = o.valid_from
               and (x.replaced_in is not null or c.approved_by is null)
              where w.correction_id = $1)";

// Accepted lines whose rates a correction replaces or has replaced, with their right rates; in the
// order of projects, agreements and reports.
persistence::query lines_of_correction(std::int64_t correction, domain::date on);
// The same of one report, whatever its state: by all corrections approved so far. `reviewed_on` is
// the day its terms are of while it is not reviewed.
persistence::query lines_corrected_since(std::int64_t report, domain::date reviewed_on);

// What an agreement holds while reports of it are valued anew, one after the other.
struct agreement_money {
    struct balance {
        std::string code;
        domain::money amount, floor;
    };
    std::vector<domain::advance_layer> layers;
    std::vector<domain::unpaid_tranche> unpaid;
    std::map<std::int64_t, balance> obligated;  // per budget line, in base currency
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
    // `correction`: one that is being approved, whose rates count as if they were in place; or 0.
    revaluation_planner(command_run& run, domain::date on, std::int64_t correction = 0)
        : run_{run},
          on_{on},
          correction_{correction} {}

    // What the agreement of a line holds: as the database says, until it is changed here.
    agreement_money& money_of(const persistence::row& line);
    // `accepted`: what is accepted of the lines in the same command; else what the database says.
    std::vector<planned_revaluation> plan(
        const persistence::rows& lines, const domain::review* accepted = nullptr
    );

private:
    planned_revaluation read(
        const persistence::row& first, std::span<const domain::line_at_right_rate> lines,
        const domain::review* accepted
    );
    void remember(const planned_revaluation& one);
    // Where the difference goes; or why it cannot go there.
    std::optional<domain::violation> place(planned_revaluation& one, const persistence::row& line);
    std::optional<domain::violation> settle(planned_revaluation& one, const agreement_money& held);
    std::optional<domain::violation> bear(planned_revaluation& one, agreement_money& held);

    // What earlier corrections of the same plan made of a report.
    struct changed_report {
        std::int64_t times = 0;
        std::optional<domain::money> direct, direct_base;
    };

    command_run& run_;
    domain::date on_;
    std::int64_t correction_;
    std::map<std::int64_t, agreement_money> known_;
    std::map<std::int64_t, agreement_money::balance> available_;  // of all agreements together
    std::map<std::int64_t, changed_report> changed_;
};

// Writes what does not stay; the answer names the revaluations made, and the reports that stay.
void add_revaluations(
    command_run& run, receipt& answer, std::span<const planned_revaluation> planned, domain::date on
);

}  // namespace tranche::server
