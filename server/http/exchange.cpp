// Bookkeeping of one exchange, and the cutting of answers into pieces.
#include "server/http/exchange.hpp"

#include "server/http/incoming.hpp"
#include "server/http/response_head.hpp"
#include "server/spool.hpp"

#include <algorithm>
#include <ctime>
#include <exception>

namespace tranche::server {

namespace {

constexpr std::uint64_t piece_size = std::uint64_t{128} << 10;

}  // namespace

api_response exchange::failure_answer(const edge_state& state, edge_failure failure) const {
    return state.answer({
        failure,
        status_of(failure),
        request_id,
        method,
        target,
        accept_language,
    });
}

void exchange::log(const edge_state& state, int status, std::uint64_t bytes, bool complete) const {
    if (!state.config.on_access) return;
    const auto elapsed = std::chrono::steady_clock::now() - started;
    state.config.on_access({
        .request_id = request_id,
        .method = method,
        .path = path_of(target),
        .status = status,
        .bytes = bytes,
        .duration = std::chrono::duration_cast<std::chrono::microseconds>(elapsed),
        .remote_address = remote_address,
        .complete = complete,
    });
}

outgoing::outgoing(const api_response& response, const exchange& about) : response_(response) {
    const std::uint64_t length = response.file ? response.file->size() : response.body.size();
    const bool bodiless = is_bodiless(response.status) || about.method == "HEAD";
    to_send_ = bodiless ? 0 : length;
    head_ = response_head(
        response,
        {.request_id = about.request_id,
         .content_length = length,
         .keep_alive = about.keep_alive,
         .http_1_0 = about.http_1_0,
         .now = std::time(nullptr)}
    );
}

std::optional<outgoing::piece> outgoing::next() {
    piece result;
    if (!started_) result.head = head_;
    started_ = true;
    const auto size = static_cast<std::size_t>(std::min(piece_size, to_send_ - sent_));
    if (response_.file && size > 0) {
        window_.resize(size);
        try {
            if (response_.file->read_at(sent_, window_) != size) return std::nullopt;
        } catch (const std::exception&) {
            // The length is already promised: the caller can only cut the connection.
            return std::nullopt;
        }
        result.body = window_;
    } else {
        result.body =
            std::string_view(response_.body).substr(static_cast<std::size_t>(sent_), size);
    }
    sent_ += size;
    return result;
}

}  // namespace tranche::server
