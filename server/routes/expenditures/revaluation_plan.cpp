#include "domain/contract.hpp"
#include "persistence/rates.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/expenditures/revaluations.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using domain::entity;
using domain::exchange_rate;
using domain::money;

persistence::query budget_of_agreement(std::int64_t agreement) {
    return {
        {"budget_of_agreement",
         R"(
             select n.budget_line_id, l.code, b.amount, b.floor_amount
               from partner.agreement_line n
               join funding.budget_line l on l.id = n.budget_line_id
               join ledger.account a on a.owner_id = n.budget_line_id
                and a.kind = 'budget_available'
               join ledger.balance b on b.account_id = a.id
               where n.agreement_id = $1)"},
        {agreement}};
}

// As a correction that is being approved leaves it.
persistence::query right_rate_on(
    const std::optional<std::string>& series, domain::currency wanted, domain::date on,
    std::int64_t correction
) {
    return {
        {"right_rate_on",
         R"(
             select s.base_currency, trim_scale(coalesce(w.rate, r.rate))::text as rate
               from reference.rate_series s
               left join reference.exchange_rate r on r.series = s.code
                and r.currency = $2
                and $3::date between r.valid_from and r.valid_to
                and r.confirmed_by is not null
                and r.replaced_in is null
               left join reference.rate_correction_row w on w.rate_id = r.id
                and w.correction_id = $4
               where s.code = $1)"},
        {series, wanted, on, correction}};
}

persistence::query due_of_agreement(std::int64_t agreement) {
    return {
        {"due_of_agreement",
         R"(
             select coalesce(sum(b.amount), 0)::bigint as due
               from partner.tranche t
               join ledger.account a on a.owner_id = t.id
                and a.kind = 'due'
               join ledger.balance b on b.account_id = a.id
               where t.agreement_id = $1)"},
        {agreement}};
}

std::map<std::int64_t, agreement_money::balance> balances_of(
    const persistence::rows& found, domain::currency base
) {
    std::map<std::int64_t, agreement_money::balance> all;
    for (const auto row : found) {
        all.emplace(
            row.integer("budget_line_id"),
            agreement_money::balance{
                row.text("code"), row.money("amount", base), row.money("floor_amount", base)}
        );
    }
    return all;
}

exchange_rate rate_named(
    const persistence::row& line, const char* column, domain::currency base, domain::currency unit
) {
    return unit == base ? exchange_rate::one(base)
                        : exchange_rate::parse(line.text(column), base, unit).value();
}

domain::line_at_right_rate read_line(const persistence::row& line, const domain::review* accepted) {
    const auto base = line.currency("base_currency");
    const auto local = line.currency("currency");
    domain::line_at_right_rate one{
        line.integer("line_id"), line.integer("budget_line_id"), line.money("open", local),
        line.money("open_base", base), rate_named(line, "right_rate", base, local)};
    if (accepted != nullptr) {
        const auto decided =
            std::ranges::find(accepted->lines, one.line_id, &domain::reviewed_line::line_id);
        domain::expects(decided != accepted->lines.end(), "a line of the report is decided");
        one.open = decided->accepted;
        one.open_base = decided->accepted_base;
    }
    if (!line.is_null("spent_currency")) {
        const auto paid_in = line.currency("spent_currency");
        one.elsewhere = {
            line.money("spent_amount", paid_in), rate_named(line, "spent_rate", base, paid_in),
            rate_named(line, "right_spent_rate", base, paid_in),
            rate_named(line, "rate", base, local)};
    }
    return one;
}

// What is accepted of the report now, without support cost.
std::pair<money, money> direct_of(const persistence::row& line, const domain::review* accepted) {
    money direct = line.money("direct", line.currency("currency"));
    money direct_base = line.money("direct_base", line.currency("base_currency"));
    if (accepted != nullptr) {
        for (const auto& one : accepted->lines) {
            direct += one.accepted;
            direct_base += one.accepted_base;
        }
    }
    return {direct, direct_base};
}

