// What reading a body needs besides the text: limits, the place in the document as a JSON pointer
// and the violations found so far. Also the strict JSON parser: UTF-8 only, limited depth, no
// duplicate keys.
#pragma once

#include "domain/error.hpp"
#include "server/json/text.hpp"

#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::server {

struct parse_limits {
    std::size_t max_bytes = std::size_t{1} << 20;
    std::size_t max_depth = 16;
    /// After so many problems reading goes on without noting more: a hostile body must not be
    /// answered with one many times its size.
    std::size_t max_violations = 500;
};

/// Collects violations while it knows where in the document it is.
class reader {
public:
    explicit reader(const parse_limits& limits) : limits_(limits) {}

    /// Notes a problem at the current place.
    void add(std::string code, domain::message_args args = {});
    const std::vector<domain::violation>& violations() const { return violations_; }
    std::vector<domain::violation> take() { return std::move(violations_); }
    /// Problems found, also those beyond max_violations that were not kept.
    std::size_t problems() const { return problems_; }
    std::string_view pointer() const { return pointer_; }

    /// Moves into a member or an item for as long as the object lives.
    class step {
    public:
        step(reader& owner, std::string_view name);
        step(reader& owner, std::size_t index);
        ~step() { owner_.pointer_.resize(length_); }
        step(const step&) = delete;
        step& operator=(const step&) = delete;

    private:
        reader& owner_;
        std::size_t length_;
    };

private:
    const parse_limits& limits_;
    std::string pointer_;
    std::vector<domain::violation> violations_;
    std::size_t problems_ = 0;
};

/// Appends "/name" with ~ and / escaped (RFC 6901).
void append_pointer(std::string& pointer, std::string_view name);

/// The document. Throws domain::refusal, kind malformed: body_required, bad_utf8, malformed_json
/// (with line and column), too_deep, duplicate_key (with the pointer); kind too_large:
/// body_too_large.
boost::json::value parse_document(std::string_view text, const parse_limits& limits);

}  // namespace tranche::server
