// A mail server of a test: speaks as much SMTP as ours needs, keeps what it is given, and can be
// told to refuse, or to lose the connection after it has taken a message.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tranche::tests {

struct received_mail {
    std::string from, to;
    /// As it travelled.
    std::string text;

    /// A line of the head, decoded; "" when it has none.
    [[nodiscard]] std::string header(const std::string& name) const;
    [[nodiscard]] std::string body() const;
};

class mail_sink {
public:
    enum class mood { takes, refuses, hangs_up_after_taking };

    mail_sink();
    ~mail_sink();
    mail_sink(const mail_sink&) = delete;
    mail_sink& operator=(const mail_sink&) = delete;

    [[nodiscard]] std::string url() const;
    void be(mood now) { mood_ = now; }
    [[nodiscard]] std::vector<received_mail> received() const;

private:
    void run();
    void converse(int connection);

    int listener_;
    unsigned short port_ = 0;
    std::atomic<mood> mood_ = mood::takes;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::vector<received_mail> received_;
    std::thread thread_;
};

}  // namespace tranche::tests
