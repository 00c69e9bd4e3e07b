#include "server/outbound/mail.hpp"

#include "server/outbound/address.hpp"
#include "server/outbound/transfer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

namespace tranche::server {
namespace {

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += k <= count ? digits[group >> (18 - 6 * k) & 63] : '=';
        }
    }
    return out;
}

// Lines with encoded words have 76 characters at most, and a word breaks no character (RFC 2047).
std::string header_text(std::string_view text) {
    constexpr std::size_t bytes_at_most = 39;
    std::string out;
    while (!text.empty()) {
        auto size = std::min(text.size(), bytes_at_most);
        while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
            --size;
        }
        out +=
            (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(text.substr(0, size)) + "?=";
        text.remove_prefix(size);
    }
    return out;
}

std::string body_lines(std::string_view text) {
    constexpr std::size_t bytes_a_line = 57;
    std::string out;
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), bytes_a_line))) {
        out += base64(text.substr(0, bytes_a_line)) + "\r\n";
    }
    return out;
}

// "Fri, 27 Nov 2026 06:50:00 +0000", in English whatever the locale.
std::string header_date(std::int64_t seconds) {
    constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto when = static_cast<std::time_t>(seconds);
    std::tm parts{};
    ::gmtime_r(&when, &parts);
    std::array<char, 64> text{};
    std::snprintf(
        text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d +0000",
        days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
        months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour,
        parts.tm_min, parts.tm_sec
    );
    return text.data();
}

struct reader {
    std::string_view rest;

    static std::size_t read(char* into, std::size_t size, std::size_t count, void* self) {
        auto& rest = static_cast<reader*>(self)->rest;
        const auto now = std::min(rest.size(), size * count);
        std::copy_n(rest.begin(), now, into);
        rest.remove_prefix(now);
        return now;
    }
};

}  // namespace

bool is_mail_address(std::string_view text) {
    const auto at = text.find('@');
    return at != text.npos && at > 0 && at + 1 < text.size() && at == text.rfind('@') &&
        text.size() <= 320 && std::ranges::all_of(text, [](char c) {
               return c > ' ' && c < '\x7f' &&
                   std::string_view{"<>()[],;:\\\""}.find(c) == std::string_view::npos;
           });
}

std::string as_sent(const mail& message, std::string_view from) {
    std::string out;
    const auto line = [&](std::string_view name, std::string_view value) {
        out.append(name).append(": ").append(value).append("\r\n");
    };
    line("Date", header_date(message.written_at));
    line("From", from);
    line("To", message.to);
    line("Subject", header_text(message.subject));
    line("Message-ID", "<" + message.id + ">");
    line("Auto-Submitted", "auto-generated");
    line("Content-Language", message.language);
    line("MIME-Version", "1.0");
    line("Content-Type", "text/plain; charset=utf-8");
    line("Content-Transfer-Encoding", "base64");
    return out + "\r\n" + body_lines(message.text);
}

void send_mail(const mail_route& route, const mail& message, const outbound_bounds& bounds) {
    if (!is_mail_address(message.to)) {
        throw outbound_failure{"not a mail address"};
    }
    transfer made{route.url, bounds};
    const auto text = as_sent(message, route.from);
    reader source{text};
    // Nothing is said in the clear to another machine.
    made.set(
        CURLOPT_USE_SSL, static_cast<long>(is_loopback(route.url) ? CURLUSESSL_TRY : CURLUSESSL_ALL)
    );
    if (!route.user.empty()) {
        made.set(CURLOPT_USERNAME, route.user.c_str());
        made.set(CURLOPT_PASSWORD, route.password.c_str());
    }
    const auto from = "<" + route.from + ">";
    made.set(CURLOPT_MAIL_FROM, from.c_str());
    made.set_lines(CURLOPT_MAIL_RCPT, {"<" + message.to + ">"});
    made.set(CURLOPT_UPLOAD, 1L);
    made.set(CURLOPT_READFUNCTION, &reader::read);
    made.set(CURLOPT_READDATA, &source);
    made.run();
}

}  // namespace tranche::server
