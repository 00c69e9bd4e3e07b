// Beast's parser with the project's limits. It is fed by hand instead of by http::async_read: one
// socket operation per request then does, and the body limit can depend on the header.
#include "server/http/request_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <utility>

namespace tranche::server {

namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

/// A chunk header or trailer that is not complete after so many bytes never will be.
constexpr std::size_t chunk_header_limit = std::size_t{64} << 10;

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

struct request_reader::parser : http::request_parser<http::string_body> {};

request_reader::request_reader(std::size_t header_limit)
    : parser_(std::make_unique<parser>()),
      header_limit_(header_limit) {
    parser_->header_limit(static_cast<std::uint32_t>(header_limit));
    // The caller compares announced_length() itself, when it knows the route's limit.
    parser_->body_limit(boost::none);
}

request_reader::~request_reader() = default;

request_reader::step request_reader::read_header(std::string_view input) {
    step result;
    error_code ec;
    result.consumed = parser_->put(boost::asio::buffer(input.data(), input.size()), ec);
    if (ec == http::error::header_limit) {
        result.failure = edge_failure::header_too_large;
    } else if (ec && ec != http::error::need_more) {
        result.failure = edge_failure::bad_request;
    } else if (!parser_->is_header_done()) {
        result.starved = true;
        if (input.size() - result.consumed > header_limit_) {
            result.failure = edge_failure::header_too_large;
        }
    }
    return result;
}

bool request_reader::header_done() const {
    return parser_->is_header_done();
}

std::uint64_t request_reader::announced_length() const {
    return parser_->content_length().value_or(0);
}

void request_reader::limit_body(std::uint64_t limit) {
    parser_->body_limit(limit);
    parser_->eager(true);
}

request_reader::step request_reader::read_body(std::string_view input) {
    step result;
    error_code ec;
    result.consumed = parser_->put(boost::asio::buffer(input.data(), input.size()), ec);
    const auto left = input.size() - result.consumed;
    if (ec == http::error::body_limit) {
        result.failure = edge_failure::body_too_large;
    } else if (ec && ec != http::error::need_more) {
        result.failure = edge_failure::bad_request;
    } else if (!parser_->is_done() && (ec == http::error::need_more || left == 0)) {
        result.starved = true;
        if (left > chunk_header_limit) result.failure = edge_failure::bad_request;
    }
    return result;
}

bool request_reader::done() const {
    return parser_->is_done();
}

std::string_view request_reader::method() const {
    return view(parser_->get().method_string());
}

std::string_view request_reader::target() const {
    return view(parser_->get().target());
}

bool request_reader::http_1_0() const {
    return parser_->get().version() < 11;
}

bool request_reader::keep_alive() const {
    return parser_->keep_alive();
}

incoming_fields request_reader::fields() const {
    incoming_fields fields;
    for (const auto& field : parser_->get()) {
        fields.add(view(field.name_string()), view(field.value()));
    }
    return fields;
}

std::string request_reader::take_body() {
    return std::move(parser_->get().body());
}

}  // namespace tranche::server
