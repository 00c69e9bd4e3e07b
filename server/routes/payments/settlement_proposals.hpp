// How a debt ends without money: the bodies and commands, and what an approval does.
#pragma once

#include "domain/calendar.hpp"
#include "domain/money.hpp"
#include "server/command/command_run.hpp"
#include "server/json/values.hpp"

#include <optional>
#include <string>

namespace tranche::server {

struct write_off_body {
    std::optional<domain::money> amount;
    std::string reason;
};
struct later_documents_body {
    reference line;
    std::optional<domain::money> amount;
    std::string document, reason;
};
struct set_off_body {
    reference request;
    domain::money amount;
    std::string reason;
};
struct settlement_approval_body {
    domain::date approved_on;
};
struct settlement_refusal_body {
    std::string reason;
};

receipt propose_write_off(command_run& run, const write_off_body& body);
receipt propose_later_documents(command_run& run, const later_documents_body& body);
receipt propose_set_off(command_run& run, const set_off_body& body);
receipt approve_settlement(command_run& run, const settlement_approval_body& body);
receipt refuse_settlement(command_run& run, const settlement_refusal_body& body);

}  // namespace tranche::server
