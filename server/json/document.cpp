// The strict parser: Boost.JSON's state machine with a handler of our own, because the stock
// parser keeps the last of two equal keys without a word and a second amount must never win.
#include "server/json/reader.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

namespace {

namespace json = boost::json;
using boost::system::error_code;

/// Builds the value and remembers the keys of every open object.
class strict_handler {
public:
    static constexpr std::size_t max_array_size = 1'000'000;
    static constexpr std::size_t max_object_size = 100'000;
    static constexpr std::size_t max_string_size = std::size_t{64} << 20;
    static constexpr std::size_t max_key_size = 1000;

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }

    bool on_object_begin(error_code&) {
        frames_.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t count, error_code& ec) {
        if (has_duplicate(frames_.back().keys)) {
            ec = json::error::syntax;
            return false;
        }
        frames_.pop_back();
        stack_.push_object(count);
        value_done();
        return true;
    }
    bool on_array_begin(error_code&) {
        frames_.emplace_back().is_array = true;
        return true;
    }
    bool on_array_end(std::size_t count, error_code&) {
        frames_.pop_back();
        stack_.push_array(count);
        value_done();
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, error_code&) {
        key_ += std::string_view(part.data(), part.size());
        stack_.push_chars(part);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, error_code&) {
        key_ += std::string_view(part.data(), part.size());
        stack_.push_key(part);
        frames_.back().keys.push_back(std::move(key_));
        key_.clear();
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, error_code&) {
        stack_.push_chars(part);
        return true;
    }
    bool on_string(json::string_view part, std::size_t, error_code&) {
        stack_.push_string(part);
        return value_done();
    }
    bool on_number_part(json::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t value, json::string_view, error_code&) {
        stack_.push_int64(value);
        return value_done();
    }
    bool on_uint64(std::uint64_t value, json::string_view, error_code&) {
        stack_.push_uint64(value);
        return value_done();
    }
    bool on_double(double value, json::string_view, error_code&) {
        // Kept only to be refused by its type: no field of the API takes a fraction as a number.
        stack_.push_double(value);
        return value_done();
    }
    bool on_bool(bool value, error_code&) {
        stack_.push_bool(value);
        return value_done();
    }
    bool on_null(error_code&) {
        stack_.push_null();
        return value_done();
    }
    bool on_comment_part(json::string_view, error_code&) { return true; }
    bool on_comment(json::string_view, error_code&) { return true; }

    json::value release() { return stack_.release(); }
    void reset() { stack_.reset(); }
    const std::string& duplicate() const { return duplicate_; }

private:
    struct frame {
        bool is_array = false;
        std::size_t index = 0;
        std::vector<std::string> keys;
    };

    bool value_done() {
        if (!frames_.empty() && frames_.back().is_array) ++frames_.back().index;
        return true;
    }

    // Sorts a copy of pointers, so that the document order of the keys stays for the path.
    bool has_duplicate(const std::vector<std::string>& keys) {
        std::vector<const std::string*> sorted;
        sorted.reserve(keys.size());
        for (const auto& key : keys)
            sorted.push_back(&key);
        std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return *a < *b; });
        const auto twin = std::adjacent_find(sorted.begin(), sorted.end(), [](auto* a, auto* b) {
            return *a == *b;
        });
        if (twin == sorted.end()) return false;
        for (std::size_t i = 0; i + 1 < frames_.size(); ++i) {
            const auto& each = frames_[i];
            append_pointer(
                duplicate_, each.is_array ? std::to_string(each.index) : each.keys.back()
            );
        }
        append_pointer(duplicate_, **twin);
        return true;
    }

    json::value_stack stack_;
    std::vector<frame> frames_;
    std::string key_;
    std::string duplicate_;
};

[[noreturn]] void refuse(std::string code, domain::message_args args = {}) {
    throw domain::refusal(domain::error_kind::malformed, std::move(code), std::move(args));
}

[[noreturn]] void refuse_syntax(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, std::min(offset, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto last_break = before.rfind('\n');
    const auto start = last_break == before.npos ? 0 : last_break + 1;
    const auto column = count_characters(before.substr(start)) + 1;
    refuse("malformed_json", {{"line", std::to_string(line)}, {"column", std::to_string(column)}});
}

json::value parse_checked(std::string_view text, const parse_limits& limits) {
    json::parse_options options;
    options.max_depth = limits.max_depth;
    json::basic_parser<strict_handler> parser(options);
    parser.handler().reset();

    error_code ec;
    const auto used = parser.write_some(false, text.data(), text.size(), ec);
    if (!parser.handler().duplicate().empty()) {
        const auto& pointer = parser.handler().duplicate();
        throw domain::refusal(
            {domain::error_kind::malformed,
             "duplicate_key",
             {{"pointer", pointer}},
             {{pointer, "duplicate_key", {{"pointer", pointer}}}}}
        );
    }
    if (ec == json::error::too_deep)
        refuse("too_deep", {{"max", std::to_string(limits.max_depth)}});
    if (ec || used != text.size()) refuse_syntax(text, used);
    return parser.handler().release();
}

}  // namespace

json::value parse_document(std::string_view text, const parse_limits& limits) {
    if (text.size() > limits.max_bytes) {
        throw domain::refusal(
            domain::error_kind::too_large, "body_too_large",
            {{"limit", std::to_string(limits.max_bytes)}}
        );
    }
    if (text.find_first_not_of(" \t\r\n") == text.npos) refuse("body_required");
    if (!is_utf8(text)) refuse("bad_utf8");
    return parse_checked(text, limits);
}

}  // namespace tranche::server
