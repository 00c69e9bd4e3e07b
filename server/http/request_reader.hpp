// Turns bytes into one request, however the bytes are cut. No sockets and no clock, so that
// hostile input is tested, and fuzzed, byte by byte. Private to server/http.
#pragma once

#include "server/http/http_server.hpp"
#include "server/http/incoming.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

class request_reader {
public:
    explicit request_reader(std::size_t header_limit);
    ~request_reader();
    request_reader(const request_reader&) = delete;
    request_reader& operator=(const request_reader&) = delete;

    struct step {
        /// Bytes of the input that are done with; the rest is to be given again, with more.
        std::size_t consumed = 0;
        /// Nothing happens until more bytes come.
        bool starved = false;
        std::optional<edge_failure> failure;
    };

    /// Reads up to the end of the header, not beyond.
    step read_header(std::string_view input);
    bool header_done() const;

    /// What the header says of the body; 0 when absent or chunked.
    std::uint64_t announced_length() const;
    /// Before the first read_body(): a chunked body may not grow beyond `limit`.
    void limit_body(std::uint64_t limit);
    step read_body(std::string_view input);
    /// The request is complete, body included.
    bool done() const;

    /// Empty until the request line is complete.
    std::string_view method() const;
    std::string_view target() const;
    bool http_1_0() const;
    /// By version and Connection header; valid once header_done().
    bool keep_alive() const;
    incoming_fields fields() const;
    std::string take_body();

private:
    struct parser;
    std::unique_ptr<parser> parser_;
    std::size_t header_limit_;
};

}  // namespace tranche::server
