#include "server/outbound/http_call.hpp"

#include "server/outbound/transfer.hpp"

namespace tranche::server {

http_reply perform(const http_call& call) {
    transfer made{call.url, call.bounds};
    made.set(CURLOPT_USERAGENT, "tranche");
    auto headers = call.headers;
    if (call.body) {
        made.set(CURLOPT_POST, 1L);
        made.set(CURLOPT_POSTFIELDS, call.body->data());
        made.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body->size()));
        headers.emplace_back("Expect:");  // small bodies: asking first would only cost a round trip
    }
    made.set_lines(CURLOPT_HTTPHEADER, headers);
    made.keep_answer(call.answer_limit);
    made.run();
    return {static_cast<int>(made.status()), made.take_answer()};
}

}  // namespace tranche::server
