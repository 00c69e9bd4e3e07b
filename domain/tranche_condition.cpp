#include "domain/tranche_condition.hpp"

#include "domain/contract.hpp"

#include <algorithm>
#include <array>

namespace tranche::domain {
namespace {

condition_verdict by_reports(const tranche_condition& condition, const condition_facts& facts) {
    if (condition.period) {
        return {.met = covers_whole(facts.accepted, *condition.period)};
    }
    return {
        .met = facts.previous_paid_on &&
            std::ranges::any_of(facts.accepted, [&](const date_range& period) {
                   return period.last >= *facts.previous_paid_on;
               })};
}

// Where there was no advance there is nothing to account for.
condition_verdict accounted_for(std::span<const advance_account> advances, percentage percent) {
    condition_verdict verdict{.met = true};
    for (const auto& one : advances) {
        const auto zero = one.paid - one.paid;
        const auto needed = needed_of(one, percent);
        const auto reached = one.paid - one.open;
        verdict.needed = verdict.needed.value_or(zero) + needed;
        verdict.reached = verdict.reached.value_or(zero) + reached;
        verdict.missing = verdict.missing.value_or(zero) + max(needed - reached, zero);
    }
    verdict.met = !verdict.missing || verdict.missing->is_zero();
    return verdict;
}

condition_verdict by_last_advance(
    const tranche_condition& condition, const condition_facts& facts
) {
    const std::span all{facts.advances};
    return accounted_for(
        all.last(std::min<std::size_t>(all.size(), 1)),
        condition.percent.value_or(facts.last_percent)
    );
}

condition_verdict by_earlier_advances(
    const tranche_condition& condition, const condition_facts& facts
) {
    const std::span all{facts.advances};
    return accounted_for(
        all.first(all.empty() ? 0 : all.size() - 1),
        condition.percent.value_or(facts.earlier_percent)
    );
}

condition_verdict by_calendar(const tranche_condition& condition, const condition_facts& facts) {
    return {.met = condition.day && facts.on >= *condition.day};
}

condition_verdict by_person(const tranche_condition&, const condition_facts& facts) {
    return {.met = facts.confirmed_on && *facts.confirmed_on <= facts.on};
}

condition_verdict by_records(const tranche_condition& condition, const condition_facts& facts) {
    return facts.by_records ? condition_verdict{.met = *facts.by_records}
                            : by_person(condition, facts);
}

using enum need;

constexpr std::array types{
    //             kind, name,                                    text, percent, period, day
    condition_type{
        condition_kind::report_accepted, "report_accepted", nothing, nothing, optional, nothing,
        condition_judge::reports, by_reports},
    condition_type{
        condition_kind::last_advance, "last_advance", nothing, optional, nothing, nothing,
        condition_judge::advances, by_last_advance},
    condition_type{
        condition_kind::earlier_advances, "earlier_advances", nothing, optional, nothing, nothing,
        condition_judge::advances, by_earlier_advances},
    condition_type{
        condition_kind::date_reached, "date_reached", nothing, nothing, nothing, required,
        condition_judge::calendar, by_calendar},
    condition_type{
        condition_kind::finding_settled, "finding_settled", nothing, nothing, nothing, nothing,
        condition_judge::findings, by_records},
    condition_type{
        condition_kind::document_present, "document_present", required, nothing, nothing, nothing,
        condition_judge::documents, by_records},
    condition_type{
        condition_kind::confirmed, "confirmed", required, nothing, nothing, nothing,
        condition_judge::person, by_person},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (static_cast<std::size_t>(types[i].kind) != i) return false;
    }
    return types.back().kind == condition_kind::confirmed;
}
static_assert(in_order(), "conditions: one row per kind, in the order of the enumeration");

constexpr std::array judges{std::string_view{"reports"},   std::string_view{"advances"},
                            std::string_view{"calendar"},  std::string_view{"findings"},
                            std::string_view{"documents"}, std::string_view{"person"}};

}  // namespace

std::span<const condition_type> condition_types() {
    return types;
}

const condition_type& type_of(condition_kind kind) {
    return types.at(static_cast<std::size_t>(kind));
}

