// What a file would make of a report: every row matched with what is recorded, and everything that
// stands in the way, before any rule of the API is asked.
#include "server/imports/import_kind.hpp"
#include "server/report_sheets/report_sheet.hpp"
#include "server/report_sheets/sheet_match.hpp"
#include "server/report_sheets/sheet_totals.hpp"
#include "server/sheet/bounds.hpp"
#include "server/sheet/xlsx_cells.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tranche::server {
namespace {

using enum report_column;

constexpr std::size_t remarks_kept = 500;  // besides those of the file itself
constexpr std::array required{document, spent_on, budget_line, payee, amount};

// An export writes an apostrophe before what a spreadsheet would run.
std::string without_guard(std::string text) {
    if (text.size() > 1 && text.front() == '\'' &&
        std::string_view{"=+-@\t"}.find(text[1]) != std::string_view::npos) {
        text.erase(0, 1);
    }
    return text;
}

class planner {
public:
    planner(
        read_sheet& from, std::span<const recorded_line> recorded, sheet_mode mode,
        const sheet_ground& ground
    )
        : from_{from},
          recorded_{recorded},
          mode_{mode},
          ground_{ground},
          matcher_{from, recorded, ground},
          line_of_(recorded.size()) {
        for (const auto& code : ground.budget_lines) {
            if (auto number = exact_decimal(code)) {
                codes_by_number_[*std::move(number)].push_back(code);
            }
        }
    }

    sheet_plan plan() {
        made_.problems = from_.meant.problems;
        made_.problem_count = from_.meant.problem_count;
        made_.remarks = from_.meant.remarks;
        made_.remark_count = from_.meant.remark_count;
        take_undecided_as_questions();
        put_in_order(lines_of_the_file());
        refuse_nothing();
        say_how_matched();
        compare_totals();
        std::ranges::stable_sort(made_.problems, {}, [](const auto& one) { return one.cell->row; });
        return std::move(made_);
    }

private:
    // Each row's cells are let go as its line is made of them: a file may have very many.
    std::vector<planned_line> lines_of_the_file() {
        std::vector<planned_line> lines;
        lines.reserve(from_.meant.rows.size());
        for (auto& row : from_.meant.rows) {
            if (auto line = planned(row)) {
                if (line->recorded) {
                    line_of_[*line->recorded] = lines.size() + 1;
                }
                lines.push_back(std::move(*line));
            }
            decltype(row.cells){}.swap(row.cells);
        }
        return lines;
    }

    // As they are recorded, then what is new.
    void put_in_order(std::vector<planned_line> lines) {
        made_.lines.reserve(lines.size());
        for (std::size_t i = 0; i < recorded_.size(); ++i) {
            if (line_of_[i] != 0) {
                made_.lines.push_back(std::move(lines[line_of_[i] - 1]));
                continue;
            }
            const bool goes = mode_ == sheet_mode::replace;
            (goes ? made_.removed : made_.lines)
                .push_back(
                    {recorded_[i].cells, 0, i, goes ? line_fate::removed : line_fate::untouched}
                );
        }
        for (auto& line : lines) {
            if (!line.recorded) {
                made_.lines.push_back(std::move(line));
            }
        }
    }

    void note(std::size_t row, report_column which, std::string code, domain::message_args args) {
        if (++made_.problem_count <= problems_told) {
            made_.problems.push_back(at_cell(row, which, std::move(code), std::move(args)));
        }
    }

    domain::violation at_cell(
        std::size_t row, report_column which, std::string code, domain::message_args args
    ) const {
        domain::violation made{"", std::move(code), std::move(args)};
        made.cell =
            domain::sheet_cell{row, from_.heading(which), std::string{from_.typed(row, which)}};
        return made;
    }

    // What no cell of a column decides is asked, with what the country would say.
    void take_undecided_as_questions() {
        const auto is_question = [](const domain::violation& one) {
            return one.code == "decimal_mark_undecided" || one.code == "day_order_undecided";
        };
        std::ranges::copy_if(made_.problems, std::back_inserter(made_.questions), is_question);
        made_.problem_count -= std::erase_if(made_.problems, is_question);
    }

    // A report without lines is taken over from no file: "replace" would empty it unasked.
    void refuse_nothing() {
        // Where a column is missing there is no saying what the rows are.
        if (made_.lines.empty() && made_.problem_count == 0) {
            made_.problem_count = 1;
            domain::violation said{"", "sheet_without_rows", {}};
            said.cell = domain::sheet_cell{from_.meant.heading_row, {}, {}};
            made_.problems.push_back(std::move(said));
        }
    }

