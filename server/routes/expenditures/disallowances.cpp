// What was accepted, paid for, and found not to be eligible afterwards (R45, R48): taken back in
// the open period. Lines and forms of the past stand.
#include "domain/liquidation.hpp"
#include "domain/posting_rules.hpp"
#include "domain/rounding.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

struct disallowance_body {
    domain::date disallowed_on;
    std::optional<money> amount;
    std::optional<std::string> document, finding;
    std::string reason;
};

// All that the line and its report have left after corrections and earlier disallowances; what is
// due and not paid; support cost as it stands.
persistence::query accepted_line(std::int64_t line) {
    return {
        {"line_to_disallow",
         R"(
             with l as (select x.*, r.agreement_id, r.reviewed_on, r.support_accepted,
                     r.support_accepted_base
                 from partner.expenditure_line x
                 join partner.expenditure_report r on r.id = x.report_id
                 where x.id = $1),
             report_lines as (select x.* from partner.expenditure_line x
                 join partner.expenditure_report r on r.id = x.report_id and r.round = x.round
                 join l on l.report_id = x.report_id),
             taken as (select d.*, d.line_id = $1 as of_line from partner.disallowance d
                 where d.line_id in (select id from report_lines)),
             revalued as (select coalesce(sum(w.amount) filter (where w.line_id = $1), 0) as amount,
                     coalesce(sum(w.base_amount) filter (where w.line_id = $1), 0) as base,
                     coalesce(sum(w.amount), 0) as direct, coalesce(sum(w.base_amount), 0)
                     as direct_base
                 from partner.revaluation_line w
                 where w.line_id in (select id from report_lines)),
             support as (select coalesce(sum(v.support_amount), 0) as amount,
                     coalesce(sum(v.support_base), 0) as base
                 from partner.revaluation v
                 join l on l.report_id = v.report_id),
             corrected as (select coalesce(sum(c.amount - c.rejected_amount + w.amount), 0)
                     as amount,
                     coalesce(sum(c.base_amount - c.rejected_base + w.base), 0) as base
                 from partner.expenditure_line c
                 join partner.expenditure_report r on r.id = c.report_id and r.round = c.round
                 cross join lateral (select coalesce(sum(x.amount), 0) as amount,
                         coalesce(sum(x.base_amount), 0) as base
                     from partner.revaluation_line x
                     where x.line_id = c.id) w
                 where c.corrects_line_id = $1)
             select l.currency, l.budget_line_id, l.reviewed_on,
                 (l.accepted_amount + v.amount + c.amount - coalesce((select sum(amount) from taken
                     where of_line), 0))::bigint as open,
                 (l.accepted_base + v.base + c.base - coalesce((select sum(base_amount) from taken
                     where of_line), 0))::bigint as open_base,
                 ((select sum(accepted_amount) from report_lines) + v.direct
                     - coalesce((select sum(amount) from taken), 0))::bigint as direct,
                 ((select sum(accepted_base) from report_lines) + v.direct_base
                     - coalesce((select sum(base_amount) from taken), 0))::bigint as direct_base,
                 (l.support_accepted + s.amount
                     - coalesce((select sum(support_amount) from taken), 0))::bigint as support,
                 (l.support_accepted_base + s.base
                     - coalesce((select sum(support_base) from taken), 0))::bigint as support_base,
                 coalesce((select sum(b.amount) from ledger.account k
                     join ledger.balance b on b.account_id = k.id
                     where k.kind = 'due' and k.owner_id in (select t.id from partner.tranche t
                         where t.agreement_id = l.agreement_id)), 0)::bigint as due
               from l, corrected c, revalued v, support s)"},
        {line}};
}

persistence::query finding_of_line(std::optional<std::int64_t> finding, std::int64_t line) {
    return {
        {"finding_to_disallow",
         R"(
             select f.state, f.currency, partner.finding_is_about(f.id, $2, f.currency::text) as is_its,
                 (f.amount - coalesce((select sum(c.amount) from partner.finding_clearance c
                     where c.finding_id = f.id), 0)
                   - coalesce((select sum(d.amount) from partner.disallowance d
                     where d.finding_id = f.id), 0))::bigint as rest
               from partner.finding f
               where f.id = $1)"},
        {finding, line}};
}

// What has to be known before the project can be locked; neither ever changes of an accepted line.
persistence::query report_of_line(std::int64_t line) {
    return {
        {"report_of_line",
         R"(
             select x.report_id, r.reviewed_on
               from partner.expenditure_line x
               join partner.expenditure_report r on r.id = x.report_id
               where x.id = $1)"},
        {line}};
}

constexpr std::string_view of_line =
    "(select r.agreement_id from partner.expenditure_line x"
    " join partner.expenditure_report r on r.id = x.report_id where x.id = $1)";

// What falls away: the wanted part at the line's own rate, and its share of the support cost (R32).
domain::disallowance_facts taken_back(
    const persistence::row& line, const persistence::row& agreement, money amount,
    domain::currency base
) {
    const auto open = line.money("open", "currency");
    const auto open_base = line.money("open_base", base);
    const money part = amount == open
        ? open_base
        : money{domain::mul_div_round(open_base.minor(), amount.minor(), open.minor()), base};
    // What is left keeps its support cost, at the percent of the acceptance: shares of what there
    // was would go wrong where corrections have left little of it.
    const auto left = domain::support_cost_on(
        line.money("direct", "currency") - amount, line.money("direct_base", base) - part,
        agreement.percent("support_percent")
    );
    const auto beyond = [](money support, money kept) {
        return max(support - kept, money{0, support.currency_unit()});
    };
    return {
        .disallowance_id = persistence::random_id(),
        .receivable_id = persistence::random_id(),
        .budget_line_id = line.integer("budget_line_id"),
        .support_line_id = agreement.maybe_integer("support_line_id").value_or(0),
        .amount = amount,
        .base = part,
        .support = beyond(line.money("support", "currency"), left.amount),
        .support_base = beyond(line.money("support_base", base), left.base)};
}

