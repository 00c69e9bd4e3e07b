#include "server/sheet/csv.hpp"

#include "domain/error.hpp"
#include "server/json/text.hpp"
#include "server/sheet/text_encoding.hpp"

#include <csv.h>

#include <algorithm>
#include <array>

namespace tranche::server {
namespace {

using domain::error_kind;

[[noreturn]] void refuse(error_kind kind, std::string code, domain::message_args args = {}) {
    throw domain::refusal{kind, std::move(code), std::move(args)};
}

// The separator the heading is written with: whichever of the three stands in it most often outside
// quotes. Excel's own "sep=;" in front of all decides without counting.
struct separator {
    char mark = ',';
    bool declared = false;
};

separator separator_of(std::string_view text) {
    constexpr auto marks = separators;
    if (text.starts_with("sep=") && text.size() > 5 && text[5] == '\n') {
        if (std::ranges::find(marks, text[4]) == marks.end()) {
            refuse(error_kind::malformed, "sheet_separator_unclear");
        }
        return {text[4], true};
    }
    std::array<std::size_t, marks.size()> counts{};
    bool quoted = false;
    for (const char one : text) {
        if (one == '"') {
            quoted = !quoted;
        } else if (one == '\n' && !quoted) {
            break;
        } else if (const auto* found = std::ranges::find(marks, one);
                   found != marks.end() && !quoted) {
            ++counts.at(static_cast<std::size_t>(found - marks.begin()));
        }
    }
    const auto most = *std::ranges::max_element(counts);
    if (most > 0 && std::ranges::count(counts, most) > 1) {
        refuse(error_kind::malformed, "sheet_separator_unclear");
    }
    const auto* found = std::ranges::find(counts, most);
    return {marks.at(static_cast<std::size_t>(found - counts.begin())), false};
}

// Callbacks of a C library: nothing is thrown through it, the first trouble is kept.
struct filling {
    sheet made;
    const sheet_limits& limits;
    bool cell_too_long = false;
    bool too_many_columns = false;
    std::size_t columns = 0;

    [[nodiscard]] bool is_over() const {
        // One row for the heading, one for "sep=": the caller counts what is left exactly.
        return cell_too_long || too_many_columns || made.rows() > limits.rows + 2;
    }
    static void on_cell(void* text, std::size_t size, void* self) {
        auto& fill = *static_cast<filling*>(self);
        const auto cell = trimmed({static_cast<const char*>(text), size});
        if (fill.is_over()) {
            return;
        }
        fill.cell_too_long = cell.size() > fill.limits.cell;
        fill.too_many_columns = ++fill.columns > fill.limits.columns;
        if (!fill.is_over()) {
            fill.made.add_cell(cell);
        }
    }
    static void on_row(int, void* self) {
        auto& fill = *static_cast<filling*>(self);
        if (!fill.is_over()) {
            fill.made.end_row();
            fill.columns = 0;
        }
    }
};

class parser {
public:
    explicit parser(char mark) {
        csv_init(&state_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
        csv_set_delim(&state_, static_cast<unsigned char>(mark));
        // A tab may be the separator: only blanks may stand around quotes.
        csv_set_space_func(&state_, [](unsigned char one) { return one == ' ' ? 1 : 0; });
        // A cell that grows by the library's 128 bytes at a time may be moved as often.
        csv_set_blk_size(&state_, piece);
    }
    parser(const parser&) = delete;
    parser& operator=(const parser&) = delete;
    ~parser() { csv_free(&state_); }

    bool read(std::string_view text, filling& into) {
        // In pieces, so that a file far beyond its limits is not read to its end.
        while (!text.empty() && !into.is_over()) {
            const auto size = std::min(piece, text.size());
            if (csv_parse(&state_, text.data(), size, filling::on_cell, filling::on_row, &into) !=
                size) {
                return false;
            }
            text.remove_prefix(size);
        }
        return into.is_over() ||
            csv_fini(&state_, filling::on_cell, filling::on_row, &into) == CSV_SUCCESS;
    }

private:
    static constexpr std::size_t piece = std::size_t{64} << 10;

    csv_parser state_{};
};

std::string number(std::size_t count) {
    return std::to_string(count);
}

void check_size(const filling& read, std::size_t headings) {
    const auto& limits = read.limits;
    const auto row = number(read.made.rows() + 1);
    if (read.cell_too_long) {
        refuse(
            error_kind::too_large, "sheet_cell_too_long",
            {{"max", number(limits.cell)}, {"row", row}}
        );
    }
    if (read.too_many_columns) {
        refuse(
            error_kind::too_large, "sheet_too_many_columns",
            {{"max", number(limits.columns)}, {"row", row}}
        );
    }
    if (read.made.rows() > limits.rows + headings) {
        refuse(error_kind::too_large, "sheet_too_many_rows", {{"max", number(limits.rows)}});
    }
}

}  // namespace

sheet read_csv(std::string_view bytes, const sheet_limits& limits, std::optional<char> mark) {
    if (bytes.size() > limits.bytes) {
        refuse(error_kind::too_large, "body_too_large", {{"limit", number(limits.bytes)}});
    }
    const auto text = decoded(bytes);
    if (trimmed(text).empty()) {
        refuse(error_kind::malformed, "sheet_empty");
    }
    const bool is_declared = text.starts_with("sep=");
    const auto separated = mark && !is_declared ? separator{*mark, false} : separator_of(text);
    filling into{{}, limits};
    parser reading{separated.mark};
    if (!reading.read(text, into)) {
        refuse(error_kind::malformed, "sheet_quotes", {{"row", number(into.made.rows() + 1)}});
    }
    check_size(into, separated.declared ? 2 : 1);
    return std::move(into.made);
}

}  // namespace tranche::server
