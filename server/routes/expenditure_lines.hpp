// The lines of an expenditure report, checked all together and written with the rate of their day.
#pragma once

#include "domain/exchange_rate.hpp"
#include "persistence/query.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/expenditure_bodies.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

using lines_body = std::vector<expenditure_line_body>;

// The budget lines an agreement may be spent on; `behind` as in agreement_facts.hpp.
persistence::query agreement_lines(std::string_view behind, std::int64_t id);

// The rate of each day that is asked for, in one statement.
persistence::query rates_on(
    const std::optional<std::string>& series, domain::currency wanted, const lines_body& lines
);

class line_writer {
public:
    line_writer(
        command_run& run, const persistence::row& agreement, const persistence::rows& lines,
        const persistence::rows& rates
    );

    void write(std::int64_t report, std::int64_t round, const lines_body& lines);

private:
    void write_one(
        std::int64_t report, std::int64_t round, std::size_t position,
        const expenditure_line_body& line, const std::string& at
    );
    std::optional<domain::exchange_rate> rate_on(domain::date day, const std::string& at);

    command_run& run_;
    domain::currency base_, local_;
    domain::date first_, last_;
    std::optional<std::string> series_;
    std::map<std::string, std::int64_t> budget_lines_;
    std::map<std::string, std::string> rates_;
};

}  // namespace tranche::server
