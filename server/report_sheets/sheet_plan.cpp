// What a file would make of a report: every row matched with what is recorded, and everything that
// stands in the way, before any rule of the API is asked.
#include "domain/rounding.hpp"
#include "server/imports/import_kind.hpp"
#include "server/report_sheets/report_sheet.hpp"

#include <algorithm>
#include <set>

namespace tranche::server {
namespace {

using enum report_column;

constexpr std::size_t problems_kept = 500;
constexpr std::size_t remarks_kept = 500;  // besides those of the file itself
constexpr std::array required{document, spent_on, budget_line, payee, amount};

std::string key_of(const std::string& document_number, const std::string& line) {
    return document_number + '\x1f' + line;
}

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
        const read_sheet& from, std::span<const recorded_line> recorded, sheet_mode mode,
        const sheet_ground& ground
    )
        : from_{from},
          recorded_{recorded},
          mode_{mode},
          ground_{ground},
          row_of_(recorded.size()) {
        for (std::size_t i = 0; i < recorded.size(); ++i) {
            const auto& known = recorded[i].cells;
            by_id_.emplace(*at(known, line_id), i);
            by_key_[key_of(*at(known, document), *at(known, budget_line))].lines.push_back(i);
        }
    }

    sheet_plan plan() {
        made_.problems = from_.meant.problems;
        made_.problem_count = from_.meant.problem_count;
        made_.remarks = from_.meant.remarks;
        made_.remark_count = from_.meant.remark_count;
        take_undecided_as_questions();
        std::vector<planned_line> added;
        for (const auto& row : from_.meant.rows) {
            auto line = planned(row);
            if (!line) {
                continue;
            }
            if (line->recorded) {
                row_of_[*line->recorded] = std::move(*line);
            } else {
                added.push_back(std::move(*line));
            }
        }
        for (std::size_t i = 0; i < recorded_.size(); ++i) {
            if (!row_of_[i]) {
                row_of_[i] = planned_line{recorded_[i].cells, 0, i, line_fate::untouched};
            }
            const bool goes = row_of_[i]->row == 0 && mode_ == sheet_mode::replace;
            row_of_[i]->fate = goes ? line_fate::removed : row_of_[i]->fate;
            (goes ? made_.removed : made_.lines).push_back(std::move(*row_of_[i]));
        }
        std::ranges::move(added, std::back_inserter(made_.lines));
        refuse_nothing();
        say_how_matched();
        compare_totals();
        std::ranges::stable_sort(made_.problems, {}, [](const auto& one) { return one.cell->row; });
        return std::move(made_);
    }

private:
    // Lines of one document and budget line; those before `next` are taken.
    struct same_key {
        std::vector<std::size_t> lines;
        std::size_t next = 0;
    };

