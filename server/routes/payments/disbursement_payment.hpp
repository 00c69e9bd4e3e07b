// The approval of a request and its payment, and what its steps share.
#pragma once

#include "domain/four_eyes.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/payments/disbursement_bodies.hpp"

namespace tranche::server {

// What an agreement's life calls a request or payment: what was spent is settled whatever becomes
// of the rest.
std::string_view step_of(std::string_view kind, std::string_view otherwise);

// The request and its tranche on that day, and how many persons the fund wants of who acts today:
// a day that is typed does not change that.
persistence::query request_facts(std::int64_t request, domain::date on, domain::date today);
void check_person(command_run& run, const persistence::row& request, domain::payment_step step);

// What other approved requests have a claim on already.
persistence::query promises_beside(std::int64_t request);
// What an approval sets aside on the tranche, in the agreement's currency; a violation when the
// tranche, or what is due on it, has less to give than the others leave.
domain::money reserve(
    command_run& run, const persistence::row& request, const persistence::row& promises,
    const persistence::row& agreement, domain::money approved, domain::date on
);

// What the project's state keeps from being approved. R58: activities that are over need no
// advance; what was spent is still paid back. R61: a closed project takes nothing.
std::vector<domain::violation> project_bars(
    const std::string& kind, const std::string& state, const std::string& project,
    domain::money amount
);

// How many persons the fund wants; `found` holds its columns.
domain::persons_terms persons_wanted(const persistence::row& found);

// Nothing but its payment happens to a request in a batch, and that once the batch is released.
void check_not_in_batch(command_run& run, const persistence::row& request, bool unless_released);

receipt approve_request(command_run& run, const disbursement_approval_body& body);
receipt pay(command_run& run, const payment_body& body);

// By whom it is called: where the day stands in what was sent, and whether the version given is the
// request's.
struct paid_through {
    std::string_view day_field = "/paid_on";
    bool is_versioned = true;
    // What the bank was sent is paid by the bank's answer, and by nothing else.
    bool is_banks_answer = false;
};
receipt pay_request(
    command_run& run, std::int64_t id, const payment_body& body, const paid_through& way = {}
);

}  // namespace tranche::server
