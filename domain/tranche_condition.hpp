// What has to be true before a tranche is asked for. Each kind of condition is a row of one table
// in the source file: what has to be said beside it, what judges it, and how. The database judges
// the same once more: partner.unmet_conditions.
#pragma once

#include "domain/calendar.hpp"
#include "domain/disbursement.hpp"
#include "domain/error.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::domain {

enum class condition_kind : std::uint8_t {
    report_accepted,
    last_advance,
    earlier_advances,
    date_reached,
    finding_settled,
    document_present,
    confirmed,
};

struct tranche_condition {
    condition_kind kind{};
    std::int64_t number = 0;
    /// The title of the document, or whatever a person confirms.
    std::string text = {};
    /// Of the advances; empty: as the agreement's terms say.
    std::optional<percentage> percent = {};
    /// Of the reports; empty: those of the tranche before.
    std::optional<date_range> period = {};
    std::optional<date> day = {};
};

/// What is known of an agreement on one day.
struct condition_facts {
    date on;
    /// Advances of the other tranches, oldest first, with what is open of them by the terms' basis.
    std::vector<advance_account> advances = {};
    percentage last_percent = {}, earlier_percent = {};
    /// Periods of the accepted reports.
    std::vector<date_range> accepted = {};
    /// When the tranche before was paid first; empty: not yet.
    std::optional<date> previous_paid_on = {};
    /// When a person confirmed this condition.
    std::optional<date> confirmed_on = {};
    /// What findings or attachments say of this condition; empty: they say nothing, a person does.
    std::optional<bool> by_records = {};
};

struct condition_verdict {
    bool met = false;
    /// Of conditions about money.
    std::optional<money> needed = {}, reached = {}, missing = {};
};

enum class need : std::uint8_t { nothing, optional, required };

enum class condition_judge : std::uint8_t {
    reports,
    advances,
    calendar,
    findings,
    documents,
    person
};

struct condition_type {
    condition_kind kind;
    std::string_view name;
    need text, percent, period, day;
    condition_judge judge;
    condition_verdict (*judged)(const tranche_condition&, const condition_facts&);
};

std::span<const condition_type> condition_types();
const condition_type& type_of(condition_kind kind);
std::optional<condition_kind> condition_kind_from(std::string_view name);
std::string_view name(condition_judge judge);

/// Who judges this one: of findings in words, as they were given once, a person.
condition_judge judge_of(const tranche_condition& condition);
/// Whether a person may say that it is met.
bool may_be_confirmed(const tranche_condition& condition);

condition_verdict judge(const tranche_condition& condition, const condition_facts& facts);

/// What is missing, in words; for a condition that is unmet.
violation unmet(
    const tranche_condition& condition, const condition_verdict& verdict,
    const condition_facts& facts
);

/// How it is met, in words; for a condition that is.
statement how_met(
    const tranche_condition& condition, const condition_verdict& verdict,
    const condition_facts& facts
);

/// Whether every day of `period` lies in one of `covering`, in any order.
bool covers_whole(std::vector<date_range> covering, date_range period);

}  // namespace tranche::domain