std::optional<condition_kind> condition_kind_from(std::string_view name) {
    const auto* found = std::ranges::find(types, name, &condition_type::name);
    return found == types.end() ? std::nullopt : std::optional{found->kind};
}

std::string_view name(condition_judge judge) {
    return judges.at(static_cast<std::size_t>(judge));
}

condition_judge judge_of(const tranche_condition& condition) {
    return condition.kind == condition_kind::finding_settled && !condition.text.empty()
        ? condition_judge::person
        : type_of(condition.kind).judge;
}

bool may_be_confirmed(const tranche_condition& condition) {
    const auto by = judge_of(condition);
    return by == condition_judge::person || by == condition_judge::documents;
}

condition_verdict judge(const tranche_condition& condition, const condition_facts& facts) {
    return type_of(condition.kind).judged(condition, facts);
}

violation unmet(
    const tranche_condition& condition, const condition_verdict& verdict,
    const condition_facts& facts
) {
    const auto number = std::to_string(condition.number);
    switch (judge_of(condition)) {
        case condition_judge::reports:
            return {
                "",
                condition.period ? "condition_period_unreported" : "condition_report_missing",
                condition.period ? message_args{
                    {"number", number},
                    {"first", to_string(condition.period->first)},
                    {"last", to_string(condition.period->last)}}
                                 : message_args{{"number", number}}};
        case condition_judge::advances:
            expects(verdict.missing.has_value(), "an advance that is open has an amount");
            return {
                "",
                "condition_advance_open",
                {{"number", number},
                 {"needed", shown(*verdict.needed)},
                 {"reached", shown(*verdict.reached)},
                 {"missing", shown(*verdict.missing)}}};
        case condition_judge::calendar:
            return {
                "",
                "condition_day_ahead",
                {{"number", number},
                 {"date", to_string(condition.day.value_or(facts.on))},
                 {"on", to_string(facts.on)}}};
        case condition_judge::findings:
            return {"", "condition_finding_open", {{"number", number}}};
        case condition_judge::documents:
            return {
                "", "condition_document_missing", {{"number", number}, {"text", condition.text}}};
        case condition_judge::person:
            break;
    }
    return {"", "condition_unconfirmed", {{"number", number}, {"text", condition.text}}};
}

statement how_met(
    const tranche_condition& condition, const condition_verdict& verdict,
    const condition_facts& facts
) {
    const auto number = std::to_string(condition.number);
    switch (judge_of(condition)) {
        case condition_judge::reports:
            if (!condition.period) {
                return {"condition_met_report", {{"number", number}}};
            }
            return {
                "condition_met_period",
                {{"number", number},
                 {"first", to_string(condition.period->first)},
                 {"last", to_string(condition.period->last)}}};
        case condition_judge::advances:
            if (!verdict.needed) {
                return {"condition_met_no_advance", {{"number", number}}};
            }
            return {
                "condition_met_advances",
                {{"number", number},
                 {"needed", shown(*verdict.needed)},
                 {"reached", shown(*verdict.reached)}}};
        case condition_judge::calendar:
            return {
                "condition_met_day",
                {{"number", number}, {"date", to_string(condition.day.value_or(facts.on))}}};
        case condition_judge::findings:
            return {"condition_met_finding", {{"number", number}}};
        case condition_judge::documents:
            if (facts.by_records.value_or(false)) {
                return {"condition_met_document", {{"number", number}, {"text", condition.text}}};
            }
            break;
        case condition_judge::person:
            break;
    }
    return {
        "condition_met_confirmed",
        {{"number", number},
         {"text", condition.text},
         {"date", to_string(facts.confirmed_on.value_or(facts.on))}}};
}

bool covers_whole(std::vector<date_range> covering, date_range period) {
    std::ranges::sort(covering, {}, &date_range::first);
    auto next = period.first;
    for (const auto& one : covering) {
        if (one.first > next) {
            return false;
        }
        if (one.last >= period.last) {
            return true;
        }
        next = std::max(next, add_days(one.last, 1));
    }
    return false;
}

}  // namespace tranche::domain
