// What a report is: declared once, in one file of this folder, and shown by every renderer. A
// report turns a request into a plan: typed columns, one query made of constants and bound values,
// the totals that query allows, and notes. To add one: a file with its declaration, and its line in
// registry.cpp.
#pragma once

#include "domain/message_catalogue.hpp"
#include "persistence/query.hpp"
#include "reports/request.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::reports {

struct trilingual {
    std::string_view en, fr, es;

    [[nodiscard]] std::string_view in(domain::language language) const {
        switch (language) {
            case domain::language::fr:
                return fr;
            case domain::language::es:
                return es;
            default:
                return en;
        }
    }
};

enum class cell_type { text, code, integer, number, percent, rate, date, money };

std::string_view name(cell_type type);

/// Where a column is seen. CSV columns are a contract in a fixed order, so what came later, or only
/// explains, stays out of it; what would only widen a table of text is left to JSON; a heading
/// stands once above the text and in JSON.
enum class shown { everywhere, not_in_csv, in_json, in_heading, nowhere };

/// A code and how people say it.
struct word {
    std::string_view code;
    trilingual label;
};
using vocabulary = std::span<const word>;

/// The code itself where there is no word for it.
inline std::string_view label_of(
    vocabulary words, std::string_view code, domain::language language
) {
    for (const auto& one : words) {
        if (one.code == code) return one.label.in(language);
    }
    return code;
}

struct column {
    std::string_view stem;  // in CSV and JSON
    trilingual label;
    cell_type type;
    std::string sql;  // of money: exact decimals, see money_sql()
    shown where = shown::everywhere;
    vocabulary words = {};        // of a code column
    std::string_view about = {};  // what it holds, for the API's description
};

/// A sum below the rows. Its SQL is over the rows' own columns, by stem.
struct total {
    std::string_view stem;
    trilingual label;
    cell_type type;
    std::string sql;
};

/// One report for one request.
struct plan {
    std::vector<column> columns;
    std::string with;  // "with a as (...)", or empty
    std::string from;  // "from ..."
    std::vector<std::string> where = {};
    std::string group_by = {};  // expressions, or empty
    std::string order_by = {};
    std::vector<persistence::value> values = {};
    std::vector<total> totals = {};
    /// The column whose values the totals are told apart by: amounts of two currencies never add.
    std::string_view totals_by = {};
    /// A second column that tells them apart, where rows count the same money again.
    std::string_view totals_also_by = {};
    std::string_view totals_where = {};
    /// Groups only: totals are sums of the money columns, which are sums themselves. Then the rows
    /// need not be grouped again to be added.
    bool totals_add_up = false;
    std::vector<trilingual> notes = {};

    /// The place of a value in the SQL: "$3::bigint".
    std::string bind(persistence::value what, std::string_view type);
};

struct group_choice {
    std::string_view name;
    trilingual label;
};

/// Nothing of it, all of it, or the part that a grant in force opens (funding.donor_grant).
enum class donor_sight { nothing, all, partners, lines };

struct report {
    std::string_view name;
    trilingual title;
    trilingual question;
    std::vector<std::string_view> parameters;  // names of parameters.hpp
    std::vector<group_choice> group_by = {};
    plan (*make_plan)(const request& asked);
    /// Whether a donor's viewers may see it: results and sums by category, and what a grant opens.
    donor_sight (*open_to_donors)(const request& asked);
    /// It shows entries of the journal: for those who may read the ledger.
    bool shows_ledger = false;
    /// A partner's people may read it, of their own agreements.
    bool open_to_partners = false;
};

}  // namespace tranche::reports
