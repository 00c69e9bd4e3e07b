// One plain text message handed to a mail server. It blocks, so it is for threads that may wait.
#pragma once

#include "server/outbound/http_call.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tranche::server {

/// The mail server that takes ours.
struct mail_route {
    std::string url;  // smtps://host:465, or smtp://host:587, which begins TLS first (address.hpp)
    std::string user;
    std::string password;
    std::string from;
};

struct mail {
    std::string to;
    std::string subject;
    std::string text;
    std::string_view language;
    /// Of a message that is sent again, the same: "dlv_1@tranche".
    std::string id;
    std::int64_t written_at = 0;  // seconds since 1970, UTC
};

/// As it travels (RFC 5322), in ASCII whatever the text holds.
std::string as_sent(const mail& message, std::string_view from);

/// Throws outbound_failure unless the mail server has taken it.
void send_mail(const mail_route& route, const mail& message, const outbound_bounds& bounds);

/// "name@host" in ASCII: what may stand in a header or an envelope without doing anything there.
bool is_mail_address(std::string_view text);

}  // namespace tranche::server