    std::optional<std::size_t> match(const line_cells& given, std::size_t row) {
        const auto found = matcher_.match(given, row);
        if (!found.problem.empty()) {
            domain::message_args args{{"value", *at(given, line_id)}};
            if (found.other_row != 0) {
                args.emplace_back("other_row", std::to_string(found.other_row));
            }
            note(row, line_id, std::string{found.problem}, std::move(args));
        }
        return found.line;
    }

    std::optional<planned_line> planned(const table_row& row) {
        planned_line line{{}, row.number, {}, line_fate::added};
        bool says_something = false;
        for (std::size_t i = 0; i < said_columns; ++i) {
            const auto which = static_cast<report_column>(i);
            if (row.cells[i]) {
                line.cells.at(i) = without_guard(*row.cells[i]);
            }
            says_something =
                says_something || (which != line_id && !from_.typed(row.number, which).empty());
        }
        if (!says_something) {
            return std::nullopt;  // a template's empty row, or only what an annotated file said
        }
        line.recorded = match(line.cells, row.number);
        if (line.recorded) {
            compare(line, recorded_[*line.recorded].cells);
        }
        look_at_namesake(line);
        if (!at(line.cells, report_column::currency)) {
            at(line.cells, report_column::currency) = std::string{ground_.currency.code()};
        }
        stand_in_for_the_unreadable(line);
        look_at_code(line);
        look_at_currency(line);
        look_at_day(line);
        if (!from_.meant.totals.empty()) {
            const bool is_elsewhere =
                *at(line.cells, report_column::currency) != ground_.currency.code();
            summed_.push_back(
                {row.number, row.cells[static_cast<std::size_t>(amount)],
                 is_elsewhere ? at(line.cells, report_column::currency) : std::nullopt}
            );
        }
        return line;
    }

    // Blank is no statement: what is recorded stays.
    void compare(planned_line& line, const line_cells& known) {
        line.fate = line_fate::unchanged;
        for (std::size_t i = 0; i < said_columns; ++i) {
            const auto which = static_cast<report_column>(i);
            auto& given = line.cells.at(i);
            if (which == line_id) {
                given = at(known, line_id);
            } else if (!given) {
                given = known.at(i);
                line.fate = is_unreadable(line.row, which) ? line_fate::changed : line.fate;
            } else if (!known.at(i) || !same_cell(report_sheet_columns()[i].type, *given, *known.at(i))) {
                line.fate = line_fate::changed;
                if (mode_ == sheet_mode::add) {
                    note(
                        line.row, which, "sheet_adds_only", {{"recorded", known.at(i).value_or("")}}
                    );
                }
            }
        }
    }

    bool is_unreadable(std::size_t row, report_column which) const {
        if (row != row_seen_) {
            row_seen_ = row;
            const auto& rows = from_.meant.rows;
            seen_ = &*std::ranges::lower_bound(rows, row, {}, &table_row::number);
        }
        return !seen_->cells[static_cast<std::size_t>(which)] && !from_.typed(row, which).empty();
    }

    // So that the API's rules can look at the rest of the row.
    void stand_in_for_the_unreadable(planned_line& line) {
        for (const auto which : required) {
            auto& cell = at(line.cells, which);
            if (cell && !is_unreadable(line.row, which)) {
                continue;
            }
            if (!cell && !is_unreadable(line.row, which)) {
                note(line.row, which, "missing_field", {});
            }
            line.stands_in.set(static_cast<std::size_t>(which));
            cell = which == amount     ? "1"
                : which == spent_on    ? domain::to_string(ground_.period_first)
                : which == budget_line ? std::string{}
                                       : "? " + std::to_string(line.row);
        }
        for (const auto which :
             {document_series, supplier_tax_id, report_column::currency, document_total, tax,
              service_first, service_last, sub_partner, corrects}) {
            if (is_unreadable(line.row, which)) {
                line.stands_in.set(static_cast<std::size_t>(which));
            }
        }
    }

