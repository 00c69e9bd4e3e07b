// An entry of the journal taken back, by whoever knows that it did not last.
#pragma once

#include "domain/calendar.hpp"
#include "server/command/command_run.hpp"

#include <optional>
#include <string>

namespace tranche::server {

struct reversal_body {
    std::string reason;
    std::optional<domain::date> effective_on;
    std::optional<std::string> bank_reference;
};

// `day_field`: where the day stands in what was sent.
receipt reverse_entry(
    command_run& run, std::int64_t id, const reversal_body& body, const std::string& day_field
);

}  // namespace tranche::server
