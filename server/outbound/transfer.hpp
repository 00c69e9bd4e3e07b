// A libcurl transfer with the bounds every one of ours has. Private to server/outbound.
#pragma once

#include "server/outbound/http_call.hpp"

#include <curl/curl.h>

#include <memory>
#include <string>

namespace tranche::server {

class transfer {
public:
    /// Throws outbound_failure for an address that must not be spoken to.
    transfer(const std::string& address, const outbound_bounds& bounds);

    template <class Value>
    void set(CURLoption option, Value value) {
        check(curl_easy_setopt(handle_.get(), option, value));
    }
    /// A list that libcurl reads while the transfer runs: header lines, recipients.
    void set_lines(CURLoption option, const std::vector<std::string>& texts);
    void keep_answer(std::size_t limit);

    /// Throws outbound_failure.
    void run();

    [[nodiscard]] long status() const;
    std::string take_answer() { return std::move(answer_); }

private:
    using lines = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

    static std::size_t on_answer(const char* data, std::size_t, std::size_t size, void* self);
    static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
    static void check(CURLcode code);

    std::string address_;
    std::stop_token stop_;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_;
    std::vector<lines> lines_;
    std::string answer_;
    std::size_t answer_limit_ = 0;
    bool too_large_ = false;
};

}  // namespace tranche::server
