#include "server/routes/expenditures/sheet_trial.hpp"

#include "domain/rounding.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/sql_error.hpp"
#include "server/routes/expenditures/expenditures.hpp"
#include "server/routes/expenditures/report_sheet_facts.hpp"
#include "server/sheet/bounds.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace tranche::server {
namespace json = boost::json;
namespace {

constexpr std::string_view out_of_range = "22003";  // a sum of the database is too large

// A plan's lines as the command takes them, and whose each is.
struct line_batch {
    std::vector<expenditure_line_body> bodies;
    std::vector<const planned_line*> of;
};

void add_problem(
    sheet_plan& plan, const read_sheet& from, std::span<const planned_line* const> lines,
    domain::violation problem
) {
    problem = at_its_cell(std::move(problem), from, lines);
    if (!problem.cell) {
        // Of the report as a whole.
        problem.cell = domain::sheet_cell{from.meant.heading_row, {}, {}};
        problem.field.clear();
    }
    ++plan.problem_count;
    if (plan.problems.size() < problems_told) {
        plan.problems.push_back(std::move(problem));
    }
}

void note_too_large(sheet_plan& plan, const read_sheet& from) {
    add_problem(plan, from, {}, {"", "sheet_sums_too_large", {}});
}

// What speaks about a stand-in is no news: its cell was named already.
bool is_about_stand_in(
    const domain::violation& problem, std::span<const planned_line* const> lines
) {
    const auto place = line_place_of(problem.field);
    return place && place->column && place->line < lines.size() &&
        lines[place->line]->stands_in.test(static_cast<std::size_t>(*place->column));
}

line_batch batch_of(sheet_plan& plan, const read_sheet& from) {
    line_batch made;
    made.bodies.reserve(plan.lines.size());
    made.of.reserve(plan.lines.size());
    std::vector<std::pair<domain::violation, const planned_line*>> wrong;
    for (const auto& line : plan.lines) {
        std::vector<domain::violation> problems;
        auto body = body_of(line.cells, 0, problems);
        for (auto& one : problems) {
            wrong.emplace_back(std::move(one), &line);
        }
        if (problems.empty()) {
            made.bodies.push_back(std::move(body));
            made.of.push_back(&line);
        }
    }
    for (auto& [problem, line] : wrong) {
        const std::array alone{line};
        if (!is_about_stand_in(problem, alone)) {
            add_problem(plan, from, alone, std::move(problem));
        }
    }
    return made;
}

// Runs the command as a part. Problems go into the plan; answers the state where there are none.
std::optional<std::string> revise_by(
    command_run& run, const sheet_facts& facts, sheet_at_work& work, command_run::part kind
) {
    auto& plan = work.plan;
    const auto& from = work.read;
    auto batch = batch_of(plan, from);
    const auto note_all = [&](const domain::error& why) {
        if (why.violations.empty()) {
            add_problem(plan, from, batch.of, {"", why.code, why.args});
        }
        for (const auto& one : why.violations) {
            if (!is_about_stand_in(one, batch.of)) {
                add_problem(plan, from, batch.of, one);
            }
        }
    };
    command_run part{run.context(), {"revise_expenditure_report", 200, {}, {}}, kind};
    try {
        const auto done =
            revise_report(part, {std::move(batch.bodies), interest_bodies(facts.interest)});
        part.settle();
        // With stand-ins for what could not be read, figures would be made up.
        const bool is_read = std::ranges::none_of(plan.lines, [](const planned_line& one) {
            return one.stands_in.any();
        });
        if (plan.problem_count > 0 || !is_read) {
            return std::nullopt;
        }
        part.finish_part(done);
        return done.state;
    } catch (const domain::refusal& refused) {
        if (refused.why().kind != domain::error_kind::rule) {
            throw;
        }
        note_all(refused.why());
    } catch (const domain::money_overflow&) {
        note_too_large(plan, from);
    } catch (const persistence::sql_failure& failure) {
        if (failure.sqlstate() == out_of_range) {
            note_too_large(plan, from);
            return std::nullopt;
        }
        const auto meaning = persistence::meaning_of(failure);
        if (failure.may_be_retried() || !meaning) {
            throw;
        }
        note_all(*meaning);
    }
    return std::nullopt;
}

json::value shown_money(domain::money amount) {
    return json::object{
        {"amount", amount.to_decimal()}, {"currency", std::string{amount.currency_unit().code()}}};
}

// Each budget line's sum before and after, and what the agreement leaves on it then.
persistence::query lines_before_and_after(std::int64_t report, std::int64_t before) {
    return {
        {"budget_lines_of_sheet",
         R"(
             select l.code, r.currency, i.base_currency,
                 coalesce(sum(n.amount) filter (where n.round = $2), 0)::bigint as before,
                 coalesce(sum(n.amount) filter (where n.round = r.round), 0)::bigint as after,
                 (coalesce(min(b.amount - b.floor_amount), 0) - coalesce(sum(n.base_amount)
                     filter (where n.round = r.round), 0))::bigint as available
               from partner.expenditure_report r
               join partner.agreement a on a.id = r.agreement_id
               join funding.project p on p.id = a.project_id
               join funding.instrument i on i.id = p.instrument_id
               join partner.agreement_line g on g.agreement_id = r.agreement_id
               join funding.budget_line l on l.id = g.budget_line_id
               left join ledger.account k on k.kind = 'obligated' and k.owner_id = r.agreement_id
                and k.part_id = l.id
               left join ledger.balance b on b.account_id = k.id
               left join partner.expenditure_line n on n.report_id = r.id
                and n.round in ($2, r.round) and n.budget_line_id = l.id
               where r.id = $1
               group by l.code, r.currency, i.base_currency
               having count(n.id) > 0
               order by l.code)"},
        {report, before}};
}

json::array told_lines(const persistence::rows& found) {
    json::array all;
    for (const auto row : found) {
        const auto before = row.money("before", "currency");
        const auto after = row.money("after", "currency");
        all.push_back(json::object{
            {"budget_line", row.text("code")},
            {"before", shown_money(before)},
            {"after", shown_money(after)},
            {"difference", shown_money(after - before)},
            {"available_after", shown_money(row.money("available", "base_currency"))}});
    }
    return all;
}

// Behind the command: the budget lines and the checks of what it wrote.
void look_at_outcome(
    command_run& run, std::int64_t report, std::int64_t round_before, sheet_at_work& work,
    sheet_trial& tried
) {
    try {
        const auto found = run.load({lines_before_and_after(report, round_before)});
        tried.budget_lines = told_lines(found[0]);
        tried.checks = check_report(run, report);
    } catch (const domain::money_overflow&) {
        note_too_large(work.plan, work.read);
    } catch (const persistence::sql_failure& failure) {
        if (failure.sqlstate() != out_of_range) {
            throw;
        }
        note_too_large(work.plan, work.read);
    }
}

}  // namespace

