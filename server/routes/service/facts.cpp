#include "server/routes/service/facts.hpp"

#include "domain/four_eyes.hpp"
#include "persistence/rates.hpp"
#include "persistence/row_writer.hpp"

namespace tranche::server {

void check_currency(
    command_run& run, std::string field, domain::money amount, domain::currency expected
) {
    run.require(
        amount.currency_unit() == expected, std::move(field), "currency_mismatch",
        {{"expected", std::string{expected.code()}},
         {"given", std::string{amount.currency_unit().code()}}}
    );
}

void check_not_future(command_run& run, std::string field, domain::date day) {
    run.require(
        day <= run.today(), std::move(field), "date_in_future", {{"date", domain::to_string(day)}}
    );
}

void check_filed_in_time(
    command_run& run, std::string field, domain::date filed, domain::date end
) {
    const auto latest = domain::add_months(end, -1);
    const auto late = domain::days_between(latest, filed);
    run.rule(
        {domain::rule_id::r22, late}, late <= 0, std::move(field), "change_filed_late",
        {{"filed", domain::to_string(filed)}, {"latest", domain::to_string(latest)}}
    );
}

std::int64_t days_outside(domain::date day, domain::date first, domain::date last) {
    return day < first ? domain::days_between(day, first)
        : day > last   ? domain::days_between(last, day)
                       : 0;
}

std::string_view state_after(
    std::span<const domain::transition> machine, std::string_view action, const std::string& state
) {
    const auto next = domain::next_state(machine, action, state);
    if (!next) {
        throw domain::refusal{
            domain::error_kind::conflict,
            "state_forbids_action",
            {{"action", std::string{action}}, {"state", state}}};
    }
    return *next;
}

void check_own(const command_run& run, std::int64_t partner_id) {
    if (run.who().partner_id && *run.who().partner_id != partner_id) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
}

std::optional<std::int64_t> corrected(
    command_run& run, domain::entity what, const std::optional<reference>& which
) {
    if (!which) {
        return std::nullopt;
    }
    const auto id = run.id_of(what, which->text, "/corrects");
    run.settle();
    static const auto asking = [](domain::entity of) {
        return persistence::interned(
            "is_reversed",
            "select exists (select 1 from " + std::string{domain::names_of(of).table} +
                " where reverses_id = $1) as reversed"
        );
    };
    const auto found = run.load({persistence::query{asking(what), {id}}});
    run.require(found[0][0].truth("reversed"), "/corrects", "not_reversed");
    return id;
}

void check_other_person(
    command_run& run, const persistence::row& row, std::string_view step, std::string_view act
) {
    const std::string name{step};
    const auto by = row.maybe_integer((name + "_by").c_str());
    const domain::step_taker now{run.who().user_id, run.who().represented()};
    run.require(
        !by || !domain::step_taker{*by, row.maybe_integer((name + "_for").c_str())}.overlaps(now),
        "", "same_person", {{"act", std::string{act}}}
    );
}

domain::exchange_rate rate_or_refuse(
    command_run& run, const persistence::rows& answer, std::string field, domain::currency base,
    domain::currency other, domain::date on, const std::optional<std::string>& series
) {
    if (base == other) {
        return domain::exchange_rate::one(base);
    }
    const auto found = persistence::rate_of(answer, other);
    run.require(
        found && found->base() == base, std::move(field), "rate_not_in_force",
        {{"currency", std::string{other.code()}},
         {"date", domain::to_string(on)},
         {"series", series.value_or("-")}}
    );
    run.settle();
    return *found;
}

void remark_old_rate(
    command_run& run, const persistence::rows& answer, std::string field, domain::currency other,
    domain::date on, const std::optional<domain::money>& of_something_new
) {
    // None for the base.
    remark_old_quote(
        run, answer.empty() ? std::nullopt : answer[0].maybe_day("quoted_on"), std::move(field),
        other, on, of_something_new
    );
}

void remark_old_quote(
    command_run& run, std::optional<domain::date> quoted, std::string field, domain::currency other,
    domain::date on, const std::optional<domain::money>& of_something_new
) {
    constexpr int recent_days = 45;
    if (!quoted) {
        return;
    }
    const auto days = domain::days_between(*quoted, on);
    const std::string code{other.code()};
    domain::breach old{domain::rule_id::r42_age, days, code + ' ' + domain::to_string(*quoted)};
    old.amount = of_something_new;
    run.rule(
        std::move(old), days <= recent_days, std::move(field), "rate_is_old",
        {{"currency", code}, {"quoted", domain::to_string(*quoted)}, {"days", std::to_string(days)}}
    );
}

void check_not_before(
    command_run& run, std::string field, domain::date day, std::optional<domain::date> earliest
) {
    run.require(
        !earliest || day >= *earliest, std::move(field), "date_before",
        {{"date", domain::to_string(day)},
         {"earliest", earliest ? domain::to_string(*earliest) : ""}}
    );
}

void require_part(
    command_run& run, const std::optional<domain::percentage>& given, const std::string& field
) {
    static const auto whole = domain::percentage::parse("100").value();
    run.require(
        !given || *given <= whole, field, "more_than_the_whole",
        {{"value", given.value_or(whole).to_decimal()}}
    );
}

}  // namespace tranche::server
