#include "server/routes/agreements/agreement_facts.hpp"

#include "domain/split.hpp"
#include "persistence/row_writer.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace tranche::server {

using persistence::interned;

persistence::query agreement_facts(std::string_view behind, std::int64_t id, domain::date on) {
    std::string text =
        R"(
            select a.id, a.code, a.version, a.state, a.project_id, a.partner_id, a.currency,
                a.payment_currency, a.value, a.start_on, a.end_on,
                partner.owes_until(a.id, a.end_on, 'infinity'::date) as last_day, r.blocked,
                partner.is_matched(r.id) as matched,
                (select string_agg(w.kind || ' ' || coalesce(w.expired_on::text, ''), ',' order by w.kind)
                   from partner.papers_wanting(r.id, i.id, $2::date) w) as papers,
                p.state as project_state, p.code as project_code, i.id as instrument_id,
                i.base_currency, coalesce(t.rate_series, i.rate_series) as rate_series,
                t.support_percent, t.support_line_id, t.liquidation_percent, t.earlier_percent,
                case t.liquidation_basis when 'submitted' then partner.undecided_as_of(a.id,
                    $2::date) else 0 end as undecided, t.flexibility_percent,
                t.retention_percent, t.amendment_percent,
                partner.assessed_until(r.id, $2::date) as assessed_until,
                partner.account_in_force(r.id) as bank_account_id
              from partner.agreement a
              join partner.partner r on r.id = a.partner_id
              join funding.project p on p.id = a.project_id
              join funding.instrument i on i.id = p.instrument_id
              left join lateral (select * from partner.agreement_terms t where t.agreement_id =
                  a.id and t.valid_from <= greatest($2::date,
                  a.start_on) order by t.valid_from desc limit 1) t on true
              where a.id = )";
    text += behind;
    return {interned("agreement_facts", std::move(text)), {id, on}};
}

namespace {

using domain::rule_id;
using domain::violation;

// "board 2026-05-31,registration ": papers that ended, or are not there at all.
std::vector<violation> papers_barring(std::string_view wanting, domain::date on) {
    std::vector<violation> found;
    while (!wanting.empty()) {
        const auto one = wanting.substr(0, wanting.find(','));
        wanting.remove_prefix(std::min(one.size() + 1, wanting.size()));
        const std::string kind{one.substr(0, one.find(' '))};
        const auto expired = domain::parse_date(one.substr(kind.size() + 1));
        violation bar{
            "",
            "due_diligence_missing",
            {{"kind", kind}},
            domain::breach{
                rule_id::r30_diligence, expired ? domain::days_between(*expired, on) : 1, kind}};
        if (expired) {
            bar.code = "due_diligence_expired";
            bar.args.emplace_back("date", domain::to_string(*expired));
        }
        found.push_back(std::move(bar));
    }
    return found;
}

}  // namespace

domain::violation overdue_advance(const persistence::row& advance, domain::date on) {
    const auto opened = advance.day("opened_on");
    const auto months = advance.integer("months");
    const bool is_own = advance.truth("is_own");
    const auto last = domain::add_months(opened, static_cast<int>(months));
    return {
        "",
        is_own ? "advance_overdue" : "advance_of_another_overdue",
        {{"date", domain::to_string(opened)}, {"months", std::to_string(months)}},
        domain::breach{rule_id::r37, domain::days_between(last, on)}};
}

partner_bars bars_of_partner(const persistence::row& agreement, domain::date on) {
    partner_bars bars;
    if (agreement.truth("blocked")) {
        bars.blocked.push_back({"", "partner_blocked", {}, domain::breach{rule_id::r30}});
    }
    if (agreement.truth("matched")) {
        bars.matched.push_back({"", "partner_matched", {}, domain::breach{rule_id::r30}});
    }
    bars.papers = papers_barring(agreement.maybe_text("papers").value_or(""), on);
    const auto until = agreement.maybe_day("assessed_until");
    if (until && *until < on) {
        bars.assessed.push_back(
            {"",
             "assessment_expired",
             {{"date", domain::to_string(*until)}, {"on", domain::to_string(on)}},
             domain::breach{rule_id::r30_assessed, domain::days_between(*until, on)}}
        );
    }
    return bars;
}

