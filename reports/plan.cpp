#include "reports/plan.hpp"

#include "domain/contract.hpp"
#include "domain/currency.hpp"
#include "persistence/row_stream.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace tranche::reports {

namespace {

// "case when c in ('JPY',...) then 1 when ... else 0.01 end": a power of ten whose scale is the
// number of decimals, so that the product prints them all.
const std::string& factor_cases() {
    static const std::string made = [] {
        std::array<std::string, 5> codes;
        std::string code = "AAA";
        for (code[0] = 'A'; code[0] <= 'Z'; ++code[0]) {
            for (code[1] = 'A'; code[1] <= 'Z'; ++code[1]) {
                for (code[2] = 'A'; code[2] <= 'Z'; ++code[2]) {
                    const auto found = domain::currency::from_code(code);
                    if (!found || found->exponent() == 2) continue;
                    auto& list = codes.at(static_cast<std::size_t>(found->exponent()));
                    list += (list.empty() ? "'" : ",'") + code + "'";
                }
            }
        }
        constexpr std::array factors{"1", "0.1", "0.01", "0.001", "0.0001"};
        std::string cases;
        for (std::size_t i = 0; i < codes.size(); ++i) {
            if (!codes[i].empty()) {
                cases +=
                    std::string{" when {} in ("} + codes[i] + ") then " + factors[i] + "::numeric";
            }
        }
        return cases;
    }();
    return made;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

// PostgreSQL's COPY takes no bound values: "$3" becomes the third setting of the transaction.
std::string with_copy_values(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$') {
            out += text[i];
            continue;
        }
        std::size_t number = 0;
        while (i + 1 < text.size() && std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0) {
            number = number * 10 + static_cast<std::size_t>(text[++i] - '0');
        }
        out += persistence::copy_value(number);
    }
    return out;
}

// A spreadsheet runs text that begins like a formula; an apostrophe makes it text. An empty text is
// left out like an absent one, so that both print the same.
std::string guarded(const std::string& sql) {
    return "case when ascii(" + sql + ") in (61, 43, 45, 64, 9, 13) then '''' || (" + sql +
        ") else nullif(" + sql + ", '') end";
}

std::string quoted(std::string_view text) {
    return "'" + replaced(std::string{text}, "'", "''") + "'";
}

std::string in_words(const column& one, domain::language language) {
    std::string sql = "case " + one.sql;
    for (const auto& each : one.words) {
        sql += " when " + quoted(each.code) + " then " + quoted(each.label.in(language));
    }
    return sql + " else " + one.sql + " end";
}

std::string csv_expression(const column& one, const request& asked) {
    if (!one.words.empty() && asked.language_given) {
        return in_words(one, asked.language);
    }
    return one.type == cell_type::text ? guarded(one.sql) : one.sql;
}

std::string tail(const plan& of, bool with_order) {
    std::string out = " " + of.from;
    for (std::size_t i = 0; i < of.where.size(); ++i) {
        out += (i == 0 ? " where " : " and ") + of.where[i];
    }
    if (!of.group_by.empty()) out += " group by " + of.group_by;
    if (with_order && !of.order_by.empty()) out += " order by " + of.order_by;
    return out;
}

std::string select_rows(const plan& of) {
    std::string out = "select ";
    for (std::size_t i = 0; i < of.columns.size(); ++i) {
        out += (i == 0 ? "" : ", ") + of.columns[i].sql + " as " + std::string{of.columns[i].stem};
    }
    return out;
}

}  // namespace

std::string_view name(cell_type type) {
    constexpr std::array<std::string_view, 8> names{"text",    "code", "integer", "number",
                                                    "percent", "rate", "date",    "money"};
    return names.at(static_cast<std::size_t>(type));
}

std::string plan::bind(persistence::value what, std::string_view type) {
    domain::expects(what.text().has_value(), "a report binds values, never their absence");
    values.push_back(std::move(what));
    return "$" + std::to_string(values.size()) + "::" + std::string{type};
}

std::string money_sql(std::string_view minor, std::string_view currency) {
    return "(" + std::string{minor} + ") * case" + replaced(factor_cases(), "{}", currency) +
        " else 0.01::numeric end";
}

std::string localised_sql(std::string_view stem, domain::language language) {
    std::string english = std::string{stem} + "_en";
    if (language == domain::language::en) {
        return english;
    }
    return "coalesce(" + std::string{stem} + "_" + std::string{domain::language_tag(language)} +
        ", " + english + ")";
}

// A prefix and thirteen digits of base 32.
std::string public_id_sql(const std::string& prefix, const std::string& id) {
    return prefix +
        " || '_' || (select string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz',"
        " ((" +
        id +
        " >> (5 * place)) & 31)::integer + 1, 1), '' order by place desc)"
        " from generate_series(0, 12) place)";
}

std::string id_sql(domain::entity what, const std::string& id) {
    return public_id_sql("'" + std::string{domain::names_of(what).prefix} + "'", id);
}

std::vector<const column*> csv_columns(const plan& of) {
    std::vector<const column*> out;
    for (const auto& one : of.columns) {
        if (one.where == shown::everywhere) out.push_back(&one);
    }
    return out;
}

std::string rows_sql(const plan& of) {
    return of.with + " " + select_rows(of) + tail(of, true);
}

std::string csv_sql(const plan& of, const request& asked) {
    std::string out = of.with + " select ";
    bool first = true;
    for (const auto* one : csv_columns(of)) {
        out += (first ? "" : ", ") + csv_expression(*one, asked);
        first = false;
    }
    return with_copy_values(out + tail(of, true));
}

namespace {

// The rows that totals are taken from: one per value of totals_by where that gives the same sums.
std::string rows_for_totals(const plan& of) {
    if (!of.totals_add_up) return select_rows(of) + tail(of, false);
    plan coarse = of;
    std::erase_if(coarse.columns, [&](const column& one) {
        return one.stem != of.totals_by && one.type != cell_type::money;
    });
    const auto by = std::ranges::find(coarse.columns, of.totals_by, &column::stem);
    domain::expects(by != coarse.columns.end(), "totals are told apart by a column");
    coarse.group_by = by->sql;
    return select_rows(coarse) + tail(coarse, false);
}

}  // namespace

int totals_names(const plan& of) {
    return of.totals_also_by.empty() ? 1 : 2;
}

std::string totals_sql(const plan& of) {
    std::string by{of.totals_by};
    if (!of.totals_also_by.empty()) {
        domain::expects(!of.totals_add_up, "groups are told apart by one column");
        by.append(", ").append(of.totals_also_by);
    }
    std::string out = of.with + " select " + by;
    for (const auto& one : of.totals) {
        out += ", " + one.sql + " as " + std::string{one.stem};
    }
    out += " from (" + rows_for_totals(of) + ") as listed";
    if (!of.totals_where.empty()) out += " where " + std::string{of.totals_where};
    return out + " group by " + by + " order by " + by;
}

}  // namespace tranche::reports
