// The renderers behind render(), and the buffer they share. Not for use outside this folder.
#pragma once

#include "reports/render.hpp"

#include <string>
#include <string_view>

namespace tranche::reports {

/// Gathers small pieces into few large ones. What is left goes out by flush().
class buffered_sink {
public:
    explicit buffered_sink(const sink& out) : out_(out) {}

    std::string& text() { return text_; }
    void spill() {
        if (text_.size() >= window) flush();
    }
    void flush() {
        if (!text_.empty()) out_(text_);
        text_.clear();
    }

private:
    static constexpr std::size_t window = std::size_t{64} << 10;

    const sink& out_;
    std::string text_;
};

struct rendering {
    persistence::session& with;
    const report& which;
    const request& asked;
    const plan& planned;
    const stamp& made;
    buffered_sink& out;
};

/// Nobody said as known on which day, or that day is not over: what is recorded later may change
/// the figures.
bool is_provisional(const rendering& of);

void render_csv(const rendering& of);
void render_json(const rendering& of);
void render_text(const rendering& of);

/// "columns":[...] of JSON.
void append_columns(std::string& out, const plan& of, domain::language language);

}  // namespace tranche::reports
