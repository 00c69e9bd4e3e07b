#include "server/routes/expenditures/expenditure_review.hpp"

#include "domain/expenditure.hpp"
#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "persistence/audit_trail.hpp"
#include "persistence/random_id.hpp"
#include "persistence/rates.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/expenditures/expenditure_rounds.hpp"
#include "server/routes/expenditures/reported_interest.hpp"
#include "server/routes/expenditures/revaluations.hpp"
#include "server/routes/payments/raised_receivables.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>
#include <map>
#include <span>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

std::vector<domain::reported_line> reported(const persistence::rows& lines, domain::currency base) {
    std::vector<domain::reported_line> all;
    for (const auto row : lines) {
        all.push_back(
            {row.integer("id"), row.integer("budget_line_id"), row.money("amount", "currency"),
             row.money("base_amount", base)}
        );
    }
    return all;
}

// A part is said by what is rejected or by what is accepted; nothing: all of the line.
std::optional<money> rejected_part(
    command_run& run, const rejection_body& wanted, money amount, const std::string& at
) {
    run.require(!wanted.amount || !wanted.accepted, at + "/accepted", "one_of_two_amounts");
    const auto& part = wanted.amount ? wanted.amount : wanted.accepted;
    if (!part) {
        return std::nullopt;
    }
    const auto* const name = wanted.amount ? "/amount" : "/accepted";
    check_currency(run, at + name, *part, amount.currency_unit());
    run.settle();
    run.require(
        *part <= amount, at + name, "amount_exceeds_available",
        {{"amount", shown(*part)}, {"available", shown(amount)}}
    );
    return wanted.amount ? *part : amount - *part;
}

// Finds the line each rejection means. A document may stand on several lines.
std::vector<domain::line_rejection> rejections_of(
    command_run& run, const review_body& body, const persistence::rows& lines
) {
    std::vector<domain::line_rejection> all;
    for (std::size_t i = 0; i < body.rejections.size(); ++i) {
        const auto& wanted = body.rejections[i];
        const auto at = "/rejections/" + std::to_string(i);
        const auto meant =
            meant_line(run, lines, {&wanted.document, wanted.budget_line, wanted.line}, at);
        if (!meant) {
            continue;
        }
        const auto amount = meant->money("amount", "currency");
        const auto rejected = rejected_part(run, wanted, amount, at);
        const auto id = meant->integer("id");
        run.require(
            std::ranges::find(all, id, &domain::line_rejection::line_id) == all.end(),
            at + "/document", "duplicate_code", {{"code", wanted.document}}
        );
        all.push_back({id, rejected, wanted.reason});
    }
    run.settle();
    return all;
}

// R21: a line may bend to its flexibility; an exception lets it go as far as this cost takes it.
void check_flexibility(
    command_run& run, std::vector<domain::cost_on_line>& costs, const persistence::rows& obligated,
    domain::currency base
) {
    for (auto& cost : costs) {
        for (const auto row : obligated) {
            if (row.integer("budget_line_id") != cost.budget_line_id) {
                continue;
            }
            const auto amount = row.money("amount", base);
            const auto most = amount - row.money("floor_amount", base);
            if (cost.base > most) {
                cost.floor = amount - cost.base;
            }
            run.rule(
                {domain::rule_id::r21, cost.base - most, row.text("code")}, cost.base <= most, "",
                "line_flexibility_exceeded",
                {{"line", row.text("code")},
                 {"amount", shown(cost.base)},
                 {"available", shown(most)}}
            );
        }
    }
}

persistence::query outside_agreement(std::int64_t report) {
    return {
        {"lines_outside_agreement", "select o.* from partner.lines_outside_agreement($1) o"},
        {report}};
}