domain::violation said(std::string code, domain::message_args args) {
    return {"", std::move(code), std::move(args)};
}

}  // namespace

void agreement_money::take(const domain::liquidation& liquidated) {
    for (const auto* pieces : {&liquidated.discharged, &liquidated.to_receivable}) {
        for (const auto& piece : *pieces) {
            const auto layer =
                std::ranges::find(layers, piece.advance_id, &domain::advance_layer::advance_id);
            layer->open -= piece.amount;
            layer->open_base -= piece.base;
        }
    }
    for (const auto& piece : liquidated.due) {
        const auto tranche =
            std::ranges::find(unpaid, piece.tranche_id, &domain::unpaid_tranche::tranche_id);
        tranche->unpaid -= piece.from_tranche;
        due += piece.due;
    }
}

void agreement_money::take(std::span<const domain::cost_on_line> costs) {
    for (const auto& cost : costs) {
        auto& held = obligated.at(cost.budget_line_id);
        held.amount -= cost.base;
        held.floor = cost.floor ? *cost.floor : held.floor;
    }
}

agreement_money& revaluation_planner::money_of(const persistence::row& line) {
    const auto agreement = line.integer("id");
    const auto before = known_.find(agreement);
    if (before != known_.end()) {
        return before->second;
    }
    const auto base = line.currency("base_currency");
    const auto local = line.currency("currency");
    auto found = run_.load(
        {advance_layers(of_agreement_itself, agreement),
         unpaid_tranches(of_agreement_itself, agreement),
         obligations(of_agreement_itself, agreement), budget_of_agreement(agreement),
         due_of_agreement(agreement),
         right_rate_on(line.maybe_text("rate_series"), local, on_, correction_),
         persistence::shares_of_project_of(entity::project, line.integer("project_id"), on_)}
    );
    agreement_money held{
        layers_of(found[0], base),
        unpaid_of(found[1], line.currency("agreed_in")),
        balances_of(found[2], base),
        found[4][0].money("due", local),
        local == base ? std::optional{exchange_rate::one(base)}
                      : persistence::rate_of(found[5], local),
        persistence::shares_of(found[6])};
    // Agreements of one project stand on the same budget lines.
    available_.merge(balances_of(found[3], base));
    return known_.emplace(agreement, std::move(held)).first->second;
}

// What the partner has accounted for more, or owes; or why that has to wait.
std::optional<domain::violation> revaluation_planner::settle(
    planned_revaluation& one, const agreement_money& held
) {
    const auto change = one.done.change;
    if (change.is_negative()) {
        one.owed = -change;
        one.owed_base = held.on_day->convert(one.owed, one.done.base_change.currency_unit());
        if (!held.due.is_zero()) {
            return said("accepted_not_paid_yet", {{"amount", shown(held.due)}});
        }
    } else {
        one.liquidated = domain::liquidate(
            {change, one.done.base_change, money{0, change.currency_unit()}}, held.layers,
            held.unpaid, *held.on_day
        );
        if (!one.liquidated->beyond.is_zero()) {
            return said("accepted_beyond_agreement", {{"amount", shown(one.liquidated->beyond)}});
        }
    }
    // What stays obligated after the end is what is owed; a difference besides has no line there.
    if (one.is_closed && !change.is_zero() && one.done.base_change != -one.owed_base) {
        return said("revalued_by_hand", {{"agreement", one.agreement}});
    }
    return std::nullopt;
}

