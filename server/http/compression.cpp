// gzip by zlib. Level 1: on JSON and CSV it saves nearly as much as level 6 for a third of the
// processor time, and the processor is what a small server lacks.
#include "server/http/compression.hpp"

#include "server/api/request.hpp"
#include "server/api/response.hpp"
#include "server/http/response_head.hpp"
#include "server/spool.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <string>

namespace tranche::server {

namespace {

constexpr std::size_t smallest_worth_it = 1024;
constexpr int level = 1;
constexpr int window_bits_gzip = 15 + 16;
constexpr int memory_level = 8;
constexpr std::size_t window = std::size_t{64} << 10;

/// One gzip stream; what comes out is handed to a function piece by piece.
class gzip_stream {
public:
    gzip_stream() {
        const int outcome = ::deflateInit2(
            &stream_, level, Z_DEFLATED, window_bits_gzip, memory_level, Z_DEFAULT_STRATEGY
        );
        if (outcome != Z_OK) throw std::bad_alloc();
    }
    ~gzip_stream() { ::deflateEnd(&stream_); }
    gzip_stream(const gzip_stream&) = delete;
    gzip_stream& operator=(const gzip_stream&) = delete;

    /// `piece` is at most 4 GiB, which zlib can count.
    template <class Sink>
    void put(std::string_view piece, bool last, Sink&& sink) {
        // zlib's interface predates const; it does not write to its input.
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
        stream_.avail_in = static_cast<uInt>(piece.size());
        do {
            stream_.next_out = reinterpret_cast<Bytef*>(out_.data());
            stream_.avail_out = static_cast<uInt>(out_.size());
            ::deflate(&stream_, last ? Z_FINISH : Z_NO_FLUSH);
            sink(std::string_view(out_.data(), out_.size() - stream_.avail_out));
        } while (stream_.avail_out == 0);
    }

private:
    z_stream stream_{};
    std::array<char, window> out_;
};

std::string compressed(std::string_view body) {
    std::string result;
    result.reserve(body.size() / 4 + 128);
    gzip_stream stream;
    for (std::size_t at = 0; at < body.size(); at += window) {
        const auto piece = body.substr(at, window);
        const bool last = at + window >= body.size();
        stream.put(piece, last, [&](std::string_view bytes) { result.append(bytes); });
    }
    return result;
}

std::shared_ptr<spooled_file> compressed(const spooled_file& file) {
    auto result = std::make_shared<spooled_file>();
    gzip_stream stream;
    std::string piece(window, '\0');
    for (std::uint64_t at = 0; at < file.size(); at += window) {
        const auto count = file.read_at(at, piece);
        const bool last = at + window >= file.size();
        stream.put(std::string_view(piece).substr(0, count), last, [&](std::string_view bytes) {
            result->append(bytes);
        });
    }
    return result;
}

/// Text shrinks; workbooks, archives and images are compressed already.
bool is_compressible(std::string_view type) {
    type = type.substr(0, type.find(';'));
    while (!type.empty() && type.back() == ' ')
        type.remove_suffix(1);
    return type.starts_with("text/") || type == "application/json" || type.ends_with("+json") ||
        type == "application/xml" || type.ends_with("+xml") || type == "application/javascript" ||
        type == "application/x-ndjson";
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool equal_ignoring_case(std::string_view a, std::string_view lower) {
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? static_cast<char>(x | 32) : x) == y;
    });
}

/// True for a weight of zero: "q=0", "q=0.0" ...
bool is_refused(std::string_view parameters) {
    const auto value = trimmed(parameters);
    if (value.size() < 3 || (value[0] | 32) != 'q' || value[1] != '=') return false;
    return value.find_first_not_of("0.", 2) == std::string_view::npos;
}

void note_compression(api_response& response) {
    response.set_header("Content-Encoding", "gzip");
    const std::string etag(response.header("ETag"));
    if (etag.starts_with('"')) response.set_header("ETag", "W/" + etag);
}

void add_vary(api_response& response) {
    const std::string vary(response.header("Vary"));
    if (vary == "*") return;
    response.set_header("Vary", vary.empty() ? "Accept-Encoding" : vary + ", Accept-Encoding");
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
    bool by_star = false;
    while (!accept_encoding.empty()) {
        const auto comma = accept_encoding.find(',');
        const auto item = accept_encoding.substr(0, comma);
        accept_encoding = comma == std::string_view::npos ? std::string_view{}
                                                          : accept_encoding.substr(comma + 1);
        const auto semicolon = item.find(';');
        const auto name = trimmed(item.substr(0, semicolon));
        const bool wanted =
            semicolon == std::string_view::npos || !is_refused(item.substr(semicolon + 1));
        if (equal_ignoring_case(name, "gzip") || equal_ignoring_case(name, "x-gzip")) return wanted;
        if (name == "*") by_star = wanted;
    }
    return by_star;
}

void compress_if_wanted(const api_request& request, api_response& response) {
    const auto size = response.file ? response.file->size() : response.body.size();
    if (size < smallest_worth_it || is_bodiless(response.status)) return;
    if (!is_compressible(response.header("Content-Type"))) return;
    if (!response.header("Content-Encoding").empty()) return;
    add_vary(response);
    if (!accepts_gzip(request.header("accept-encoding"))) return;

    if (response.file) {
        auto smaller = compressed(*response.file);
        if (smaller->size() >= size) return;
        response.file = std::move(smaller);
    } else {
        auto smaller = compressed(response.body);
        if (smaller.size() >= size) return;
        response.body = std::move(smaller);
    }
    note_compression(response);
}

}  // namespace tranche::server
