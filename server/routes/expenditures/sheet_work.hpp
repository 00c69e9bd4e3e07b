// A sheet of a partner read against its report: everything that is found out before the API's own
// command is asked. Nothing is locked and no transaction is open while the file is read.
#pragma once

#include "domain/error.hpp"
#include "persistence/rows.hpp"
#include "server/command/command_run.hpp"
#include "server/report_sheets/report_sheet.hpp"
#include "server/routes/routes.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct sheet_choice {
    sheet_mode mode;
    std::optional<decimal_mark> mark;
    std::optional<day_order> order;
};

// The report as it stood when it was read; `report` has one row.
struct sheet_facts {
    persistence::rows report, lines, interest, budget_lines, habits;
    // 0 before the partner said anything of its files.
    [[nodiscard]] std::int64_t version_of_habits() const;
    [[nodiscard]] std::int64_t version() const { return report[0].integer("version"); }
};

struct sheet_at_work {
    std::vector<recorded_line> recorded;
    sheet_forms forms;
    read_sheet read;
    sheet_plan plan;
};

// Refuses what is another's, and a report whose state takes no lines.
sheet_facts load_sheet_facts(command_run& run, std::int64_t report);

// The file read and planned. Ends the transaction of what was loaded before: nothing was written.
sheet_at_work work_on(
    command_run& run, std::int64_t report, const sheet_facts& facts, std::string_view bytes,
    const sheet_choice& choice
);

// Members of an object, each behind a comma.
std::string members(const boost::json::object& of);

endpoint look_at_sheet_endpoint(const std::string& base);

}  // namespace tranche::server
