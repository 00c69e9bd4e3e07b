// What commands on the partner side read about an agreement: its state, project, partner,
// currencies and the terms in force on a day.
#pragma once

#include "domain/journal.hpp"
#include "domain/liquidation.hpp"
#include "domain/posting_rules.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/command/command_run.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tranche::server {

// SQL of what approved and unpaid requests have a claim on, for a tranche `t`: on its unpaid rest,
// in the agreement's currency, and on what is due on it, in the currency of the disbursement.
// Together they are the tranche's reserved_amount, but the two pots must not be confused: what fell
// due is no longer unpaid.
inline constexpr std::string_view promised_of_unpaid =
    "(select coalesce(sum(reserved_amount), 0)::bigint from partner.disbursement_request"
    " where tranche_id = t.id and state = 'approved' and kind = 'advance')";
inline constexpr std::string_view promised_of_due =
    "(select coalesce(sum(approved_amount), 0)::bigint from partner.disbursement_request"
    " where tranche_id = t.id and state = 'approved' and kind <> 'advance')";

// `behind` is the SQL, over $1, of the agreement's id; the terms are those of day $2.
persistence::query agreement_facts(std::string_view behind, std::int64_t id, domain::date on);

inline constexpr std::string_view of_agreement_itself = "$1::bigint";
inline constexpr std::string_view of_tranche =
    "(select agreement_id from partner.tranche where id = $1)";
inline constexpr std::string_view of_request =
    "(select agreement_id from partner.disbursement_request where id = $1)";
inline constexpr std::string_view of_report =
    "(select agreement_id from partner.expenditure_report where id = $1)";
inline constexpr std::string_view of_receivable =
    "(select agreement_id from partner.receivable where id = $1)";

// R30: what keeps money from a partner on a day; each list is empty where nothing does.
struct partner_bars {
    std::vector<domain::violation> blocked, matched, papers, assessed;
};
partner_bars bars_of_partner(const persistence::row& agreement, domain::date on);
// R37: what a row of partner.overdue_advances says on a day; in days past the last good one.
domain::violation overdue_advance(const persistence::row& advance, domain::date on);
// R30: nothing new with a blocked partner, nor with one whose assessment has expired by that day.
void check_partner(command_run& run, const persistence::row& agreement, domain::date on);

domain::entry_subject subject_of(const persistence::row& agreement);

// Advances still held, oldest first, with what is open now.
persistence::query advance_layers(std::string_view behind, std::int64_t id);
std::vector<domain::advance_layer> layers_of(const persistence::rows& found, domain::currency base);

// Tranches that accepted expenditure falls due on: reimbursements first, then the rest, in order.
persistence::query unpaid_tranches(std::string_view behind, std::int64_t id);
std::vector<domain::unpaid_tranche> unpaid_of(
    const persistence::rows& found, domain::currency agreed_in
);

// R42: the rule `fixed` has a rate, and no other has.
void check_rate_rule(command_run& run, const std::optional<std::string>& named, bool has_rate);

// Obligated per budget line, with how far each may bend.
persistence::query obligations(std::string_view behind, std::int64_t id);
// An amount of base currency over the lines that still have obligations, in proportion: of all of
// them together no more than there is.
std::vector<domain::obligation_line> spread_over_obligations(
    const persistence::rows& obligated, domain::money amount
);
std::vector<domain::obligation_line> obligated_lines(
    const persistence::rows& obligated, domain::currency base
);
std::vector<domain::obligation_line> spread_over_obligations(
    std::span<const domain::obligation_line> obligated, domain::money amount
);

// Budget lines that a disallowance, or a right rate, put back, with how much; of any other debt
// nothing.
persistence::query lines_of_debt(std::int64_t receivable);
// Over the lines the debt came from, as far as they have it; the rest over the others.
std::vector<domain::obligation_line> spread_for_debt(
    std::span<const domain::obligation_line> obligated, const persistence::rows& of_debt,
    domain::money amount
);

}  // namespace tranche::server
