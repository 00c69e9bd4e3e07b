#include "server/outbound/address.hpp"

#include <curl/curl.h>

#include <memory>
#include <optional>

namespace tranche::server {
namespace {

using curl_address = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

// Read by the same parser that the transfer uses: nobody can mean two hosts by one address.
curl_address parsed(std::string_view address) {
    curl_address made{curl_url(), &curl_url_cleanup};
    if (!made ||
        curl_url_set(made.get(), CURLUPART_URL, std::string{address}.c_str(), 0) != CURLUE_OK) {
        made.reset();
    }
    return made;
}

std::optional<std::string> part(const curl_address& address, CURLUPart which) {
    char* text = nullptr;
    if (!address || curl_url_get(address.get(), which, &text, 0) != CURLUE_OK) {
        return std::nullopt;
    }
    const std::unique_ptr<char, decltype(&curl_free)> owned{text, &curl_free};
    return std::string{text};
}

bool is_loopback_host(std::string_view host) {
    const auto is_ip_v4 = host.find_first_not_of("0123456789.") == host.npos;
    return host == "localhost" || host == "[::1]" || (is_ip_v4 && host.starts_with("127."));
}

}  // namespace

bool is_loopback(std::string_view address) {
    return is_loopback_host(part(parsed(address), CURLUPART_HOST).value_or(""));
}

std::string objection_to(std::string_view address, outbound_kind kind) {
    const auto all = parsed(address);
    const auto scheme = part(all, CURLUPART_SCHEME);
    const auto host = part(all, CURLUPART_HOST);
    if (!scheme || !host || host->empty()) {
        return "is not an address";
    }
    if (part(all, CURLUPART_USER) || part(all, CURLUPART_PASSWORD)) {
        return "must not hold a name or a password";
    }
    if (part(all, CURLUPART_FRAGMENT)) {
        return "must not hold a fragment";
    }
    if (kind == outbound_kind::mail) {
        return *scheme == "smtps" || *scheme == "smtp"
            ? ""
            : "begins neither with smtps:// nor with smtp://";
    }
    if (*scheme == "https" || (*scheme == "http" && is_loopback_host(*host))) {
        return "";
    }
    return *scheme == "http" ? "must begin with https://, because it leaves this machine"
                             : "must begin with https://";
}

}  // namespace tranche::server
