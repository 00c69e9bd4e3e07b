// Writes the head of an answer; see the header for what handlers cannot influence.
#include "server/http/response_head.hpp"

#include "server/api/response.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tranche::server {

namespace {

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        default:
            return "";  // The phrase is optional; clients go by the number.
    }
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c;
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) {
        return lower(x) == lower(y);
    });
}

/// Headers that describe the message or the connection: the edge alone knows them.
bool is_ours(std::string_view name) {
    static constexpr std::array<std::string_view, 8> ours{
        "content-length", "connection", "keep-alive",   "transfer-encoding",
        "trailer",        "date",       "x-request-id", "x-content-type-options",
    };
    return std::any_of(ours.begin(), ours.end(), [&](std::string_view one) {
        return equal_ignoring_case(one, name);
    });
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
            std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
    });
}

void add(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ");
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        head += (byte < 0x20 && c != '\t') || byte == 0x7F ? ' ' : c;
    }
    head += "\r\n";
}

/// "Tue, 24 Nov 2026 03:00:00 GMT"; formatted once a second and thread, never by the locale.
std::string_view http_date(std::time_t now) {
    thread_local std::time_t cached_at = -1;
    thread_local std::array<char, 64> text{};
    if (now != cached_at) {
        static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm utc{};
        ::gmtime_r(&now, &utc);
        std::snprintf(
            text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
            days.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
            months.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900, utc.tm_hour,
            utc.tm_min, utc.tm_sec
        );
        cached_at = now;
    }
    return text.data();
}

}  // namespace

bool is_bodiless(int status) {
    return status < 200 || status == 204 || status == 304;
}

std::string response_head(const api_response& response, const head_context& context) {
    std::string head;
    head.reserve(512);
    head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    head.append(reason_of(response.status)).append("\r\n");
    add(head, "Date", http_date(context.now));
    bool has_cache_control = false;
    for (const auto& [name, value] : response.headers) {
        if (is_ours(name) || !is_token(name)) continue;
        has_cache_control = has_cache_control || equal_ignoring_case(name, "cache-control");
        add(head, name, value);
    }
    if (!has_cache_control) add(head, "Cache-Control", "no-store");
    add(head, "X-Content-Type-Options", "nosniff");
    add(head, "X-Request-Id", context.request_id);
    if (!is_bodiless(response.status)) {
        add(head, "Content-Length", std::to_string(context.content_length));
    }
    if (!context.keep_alive) {
        add(head, "Connection", "close");
    } else if (context.http_1_0) {
        add(head, "Connection", "keep-alive");
    }
    head += "\r\n";
    return head;
}

}  // namespace tranche::server
