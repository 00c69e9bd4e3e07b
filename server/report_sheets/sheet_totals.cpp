#include "server/report_sheets/sheet_totals.hpp"

#include "domain/rounding.hpp"

#include <set>

namespace tranche::server {
namespace {

using domain::money;

decimal_mark mark_of_amounts(const table& from) {
    for (const auto& one : from.forms) {
        if (one.column == static_cast<std::size_t>(report_column::amount)) {
            return std::get<decimal_mark>(one.form);
        }
    }
    return decimal_mark::point;
}

// Of rows in the report's currency; the currencies of the others beside.
struct running_sum {
    // Nothing once an amount is none, or the sum grows too large.
    std::optional<money> amount;
    std::set<std::string> others = {};

    void add(const summed_row& row) {
        if (row.other_currency) {
            others.insert(*row.other_currency);
        }
        if (row.other_currency || !amount || !row.amount) {
            return;
        }
        const auto one = money::parse(*row.amount, amount->currency_unit());
        if (!one) {
            amount.reset();
            return;
        }
        try {
            *amount += *one;
        } catch (const domain::money_overflow&) {
            amount.reset();
        }
    }
};

std::string joined(const std::set<std::string>& all) {
    std::string out;
    for (const auto& one : all) {
        out += (out.empty() ? "" : ", ") + one;
    }
    return out;
}

domain::violation remark_on(
    money said, const running_sum& all, const running_sum& part, bool is_part_alone
) {
    const domain::message_args sums{
        {"total", domain::shown(said)}, {"sum", domain::shown(*all.amount)}};
    if (said == *all.amount && all.others.empty()) {
        return {"", "sheet_total_agrees", sums};
    }
    if (is_part_alone && said == *part.amount) {
        return {"", "sheet_total_agrees", sums};
    }
    if (!all.others.empty()) {
        auto with_others = sums;
        with_others.emplace_back("currencies", joined(all.others));
        return {"", "sheet_total_mixed", std::move(with_others)};
    }
    return {"", "sheet_total_differs", sums};
}

}  // namespace

std::vector<domain::violation> remarks_on_totals(
    const read_sheet& from, domain::currency unit, std::span<const summed_row> rows
) {
    std::vector<domain::violation> remarks;
    running_sum all{money{0, unit}};
    auto row = rows.begin();
    for (const auto& total : from.meant.totals) {
        running_sum part{money{0, unit}};
        for (; row != rows.end() && row->row < total.number; ++row) {
            all.add(*row);
            part.add(*row);
        }
        const auto typed = total.kind == cell_kind::number
            ? std::optional{total.typed}
            : plain_number(without_symbol(total.typed, unit), mark_of_amounts(from.meant));
        const auto said = typed ? money::parse(*typed, unit) : std::nullopt;
        if (!said || !all.amount || !part.amount) {
            continue;
        }
        auto remark = remark_on(*said, all, part, part.others.empty());
        remark.cell =
            domain::sheet_cell{total.number, from.heading(report_column::amount), total.typed};
        remarks.push_back(std::move(remark));
    }
    return remarks;
}

}  // namespace tranche::server
