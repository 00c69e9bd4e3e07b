// What the checks of an expenditure report read, and how it becomes the facts of domain/.
#include "domain/expenditure.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/expenditures/report_checks.hpp"

#include <map>

namespace tranche::server {
namespace {

using domain::money;

persistence::query report_to_check(std::int64_t report, domain::date on) {
    return {
        {"report_to_check",
         R"(
             select r.code, r.state, r.version, r.period_first, r.period_last, a.code as agreement,
                 a.partner_id, a.start_on,
                 partner.owes_until(a.id, a.end_on, 'infinity'::date) as last_day,
                 a.payment_currency, i.base_currency,
                 t.support_percent, k.round_unit,
                 trim_scale(k.round_percent)::text as round_percent, k.copied_lines
               from partner.expenditure_report r
               join partner.agreement a on a.id = r.agreement_id
               join funding.project p on p.id = a.project_id
               join funding.instrument i on i.id = p.instrument_id
               join lateral (select support_percent from partner.agreement_terms t
                   where t.agreement_id = a.id and t.valid_from <= greatest($2::date, a.start_on)
                   order by t.valid_from desc limit 1) t on true
               left join lateral (select * from funding.report_check_terms k
                   where k.instrument_id = i.id and k.valid_from <= $2::date
                   order by k.valid_from desc limit 1) k on true
               where r.id = $1)"},
        {report, on}};
}

persistence::query lines_to_check(std::int64_t report) {
    return {
        {"lines_to_check",
         R"(
             select n.id, n.document, l.code, n.payee, n.spent_on, n.currency, n.amount,
                 n.base_amount, exists (select 1 from partner.agreement_line g
                     where g.agreement_id = r.agreement_id and g.budget_line_id = n.budget_line_id)
                     as of_agreement
               from partner.expenditure_report r
               join partner.expenditure_line n on n.report_id = r.id and n.round = r.round
               join funding.budget_line l on l.id = n.budget_line_id
               where r.id = $1
               order by n.position)"},
        {report}};
}

// One row for each other report that uses the document of a line, and one for all lines above it in
// the same report that spell the document otherwise: what stands above less what is spelt the same,
// so that no line is held against every other.
persistence::query documents_used(std::int64_t report) {
    return {
        {"documents_used_elsewhere",
         R"(
             with own as materialized (
                 select n.id, n.position, a.code || ':' || r.code as report, n.document,
                     n.document_key, n.budget_line_id,
                     coalesce(n.supplier_key, n.payee_key) as whose,
                     coalesce(n.spent_currency, n.currency) as currency,
                     coalesce(n.spent_amount, n.amount) as amount
                   from partner.expenditure_report r
                   join partner.agreement a on a.id = r.agreement_id
                   join partner.expenditure_line n on n.report_id = r.id and n.round = r.round
                   where r.id = $1)
             select u.id, u.position, a.code || ':' || o.code as report,
                 u.other_currency as currency, sum(u.other_share)::bigint as share
               from (select n.id, n.position, u.other_report_id, u.other_currency, u.other_share
                     from own n
                     join partner.document_use u on u.line_id = n.id
                     offset 0) u  -- a share is worked out for what was found, not on the way
               join partner.expenditure_report o on o.id = u.other_report_id
               join partner.agreement a on a.id = o.agreement_id
               where u.other_share <> 0
               group by u.id, u.position, a.code, o.code, u.other_currency
             union all
             select w.id, w.position, w.report, w.of_currency, w.share::bigint
               from (select o.id, o.position, o.report, c.currency as of_currency,
                       coalesce(sum(o.amount) filter (where o.currency = c.currency) over alike, 0)
                           - coalesce(sum(o.amount) filter (where o.currency = c.currency) over same, 0)
                           as share,
                       count(*) filter (where o.currency = c.currency) over alike
                           - count(*) filter (where o.currency = c.currency) over same as others
                     from own o cross join (select distinct currency from own) c
                     window alike as (partition by c.currency, o.document_key, o.budget_line_id,
                             o.whose order by o.position
                             rows between unbounded preceding and 1 preceding),
                         same as (partition by c.currency, o.document_key, o.budget_line_id,
                             o.whose, o.document order by o.position
                             rows between unbounded preceding and 1 preceding)) w
               where w.others > 0
               order by 2, 3)"},
        {report}};
}

// Documents whose total was said by any of those who use them: this report's own shares and the
// others'. The first line of each document stands for it.
persistence::query document_sums(std::int64_t report) {
    return {
        {"document_sums",
         R"(
             with own as (
                 select distinct on (w.document_key, w.whose, w.currency) w.*
                   from (select n.id, n.position, n.document_key,
                           coalesce(n.supplier_key, n.payee_key) as whose,
                           coalesce(n.spent_currency, n.currency) as currency,
                           sum(coalesce(n.spent_amount, n.amount) - case when n.amount = 0 then 0
                               else round(coalesce(n.spent_amount, n.amount)::numeric
                                   * n.rejected_amount / n.amount) end) over same as share,
                           min(n.document_total) over same as total
                         from partner.expenditure_report r
                         join partner.expenditure_line n on n.report_id = r.id and n.round = r.round
                         where r.id = $1 and n.corrects_line_id is null
                         window same as (partition by n.document_key,
                             coalesce(n.supplier_key, n.payee_key),
                             coalesce(n.spent_currency, n.currency))) w
                   order by w.document_key, w.whose, w.currency, w.position)
             select o.id, o.currency, (o.share + coalesce(u.share, 0))::bigint as shares,
                 least(o.total, u.total) as total
               from own o
               left join lateral (select sum(u.other_share) as share, min(u.other_total) as total
                   from partner.document_use u
                   where u.line_id = o.id and u.other_currency = o.currency) u on true
               where least(o.total, u.total) is not null
               order by o.position)"},
        {report}};
}

persistence::query progress_by_line(std::int64_t report) {
    return {
        {"progress_by_budget_line",
         R"(
             select l.code, b.amount as obligated, b.amount - b.floor_amount as available,
                 coalesce(s.amount, 0) as spent, coalesce(w.base, 0) as reported
               from partner.expenditure_report r
               join ledger.account k on k.kind = 'obligated' and k.owner_id = r.agreement_id
               join ledger.balance b on b.account_id = k.id
               join funding.budget_line l on l.id = k.part_id
               left join ledger.account c on c.kind = 'spent' and c.owner_id = l.id
                and c.part_id = r.agreement_id
               left join ledger.balance s on s.account_id = c.id
               left join lateral (select sum(n.base_amount)::bigint as base
                   from partner.expenditure_line n
                   where n.report_id = r.id and n.round = r.round and n.budget_line_id = l.id
                    and r.state not in ('accepted', 'partly_accepted')) w on true
               where r.id = $1
               order by l.code)"},
        {report}};
}

// Handed in before and not yet decided.
persistence::query waiting_reports(std::int64_t report) {
    return {
        {"waiting_reports_of_agreement",
         R"(
             select coalesce(sum(o.support_reported_base + (select coalesce(sum(n.base_amount), 0)
                 from partner.expenditure_line n
                 where n.report_id = o.id and n.round = o.round)), 0)::bigint as base
               from partner.expenditure_report r
               join partner.expenditure_report o on o.agreement_id = r.agreement_id
                and o.id <> r.id and o.state in ('submitted', 'under_verification')
               where r.id = $1)"},
        {report}};
}

persistence::query acknowledged(std::int64_t report) {
    return {
        {"acknowledged_checks",
         R"(
             select k.check_code, k.part, k.facts, k.reason, u.name
               from partner.check_acknowledgement k
               left join people.user_account u on u.id = k.acknowledged_by
               where k.report_id = $1)"},
        {report}};
}

enum asked : std::size_t { about, lines, uses, sums, progress, waiting, acknowledgements };

domain::checked_report facts_of(std::span<const persistence::rows> found) {
    const auto row = found[about][0];
    const auto base = row.currency("base_currency");
    domain::checked_report facts{
        .period = {row.day("period_first"), row.day("period_last")},
        .agreement_period = {row.day("start_on"), row.day("last_day")},
        .cumulative = found[waiting][0].money("base", base),
        .authorised = money{0, base},
        .thresholds = {
            row.maybe_integer("round_unit"), row.maybe_percent("round_percent"),
            row.maybe_integer("copied_lines")}};
    std::map<std::int64_t, std::size_t> places;
    money direct{0, row.currency("payment_currency")};
    money direct_base{0, base};
    for (const auto line : found[lines]) {
        places.emplace(line.integer("id"), facts.lines.size());
        facts.lines.push_back(
            {line.text("document"), line.text("code"), line.text("payee"), line.day("spent_on"),
             line.money("amount", "currency"), line.truth("of_agreement")}
        );
        direct += facts.lines.back().amount;
        direct_base += line.money("base_amount", base);
    }
    for (const auto use : found[uses]) {
        facts.used_elsewhere.push_back(
            {places.at(use.integer("id")), use.text("report"), use.money("share", "currency")}
        );
    }
    for (const auto sum : found[sums]) {
        facts.shares.push_back(
            {places.at(sum.integer("id")), sum.money("shares", "currency"),
             sum.money("total", "currency")}
        );
    }
    for (const auto line : found[progress]) {
        const auto spent = line.money("spent", base);
        facts.authorised += spent + line.money("obligated", base);
        facts.cumulative += spent;
        facts.progress.push_back(
            {line.text("code"), spent, line.money("reported", base), line.money("available", base)}
        );
    }
    const auto state = row.text("state");
    if (state != "accepted" && state != "partly_accepted") {
        facts.cumulative += direct_base +
            domain::support_cost_on(direct, direct_base, row.percent("support_percent")).base;
    }
    return facts;
}

}  // namespace

std::vector<persistence::query> check_queries(std::int64_t report, domain::date on) {
    return {report_to_check(report, on), lines_to_check(report),   documents_used(report),
            document_sums(report),       progress_by_line(report), waiting_reports(report),
            acknowledged(report)};
}

std::vector<told_finding> findings_of(std::span<const persistence::rows> found) {
    if (found[about].empty()) {
        return {};
    }
    std::map<std::string, persistence::row> known;
    for (const auto row : found[acknowledgements]) {
        known.emplace(
            row.text("check_code") + '\n' + row.text("part") + '\n' + row.text("facts"), row
        );
    }
    std::vector<told_finding> all;
    for (auto& one : domain::check_report(facts_of(found))) {
        const auto said = known.find(std::string{one.code} + '\n' + one.part + '\n' + one.facts());
        const bool is_said = said != known.end();
        all.push_back(
            {std::move(one), is_said ? std::optional{said->second.text("reason")} : std::nullopt,
             is_said ? said->second.maybe_text("name") : std::nullopt}
        );
    }
    return all;
}

}  // namespace tranche::server
