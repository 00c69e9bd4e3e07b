#include "server/outbound/transfer.hpp"

#include "server/outbound/address.hpp"

#include <new>
#include <utility>

namespace tranche::server {
namespace {

CURL* new_handle() {
    // Once, and before any transfer: the initialisation is not thread-safe everywhere.
    static const auto ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    auto* made = ready == CURLE_OK ? curl_easy_init() : nullptr;
    if (made == nullptr) {
        throw outbound_failure{"libcurl does not start"};
    }
    return made;
}

}  // namespace

transfer::transfer(const std::string& address, const outbound_bounds& bounds)
    : address_{address},
      stop_{bounds.stop},
      handle_{new_handle(), &curl_easy_cleanup} {
    const auto kind = address.starts_with("smtp") ? outbound_kind::mail : outbound_kind::web;
    if (const auto objection = objection_to(address, kind); !objection.empty()) {
        throw outbound_failure{"the address " + objection};
    }
    set(CURLOPT_URL, address_.c_str());
    set(CURLOPT_PROTOCOLS_STR, "https,http,smtps,smtp");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
    set(CURLOPT_NOSIGNAL, 1L);  // signals are the server's
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(bounds.time_limit.count()));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!bounds.ca_file.empty()) {
        set(CURLOPT_CAINFO, bounds.ca_file.c_str());
        set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &on_progress);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_WRITEFUNCTION, &on_answer);
    set(CURLOPT_WRITEDATA, this);
}

void transfer::set_lines(CURLoption option, const std::vector<std::string>& texts) {
    lines all{nullptr, &curl_slist_free_all};
    for (const auto& one : texts) {
        auto* longer = curl_slist_append(all.get(), one.c_str());
        if (longer == nullptr) {
            throw std::bad_alloc{};
        }
        static_cast<void>(all.release());
        all.reset(longer);
    }
    set(option, all.get());
    lines_.push_back(std::move(all));
}

void transfer::keep_answer(std::size_t limit) {
    answer_limit_ = limit;
}

// Bytes beyond the limit end the transfer; with a limit of nothing they are let go.
std::size_t transfer::on_answer(const char* data, std::size_t, std::size_t size, void* self) {
    auto& mine = *static_cast<transfer*>(self);
    if (mine.answer_limit_ == 0) {
        return size;
    }
    if (mine.answer_.size() + size > mine.answer_limit_) {
        mine.too_large_ = true;
        return 0;
    }
    mine.answer_.append(data, size);
    return size;
}

int transfer::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<transfer*>(self)->stop_.stop_requested() ? 1 : 0;
}

void transfer::run() {
    const auto code = curl_easy_perform(handle_.get());
    if (too_large_) {
        throw outbound_failure{
            "the answer is larger than " + std::to_string(answer_limit_) + " bytes"};
    }
    check(code);
}

long transfer::status() const {
    long found = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &found);
    return found;
}

// libcurl's own sentence for the code: its longer messages may quote what was sent.
void transfer::check(CURLcode code) {
    if (code != CURLE_OK) {
        throw outbound_failure{curl_easy_strerror(code)};
    }
}

}  // namespace tranche::server
