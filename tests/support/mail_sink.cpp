#include "tests/support/mail_sink.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>
#include <string_view>

namespace tranche::tests {
namespace {

std::string from_base64(std::string text) {
    std::erase_if(text, [](char c) { return c == '\r' || c == '\n'; });
    std::string out(text.size(), '\0');
    const int size = EVP_DecodeBlock(
        reinterpret_cast<unsigned char*>(out.data()),
        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size())
    );
    out.resize(static_cast<std::size_t>(std::max(size, 0)));
    for (auto at = text.size(); at > 0 && text[at - 1] == '='; --at) {
        out.pop_back();
    }
    return out;
}

// Encoded words one after the other, or the text itself.
std::string decoded(const std::string& text) {
    constexpr std::string_view open = "=?UTF-8?B?";
    std::string out;
    auto at = text.find(open);
    if (at == text.npos) {
        return text;
    }
    for (; at != text.npos; at = text.find(open, at + 1)) {
        const auto first = at + open.size();
        out += from_base64(text.substr(first, text.find("?=", first) - first));
    }
    return out;
}

// Lines of one connection; nothing when it has ended.
class lines {
public:
    explicit lines(int connection) : connection_{connection} {}

    std::optional<std::string> next() {
        for (;;) {
            if (const auto end = unread_.find("\r\n"); end != unread_.npos) {
                auto line = unread_.substr(0, end);
                unread_.erase(0, end + 2);
                return line;
            }
            char bytes[4096];
            const auto count = ::recv(connection_, bytes, sizeof bytes, 0);
            if (count <= 0) {
                return std::nullopt;
            }
            unread_.append(bytes, static_cast<std::size_t>(count));
        }
    }
    void say(std::string_view text) const {
        const auto whole = std::string{text} + "\r\n";
        static_cast<void>(::send(connection_, whole.data(), whole.size(), MSG_NOSIGNAL));
    }

private:
    int connection_;
    std::string unread_;
};

std::string between_brackets(const std::string& line) {
    const auto open = line.find('<');
    return open == line.npos ? "" : line.substr(open + 1, line.find('>', open) - open - 1);
}

}  // namespace

std::string received_mail::header(const std::string& name) const {
    const auto head = "\r\n" + text.substr(0, text.find("\r\n\r\n")) + "\r\n";
    const auto at = head.find("\r\n" + name + ": ");
    if (at == head.npos) {
        return "";
    }
    const auto first = at + name.size() + 4;
    auto end = head.find("\r\n", first);
    while (head.compare(end, 3, "\r\n ") == 0) {
        end = head.find("\r\n", end + 2);
    }
    return decoded(head.substr(first, end - first));
}

std::string received_mail::body() const {
    return from_base64(text.substr(text.find("\r\n\r\n") + 4));
}

mail_sink::mail_sink() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_, any, size) != 0 || ::listen(listener_, 16) != 0 ||
        ::getsockname(listener_, any, &size) != 0) {
        throw std::runtime_error{"no port for a mail server"};
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] {
        run();
    }};
}

mail_sink::~mail_sink() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
}

std::string mail_sink::url() const {
    return "smtp://127.0.0.1:" + std::to_string(port_);
}

std::vector<received_mail> mail_sink::received() const {
    const std::lock_guard guard{mutex_};
    return received_;
}

void mail_sink::run() {
    while (!stopping_) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) <= 0) {
            continue;
        }
        const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection >= 0) {
            converse(connection);
            ::close(connection);
        }
    }
}

void mail_sink::converse(int connection) {
    lines client{connection};
    client.say("220 sink ready");
    received_mail one;
    while (auto line = client.next()) {
        const auto verb = line->substr(0, 4);
        if (verb == "MAIL") {
            one.from = between_brackets(*line);
            client.say("250 ok");
        } else if (verb == "RCPT") {
            one.to = between_brackets(*line);
            client.say(mood_ == mood::refuses ? "451 try again" : "250 ok");
        } else if (verb == "DATA") {
            client.say("354 go on");
            one.text.clear();
            while ((line = client.next()) && *line != ".") {
                one.text += (line->starts_with("..") ? line->substr(1) : *line) + "\r\n";
            }
            {
                const std::lock_guard guard{mutex_};
                received_.push_back(one);
            }
            if (mood_ == mood::hangs_up_after_taking) {
                return;
            }
            client.say("250 taken");
        } else if (verb == "QUIT") {
            client.say("221 bye");
            return;
        } else {
            client.say("250 sink");
        }
    }
}

}  // namespace tranche::tests
