// A client that sends exactly the bytes it is told to and reads answers by the letter of the
// protocol, so that tests can be impolite in ways a real HTTP library would not allow.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace tranche::tests {

struct raw_answer {
    /// 0 when the connection ended before a complete head.
    int status = 0;
    /// Names in lower case.
    std::map<std::string, std::string> headers;
    std::string body;
    /// False when the connection ended before Content-Length bytes.
    bool complete = false;
};

class raw_client {
public:
    /// Connects to 127.0.0.1 ("::1" with `ip_v6`); throws std::runtime_error when refused.
    /// `receive_buffer` above 0 makes the kernel take less than usual on our behalf.
    explicit raw_client(unsigned short port, bool ip_v6 = false, int receive_buffer = 0);
    ~raw_client();
    raw_client(const raw_client&) = delete;
    raw_client& operator=(const raw_client&) = delete;

    /// False when the server has closed.
    bool send(std::string_view bytes);
    /// The next answer on the connection; `of_head` when it answers a HEAD request.
    raw_answer read_answer(bool of_head = false);
    raw_answer get(std::string_view path, std::string_view more_headers = "");
    /// True when the server closes, without further bytes, within the time.
    bool sees_close(std::chrono::milliseconds patience = std::chrono::milliseconds(5000));
    /// Leaves with a reset, as a crashed or disconnected client does.
    void vanish();

private:
    bool fill();

    int descriptor_;
    std::string unread_;
};

}  // namespace tranche::tests