// R41, asked again of what is accepted: the agreement may have become shorter since it was written.
void check_in_agreement(
    command_run& run, const domain::review& done, const persistence::rows& outside
) {
    if (outside.empty()) {
        return;
    }
    std::map<std::int64_t, money> accepted;
    for (const auto& line : done.lines) {
        accepted.emplace(line.line_id, line.accepted);
    }
    for (const auto row : outside) {
        const auto amount = accepted.at(row.integer("line_id"));
        if (amount.is_zero()) {
            continue;
        }
        const auto spent_on = row.day("spent_on");
        const auto first = row.day("first_day");
        const auto last = row.day("last_day");
        run.rule(
            for_amount(
                {domain::rule_id::r41, days_outside(spent_on, first, last), row.text("part")},
                amount
            ),
            false, "/rejections", "accepted_outside_agreement",
            {{"document", row.text("document")},
             {"first", domain::to_string(first)},
             {"last", domain::to_string(last)}}
        );
    }
}

void write_lines(command_run& run, const domain::review& done) {
    static const auto deciding = persistence::handing_on_rows(
        R"(
            update partner.expenditure_line x
              set accepted_amount = w.accepted, accepted_base = w.accepted_base,
                  rejected_amount = w.rejected, rejected_base = w.rejected_base,
                  decision = w.decision, reason = nullif(w.reason, '')
              from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
                  $6::text[], $7::text[]) as w (id, accepted, accepted_base, rejected,
                  rejected_base, decision, reason)
              join partner.expenditure_line was on was.id = w.id
              where x.id = w.id
              returning )" +
        persistence::change_of(
            "partner.expenditure_line", "x.id",
            {"accepted_amount", "rejected_amount", "decision", "reason"}, true
        ) +
        " as change"
    );
    std::vector<std::int64_t> ids, accepted, accepted_base, rejected, rejected_base;
    std::vector<std::string> decisions, reasons;
    for (const auto& line : done.lines) {
        ids.push_back(line.line_id);
        accepted.push_back(line.accepted.minor());
        accepted_base.push_back(line.accepted_base.minor());
        rejected.push_back(line.rejected.minor());
        rejected_base.push_back(line.rejected_base.minor());
        decisions.emplace_back(line.decision);
        reasons.emplace_back(line.reason);
    }
    const auto numbers = [](const std::vector<std::int64_t>& all) {
        return persistence::array_of(std::span{all});
    };
    const auto texts = [](const std::vector<std::string>& all) {
        return persistence::array_of(std::span<const std::string>{all});
    };
    run.write(
        {{"review_lines", deciding},
         {numbers(ids), numbers(accepted), numbers(accepted_base), numbers(rejected),
          numbers(rejected_base), texts(decisions), texts(reasons)}}
    );
}

}  // namespace

persistence::query report_facts(std::int64_t report) {
    return {
        {"report_facts",
         R"(
             select r.code, r.state, r.round, r.version, r.submitted_by, r.submitted_for,
                 r.period_first, r.period_last, a.partner_id
               from partner.expenditure_report r
               join partner.agreement a on a.id = r.agreement_id
               where r.id = $1)"},
        {report}};
}

persistence::query report_lines(std::int64_t report) {
    return {
        {"report_lines",
         R"(
             select n.id, n.document, n.budget_line_id, l.code, n.currency, n.amount,
                 n.base_amount
               from partner.expenditure_line n
               join partner.expenditure_report r on r.id = n.report_id
                and r.round = n.round
               join funding.budget_line l on l.id = n.budget_line_id
               where n.report_id = $1
               order by n.position)"},
        {report}};
}

domain::support_cost support_on_reported(
    const persistence::rows& lines, const persistence::row& agreement
) {
    const auto base = agreement.currency("base_currency");
    money direct{0, agreement.currency("payment_currency")};
    money direct_base{0, base};
    for (const auto row : lines) {
        direct += row.money("amount", "currency");
        direct_base += row.money("base_amount", base);
    }
    return domain::support_cost_on(direct, direct_base, agreement.percent("support_percent"));
}

namespace {

struct just_accepted {
    domain::date on;
    const persistence::rows& at_corrected_rates;
    const domain::review& done;
    const domain::liquidation& liquidated;
    std::span<const domain::cost_on_line> costs;
    std::vector<domain::advance_layer> layers;  // before it
};

// R42: accepted as it was handed in, and at once valued at what its rates were corrected to since.
void revalue_accepted(command_run& run, receipt& answer, just_accepted of) {
    if (of.at_corrected_rates.empty()) {
        return;
    }
    revaluation_planner planner{run, of.on};
    auto& held = planner.money_of(of.at_corrected_rates[0]);
    held.layers = std::move(of.layers);
    held.take(of.liquidated);
    held.take(of.costs);
    add_revaluations(run, answer, planner.plan(of.at_corrected_rates, &of.done), of.on);
}

}  // namespace

