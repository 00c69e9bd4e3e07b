// Which accounts the acts on donors' money move. Amounts of a contribution are in its own currency,
// those of a line in the line's.
#pragma once

#include "domain/journal.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tranche::domain {

// R23: a commitment binds and adds nothing to what a line can allocate. A change of it is a fact of
// its own, and may lower it.
journal_entry commitment_posted(
    entry_subject subject, date on, std::int64_t contribution_id, money amount, money base,
    std::int64_t change_id = 0
);

// Money of a contribution that becomes a line's, within what was committed.
struct line_filling {
    std::int64_t contribution_id;
    std::int64_t line_id;
    std::int64_t pot_id;  // the contribution when its money is tied to a purpose, else 0: the pool
    money applied;
    money line_amount;
    // Line currency: what this part of the commitment was valued at. What lies between the two is
    // the contribution's exchange difference.
    money committed_value;
    money overhead;    // the agency's part, taken out at once; line currency
    std::string rate;  // empty: several receipts' together
};

struct receipt_facts {
    std::int64_t receipt_id;
    std::int64_t donor_id;
    line_filling filling;
    money unapplied;  // R24: recorded all the same, and available to nobody
    money unapplied_base;
};
journal_entry receipt_posted(entry_subject subject, date on, const receipt_facts& receipt);

// Unapplied money, once a commitment covers it. It keeps the value it was received at.
journal_entry receipt_application_posted(
    entry_subject subject, date on, std::int64_t application_id, const line_filling& filling
);

// What a pot bears of a refund that costs more, or less, than the money was worth when it came.
struct exchange_part {
    account_ref pot;
    money amount;  // currency of the line; below zero: a gain
};

struct donor_refund_facts {
    std::int64_t refund_id;
    std::int64_t contribution_id;
    std::int64_t donor_id;
    account_ref from;  // a line's pot, money held for consent, or an unapplied receipt
    money taken;       // as it stands in `from`
    money taken_base;
    money paid;       // currency of the contribution
    money paid_base;  // at the rate of the day
    std::string rate;
    std::vector<exchange_part> exchange = {};  // adds to paid_base - taken_base
};
journal_entry donor_refund_posted(entry_subject subject, date on, const donor_refund_facts& refund);

// One fact with two sides: what one line gives the other gets.
journal_entry line_transfer_posted(
    entry_subject subject, date on, std::int64_t transfer_id, std::int64_t from_line,
    std::int64_t to_line, std::int64_t pot_id, money amount
);

// The donor agreed to another use: returned money leaves its waiting place for the line's pool.
journal_entry return_release_posted(
    entry_subject subject, date on, std::int64_t release_id, std::int64_t line_id,
    std::int64_t contribution_id, money amount
);

}  // namespace tranche::domain
