#include "server/routes/agreements/tranche_conditions.hpp"

#include "persistence/random_id.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using domain::condition_type;
using domain::entity;
using domain::need;

// Whether a member is there as its kind wants it.
void check_member(
    command_run& run, bool given, need wanted, const std::string& at, const condition_type& of
) {
    run.require(given || wanted != need::required, at, "missing_field");
    run.require(
        !given || wanted != need::nothing, at, "condition_member_unused",
        {{"kind", std::string{of.name}}}
    );
}

// The finding a condition names: one of the tranche's own agreement.
std::optional<std::int64_t> finding_of(
    command_run& run, const condition_body& one, const std::string& at
) {
    run.require(
        !one.finding || one.kind == "finding_settled", at + "/finding", "condition_member_unused",
        {{"kind", one.kind}}
    );
    return run.id_of(entity::finding, one.finding, at + "/finding");
}

void check_condition(
    command_run& run, const condition_body& one, const std::string& at, bool first_tranche
) {
    const auto kind = domain::condition_kind_from(one.kind);
    if (!kind) {
        return;  // the field table has refused it
    }
    const auto& type = domain::type_of(*kind);
    check_member(run, one.text.has_value(), type.text, at + "/text", type);
    check_member(run, one.percent.has_value(), type.percent, at + "/percent", type);
    check_member(run, one.day.has_value(), type.day, at + "/day", type);
    check_member(run, one.period_first.has_value(), type.period, at + "/period_first", type);
    check_member(run, one.period_last.has_value(), type.period, at + "/period_last", type);
    if (one.period_first.has_value() != one.period_last.has_value()) {
        run.require(
            false, at + (one.period_first ? "/period_last" : "/period_first"), "missing_field"
        );
    } else if (one.period_first) {
        run.require(
            *one.period_first <= *one.period_last, at + "/period_last", "date_before",
            {{"date", domain::to_string(*one.period_last)},
             {"earliest", domain::to_string(*one.period_first)}}
        );
    }
    run.require(
        *kind != domain::condition_kind::report_accepted || one.period_first || !first_tranche,
        at + "/period_first", "condition_without_previous"
    );
}

domain::tranche_condition condition_of(const persistence::row& row) {
    domain::tranche_condition made{
        .kind = domain::condition_kind_from(row.text("kind")).value(),
        .number = row.integer("number"),
        .text = row.maybe_text("text").value_or(""),
        .percent = row.maybe_percent("percent"),
        .day = row.maybe_day("day")};
    if (!row.is_null("period_first")) {
        made.period = {row.day("period_first"), row.day("period_last")};
    }
    return made;
}

// Interest is no advance to be accounted for. Conditions are about the other tranches, as in the
// database; the agreement's terms are about every advance.
std::vector<domain::advance_account> accounts_of(
    std::span<const persistence::rows> found, bool with_own
) {
    std::vector<domain::advance_account> accounts;
    for (const auto row : found[1]) {
        if (!row.truth("is_interest") && (with_own || !row.truth("is_own"))) {
            accounts.push_back({row.money("paid", "currency"), row.money("open_amount", "currency")}
            );
        }
    }
    return domain::less(std::move(accounts), found[3][0].money("counted", "payment_currency"));
}

domain::condition_facts facts_in(std::span<const persistence::rows> found, domain::date on) {
    const auto terms = found[3][0];
    domain::condition_facts facts{
        .on = on,
        .last_percent = terms.percent("liquidation_percent"),
        .earlier_percent = terms.percent("earlier_percent"),
        .previous_paid_on = terms.maybe_day("previous_paid_on")};
    facts.advances = accounts_of(found, false);
    for (const auto row : found[2]) {
        facts.accepted.push_back({row.day("period_first"), row.day("period_last")});
    }
    return facts;
}

}  // namespace

void write_conditions(
    command_run& run, const condition_place& place, const std::vector<condition_body>& conditions,
    const std::string& at
) {
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const auto& one = conditions[i];
        check_condition(run, one, at + '/' + std::to_string(i), place.first_tranche);
        run.insert(
            "partner.tranche_condition",
            {{"id", persistence::random_id()},
             {"tranche_id", place.tranche},
             {"condition_set", place.set},
             {"number", place.first_number + static_cast<std::int64_t>(i)},
             {"kind", one.kind},
             {"text", one.text},
             {"finding_id", finding_of(run, one, at + '/' + std::to_string(i))},
             {"percent", one.percent ? std::optional{one.percent->to_decimal()} : std::nullopt},
             {"period_first", one.period_first},
             {"period_last", one.period_last},
             {"day", one.day},
             {"set_by", run.who().user_id},
             {"set_on", run.today()}}
        );
    }
}

