// R38: who signed a request of a partner, with which words, and how far ahead its needs reach. Who
// certifies a report is asked in the same way.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/payments/disbursement_bodies.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

// Whether an authorised officer of the partner signs on that day; with nobody on file the role says
// who does. Whoever signs here has to be one today as well: a typed day revives no authority.
struct partner_signature {
    bool is_given;
    bool has_officers;                    // on file for the partner
    std::optional<std::int64_t> officer;  // who it is
    domain::date judged_on;               // the day nobody is entitled, where it is not given
};
partner_signature signature_of(
    command_run& run, std::int64_t partner, domain::date on,
    const std::optional<std::string>& signed_on_paper = {}
);

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
