// One letter a day instead of many: what a person's queue holds, a line for each.
#pragma once

#include "domain/message_catalogue.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>

namespace tranche::server {

struct day_letter {
    std::string subject;
    std::string text;
};

/// From the answer of GET /api/v1/queue; nothing when nothing waits.
std::optional<day_letter> letter_of_the_day(const boost::json::value& queue, domain::language in);

}  // namespace tranche::server