std::array<persistence::query, 4> facts_of_conditions(std::int64_t tranche, domain::date on) {
    return {
        persistence::query{
            {"conditions_of_tranche",
             R"(
                 select c.id, c.number, c.kind, c.text, c.finding_id,
                     partner.condition_by_records(c.id, $2::date) as by_records, trim_scale(c.percent)::text as percent,
                     c.period_first, c.period_last, c.day, f.confirmed_on, f.document,
                     u.display_name as confirmed_by
                   from partner.tranche t
                   join partner.tranche_condition c on c.tranche_id = t.id
                    and c.condition_set = t.condition_set
                   left join partner.condition_confirmation f on f.condition_id = c.id
                   left join people.user_account u on u.id = f.confirmed_by
                   where t.id = $1
                   order by c.number)"},
            {tranche, on}},
        {{"advances_for_conditions",
          R"(
              select v.paid, v.open_amount, v.currency, v.opened_on,
                  coalesce(v.tranche_id = t.id, false) as is_own,
                  v.tranche_id is null as is_interest,
                  (select o.code from partner.tranche o where o.id = v.tranche_id) as tranche,
                  coalesce((select sum(g.amount) from ledger.account k
                      join ledger.posting g on g.account_id = k.id
                      join ledger.entry e on e.id = g.entry_id and e.effective_on <= $2::date
                      where k.owner_id = v.advance_id and k.kind = 'advance'), 0)::bigint as held
                from partner.tranche t
                cross join lateral (
                    select o.advance_id, o.tranche_id, o.opened_on, o.currency, o.paid, o.open_amount
                      from partner.advances_as_of(t.agreement_id, $2::date) o
                    union all
                    select i.id, null, i.opened_on, i.currency::text, i.amount, 0
                      from partner.advance i
                      where i.agreement_id = t.agreement_id
                       and i.tranche_id is null
                       and i.opened_on <= $2::date) v
                where t.id = $1
                order by v.opened_on, v.advance_id)"},
         {tranche, on}},
        {{"reports_for_conditions",
          R"(
              select r.period_first, r.period_last
                from partner.tranche t
                join partner.expenditure_report r on r.agreement_id = t.agreement_id
                where t.id = $1
                 and r.state in ('accepted', 'partly_accepted')
                 and r.reviewed_on <= $2::date)"},
         {tranche, on}},
        {{"terms_for_conditions",
          R"(
              select trim_scale(m.liquidation_percent)::text as liquidation_percent,
                  trim_scale(m.earlier_percent)::text as earlier_percent, a.payment_currency,
                  m.overdue_months, t.kind,
                  case m.liquidation_basis when 'submitted'
                      then partner.undecided_as_of(a.id, $2::date) else 0 end as counted,
                  partner.previous_paid_on(t.id, $2::date) as previous_paid_on
                from partner.tranche t
                join partner.agreement a on a.id = t.agreement_id
                join lateral (select * from partner.agreement_terms m where m.agreement_id = a.id
                    and m.valid_from <= greatest($2::date, a.start_on)
                    order by m.valid_from desc limit 1) m on true
                where t.id = $1)"},
         {tranche, on}}};
}

std::vector<judged_advance> advances_judged(
    std::span<const persistence::rows> facts, domain::date on
) {
    const auto terms = facts[3][0];
    std::vector<judged_advance> all;
    if (terms.text("kind") != "advance") {
        return all;
    }
    const auto standing = domain::standing_of(
        accounts_of(facts, true), terms.percent("liquidation_percent"),
        terms.percent("earlier_percent")
    );
    auto next = standing.begin();
    for (const auto row : facts[1]) {
        const auto paid = row.money("paid", "currency");
        const auto held = row.money("held", "currency");
        const auto nothing = paid - paid;
        const bool is_interest = row.truth("is_interest");
        if (is_interest && !held.is_positive()) {
            continue;
        }
        const auto stands =
            is_interest ? domain::advance_standing{nothing, paid - held, nothing} : *next++;
        judged_advance one{
            .tranche = row.maybe_text("tranche").value_or(""),
            .opened_on = row.day("opened_on"),
            .paid = paid,
            .needed = stands.needed,
            .reached = stands.reached,
            .missing = stands.missing,
            .held = held,
            .overdue_after = domain::add_months(
                row.day("opened_on"), static_cast<int>(terms.integer("overdue_months"))
            )};
        one.overdue = one.held.is_positive() && on > one.overdue_after;
        one.met = one.missing.is_zero() && !one.overdue;
        all.push_back(std::move(one));
    }
    return all;
}

std::vector<judged_condition> judged(std::span<const persistence::rows> facts, domain::date on) {
    std::vector<judged_condition> all;
    auto known = facts_in(facts, on);
    for (const auto row : facts[0]) {
        known.confirmed_on = row.maybe_day("confirmed_on");
        known.by_records =
            row.is_null("by_records") ? std::nullopt : std::optional{row.truth("by_records")};
        judged_condition one{.condition = condition_of(row), .verdict = {}, .why = {}, .met = {}};
        one.verdict = domain::judge(one.condition, known);
        if (!one.verdict.met) {
            one.why = domain::unmet(one.condition, one.verdict, known);
        } else {
            one.met = domain::how_met(one.condition, one.verdict, known);
        }
        all.push_back(std::move(one));
    }
    return all;
}

void check_conditions(
    command_run& run, std::int64_t tranche, domain::date on, domain::money amount,
    bool opened_before
) {
    const auto asked = facts_of_conditions(tranche, on);
    const auto facts = run.load({asked[0], asked[1], asked[2], asked[3]});
    std::vector<std::string> open;
    if (opened_before) {
        const auto found = run.load(
            {{{"conditions_opened_before",
               R"(
                   select part from funding.rule_exception
                     where subject_id = $1 and rule = 'R35' and state = 'used'
                   union select part from funding.remark
                     where subject_id = $1 and rule = 'R35')"},
              {tranche}}}
        );
        for (const auto row : found[0]) {
            open.push_back(row.text("part"));
        }
    }
    for (auto& one : judged(facts, on)) {
        const auto part = std::to_string(one.condition.number);
        if (one.why && std::ranges::find(open, part) == open.end()) {
            one.why->rule = domain::breach{domain::rule_id::r35, amount, part};
            run.add(std::move(*one.why));
        }
    }
}

}  // namespace tranche::server