void check_partner(command_run& run, const persistence::row& agreement, domain::date on) {
    auto bars = bars_of_partner(agreement, on);
    for (auto* each : {&bars.blocked, &bars.matched, &bars.papers, &bars.assessed}) {
        for (auto& bar : *each) {
            run.add(std::move(bar));
        }
    }
}

domain::entry_subject subject_of(const persistence::row& agreement) {
    return {
        agreement.integer("instrument_id"), agreement.integer("project_id"),
        agreement.integer("id")};
}

persistence::query advance_layers(std::string_view behind, std::int64_t id) {
    std::string text =
        R"(
            select v.id, coalesce(v.tranche_id, 0) as tranche_id, (select t.code from
                partner.tranche t where t.id = v.tranche_id) as tranche, v.currency, v.amount as paid,
                v.opened_on, b.amount, b.base_amount,
                -- What was taken out of this very advance, and is owed.
                coalesce((select sum(rb.amount)::bigint from ledger.posting g join ledger.entry e
                on e.id = g.entry_id and e.source_type = 'receivable' and e.event <> 'reversal'
                join ledger.account ra on ra.owner_id = e.source_id and ra.kind = 'receivable'
                join ledger.balance rb on rb.account_id = ra.id where g.account_id = a.id), 0)
                -- Taken back after acceptance: of no tranche, the newest advance answers for it.
                + case when v.id <> (select n.id from partner.advance n join ledger.account na on
                na.owner_id = n.id and na.kind = 'advance' where n.agreement_id = v.agreement_id
                and n.tranche_id is not null and not exists (select 1 from partner.payment r where
                r.reverses_id = n.payment_id) order by n.opened_on desc, na.id desc limit 1)
                then 0 else coalesce((select
                sum(rb.amount)::bigint from partner.receivable e join ledger.account ra on
                ra.owner_id = e.id and ra.kind = 'receivable' join ledger.balance rb on
                rb.account_id = ra.id where e.agreement_id = v.agreement_id and e.tranche_id is
                null), 0) end as owed
              from partner.advance v
              join ledger.account a on a.owner_id = v.id
               and a.kind = 'advance'
              join ledger.balance b on b.account_id = a.id
              where v.agreement_id = )";
    text += behind;
    // What came back unspent is no advance that has to be accounted for.
    text +=
        " and not exists (select 1 from partner.payment r where r.reverses_id = v.payment_id)"
        " order by v.opened_on, a.id";
    return {interned("advance_layers", std::move(text)), {id}};
}

std::vector<domain::advance_layer> layers_of(
    const persistence::rows& found, domain::currency base
) {
    std::vector<domain::advance_layer> layers;
    for (const auto row : found) {
        layers.push_back(
            {row.integer("id"), row.integer("tranche_id"), row.money("amount", "currency"),
             row.money("base_amount", base)}
        );
    }
    return layers;
}

persistence::query unpaid_tranches(std::string_view behind, std::int64_t id) {
    std::string text =
        R"(
            select t.id, b.amount - promised as unpaid
              from partner.tranche t
              cross join lateral )";
    text += promised_of_unpaid;
    text += R"( as claims (promised)
              join ledger.account a on a.owner_id = t.id
               and a.kind = 'tranche_unpaid'
              join ledger.balance b on b.account_id = a.id
              where b.amount > promised
               and t.agreement_id = )";
    text += behind;
    text += " order by t.kind = 'advance', t.number";
    return {interned("unpaid_tranches", std::move(text)), {id}};
}

std::vector<domain::unpaid_tranche> unpaid_of(
    const persistence::rows& found, domain::currency agreed_in
) {
    std::vector<domain::unpaid_tranche> tranches;
    for (const auto row : found) {
        tranches.push_back({row.integer("id"), row.money("unpaid", agreed_in)});
    }
    return tranches;
}

void check_rate_rule(command_run& run, const std::optional<std::string>& named, bool has_rate) {
    run.require(
        (named == "fixed") == has_rate, "/terms/fixed_rate",
        has_rate ? "fixed_rate_unused" : "missing_field"
    );
}

