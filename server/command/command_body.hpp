// What a command's body says besides the command itself: remarks its sender acknowledges. Every
// command takes the member "acknowledged", so no wire struct has to name it.
#pragma once

#include "server/json/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct acknowledgement {
    std::string rule;  // "R55"
    std::string reason;
};

class command_body {
public:
    // `sent` outlives this. Throws as parse_body() for an "acknowledged" of the wrong shape or with
    // an unknown rule; one that turns out not to be needed is harmless.
    explicit command_body(std::string_view sent);
    command_body(const command_body&) = delete;
    command_body& operator=(const command_body&) = delete;

    // The body without that member.
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] const std::vector<acknowledgement>& acknowledged() const { return acknowledged_; }

private:
    std::string rest_;
    std::string_view text_;
    std::vector<acknowledgement> acknowledged_;
};

// The description of a command's body with that member added.
component_registry::builder with_acknowledgements(component_registry::builder body);

}  // namespace tranche::server