receipt review_report(command_run& run, const review_body& body) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found = run.load(
        {persistence::lock_project_of(entity::expenditure_report, id), report_facts(id),
         agreement_facts(of_report, id, body.reviewed_on), report_lines(id),
         advance_layers(of_report, id), unpaid_tranches(of_report, id), obligations(of_report, id),
         persistence::shares_of_project_of(entity::expenditure_report, id, body.reviewed_on),
         last_round(id), unanswered_remarks(id), lines_corrected_since(id, body.reviewed_on),
         outside_agreement(id)}
    );
    const auto row = run.the_row(found[1], entity::expenditure_report);
    const auto agreement = run.the_row(found[2], entity::expenditure_report);
    run.check_version(row);
    state_after(domain::expenditure_report_lifecycle(), "accept", row.text("state"));
    check_not_future(run, "/reviewed_on", body.reviewed_on);
    check_not_before(run, "/reviewed_on", body.reviewed_on, last_day(found[8]));
    check_other_person(run, row, "submitted", "submit");
    require_answers(run, found[9]);
    const auto base = agreement.currency("base_currency");
    const auto local = agreement.currency("payment_currency");
    const auto rejections = rejections_of(run, body, found[3]);

    const auto series = agreement.maybe_text("rate_series");
    auto rates = run.load(
        {persistence::rate_in_force(series, local, body.reviewed_on), interest_reported(id, series)}
    );
    const auto rate =
        rate_or_refuse(run, rates[0], "/reviewed_on", base, local, body.reviewed_on, series);
    remark_old_rate(run, rates[0], "/reviewed_on", local, body.reviewed_on);
    const auto done = domain::review_lines(
        reported(found[3], base), rejections, agreement.percent("support_percent")
    );
    run.require(!done.totals.accepted.is_negative(), "", "report_total_negative");
    check_in_agreement(run, done, found[11]);
    run.settle();
    const auto tranches = unpaid_of(found[5], agreement.currency("currency"));
    const auto shares = persistence::shares_of(found[7]);
    const auto subject = subject_of(agreement);
    auto layers = layers_of(found[4], base);
    credit_interest(run, subject, base, body.reviewed_on, rates[1], found[4], layers);
    const auto liquidated = domain::liquidate(done.totals, layers, tranches, rate);
    run.require(
        liquidated.beyond.is_zero(), "", "accepted_beyond_agreement",
        {{"amount", shown(liquidated.beyond)}}
    );
    auto costs = domain::accepted_by_budget_line(
        done, agreement.maybe_integer("support_line_id").value_or(0)
    );
    check_flexibility(run, costs, found[6], base);
    run.settle();

    write_lines(run, done);
    run.post(
        domain::acceptance_posted(
            subject, body.reviewed_on, id, costs, liquidated, rate.to_decimal()
        ),
        shares
    );
    // R45: what was rejected and had been paid for is owed.
    const auto raised = raise_receivables(
        run, {subject, id, body.reviewed_on, "rejected expenditure"}, liquidated.to_receivable,
        shares
    );
    const std::string next = done.whole() ? "accepted" : "partly_accepted";
    end_round(run, found[8], "reviewed", body.reviewed_on, body.reason);
    run.update(
        entity::expenditure_report, id,
        {{"state", next},
         {"reviewed_by", run.who().user_id},
         {"reviewed_on", body.reviewed_on},
         {"review_reason", body.reason},
         {"support_accepted", done.accepted_support.amount.minor()},
         {"support_accepted_base", done.accepted_support.base.minor()}}
    );
    receipt answer{
        .what = entity::expenditure_report,
        .id = id,
        .code = agreement.text("code") + ':' + row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
    answer.made.emplace_back("receivables", raised);
    revalue_accepted(
        run, answer, {body.reviewed_on, found[10], done, liquidated, costs, std::move(layers)}
    );
    return answer;
}

}  // namespace tranche::server
