#include "server/imports/import_run.hpp"

#include "persistence/query.hpp"
#include "persistence/row_writer.hpp"
#include "server/api/handler_context.hpp"
#include "server/imports/import_outcome.hpp"
#include "server/imports/import_part.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tranche::server {
namespace {

constexpr std::size_t problems_told = 500;
// Rows whose recorded counterparts are held at once.
constexpr std::size_t rows_at_once = 500;

using key_text = std::string;

struct recorded_row {
    cells values;
    bool is_taken_back;
};
using recorded_rows = std::map<key_text, recorded_row>;

class importer {
public:
    importer(
        command_run& run, const import_kind& kind, const table& from,
        std::span<const acknowledgement> acknowledged
    )
        : run_{run},
          kind_{kind},
          from_{from},
          acknowledged_{acknowledged},
          key_{kind.key()},
          problems_{from.problems},
          problem_count_{from.problem_count} {}

    receipt import_all() {
        refuse_if_problems();  // with cells that could not be read the rest would be guesswork
        const auto groups = grouped();
        std::vector<std::vector<std::size_t>> at_once;
        std::size_t rows = 0;
        for (const auto& group : groups) {
            at_once.push_back(group);
            rows += group.size();
            if (rows >= rows_at_once) {
                import_groups(at_once);
                at_once.clear();
                rows = 0;
            }
        }
        import_groups(at_once);
        refuse_if_problems();
        return outcome_.told(run_);
    }

private:
    std::optional<key_text> key_of(const cells& row, std::size_t columns) const {
        key_text key;
        for (std::size_t i = 0; i < columns; ++i) {
            const auto& cell = row[key_[i]];
            if (!cell) {
                return std::nullopt;
            }
            key += *cell + '\x1f';
        }
        return key;
    }

    // Rows of one key belong together, in the order of the file.
    std::vector<std::vector<std::size_t>> grouped() {
        std::vector<std::vector<std::size_t>> groups;
        std::map<key_text, std::size_t> group_of;
        std::map<key_text, std::size_t> seen;
        for (std::size_t i = 0; i < from_.rows.size(); ++i) {
            const auto& row = from_.rows[i];
            const auto whole = key_of(row.cells, key_.size());
            if (!whole) {
                note_blank_key(row);
                continue;
            }
            const auto [known, is_new] = seen.emplace(*whole, row.number);
            if (!is_new) {
                note(row, key_.back(), "row_twice", {{"first", std::to_string(known->second)}});
                continue;
            }
            const auto [place, is_first] =
                group_of.emplace(*key_of(row.cells, kind_.group_columns), groups.size());
            if (is_first) {
                groups.emplace_back();
            }
            groups[place->second].push_back(i);
        }
        return groups;
    }

    void import_groups(const std::vector<std::vector<std::size_t>>& groups) {
        if (groups.empty() || problem_count_ > problems_told) {
            return;
        }
        const auto recorded = recorded_of(groups);
        for (const auto& rows : groups) {
            import_group group{kind_, {}};
            for (const auto i : rows) {
                group.rows.push_back(compared(from_.rows[i], recorded));
            }
            group.others = others_of(rows, recorded);
            check_heads(group);
            if (problem_count_ == 0 || !has_problem(group)) {
                import_one(group);
            }
        }
    }

    std::vector<cells> others_of(
        const std::vector<std::size_t>& rows, const recorded_rows& recorded
    ) const {
        std::vector<cells> others;
        std::set<key_text> given;
        for (const auto i : rows) {
            given.insert(*key_of(from_.rows[i].cells, key_.size()));
        }
        const auto key = *key_of(from_.rows[rows.front()].cells, kind_.group_columns);
        for (auto at = recorded.lower_bound(key);
             at != recorded.end() && at->first.starts_with(key); ++at) {
            if (!given.contains(at->first)) {
                others.push_back(at->second.values);
            }
        }
        return others;
    }

    recorded_rows recorded_of(const std::vector<std::vector<std::size_t>>& groups) {
        std::vector<std::vector<std::string>> keys(key_.size());
        for (const auto& rows : groups) {
            for (const auto i : rows) {
                for (std::size_t k = 0; k < key_.size(); ++k) {
                    keys[k].push_back(*from_.rows[i].cells[key_[k]]);
                }
            }
        }
        persistence::query asked{
            persistence::interned("recorded_before", std::string{kind_.recorded_sql}), {}};
        for (const auto& one : keys) {
            asked.with.push_back(persistence::array_of(std::span{one}));
        }
        recorded_rows all;
        const bool is_renewed = kind_.renewing().has_value();
        const auto answers = run_.load({asked});
        for (const auto row : answers[0]) {
            auto found = cells_of(row);
            if (auto key = key_of(found, key_.size())) {
                all.emplace(
                    std::move(*key),
                    recorded_row{std::move(found), is_renewed && row.truth("taken_back")}
                );
            }
        }
        return all;
    }

