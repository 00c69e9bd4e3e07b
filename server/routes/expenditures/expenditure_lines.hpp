// The lines of an expenditure report, checked all together and written with the rate of their day
// (R42), or with that of the line they correct.
#pragma once

#include "domain/exchange_rate.hpp"
#include "persistence/query.hpp"
#include "server/command/command_run.hpp"
#include "server/json/nearest_code.hpp"
#include "server/routes/expenditures/expenditure_bodies.hpp"
#include "server/routes/expenditures/line_rates.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

using lines_body = std::vector<expenditure_line_body>;

// The budget lines an agreement may be spent on; `behind` as in agreement_facts.hpp.
persistence::query agreement_lines(std::string_view behind, std::int64_t id);

// What is known of the accepted lines of the agreement that are corrected. A report's own lines of
// earlier rounds correct nothing.
persistence::query corrected_lines(
    std::int64_t agreement, std::int64_t report, const lines_body& lines
);

// To whom the partner passes money on, and when.
persistence::query sub_partners_of(std::int64_t agreement);

class line_writer {
public:
    line_writer(
        command_run& run, const persistence::row& agreement, const persistence::rows& lines,
        // Answers to rates_on, corrected_lines, advance_rates and sub_partners_of.
        std::span<const persistence::rows> valued_by
    );

    void write(std::int64_t report, std::int64_t round, const lines_body& lines);

private:
    // What a line is worth: in the currency it was paid in, the disbursement's and the fund's.
    struct worth {
        domain::money amount, base;
        domain::exchange_rate rate;
        std::optional<domain::exchange_rate> spent_rate;
    };

    void write_one(
        std::int64_t report, std::int64_t round, std::size_t position,
        const expenditure_line_body& line, const std::string& at
    );
    void check_document(const expenditure_line_body& line, const std::string& at);
    std::optional<worth> worth_of(const expenditure_line_body& line, const std::string& at);
    std::optional<worth> worth_of_correction(
        const expenditure_line_body& line, const std::string& at
    );
    std::optional<std::int64_t> sub_partner_of(
        const expenditure_line_body& line, const std::string& at
    );
    std::optional<domain::exchange_rate> rate_on(
        domain::currency wanted, domain::date day, const std::string& at
    );

    void flush();

    command_run& run_;
    std::vector<std::vector<persistence::value>> rows_;  // to be written at once
    domain::currency base_, local_;
    domain::date first_, last_;
    std::optional<std::string> series_;
    std::map<std::string, std::int64_t> budget_lines_;
    std::vector<std::string_view> codes_;  // of them
    nearest_codes nearest_;
    line_rates rates_;
    std::map<std::string, persistence::row> sub_partners_;
    std::map<std::int64_t, persistence::row> corrected_;
    std::map<std::int64_t, domain::money> left_;  // of what may still be corrected
};

}  // namespace tranche::server