std::optional<sheet_trial> try_sheet(
    command_run& run, std::int64_t report, const sheet_facts& facts, sheet_at_work& work
) {
    // What is locked behind the savepoint is let go with it: only the report, not the project.
    const auto locked =
        run.load({{{"sheet_tried", "savepoint sheet_tried"}, {}}, version_locked(report)});
    std::optional<sheet_trial> tried;
    if (!locked[1].empty() && locked[1][0].integer("version") == facts.version()) {
        tried.emplace();
        if (!work.plan.lines.empty() && revise_by(run, facts, work, {.is_trial = true})) {
            look_at_outcome(run, report, locked[1][0].integer("round"), work, *tried);
        }
    }
    run.load({{{"sheet_untried", "rollback to savepoint sheet_tried"}, {}}});
    return tried;
}

std::string take_sheet(command_run& run, const sheet_facts& facts, sheet_at_work& work) {
    const auto state = revise_by(run, facts, work, {});
    refuse_if_problems(work.plan);
    return state.value_or("draft");
}

void refuse_if_problems(const sheet_plan& plan) {
    if (plan.problem_count > 0) {
        throw domain::refusal{
            {domain::error_kind::rule,
             "sheet_invalid",
             {{"count", std::to_string(plan.problem_count)}},
             plan.problems}};
    }
}

}  // namespace tranche::server
