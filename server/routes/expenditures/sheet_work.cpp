#include "server/routes/expenditures/sheet_work.hpp"

#include "domain/lifecycle.hpp"
#include "persistence/round_trip.hpp"
#include "server/report_sheets/sheet_file.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/expenditures/expenditure_lines.hpp"
#include "server/routes/expenditures/report_sheet_facts.hpp"
#include "server/routes/service/facts.hpp"

#include <boost/json/serialize.hpp>

#include <set>
#include <span>

namespace tranche::server {
namespace {

using domain::entity;

// Ids in the file that are none of the lines as they stand now.
std::vector<std::int64_t> other_ids(
    const read_sheet& from, std::span<const recorded_line> recorded
) {
    std::set<std::string> known;
    for (const auto& one : recorded) {
        known.insert(*at(one.cells, report_column::line_id));
    }
    std::vector<std::int64_t> all;
    for (const auto& row : from.meant.rows) {
        const auto& id = row.cells[static_cast<std::size_t>(report_column::line_id)];
        if (id && !known.contains(*id)) {
            if (const auto number = domain::parse_public_id(entity::expenditure_line, *id)) {
                all.push_back(*number);
            }
        }
    }
    return all;
}

}  // namespace

std::int64_t sheet_facts::version_of_habits() const {
    return habits.empty() ? 0 : habits[0].integer("version");
}

sheet_facts load_sheet_facts(command_run& run, std::int64_t report) {
    // The report before its lines: lines that come between are noticed by its version.
    auto found = run.load(
        {report_to_fill(report), report_sheet_lines(report), interest_of_round(report),
         agreement_lines(of_report, report)}
    );
    const auto row = run.the_row(found[0], entity::expenditure_report);
    check_own(run, row.integer("partner_id"));
    state_after(domain::expenditure_report_lifecycle(), "revise", row.text("state"));
    auto habits = run.load({sheet_habits(row.integer("partner_id"))});
    return {
        std::move(found[0]), std::move(found[1]), std::move(found[2]), std::move(found[3]),
        std::move(habits[0])};
}

sheet_at_work work_on(
    command_run& run, std::int64_t report, const sheet_facts& facts, std::string_view bytes,
    const sheet_choice& choice
) {
    run.roll_back();  // nobody waits for a transaction while the file is read
    const auto row = facts.report[0];
    sheet_at_work work;
    work.recorded = recorded_lines(facts.lines);
    work.forms =
        forms_of(row, facts.habits, choice.mark, choice.order, run.context().request.language());
    work.read = read_report_file(bytes, work.forms);
    auto ground = ground_of(row);
    for (const auto line : facts.budget_lines) {
        ground.budget_lines.push_back(line.text("code"));
    }
    if (const auto ids = other_ids(work.read, work.recorded); !ids.empty()) {
        const auto earlier = persistence::ask(run.context().db(), earlier_lines(report, ids));
        for (const auto line : earlier) {
            ground.earlier.emplace(
                domain::public_id(entity::expenditure_line, line.integer("id")),
                std::pair{line.text("document"), line.text("code")}
            );
        }
    }
    work.plan = plan_of(work.read, work.recorded, choice.mode, ground);
    return work;
}

std::string members(const boost::json::object& of) {
    const auto text = boost::json::serialize(of);
    return of.empty() ? std::string{} : ',' + text.substr(1, text.size() - 2);
}

}  // namespace tranche::server
