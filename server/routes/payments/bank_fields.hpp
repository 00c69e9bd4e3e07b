// How accounts and banks are named so that a bank takes them.
#pragma once

#include "server/command/command_run.hpp"

#include <optional>
#include <string>

namespace tranche::server {

// Whether a bank takes this: an IBAN, or up to 34 letters, digits and hyphens.
bool is_bank_account(const std::string& typed);

void check_bic(command_run& run, const std::optional<std::string>& bic, const std::string& field);

// The same as violations at their fields, with the bank's identifier (ISO 9362) where it is given.
void check_bank_fields(
    command_run& run, const std::optional<std::string>& bic, const std::string& bic_field,
    const std::string& account, const std::string& account_field
);

}  // namespace tranche::server
