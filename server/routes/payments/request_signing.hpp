// R38: who signed a request of a partner, with which words, and how far ahead its needs reach.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/payments/disbursement_bodies.hpp"

#include <vector>

namespace tranche::server {

// The request's columns that keep it. Violations of R38 where it does not hold.
std::vector<command_run::column> check_signed(
    command_run& run, std::int64_t tranche, std::int64_t partner,
    const new_disbursement_request& body, domain::money amount
);

// A direct payment says whom it pays, in a form a bank takes; nothing else does. Its columns.
std::vector<command_run::column> check_payee(
    command_run& run, const std::string& kind, const std::optional<payee_body>& payee
);

}  // namespace tranche::server
