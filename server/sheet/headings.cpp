#include "server/sheet/headings.hpp"

#include "server/json/text.hpp"

#include <algorithm>
#include <array>
#include <map>
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

constexpr std::size_t heading_at_most = 200;  // bytes

// The names of the declared columns and those the sender explained, folded once.
class heading_names {
public:
    heading_names(std::span<const sheet_column> columns, const sheet_forms& forms)
        : count_{columns.size()},
          unit_{forms.unit ? folded(forms.unit->code()) : std::string{}} {
        for (const auto& [heading, stem] : forms.known_headings) {
            const auto found = std::ranges::find(columns, stem, &sheet_column::stem);
            names_.emplace(
                heading,
                found == columns.end()
                    ? std::nullopt
                    : std::optional{static_cast<std::size_t>(found - columns.begin())}
            );
        }
        // The first column of a name has it.
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto& one = columns[i];
            for (const auto name : {one.stem, one.en, one.fr, one.es}) {
                names_.emplace(folded(name), i);
            }
            for (auto names = one.also; !names.empty();) {
                const auto end = std::min(names.find('|'), names.size());
                names_.emplace(folded(names.substr(0, end)), i);
                names.remove_prefix(std::min(end + 1, names.size()));
            }
        }
    }

    [[nodiscard]] std::size_t count() const { return count_; }

    [[nodiscard]] std::optional<std::size_t> meant_by(std::string_view typed) const {
        if (typed.empty() || typed.size() > heading_at_most) {
            return std::nullopt;
        }
        std::string heading = folded(typed);
        if (const auto found = column_of(heading)) {
            return found;
        }
        // "Monto (GTQ)" is "Monto".
        if (unit_.empty() || heading.size() <= unit_.size() || !heading.ends_with(unit_)) {
            return std::nullopt;
        }
        heading.resize(heading.size() - unit_.size());
        return column_of(heading);
    }

private:
    [[nodiscard]] std::optional<std::size_t> column_of(const std::string& heading) const {
        const auto found = names_.find(heading);
        return heading.empty() || found == names_.end() ? std::nullopt : found->second;
    }

    std::size_t count_;
    std::string unit_;
    std::map<std::string, std::optional<std::size_t>> names_;
};

constexpr std::size_t titles_at_most = 60;

std::size_t recognised_in(const sheet& from, std::size_t row, const heading_names& names) {
    std::vector<bool> seen(names.count());
    for (std::size_t i = 0; i < from.cells_in(row); ++i) {
        if (const auto which = names.meant_by(from.cell(row, i))) {
            seen[*which] = true;
        }
    }
    return static_cast<std::size_t>(std::ranges::count(seen, true));
}

// Below whatever titles people put above it: the row that names the most columns.
std::size_t best_heading_row(const sheet& from, const heading_names& names) {
    auto best = heading_row(from);
    std::size_t most = recognised_in(from, best, names);
    for (auto row = best + 1; row < std::min(from.rows(), titles_at_most); ++row) {
        if (const auto here = recognised_in(from, row, names); here > most) {
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
    const heading_names names{columns, forms};
    std::size_t most = 0;
    for (std::size_t row = 0; row < std::min(from.rows(), titles_at_most); ++row) {
        most = std::max(most, recognised_in(from, row, names));
    }
    return most;
}

understood_headings understand_headings(
    const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms
) {
    const heading_names names{columns, forms};
    understood_headings made;
    made.row = forms.is_free ? best_heading_row(from, names) : heading_row(from);
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
        const auto which = names.meant_by(heading);
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