// What an audit or a spot check found: one that is about this line, and for no more than is left.
void check_finding(
    command_run& run, const persistence::rows& found, const std::string& named, money amount
) {
    const auto row = run.the_row(found, entity::finding);
    state_after(domain::finding_lifecycle(), "disallow", row.text("state"));
    run.require(
        row.truth("is_its"), "/finding", "unknown_reference",
        {{"type", "finding"}, {"value", named}}
    );
    run.settle();
    const auto rest = row.money("rest", "currency");
    run.require(
        amount <= rest, "/amount", "amount_exceeds_available",
        {{"amount", shown(amount)}, {"available", shown(rest)}}
    );
}

receipt disallow(command_run& run, const disallowance_body& body) {
    const auto id = run.path_id(entity::expenditure_line);
    const auto finding = run.id_of(entity::finding, body.finding, "/finding");
    const auto first = run.load({report_of_line(id)});
    const auto of = run.the_row(first[0], entity::expenditure_line);
    const auto report = of.integer("report_id");
    auto found = run.load(
        {persistence::lock_project_of(entity::expenditure_report, report), accepted_line(id),
         agreement_facts(of_line, id, of.maybe_day("reviewed_on").value_or(run.today())),
         persistence::shares_of_project_of(entity::expenditure_report, report, body.disallowed_on),
         finding_of_line(finding, id)}
    );
    const auto line = run.the_row(found[1], entity::expenditure_line);
    const auto agreement = run.the_row(found[2], entity::agreement);
    state_after(domain::agreement_lifecycle(), "disallow", agreement.text("state"));
    check_not_future(run, "/disallowed_on", body.disallowed_on);
    check_not_before(run, "/disallowed_on", body.disallowed_on, line.maybe_day("reviewed_on"));
    const auto open = line.money("open", "currency");
    const money none{0, open.currency_unit()};
    run.require(open > none, "", "line_not_accepted");
    const auto due = line.money("due", "currency");
    run.require(due.is_zero(), "", "accepted_not_paid_yet", {{"amount", shown(due)}});
    if (body.amount) {
        check_currency(run, "/amount", *body.amount, open.currency_unit());
    }
    run.settle();
    const auto amount = body.amount.value_or(open);
    run.require(
        amount <= open, "/amount", "amount_exceeds_available",
        {{"amount", shown(amount)}, {"available", shown(open)}}
    );
    if (finding) {
        check_finding(run, found[4], *body.finding, amount);
    }
    run.settle();
    const auto taken = taken_back(line, agreement, amount, agreement.currency("base_currency"));
    run.insert(
        "partner.receivable",
        {{"id", taken.receivable_id},
         {"agreement_id", agreement.integer("id")},
         {"report_id", report},
         {"raised_on", body.disallowed_on},
         {"currency", open.currency_unit()},
         {"amount", (taken.amount + taken.support).minor()},
         {"base_amount", (taken.base + taken.support_base).minor()},
         {"reason", "disallowed expenditure"}}
    );
    run.insert(
        "partner.disallowance",
        {{"id", taken.disallowance_id},
         {"line_id", id},
         {"receivable_id", taken.receivable_id},
         {"disallowed_on", body.disallowed_on},
         {"currency", open.currency_unit()},
         {"amount", taken.amount.minor()},
         {"base_amount", taken.base.minor()},
         {"support_amount", taken.support.minor()},
         {"support_base", taken.support_base.minor()},
         {"document", body.document},
         {"finding_id", finding},
         {"reason", body.reason},
         {"decided_by", run.who().user_id}}
    );
    run.post(
        domain::disallowance_posted(subject_of(agreement), body.disallowed_on, taken),
        persistence::shares_of(found[3])
    );
    receipt answer{.what = entity::disallowance, .id = taken.disallowance_id};
    answer.made.push_back(
        {"receivables", {domain::public_id(entity::receivable, taken.receivable_id)}}
    );
    return answer;
}

std::optional<disallowance_body> all_of_it(command_run& run, const rehearsed_subject&) {
    return disallowance_body{run.today(), {}, {}, {}, "-"};
}

}  // namespace

template <>
struct wire<disallowance_body> {
    static const object_schema<disallowance_body>& schema() {
        using body = disallowance_body;
        static const auto declared = object<body>(
            "new_disallowance", "An accepted line, or a part of it, taken back",
            field("disallowed_on", &body::disallowed_on, "It counts from then, in the open period"),
            field("amount", &body::amount, "How much; else all that is accepted", positive()),
            field("document", &body::document, "Document of the finding", length(1, 300)),
            field(
                "finding", &body::finding,
                "The finding it settles, by id or CODE:NUMBER; no more of it than is left",
                length(1, 100)
            ),
            field("reason", &body::reason, "Why", length(1, 1000), multiline())
        );
        return declared;
    }
};

endpoints disallowance_endpoints() {
    endpoints all{command<disallowance_body>(
        {"/api/v1/expenditure-lines/{expenditure_line}/disallow", "disallow_expenditure_line",
         "Take back what was accepted; the partner owes it", "Expenditure",
         domain::action::correct_records, 201},
        disallow, all_of_it
    )};
    append(
        all,
        read_endpoints(
            persistence::disallowance_resource(), domain::action::read_partner_side, "Expenditure"
        )
    );
    return all;
}

}  // namespace tranche::server
