#include "server/routes/projects/closing_checks.hpp"

#include "server/routes/service/facts.hpp"

namespace tranche::server {

using domain::money;

namespace {

// Approved and not paid: no new advance may follow the end of the activities.
persistence::query advances_on_their_way(std::int64_t project) {
    return {
        {"project_advances_on_their_way",
         R"(
             select count(*) as count
               from partner.disbursement_request q
               join partner.agreement a on a.id = q.agreement_id
               where a.project_id = $1
                and q.kind = 'advance'
                and q.state = 'approved')"},
        {project}};
}

}  // namespace

void check_nothing_pending(command_run& run, const persistence::row& ends, domain::currency base) {
    run.require(
        ends.integer("obligations") == 0, "", "obligations_open",
        {{"count", ends.text("obligations")}, {"amount", shown(ends.money("obligated", base))}}
    );
    run.require(
        ends.integer("open_budgets") == 0, "", "budget_drafts_open",
        {{"count", ends.text("open_budgets")}}
    );
    run.require(
        ends.integer("open_exceptions") == 0, "", "exceptions_open",
        {{"count", ends.text("open_exceptions")}}
    );
    run.require(
        ends.integer("open_transfers") == 0, "", "transfers_open",
        {{"count", ends.text("open_transfers")}}
    );
}

persistence::query open_ends(std::int64_t project) {
    return {
        {"project_open_ends",
         R"(
             select (select count(*) from partner.agreement a where a.project_id = $1 and a.state
                 not in ('closed', 'cancelled', 'draft')) as open_agreements,
                 coalesce((select sum(c.base_amount) from ledger.cell c where c.project_id = $1
                 and c.measure = 'advance'), 0)::bigint as advance,
                 coalesce((select sum(c.base_amount) from ledger.cell c where c.project_id = $1
                 and c.measure = 'receivable'), 0)::bigint as receivable,
                 coalesce((select sum(c.base_amount) from ledger.cell c where c.project_id = $1
                 and c.measure = 'due'), 0)::bigint as due,
                 coalesce((select sum(c.base_amount) from ledger.cell c where c.project_id = $1
                 and c.measure = 'exchange_difference'), 0)::bigint as exchange_difference,
                 coalesce((select sum(c.base_amount) from ledger.cell c where c.project_id = $1
                 and c.measure = 'interest'), 0)::bigint as interest,
                 (select count(*) from partner.expenditure_report r join partner.agreement a on
                 a.id = r.agreement_id where a.project_id = $1 and r.state in ('submitted',
                 'under_verification', 'sent_back')) as open_reports,
                 (select count(*) from funding.budget_version v where v.project_id = $1 and v.state
                 in ('draft', 'submitted')) as open_budgets,
                 (select count(*) from funding.rule_exception x where x.project_id = $1 and x.state
                 = 'requested' and x.operation <> 'close_project') as open_exceptions,
                 (select count(*) from funding.project_transfer f where $1 in (f.from_project_id,
                 f.to_project_id) and f.approved_by is null and f.refused_by is null)
                 as open_transfers,
                 o.obligations, o.obligated
               from (select count(*) as obligations, coalesce(sum(b.amount), 0)::bigint as obligated
                 from funding.obligation x join ledger.account a on a.owner_id = x.id and a.kind =
                 'obligated' join ledger.balance b on b.account_id = a.id and b.amount > 0
                 where x.project_id = $1) o)"},
        {project}};
}

// R59: what the project itself owes at its end, as it stood on the day of the closure.
persistence::query final_report_owed(std::int64_t project, domain::date on) {
    return {
        {"project_final_report_owed",
         R"(
             select o.due_on
               from funding.obligations_as_of($2, $1) o
               where o.kind = 'final_report' and o.state <> 'accepted')"},
        {project, on}};
}

void check_final_report(command_run& run, const persistence::rows& owed) {
    for (const auto report : owed) {
        run.rule(
            {domain::rule_id::r59, "final_report"}, false, "", "final_report_open",
            {{"due", domain::to_string(report.day("due_on"))}}
        );
    }
}

void check_settled(command_run& run, const persistence::row& ends, domain::currency base) {
    check_nothing_pending(run, ends, base);
    run.rule(
        {domain::rule_id::r59, "reports"}, ends.integer("open_reports") == 0, "",
        "project_reports_open", {{"count", ends.text("open_reports")}}
    );
    run.rule(
        {domain::rule_id::r59, "agreements"}, ends.integer("open_agreements") == 0, "",
        "agreements_open", {{"count", ends.text("open_agreements")}}
    );
    for (const char* what : {"advance", "receivable", "due"}) {
        const auto open = ends.money(what, base);
        const auto code = std::string{what} + "_open";
        // What is owed to the fund is settled first, by whatever means: no exception for that.
        if (code == "receivable_open") {
            run.require(open.is_zero(), "", code, {{"amount", shown(open)}});
        } else {
            run.rule(
                {domain::rule_id::r59, open, what}, open.is_zero(), "", code,
                {{"amount", shown(open)}}
            );
        }
    }
}

// R60: what of a residue need not come back, by the terms of every line the money is from.
persistence::query residue_waived(std::int64_t project, domain::date on) {
    return {
        {"project_residue_waived",
         R"(
             select coalesce(min(coalesce(t.residue_waiver, 0)), 0) as waiver
               from (select distinct line_id from funding.allocation where project_id = $1) l
               left join lateral (select m.residue_waiver from funding.line_terms m
                   where m.line_id = l.line_id and m.valid_from <= $2
                   order by m.valid_from desc limit 1) t on true)"},
        {project, on}};
}

// R60: beyond the waiver a second person has to agree.
void check_residue(command_run& run, const closing_body& body, money rest, money waiver) {
    if (!body.write_off_residue) {
        return;
    }
    run.rule(
        {domain::rule_id::r60, rest}, rest <= waiver, "/write_off_residue", "residue_above_waiver",
        {{"amount", shown(rest)}, {"waiver", shown(waiver)}}
    );
}

void check_completion(
    command_run& run, std::int64_t project, const persistence::row& row, domain::date on
) {
    const auto found = run.load({advances_on_their_way(project)});
    const auto advances = found[0][0].integer("count");
    check_not_future(run, "/completed_on", on);
    if (const auto start = row.maybe_day("start_on")) {
        run.require(
            on >= *start, "/completed_on", "date_before",
            {{"date", domain::to_string(on)}, {"earliest", domain::to_string(*start)}}
        );
    }
    run.rule(
        {domain::rule_id::r58, advances}, advances == 0, "", "advances_on_their_way",
        {{"count", std::to_string(advances)}}
    );
}

}  // namespace tranche::server
