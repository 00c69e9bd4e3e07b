// Blocking sockets with a receive timeout: a test that waits for bytes that never come fails after
// seconds instead of hanging.
#include "tests/support/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace tranche::tests {

namespace {

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return text;
}

}  // namespace

raw_client::raw_client(unsigned short port, bool ip_v6, int receive_buffer)
    : descriptor_(::socket(ip_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) {
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    const timeval patience{10, 0};  // longer than the server has anything wait
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    int outcome = -1;
    if (ip_v6) {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_addr = in6addr_loopback;
        address.sin6_port = htons(port);
        outcome = ::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    } else {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        outcome = ::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    }
    if (outcome != 0) {
        ::close(descriptor_);
        throw std::runtime_error("connection refused");
    }
}

raw_client::~raw_client() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool raw_client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool raw_client::fill() {
    std::array<char, 65536> piece;
    const auto count = ::recv(descriptor_, piece.data(), piece.size(), 0);
    if (count <= 0) return false;
    unread_.append(piece.data(), static_cast<std::size_t>(count));
    return true;
}

raw_answer raw_client::read_answer(bool of_head) {
    raw_answer answer;
    auto end = unread_.find("\r\n\r\n");
    while (end == std::string::npos) {
        if (!fill()) return answer;
        end = unread_.find("\r\n\r\n");
    }
    const auto head = unread_.substr(0, end + 2);
    unread_.erase(0, end + 4);
    answer.status = std::stoi(head.substr(9, 3));
    for (auto at = head.find("\r\n") + 2; at < head.size();) {
        const auto stop = head.find("\r\n", at);
        const auto colon = head.find(": ", at);
        answer.headers[lower_case(head.substr(at, colon - at))] =
            head.substr(colon + 2, stop - colon - 2);
        at = stop + 2;
    }
    std::size_t length = 0;
    if (const auto found = answer.headers.find("content-length");
        found != answer.headers.end() && !of_head) {
        length = std::stoul(found->second);
    }
    while (unread_.size() < length && fill()) {
    }
    answer.complete = unread_.size() >= length;
    answer.body = unread_.substr(0, length);
    unread_.erase(0, length);
    return answer;
}

raw_answer raw_client::get(std::string_view path, std::string_view more_headers) {
    std::string request("GET ");
    request.append(path).append(" HTTP/1.1\r\nHost: test\r\n").append(more_headers).append("\r\n");
    send(request);
    return read_answer();
}

bool raw_client::sees_close(std::chrono::milliseconds patience) {
    pollfd wait{descriptor_, POLLIN, 0};
    if (::poll(&wait, 1, static_cast<int>(patience.count())) != 1) return false;
    char byte = 0;
    return unread_.empty() && ::recv(descriptor_, &byte, 1, 0) <= 0;
}

void raw_client::vanish() {
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(descriptor_);
    descriptor_ = -1;
}

}  // namespace tranche::tests
