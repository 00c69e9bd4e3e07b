// What became of the rows of an import, for its answer and the trail.
#pragma once

#include "server/command/command_run.hpp"
#include "server/imports/import_kind.hpp"

#include <array>
#include <string>

namespace tranche::server {

class import_outcome {
public:
    // What is new and what changes is told, with both values, as far as it is not too much.
    void count(const import_kind& kind, const import_row& row);
    // Notes the counts in the trail too.
    receipt told(command_run& run) const;

private:
    void tell_change(const import_kind& kind, const import_row& row, std::size_t column);

    std::array<std::int64_t, 3> counts_{};
    std::size_t told_rows_ = 0;
    std::string lines_;
};

}  // namespace tranche::server
