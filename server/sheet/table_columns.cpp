#include "server/sheet/table_columns.hpp"

#include "server/sheet/bounds.hpp"
#include "server/sheet/currency_form.hpp"
#include "server/sheet/headings.hpp"

#include <algorithm>
#include <array>

namespace tranche::server {
namespace {

// A share of something is no amount.
number_reading amount_reading_of(std::string_view cell) {
    return cell.find('%') == cell.npos ? reading_of(cell) : number_reading::not_a_number;
}

// What the cells of one column say about its form: where it was first proven in each way, and where
// it first could be either.
struct form_evidence {
    std::optional<std::size_t> first_way, second_way, open;
};

class column_reader {
public:
    column_reader(
        const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms,
        table& made
    )
        : from_{from},
          columns_{columns},
          forms_{forms},
          made_{made} {}

    void read(std::size_t column) {
        switch (columns_[column].type) {
            case cell_type::number:
            case cell_type::whole_number:
                return read_numbers(column);
            case cell_type::day:
                return read_days(column);
            case cell_type::flag:
                return read_flags(column);
            case cell_type::identifier:
                return read_identifiers(column);
            case cell_type::currency:
                return read_currencies(column);
            case cell_type::text:
            case cell_type::list:
                break;
        }
        for (auto& row : made_.rows) {
            if (is_whole(row, column)) {
                take(row, column, typed(row, column));
            }
        }
    }

private:
    void note(std::size_t row, std::size_t column, std::string code, domain::message_args args) {
        domain::violation problem{"", std::move(code), std::move(args)};
        problem.cell = domain::sheet_cell{
            row, made_.headings[column],
            std::string{from_.cell(row - 1, *made_.column_of[column])}};
        note_problem(made_, std::move(problem));
    }

    std::string_view typed(const table_row& row, std::size_t column) const {
        return from_.cell(row.number - 1, *made_.column_of[column]);
    }

    template <class Reading, class Read>
    form_evidence evidence(
        std::size_t column, Read how, Reading first, Reading second, Reading open
    ) {
        form_evidence found;
        for (const auto& row : made_.rows) {
            const auto cell = text_of(row, column);
            if (cell.empty()) {
                continue;
            }
            const auto reading = how(cell);
            auto* where = reading == first ? &found.first_way
                : reading == second        ? &found.second_way
                : reading == open          ? &found.open
                                           : nullptr;
            if (where != nullptr && !*where) {
                *where = row.number;
            }
        }
        return found;
    }

    // Without a currency's symbol beside a number; nothing for what the spreadsheet knows itself.
    std::string_view text_of(const table_row& row, std::size_t column) const {
        if (kind_of(row, column) != cell_kind::text) {
            return {};
        }
        const auto type = columns_[column].type;
        return forms_.unit && type == cell_type::number
            ? without_symbol(typed(row, column), *forms_.unit)
            : typed(row, column);
    }

    cell_kind kind_of(const table_row& row, std::size_t column) const {
        return from_.kind(row.number - 1, *made_.column_of[column]);
    }

    std::string typed_in(std::size_t row, std::size_t column) const {
        return std::string{from_.cell(row - 1, *made_.column_of[column])};
    }

    // The form of the column, or nothing when it contradicts itself or says nothing that matters.
    template <class Form>
    std::optional<Form> decided(
        std::size_t column, const form_evidence& found, Form first, Form second,
        std::optional<Form> said, std::optional<Form> usual, const char* mixed,
        const char* undecided
    ) {
        if (found.first_way && found.second_way && usual) {
            made_.forms.push_back({column, said.value_or(*usual), said ? "answer" : "country"});
            return said.value_or(*usual);  // the cells that differ are named one by one
        }
        if (found.first_way && found.second_way) {
            const auto earlier = std::min(*found.first_way, *found.second_way);
            note(
                std::max(*found.first_way, *found.second_way), column, mixed,
                {{"other", typed_in(earlier, column)}, {"other_row", std::to_string(earlier)}}
            );
            return std::nullopt;
        }
        if (found.first_way || found.second_way) {
            made_.forms.push_back({column, found.first_way ? first : second, "column"});
            return found.first_way ? first : second;
        }
        if (found.open && said) {
            made_.forms.push_back({column, *said, "answer"});
        }
        if (!found.open || said) {
            return said.value_or(first);
        }
        note(*found.open, column, undecided, {});
        return std::nullopt;
    }

    // Whether the cell holds what was typed, and not what a program makes of something missing.
    bool is_whole(const table_row& row, std::size_t column) {
        const auto kind = kind_of(row, column);
        if (kind == cell_kind::broken || kind == cell_kind::foreign) {
            note(
                row.number, column, kind == cell_kind::broken ? "cell_broken" : "cell_foreign", {}
            );
            return false;
        }
        return true;
    }

    static void take(table_row& row, std::size_t column, std::string_view text) {
        if (!text.empty()) {
            row.cells[column] = text;
        }
    }

    // Cells that are written in one of two ways, which the column decides.
    template <class Reading, class Form>
    struct two_ways {
        Reading (*how)(std::string_view cell);
        Reading first_way, second_way, either;
        Form first, second;
        std::optional<Form> said, usual;
        const char *mixed, *undecided;
        // What the spreadsheet itself may know the cell to be, and what is said of the other.
        cell_kind known;
        const char* otherwise;
    };