    cells cells_of(const persistence::row& row) const {
        cells all;
        for (const auto& column : kind_.columns) {
            const std::string stem{column.sheet.stem};
            if (column.minor_of.empty() || row.is_null(stem.c_str())) {
                all.push_back(row.maybe_text(stem.c_str()));
            } else {
                const std::string unit{column.minor_of};
                all.emplace_back(row.money(stem.c_str(), unit.c_str()).to_decimal());
            }
        }
        return all;
    }

    import_row compared(const table_row& row, const recorded_rows& recorded) {
        import_row made{row.number, &row.cells, std::nullopt};
        const auto found = recorded.find(*key_of(row.cells, key_.size()));
        if (found == recorded.end()) {
            return made;
        }
        const bool was_taken_back = found->second.is_taken_back;
        if (was_taken_back && row.cells[*kind_.renewing()]) {
            return made;
        }
        made.recorded = found->second.values;
        made.fate = row_fate::unchanged;
        for (std::size_t i = 0; i < kind_.columns.size(); ++i) {
            const auto& given = row.cells[i];
            const auto& known = found->second.values[i];
            const auto& column = kind_.columns[i];
            if (column.agrees(given, known)) {
                continue;
            }
            made.fate = row_fate::changed;
            if (!kind_.may_change ||
                (!kind_.changing_part.empty() && column.part != kind_.changing_part)) {
                note(
                    row, i, was_taken_back ? "recorded_and_taken_back" : "recorded_otherwise",
                    {{"recorded", known.value_or("")}}
                );
            }
        }
        return made;
    }

    // What all rows of a group say of what they share is one thing.
    void check_heads(const import_group& group) {
        for (std::size_t i = 0; i < kind_.columns.size(); ++i) {
            if (!kind_.columns[i].is_head) {
                continue;
            }
            const import_row* first = nullptr;
            for (const auto& row : group.rows) {
                const auto& given = (*row.given)[i];
                if (!given) {
                    continue;
                }
                if (first == nullptr) {
                    first = &row;
                } else if (*given != *(*first->given)[i]) {
                    note(
                        {row.number, *row.given}, i, "group_differs",
                        {{"first", std::to_string(first->number)}, {"other", *(*first->given)[i]}}
                    );
                }
            }
        }
    }

    bool has_problem(const import_group& group) const {
        // In the order of the file, as its rows are.
        return std::ranges::any_of(problems_, [&](const domain::violation& one) {
            const auto row =
                std::ranges::lower_bound(group.rows, one.cell->row, {}, &import_row::number);
            return row != group.rows.end() && row->number == one.cell->row;
        });
    }

    void import_one(const import_group& group) {
        const bool is_known = std::ranges::all_of(group.rows, [](const import_row& one) {
            return one.fate == row_fate::unchanged;
        });
        if (!is_known) {
            made_things made;
            for (const auto& step : kind_.steps(group)) {
                auto problems = run_part(run_.context(), step, from_, made, acknowledged_);
                if (!problems.empty()) {
                    std::ranges::for_each(problems, [&](auto& one) { note(std::move(one)); });
                    return;  // what would follow rests on what did not happen
                }
            }
        }
        for (const auto& row : group.rows) {
            outcome_.count(kind_, row);
        }
    }

    void note(domain::violation problem) {
        if (++problem_count_ <= problems_told) {
            problems_.push_back(std::move(problem));
        }
    }

    void note(
        const table_row& row, std::size_t column, std::string code, domain::message_args args
    ) {
        domain::violation problem{"", std::move(code), std::move(args)};
        problem.cell =
            domain::sheet_cell{row.number, from_.headings[column], row.cells[column].value_or("")};
        note(std::move(problem));
    }

    void note_blank_key(const table_row& row) {
        for (const auto column : key_) {
            if (!row.cells[column]) {
                note(row, column, "missing_field", {});
            }
        }
    }

    void refuse_if_problems() {
        if (problem_count_ == 0) {
            return;
        }
        std::ranges::stable_sort(problems_, {}, [](const auto& one) { return one.cell->row; });
        throw domain::refusal{
            {domain::error_kind::rule,
             "sheet_invalid",
             {{"count", std::to_string(problem_count_)}},
             std::move(problems_)}};
    }

    command_run& run_;
    const import_kind& kind_;
    const table& from_;
    std::span<const acknowledgement> acknowledged_;
    std::vector<std::size_t> key_;
    std::vector<domain::violation> problems_;
    std::size_t problem_count_;
    import_outcome outcome_;
};

}  // namespace

receipt run_import(
    command_run& run, const import_kind& kind, const table& from,
    std::span<const acknowledgement> acknowledged
) {
    return importer{run, kind, from, acknowledged}.import_all();
}

}  // namespace tranche::server
