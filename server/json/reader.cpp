#include "server/json/reader.hpp"

#include <array>
#include <charconv>

namespace tranche::server {

void append_pointer(std::string& pointer, std::string_view name) {
    pointer += '/';
    for (const char c : name) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
}

void reader::add(std::string code, domain::message_args args) {
    ++problems_;
    if (violations_.size() >= limits_.max_violations) return;
    violations_.push_back({pointer_, std::move(code), std::move(args)});
}

reader::step::step(reader& owner, std::string_view name)
    : owner_(owner),
      length_(owner.pointer_.size()) {
    append_pointer(owner.pointer_, name);
}

reader::step::step(reader& owner, std::size_t index)
    : owner_(owner),
      length_(owner.pointer_.size()) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), index).ptr;
    owner.pointer_ += '/';
    owner.pointer_.append(digits.data(), end);
}

}  // namespace tranche::server
