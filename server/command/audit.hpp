// The audit event of a command: who, what, to which thing, from where, and which fields.
#pragma once

#include "persistence/query.hpp"
#include "server/api/handler_context.hpp"
#include "server/command/receipt.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::server {

// Rows a command puts in, as the trail tells them: every field from nothing to its value.
class inserted_rows {
public:
    void add(
        std::string_view table, const std::vector<std::string_view>& columns,
        const std::vector<persistence::value>& values
    );
    // JSON objects with commas between them. Of very many rows only the first are told; the rest
    // are counted.
    [[nodiscard]] std::string to_json() const;

private:
    std::string rows_;
    std::size_t told_ = 0;
    std::size_t left_out_ = 0;
};

persistence::query audit_event(
    const handler_context& context, std::string_view operation, const receipt& done,
    const std::vector<std::pair<std::string, std::string>>& notes, const inserted_rows& inserted
);

}  // namespace tranche::server
