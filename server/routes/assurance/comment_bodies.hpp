// What callers send about comments.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct comment_body {
    std::string subject, comment;
    bool internal = true;
    std::vector<std::string> mentions;
};

struct reply_body {
    std::string comment;
    std::vector<std::string> mentions;
};

struct comment_withdrawal {
    std::string reason;
};

struct thread_decision {
    std::optional<std::string> reason;
};

template <>
struct wire<comment_body> {
    static const object_schema<comment_body>& schema();
};
template <>
struct wire<reply_body> {
    static const object_schema<reply_body>& schema();
};
template <>
struct wire<comment_withdrawal> {
    static const object_schema<comment_withdrawal>& schema();
};
template <>
struct wire<thread_decision> {
    static const object_schema<thread_decision>& schema();
};

}  // namespace tranche::server