persistence::query obligations(std::string_view behind, std::int64_t id) {
    std::string text =
        R"(
            select a.part_id as budget_line_id, l.code, b.amount, b.floor_amount
              from ledger.account a
              join ledger.balance b on b.account_id = a.id
              join funding.budget_line l on l.id = a.part_id
              where a.kind = 'obligated'
               and a.owner_id = )";
    text += behind;
    text += " order by l.code";
    return {interned("obligations", std::move(text)), {id}};
}

std::vector<domain::obligation_line> obligated_lines(
    const persistence::rows& obligated, domain::currency base
) {
    std::vector<domain::obligation_line> lines;
    for (const auto row : obligated) {
        lines.push_back(
            {row.integer("budget_line_id"), row.money("amount", base), domain::money{0, base}}
        );
    }
    return lines;
}

std::vector<domain::obligation_line> spread_over_obligations(
    const persistence::rows& obligated, domain::money amount
) {
    return spread_over_obligations(obligated_lines(obligated, amount.currency_unit()), amount);
}

std::vector<domain::obligation_line> spread_over_obligations(
    std::span<const domain::obligation_line> obligated, domain::money amount
) {
    std::vector<std::int64_t> weights;
    std::int64_t sum = 0;
    for (const auto& one : obligated) {
        weights.push_back(std::max<std::int64_t>(one.amount.minor(), 0));
        sum += weights.back();
    }
    std::vector<domain::obligation_line> parts;
    if (sum == 0) {
        return parts;
    }
    const auto split = domain::split_by_largest_remainder(std::min(amount.minor(), sum), weights);
    for (std::size_t i = 0; i < obligated.size(); ++i) {
        parts.push_back(
            {obligated[i].budget_line_id, domain::money{split[i], amount.currency_unit()},
             domain::money{0, amount.currency_unit()}}
        );
    }
    return parts;
}

persistence::query lines_of_debt(std::int64_t receivable) {
    return {
        {"lines_of_debt",
         R"(
             select a.part_id as budget_line_id, sum(g.base_amount)::bigint as amount
               from (select d.id, 'disallowance' as event
                   from partner.disallowance d
                   where d.receivable_id = $1
                   union all
                   select v.id, 'revaluation'
                   from partner.revaluation v
                   where v.receivable_id = $1) d
               join ledger.entry e on e.source_id = d.id
                and e.source_type = d.event
                and e.event = d.event
               join ledger.posting g on g.entry_id = e.id
               join ledger.account a on a.id = g.account_id
                and a.kind = 'obligated'
               group by a.part_id
               having sum(g.base_amount) > 0)"},
        {receivable}};
}

std::vector<domain::obligation_line> spread_for_debt(
    std::span<const domain::obligation_line> obligated, const persistence::rows& of_debt,
    domain::money amount
) {
    std::vector<std::int64_t> weights(obligated.size(), 0);
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < obligated.size(); ++i) {
        for (const auto row : of_debt) {
            if (row.integer("budget_line_id") == obligated[i].budget_line_id) {
                weights[i] += row.integer("amount");
                sum += row.integer("amount");
            }
        }
    }
    if (sum == 0) {
        return spread_over_obligations(obligated, amount);
    }
    const auto base = amount.currency_unit();
    const auto own = domain::split_by_largest_remainder(std::min(amount.minor(), sum), weights);
    std::vector<domain::obligation_line> left{obligated.begin(), obligated.end()};
    auto parts = left;
    for (std::size_t i = 0; i < left.size(); ++i) {
        parts[i].amount = domain::money{
            std::clamp<std::int64_t>(own[i], 0, std::max<std::int64_t>(left[i].amount.minor(), 0)),
            base};
        left[i].amount -= parts[i].amount;
        amount -= parts[i].amount;
    }
    const auto others = spread_over_obligations(left, amount);
    for (std::size_t i = 0; i < others.size(); ++i) {
        parts[i].amount += others[i].amount;
    }
    return parts;
}

}  // namespace tranche::server
