// What an entry moves, as text: for the tests of posting rules.
#pragma once

#include "domain/posting_rules.hpp"
#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace tranche::domain {

inline constexpr entry_subject subject{1, 7, 3};
inline const date on = day("2009-11-20");

using moves = std::map<std::string, std::string>;

// "advance:11" -> "-226988.44 GTQ = -28000.00"; a part is written "obligated:3/32".
inline moves moved_by(const journal_entry& entry) {
    EXPECT_TRUE(entry.is_balanced()) << entry.event();
    moves rows;
    for (const auto& one : entry.postings()) {
        auto where =
            std::string(name(one.account.kind)) + ':' + std::to_string(one.account.owner_id);
        if (one.account.part_id != 0) where += '/' + std::to_string(one.account.part_id);
        if (rows.contains(where)) where += ' ' + std::string(one.amount.currency_unit().code());
        rows[where] = shown(one.amount) + " = " + one.base.to_decimal();
    }
    return rows;
}

// What moved in one book, in base currency, by kind of account.
inline std::map<std::string, std::string> in_base(const journal_entry& entry, book where) {
    std::map<std::string, money> sums;
    for (const auto& one : entry.postings()) {
        if (book_of(one.account.kind) != where) continue;
        auto [at, is_new] = sums.try_emplace(std::string(name(one.account.kind)), one.base);
        if (!is_new) at->second += one.base;
    }
    std::map<std::string, std::string> shown_sums;
    for (const auto& [kind, sum] : sums) {
        if (!sum.is_zero()) shown_sums[kind] = sum.to_decimal();
    }
    return shown_sums;
}

}  // namespace tranche::domain