    // Calls `take` for each cell with its reading and, once that is known, the column's form.
    template <class Reading, class Form, class Take>
    void read_in_form(std::size_t column, const two_ways<Reading, Form>& ways, Take take_cell) {
        const auto form = decided<Form>(
            column, evidence(column, ways.how, ways.first_way, ways.second_way, ways.either),
            ways.first, ways.second, ways.said, ways.usual, ways.mixed, ways.undecided
        );
        for (auto& row : made_.rows) {
            const auto kind = kind_of(row, column);
            if (const auto cell = text_of(row, column); !cell.empty()) {
                take_cell(row, cell, ways.how(cell), form);
            } else if (kind == ways.known) {
                take(row, column, typed(row, column));
            } else if (is_whole(row, column) && kind != cell_kind::text) {
                note(row.number, column, ways.otherwise, {});
            }
        }
    }

    void read_numbers(std::size_t column) {
        using form = std::optional<decimal_mark>;
        const bool is_amount = forms_.unit && columns_[column].type == cell_type::number;
        const auto read = [&](table_row& row, std::string_view cell, number_reading reading,
                              form mark) {
            if (reading == number_reading::exponent) {
                note(row.number, column, "number_in_exponent_form", {});
            } else if (reading == number_reading::not_a_number) {
                note(row.number, column, "not_a_number", {});
            } else if (mark) {
                auto number = plain_number(cell, *mark);
                if (!number) {
                    const auto meant = plain_number(cell, other_than(*mark)).value_or("");
                    note(
                        row.number, column, "number_in_other_form",
                        {{"suggestion", grouped_number(meant, *mark)}}
                    );
                    return;
                }
                if (number && columns_[column].type == cell_type::whole_number &&
                    number->find('.') != std::string::npos) {
                    note(row.number, column, "not_a_whole_number", {});
                } else {
                    row.cells[column] = std::move(number);
                }
            }
        };
        read_in_form<number_reading, decimal_mark>(
            column,
            {is_amount ? amount_reading_of : reading_of, number_reading::point,
             number_reading::comma, number_reading::either, decimal_mark::point,
             decimal_mark::comma, forms_.mark, forms_.usual_mark, "decimal_marks_mixed",
             "decimal_mark_undecided", cell_kind::number, "not_a_number"},
            read
        );
    }

    void read_days(std::size_t column) {
        using form = std::optional<day_order>;
        const auto read = [&](table_row& row, std::string_view cell, date_reading reading,
                              form order) {
            if (reading == date_reading::short_year) {
                note(row.number, column, "year_of_two_digits", {});
            } else if (reading == date_reading::not_a_date) {
                note(row.number, column, "not_a_day", {});
            } else if (const auto day = order ? day_in(cell, *order) : std::nullopt) {
                row.cells[column] = domain::to_string(*day);
            } else if (order) {
                const auto meant = day_in(cell, other_than(*order));
                note(
                    row.number, column, "day_in_other_form",
                    {{"suggestion", meant ? written_day(*meant, *order) : std::string{}}}
                );
            }
        };
        read_in_form<date_reading, day_order>(
            column,
            {date_reading_of, date_reading::day_first, date_reading::month_first,
             date_reading::either, day_order::day_first, day_order::month_first, forms_.order,
             forms_.usual_order, "day_orders_mixed", "day_order_undecided", cell_kind::day,
             "day_as_number"},
            read
        );
    }

    void read_flags(std::size_t column) {
        constexpr std::array<std::string_view, 6> yes{"yes", "oui", "si", "true", "1", "x"};
        constexpr std::array<std::string_view, 4> no{"no", "non", "false", "0"};
        for (auto& row : made_.rows) {
            const auto cell = typed(row, column);
            const auto word = folded(cell);
            if (cell.empty()) {
                continue;
            }
            if (std::ranges::find(yes, word) != yes.end()) {
                row.cells[column] = "true";
            } else if (std::ranges::find(no, word) != no.end()) {
                row.cells[column] = "false";
            } else {
                note(row.number, column, "not_yes_or_no", {});
            }
        }
    }

    void read_currencies(std::size_t column) {
        for (auto& row : made_.rows) {
            const auto cell = typed(row, column);
            if (cell.empty() || !is_whole(row, column)) {
                continue;
            }
            if (const auto unit = currency_meant(cell)) {
                row.cells[column] = unit->code();
            } else {
                note(row.number, column, "currency_unclear", {});
            }
        }
    }

    void read_identifiers(std::size_t column) {
        for (auto& row : made_.rows) {
            const auto cell = typed(row, column);
            const auto kind = kind_of(row, column);
            const bool is_cut = kind == cell_kind::number && cell.size() > 15;
            if (!is_whole(row, column)) {
                continue;
            }
            if (kind == cell_kind::day) {
                note(row.number, column, "identifier_became_day", {});
            } else if (is_cut || reading_of(cell) == number_reading::exponent) {
                note(row.number, column, "number_in_exponent_form", {});
            } else {
                take(row, column, cell);
            }
        }
    }

    const sheet& from_;
    std::span<const sheet_column> columns_;
    const sheet_forms& forms_;
    table& made_;
};

}  // namespace

void note_problem(table& of, domain::violation problem) {
    if (++of.problem_count <= problems_told) {
        of.problems.push_back(std::move(problem));
    }
}

void read_column(
    const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms, table& made,
    std::size_t column
) {
    column_reader{from, columns, forms, made}.read(column);
}

}  // namespace tranche::server
