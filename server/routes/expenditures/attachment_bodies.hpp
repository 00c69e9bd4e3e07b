// What a caller sends to hang a file on a record, and to take it off.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>

namespace tranche::server {

struct new_evidence {
    std::string upload;
    std::optional<std::string> title, line_document;
};

struct new_document {
    std::string upload;
    std::optional<std::string> title;
    bool internal = true;
};

struct attachment_removal {
    std::string reason;
};

template <>
struct wire<new_evidence> {
    static const object_schema<new_evidence>& schema();
};
template <>
struct wire<new_document> {
    static const object_schema<new_document>& schema();
};
template <>
struct wire<attachment_removal> {
    static const object_schema<attachment_removal>& schema();
};

}  // namespace tranche::server
