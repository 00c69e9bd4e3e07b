#include "server/sheet/headings.hpp"

#include "server/json/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tranche::server {
namespace {

// The letters of the three languages that carry a mark, in UTF-8.
constexpr std::array<std::pair<std::string_view, char>, 34> plain_letters{{
    {"à", 'a'}, {"á", 'a'}, {"â", 'a'}, {"ä", 'a'}, {"ç", 'c'}, {"è", 'e'}, {"é", 'e'},
    {"ê", 'e'}, {"ë", 'e'}, {"í", 'i'}, {"î", 'i'}, {"ï", 'i'}, {"ñ", 'n'}, {"ó", 'o'},
    {"ô", 'o'}, {"ö", 'o'}, {"ù", 'u'}, {"ú", 'u'}, {"û", 'u'}, {"ü", 'u'}, {"À", 'a'},
    {"Á", 'a'}, {"Â", 'a'}, {"Ç", 'c'}, {"È", 'e'}, {"É", 'e'}, {"Ê", 'e'}, {"Í", 'i'},
    {"Î", 'i'}, {"Ñ", 'n'}, {"Ó", 'o'}, {"Ô", 'o'}, {"Ú", 'u'}, {"Û", 'u'},
}};

std::string_view mark_at(std::string_view text, std::string& out) {
    for (const auto& [letter, plain] : plain_letters) {
        if (text.starts_with(letter)) {
            out += plain;
            return letter;
        }
    }
    return {};
}

domain::violation at_heading(
    std::size_t row, std::string_view heading, std::string code, domain::message_args args
) {
    domain::violation made{"", std::move(code), std::move(args)};
    made.cell = domain::sheet_cell{row + 1, std::string{heading}, {}};
    return made;
}

std::size_t heading_row(const sheet& from) {
    std::size_t row = 0;
    const auto is_none = [&] {
        return from.is_blank(row) || (row == 0 && from.cell(row, 0).starts_with("sep="));
    };
    while (row < from.rows() && is_none()) {
        ++row;
    }
    if (row == from.rows()) {
        throw domain::refusal{domain::error_kind::malformed, "sheet_empty"};
    }
    return row;
}

bool is_named(const sheet_column& one, const std::string& heading) {
    for (const auto name : {one.stem, one.en, one.fr, one.es}) {
        if (folded(name) == heading) {
            return true;
        }
    }
    for (auto names = one.also; !names.empty();) {
        const auto end = std::min(names.find('|'), names.size());
        if (folded(names.substr(0, end)) == heading) {
            return true;
        }
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return false;
}

std::optional<std::size_t> meant_by(
    std::string heading, std::span<const sheet_column> columns, const sheet_forms& forms
) {
    const auto known = forms.known_headings.find(heading);
    // "Monto (GTQ)" is "Monto".
    const auto unit = forms.unit ? folded(forms.unit->code()) : std::string{};
    const bool has_unit = !unit.empty() && heading.size() > unit.size() && heading.ends_with(unit);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (known == forms.known_headings.end() ? is_named(columns[i], heading)
                                                : columns[i].stem == known->second) {
            return i;
        }
    }
    if (has_unit) {
        heading.resize(heading.size() - unit.size());
        return meant_by(std::move(heading), columns, forms);
    }
    return std::nullopt;
}

constexpr std::size_t titles_at_most = 60;

std::size_t recognised_in(
    const sheet& from, std::size_t row, std::span<const sheet_column> columns,
    const sheet_forms& forms
) {
    std::vector<bool> seen(columns.size());
    for (std::size_t i = 0; i < from.cells_in(row); ++i) {
        if (const auto which = meant_by(folded(from.cell(row, i)), columns, forms)) {
            seen[*which] = true;
        }
    }
    return static_cast<std::size_t>(std::ranges::count(seen, true));
}

// Below whatever titles people put above it: the row that names the most columns.
std::size_t best_heading_row(
    const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms
) {
    auto best = heading_row(from);
    std::size_t most = recognised_in(from, best, columns, forms);
    for (auto row = best + 1; row < std::min(from.rows(), titles_at_most); ++row) {
        if (const auto here = recognised_in(from, row, columns, forms); here > most) {
            most = here;
            best = row;
        }
    }
    return best;
}

void note_missing(understood_headings& made, std::span<const sheet_column> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].required && !made.column_of[i]) {
            made.problems.push_back(at_heading(
                made.row, columns[i].stem, "column_missing",
                {{"names",
                  std::string{columns[i].en} + " / " + std::string{columns[i].fr} + " / " +
                      std::string{columns[i].es}}}
            ));
        }
    }
}

}  // namespace

std::string folded(std::string_view heading) {
    std::string out;
    while (!heading.empty()) {
        const char one = heading.front();
        if (const auto letter = mark_at(heading, out); !letter.empty()) {
            heading.remove_prefix(letter.size());
            continue;
        }
        if ((one >= 'a' && one <= 'z') || (one >= '0' && one <= '9')) {
            out += one;
        } else if (one >= 'A' && one <= 'Z') {
            out += static_cast<char>(one - 'A' + 'a');
        }
        heading.remove_prefix(1);
    }
    return out;
}

std::string_view heading_in(domain::language language, const sheet_column& column) {
    switch (language) {
        case domain::language::fr:
            return column.fr;
        case domain::language::es:
            return column.es;
        default:
            return column.en;
    }
}

std::size_t headings_recognised(
    const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms
) {
    std::size_t most = 0;
    for (std::size_t row = 0; row < std::min(from.rows(), titles_at_most); ++row) {
        most = std::max(most, recognised_in(from, row, columns, forms));
    }
    return most;
}

understood_headings understand_headings(
    const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms
) {
    understood_headings made;
    made.row = forms.is_free ? best_heading_row(from, columns, forms) : heading_row(from);
    made.column_of.resize(columns.size());
    std::vector<std::string_view> known;
    for (const auto& one : columns) {
        known.push_back(heading_in(forms.language, one));
    }
    for (std::size_t i = 0; i < from.cells_in(made.row); ++i) {
        const auto heading = from.cell(made.row, i);
        if (heading.empty()) {
            continue;  // whether it matters is seen by the cells below
        }
        const auto which = meant_by(folded(heading), columns, forms);
        if (!which) {
            (forms.is_free ? made.unknown : made.problems)
                .push_back(at_heading(
                    made.row, heading, "column_unknown",
                    {{"suggestion", suggest_name(heading, known)}}
                ));
        } else if (made.column_of[*which]) {
            made.problems.push_back(at_heading(
                made.row, heading, "column_twice",
                {{"first", std::string{from.cell(made.row, *made.column_of[*which])}}}
            ));
        } else {
            made.column_of[*which] = i;
        }
    }
    note_missing(made, columns);
    return made;
}

}  // namespace tranche::server