    void note(std::size_t row, report_column which, std::string code, domain::message_args args) {
        if (++made_.problem_count <= problems_kept) {
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

    std::optional<std::size_t> free_by_id(const std::string& id) const {
        const auto found = by_id_.find(id);
        return found == by_id_.end() || row_of_[found->second] ? std::nullopt
                                                               : std::optional{found->second};
    }

    // The first that no row of the file has taken yet.
    std::optional<std::size_t> free_by_key(const std::string& key) {
        const auto found = by_key_.find(key);
        if (found == by_key_.end()) {
            return std::nullopt;
        }
        auto& [lines, next] = found->second;
        while (next < lines.size() && row_of_[lines[next]]) {
            ++next;
        }
        return next < lines.size() ? std::optional{lines[next]} : std::nullopt;
    }

    // By its id, else by its document and budget line, else by what an earlier round's id meant.
    std::optional<std::size_t> match(const line_cells& given, std::size_t row) {
        const auto& id = at(given, line_id);
        has_ids_ = has_ids_ || id.has_value();
        if (id) {
            if (const auto found = free_by_id(*id)) {
                return found;
            }
        }
        if (at(given, document) && at(given, budget_line)) {
            if (const auto found =
                    free_by_key(key_of(*at(given, document), *at(given, budget_line)))) {
                return found;
            }
        }
        if (!id || by_id_.contains(*id)) {
            return std::nullopt;
        }
        const auto earlier = ground_.earlier.find(*id);
        if (earlier == ground_.earlier.end()) {
            note(row, line_id, "sheet_line_unknown", {{"value", *id}});
            return std::nullopt;
        }
        const auto found = free_by_key(key_of(earlier->second.first, earlier->second.second));
        if (!found) {
            note(row, line_id, "line_of_earlier_round", {{"value", *id}});
        }
        return found;
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
        if (!at(line.cells, report_column::currency)) {
            at(line.cells, report_column::currency) = std::string{ground_.currency.code()};
        }
        stand_in_for_the_unreadable(line);
        look_at_currency(line);
        look_at_day(line);
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

    void look_at_currency(const planned_line& line) {
        const auto unit = *at(line.cells, report_column::currency);
        if (unit != ground_.currency.code()) {
            in_other_currency_.insert(line.row);
        }
        const bool was_known =
            line.recorded && at(recorded_[*line.recorded].cells, report_column::currency) == unit;
        if (unit != ground_.currency.code() && !was_known && asked_.insert(unit).second) {
            made_.questions.push_back(at_cell(
                line.row, report_column::currency, "paid_in_other_currency",
                {{"currency", unit}, {"expected", std::string{ground_.currency.code()}}}
            ));
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
        if (++made_.remark_count > from_.meant.remark_count + remarks_kept) {
            return;
        }
        made_.remarks.push_back(at_cell(
            line.row, spent_on,
            *day > ground_.period_last ? "belongs_to_next_report" : "from_earlier_period",
            {{"date", domain::to_string(*day)},
             {"first", domain::to_string(ground_.period_first)},
             {"last", domain::to_string(ground_.period_last)}}
        ));
    }

    void say_how_matched() {
        if (!recorded_.empty() && !has_ids_) {
            domain::violation said{"", "matched_by_document", {}};
            said.cell = domain::sheet_cell{from_.meant.heading_row, {}, {}};
            ++made_.remark_count;
            made_.remarks.push_back(std::move(said));
        }
    }

    decimal_mark mark_of_amounts() const {
        for (const auto& one : from_.meant.forms) {
            if (one.column == static_cast<std::size_t>(amount)) {
                return std::get<decimal_mark>(one.form);
            }
        }
        return decimal_mark::point;
    }

    // A total is compared with all rows above it, or with those since the total before.
    void compare_totals() {
        std::optional all{domain::money{0, ground_.currency}};
        auto row = from_.meant.rows.begin();
        for (const auto& total : from_.meant.totals) {
            std::optional part{domain::money{0, ground_.currency}};
            for (; row != from_.meant.rows.end() && row->number < total.number; ++row) {
                add_amount(all, *row);
                add_amount(part, *row);
            }
            const auto typed = total.kind == cell_kind::number
                ? std::optional{total.typed}
                : plain_number(without_symbol(total.typed, ground_.currency), mark_of_amounts());
            const auto said = typed ? as_money(*typed) : std::nullopt;
            if (!said || !all || !part) {
                continue;
            }
            const bool agrees = *said == *all || *said == *part;
            domain::violation remark{
                "",
                agrees ? "sheet_total_agrees" : "sheet_total_differs",
                {{"total", domain::shown(*said)}, {"sum", domain::shown(*all)}}};
            remark.cell = domain::sheet_cell{total.number, from_.heading(amount), total.typed};
            ++made_.remark_count;
            made_.remarks.push_back(std::move(remark));
        }
    }

    std::optional<domain::money> as_money(const std::string& decimal) const {
        return domain::money::parse(decimal, ground_.currency);
    }

    // A sum says nothing once an amount is none or of another currency, or it grows too large.
    void add_amount(std::optional<domain::money>& sum, const table_row& row) const {
        const auto& cell = row.cells[static_cast<std::size_t>(amount)];
        if (!sum || !cell) {
            return;
        }
        const auto one = as_money(*cell);
        if (!one || in_other_currency_.contains(row.number)) {
            sum.reset();
            return;
        }
        try {
            *sum += *one;
        } catch (const domain::money_overflow&) {
            sum.reset();
        }
    }

    const read_sheet& from_;
    std::span<const recorded_line> recorded_;
    sheet_mode mode_;
    const sheet_ground& ground_;
    std::map<std::string, std::size_t> by_id_;
    std::map<std::string, same_key> by_key_;
    std::set<std::string> asked_;  // currencies
    std::set<std::size_t> in_other_currency_;
    std::vector<std::optional<planned_line>> row_of_;  // what the file says of each recorded line
    bool has_ids_ = false;
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
    const read_sheet& from, std::span<const recorded_line> recorded, sheet_mode mode,
    const sheet_ground& ground
) {
    return planner{from, recorded, mode, ground}.plan();
}

}  // namespace tranche::server