    // A spreadsheet makes the number 1.1 of the code 1.10: which was typed is not in the file.
    void look_at_code(planned_line& line) {
        const auto& column = from_.meant.column_of[static_cast<std::size_t>(budget_line)];
        if (!column || from_.cells.kind(line.row - 1, *column) != cell_kind::number) {
            return;
        }
        const std::string typed{from_.typed(line.row, budget_line)};
        const auto alike = codes_by_number_.find(typed);
        if (alike == codes_by_number_.end() ||
            (alike->second.size() == 1 && alike->second.front() == typed)) {
            return;  // none, which the API's rule tells, or the one
        }
        std::string codes;
        for (const auto& code : alike->second) {
            codes += (codes.empty() ? "" : ", ") + code;
        }
        note(
            line.row, budget_line, "code_became_number",
            {{"value", typed}, {"codes", std::move(codes)}}
        );
        line.stands_in.set(static_cast<std::size_t>(budget_line));
    }

    void look_at_currency(const planned_line& line) {
        const auto unit = *at(line.cells, report_column::currency);
        const bool was_known =
            line.recorded && at(recorded_[*line.recorded].cells, report_column::currency) == unit;
        if (unit != ground_.currency.code() && !was_known && asked_.insert(unit).second) {
            made_.questions.push_back(at_cell(
                line.row, report_column::currency, "paid_in_other_currency",
                {{"currency", unit}, {"expected", std::string{ground_.currency.code()}}}
            ));
        }
    }

    // Which of the two it is, a mistyped name or another shop's number, only its sender knows.
    void look_at_namesake(const planned_line& line) {
        if (line.fate != line_fate::added || !matcher_.is_of_another(line.cells)) {
            return;
        }
        remark(
            line.row, document, "document_of_another", {{"document", *at(line.cells, document)}}
        );
    }

    void remark(std::size_t row, report_column which, std::string code, domain::message_args args) {
        if (++made_.remark_count <= from_.meant.remark_count + remarks_kept) {
            made_.remarks.push_back(at_cell(row, which, std::move(code), std::move(args)));
        }
    }

    void look_at_day(const planned_line& line) {
        if (line.fate == line_fate::unchanged || is_unreadable(line.row, spent_on)) {
            return;
        }
        const auto day = domain::parse_date(*at(line.cells, spent_on));
        if (!day || *day < ground_.agreement_first || *day > ground_.agreement_last ||
            (ground_.period_first <= *day && *day <= ground_.period_last)) {
            return;  // outside the agreement the API's own rule speaks
        }
        remark(
            line.row, spent_on,
            *day > ground_.period_last ? "belongs_to_next_report" : "from_earlier_period",
            {{"date", domain::to_string(*day)},
             {"first", domain::to_string(ground_.period_first)},
             {"last", domain::to_string(ground_.period_last)}}
        );
    }

    void say_how_matched() {
        if (!recorded_.empty() && !matcher_.has_ids()) {
            domain::violation said{"", "matched_by_document", {}};
            said.cell = domain::sheet_cell{from_.meant.heading_row, {}, {}};
            ++made_.remark_count;
            made_.remarks.push_back(std::move(said));
        }
    }

    void compare_totals() {
        auto remarks = remarks_on_totals(from_, ground_.currency, summed_);
        made_.remark_count += remarks.size();
        std::ranges::move(remarks, std::back_inserter(made_.remarks));
    }

    read_sheet& from_;
    std::span<const recorded_line> recorded_;
    sheet_mode mode_;
    const sheet_ground& ground_;
    line_matcher matcher_;
    std::map<std::string, std::vector<std::string>> codes_by_number_;
    std::set<std::string> asked_;       // currencies
    std::vector<summed_row> summed_;    // where there are totals
    std::vector<std::size_t> line_of_;  // of each recorded one: its place among the file's, from 1
    mutable std::size_t row_seen_ = 0;
    mutable const table_row* seen_ = nullptr;
    sheet_plan made_;
};

}  // namespace

std::size_t sheet_plan::count(line_fate fate) const {
    return static_cast<std::size_t>(std::ranges::count(lines, fate, &planned_line::fate)) +
        (fate == line_fate::removed ? removed.size() : 0);
}

bool sheet_plan::changes_something() const {
    return count(line_fate::added) + count(line_fate::changed) + removed.size() > 0;
}

sheet_plan plan_of(
    read_sheet& from, std::span<const recorded_line> recorded, sheet_mode mode,
    const sheet_ground& ground
) {
    return planner{from, recorded, mode, ground}.plan();
}

}  // namespace tranche::server