// The budget lines bear it. It is no new spending, so that a line bends as far as it has to (R21);
// what an agreement gave back when it ended may be spent elsewhere by now.
std::optional<domain::violation> revaluation_planner::bear(
    planned_revaluation& one, agreement_money& held
) {
    auto& lines = one.is_from_budget() ? available_ : held.obligated;
    for (auto& cost : one.costs) {
        const auto& line = lines.at(cost.budget_line_id);
        const auto left = line.amount - cost.base;
        if (left >= line.floor || !cost.base.is_positive()) {
            continue;
        }
        auto short_of = said(
            "line_flexibility_exceeded",
            {{"line", line.code},
             {"amount", shown(cost.base)},
             {"available", shown(line.amount - line.floor)}}
        );
        if (one.is_from_budget()) {
            return short_of;
        }
        cost.floor = left;
        one.bends.push_back(std::move(short_of));
    }
    for (const auto& cost : one.costs) {
        lines.at(cost.budget_line_id).amount -= cost.base;
    }
    return std::nullopt;
}

std::optional<domain::violation> revaluation_planner::place(
    planned_revaluation& one, const persistence::row& line
) {
    if (line.text("project_state") == "financially_closed") {
        return said("project_closed_for_rates", {{"project", one.project}});
    }
    auto& held = money_of(line);
    if (!held.on_day) {
        return said(
            "rate_not_in_force",
            {{"currency", line.text("currency")},
             {"date", domain::to_string(on_)},
             {"series", line.maybe_text("rate_series").value_or("-")}}
        );
    }
    one.rate = held.on_day->to_decimal();
    one.shares = held.shares;
    auto why = settle(one, held);
    if (!why) {
        why = bear(one, held);
    }
    if (!why && one.liquidated) {
        held.take(*one.liquidated);
    }
    return why;
}

planned_revaluation revaluation_planner::read(
    const persistence::row& first, std::span<const domain::line_at_right_rate> lines,
    const domain::review* accepted
) {
    auto [direct, direct_base] = direct_of(first, accepted);
    // Two corrections of one report: the second finds what the first made of it.
    const auto& before = changed_[first.integer("report_id")];
    const auto number = first.integer("before") + before.times + 1;
    if (before.direct) {
        direct += *before.direct;
        direct_base += *before.direct_base;
    }
    auto done = domain::revalue(lines, direct, direct_base, first.percent("support_percent"));
    auto costs =
        domain::changes_by_budget_line(done, first.maybe_integer("support_line_id").value_or(0));
    const auto base = first.currency("base_currency");
    money counted{0, base};
    for (const auto& line : lines) {
        counted += line.open_base;
    }
    return {
        .report_id = first.integer("report_id"),
        .correction_id = first.integer("correction_id"),
        .number = number,
        .report = first.text("report"),
        .agreement = first.text("agreement"),
        .project = first.text("project"),
        .subject = subject_of(first),
        .is_closed = first.text("state") == "closed",
        .counted = counted,
        .done = std::move(done),
        .costs = std::move(costs),
        .liquidated = {},
        .owed = money{0, first.currency("currency")},
        .owed_base = money{0, base},
        .rate = {},
        .shares = {},
        .bends = {},
        .stays = {}};
}

void revaluation_planner::remember(const planned_revaluation& one) {
    auto& of = changed_[one.report_id];
    const auto& support = one.done.support_change;
    const auto change = one.done.change - support.amount;
    const auto base_change = one.done.base_change - support.base;
    ++of.times;
    of.direct = of.direct ? *of.direct + change : change;
    of.direct_base = of.direct_base ? *of.direct_base + base_change : base_change;
}

std::vector<planned_revaluation> revaluation_planner::plan(
    const persistence::rows& lines, const domain::review* accepted
) {
    std::vector<planned_revaluation> all;
    for (int i = 0; i < lines.size();) {
        const auto first = lines[i];
        std::vector<domain::line_at_right_rate> found;
        for (; i < lines.size() && lines[i].integer("report_id") == first.integer("report_id") &&
             lines[i].integer("correction_id") == first.integer("correction_id");
             ++i) {
            auto one = read_line(lines[i], accepted);
            if (!one.open.is_zero()) {
                found.push_back(std::move(one));
            }
        }
        if (found.empty()) {
            continue;
        }
        auto one = read(first, found, accepted);
        one.stays = place(one, first);
        if (!one.stays) {
            remember(one);
        }
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace tranche::server
