// How a debt ends without money: one person proposes a write-off, documents that came later, or a
// set-off against a payment; another approves (R45).
#include "server/routes/payments/settlement_proposals.hpp"

#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "persistence/random_id.hpp"
#include "server/routes/access/authority.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/closed_debts.hpp"
#include "server/routes/payments/later_documents.hpp"
#include "server/routes/payments/money_back.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

// Nothing is proposed of what is settled, nor more than is open.
void check_open(command_run& run, const persistence::row& receivable, money amount) {
    const auto open = receivable.money("open", "currency");
    state_after(domain::receivable_lifecycle(), "propose", open.is_zero() ? "settled" : "open");
    check_currency(run, "/amount", amount, open.currency_unit());
    run.settle();
    run.require(
        amount <= open, "/amount", "amount_exceeds_available",
        {{"amount", shown(amount)}, {"available", shown(open)}}
    );
    run.settle();
}

struct proposal {
    std::string_view kind;
    money amount;
    std::string reason;
    std::optional<std::int64_t> line = {}, line_amount = {}, request = {};
    std::optional<std::string> document = {};
};

receipt insert_proposal(command_run& run, std::int64_t receivable, const proposal& made) {
    const auto id = persistence::random_id();
    run.insert(
        "partner.settlement_proposal",
        {{"id", id},
         {"receivable_id", receivable},
         {"kind", made.kind},
         {"currency", made.amount.currency_unit()},
         {"amount", made.amount.minor()},
         {"line_id", made.line},
         {"line_amount", made.line_amount},
         {"request_id", made.request},
         {"document", made.document},
         {"reason", made.reason},
         {"proposed_by", run.who().user_id},
         {"proposed_on", run.today()}}
    );
    return {.what = entity::settlement_proposal, .id = id, .state = "proposed"};
}

persistence::query request_to_keep_back_from(std::int64_t request) {
    return {
        {"request_to_keep_back_from",
         R"(
             select q.agreement_id, q.state, b.code as batch, b.state as batch_state
               from partner.disbursement_request q
               left join partner.payment_batch_item x on x.request_id = q.id
                and x.outcome is null
               left join partner.payment_batch b on b.id = x.batch_id
               where q.id = $1 for no key update of q)"},
        {request}};
}

}  // namespace

receipt propose_write_off(command_run& run, const write_off_body& body) {
    const auto id = run.path_id(entity::receivable);
    const auto found =
        run.load({persistence::lock_project_of(entity::receivable, id), receivable_facts(id)});
    const auto row = run.the_row(found[1], entity::receivable);
    const auto amount = body.amount.value_or(row.money("open", "currency"));
    check_open(run, row, amount);
    return insert_proposal(run, id, {.kind = "write_off", .amount = amount, .reason = body.reason});
}

receipt propose_later_documents(command_run& run, const later_documents_body& body) {
    const auto id = run.path_id(entity::receivable);
    const auto line = run.id_of(entity::expenditure_line, body.line.text, "/line");
    const auto found = run.load(
        {persistence::lock_project_of(entity::receivable, id), receivable_facts(id),
         missing_of_line(line)}
    );
    const auto row = run.the_row(found[1], entity::receivable);
    const auto of_line = run.the_row(found[2], entity::expenditure_line);
    run.require(
        row.maybe_integer("report_id") == of_line.integer("report_id"), "/line",
        "line_of_another_report"
    );
    const auto missing = of_line.money("missing", "currency");
    run.require(missing.is_positive(), "/line", "line_misses_nothing");
    run.settle();
    const auto amount = body.amount.value_or(missing);
    check_currency(run, "/amount", amount, missing.currency_unit());
    run.settle();
    run.require(
        amount <= missing, "/amount", "amount_exceeds_available",
        {{"amount", shown(amount)}, {"available", shown(missing)}}
    );
    run.settle();
    const auto whole = amount + shown_of_line(of_line, amount, amount.currency_unit()).support;
    check_open(run, row, whole);
    return insert_proposal(
        run, id,
        {.kind = "documents",
         .amount = whole,
         .reason = body.reason,
         .line = line,
         .line_amount = amount.minor(),
         .document = body.document}
    );
}

receipt propose_set_off(command_run& run, const set_off_body& body) {
    const auto id = run.path_id(entity::receivable);
    const auto request = run.id_of(entity::disbursement_request, body.request.text, "/request");
    const auto found = run.load(
        {persistence::lock_project_of(entity::receivable, id), receivable_facts(id),
         agreement_facts(of_receivable, id, run.today()), request_to_keep_back_from(request)}
    );
    const auto row = run.the_row(found[1], entity::receivable);
    const auto agreement = run.the_row(found[2], entity::receivable);
    const auto asked = run.the_row(found[3], entity::disbursement_request);
    run.require(
        asked.integer("agreement_id") == agreement.integer("id"), "/request",
        "request_of_another_agreement"
    );
    const auto state = asked.text("state");
    run.require(
        state == "submitted" || state == "certified" || state == "approved", "/request",
        "request_is_past", {{"state", state}}
    );
    run.require(
        asked.is_null("batch"), "/request", "request_in_batch",
        {{"batch", asked.maybe_text("batch").value_or("")},
         {"state", asked.maybe_text("batch_state").value_or("")}}
    );
    check_open(run, row, body.amount);
    return insert_proposal(
        run, id,
        {.kind = "offset", .amount = body.amount, .reason = body.reason, .request = request}
    );
}

namespace {

persistence::query proposed_settlement(std::int64_t id) {
    return {
        {"proposed_settlement",
         R"(
             select s.kind, s.currency, s.amount, s.line_id, s.line_amount, s.receivable_id,
                 s.version, s.proposed_by, s.proposed_for, s.proposed_on, s.settled_on,
                 case when s.refused_by is not null then 'refused' when s.approved_by is not null
                     then 'approved' else 'proposed' end as state
               from partner.settlement_proposal s
               where s.id = $1)"},
        {id}};
}

struct settling {
    std::int64_t proposal;
    const persistence::row& row;  // of the proposal
    const persistence::row& agreement;
    domain::settled_debt debt;
    domain::date on;
    std::vector<persistence::state_share> shares;
};

void write_settlement(command_run& run, const settling& of) {
    run.insert(
        "partner.receivable_settlement",
        {{"id", of.debt.settlement_id},
         {"receivable_id", of.debt.receivable_id},
         {"kind", of.row.text("kind")},
         {"settled_on", of.on},
         {"amount", of.debt.amount.minor()},
         {"base_amount", of.debt.base.minor()},
         {"proposal_id", of.proposal}}
    );
}

void write_off(command_run& run, const settling& of) {
    auto found = run.load(
        {obligations(of_agreement_itself, of.agreement.integer("id")),
         lines_of_debt(of.debt.receivable_id)}
    );
    // Of a closed agreement no more is obligated than is owed, each debt on its own lines.
    const auto borne = of.agreement.text("state") == "closed"
        ? spread_for_debt(
              obligated_lines(found[0], of.debt.base.currency_unit()), found[1], of.debt.base
          )
        : spread_over_obligations(found[0], of.debt.base);
    money spread{0, of.debt.base.currency_unit()};
    for (const auto& one : borne) {
        spread += one.amount;
    }
    run.require(
        spread == of.debt.base, "", "nothing_obligated_to_bear_it",
        {{"amount", shown(of.debt.base)}, {"available", shown(spread)}}
    );
    run.settle();
    write_settlement(run, of);
    run.post(domain::write_off_posted(subject_of(of.agreement), of.on, of.debt, borne), of.shares);
}

// What the expense is worth by its own rate.
shown_cost accept_documents(command_run& run, const settling& of) {
    auto found = run.load({missing_of_line(of.row.integer("line_id"))});
    const auto line = run.the_row(found[0], entity::expenditure_line);
    const money amount{of.row.integer("line_amount"), of.debt.amount.currency_unit()};
    const auto missing = line.money("missing", "currency");
    run.require(
        amount <= missing, "", "amount_exceeds_available",
        {{"amount", shown(amount)}, {"available", shown(missing)}}
    );
    run.settle();
    const auto shown_now = shown_of_line(line, amount, of.debt.base.currency_unit());
    std::vector<domain::cost_on_line> spent{{line.integer("budget_line_id"), shown_now.base}};
    if (const auto on = of.agreement.maybe_integer("support_line_id");
        on && !shown_now.support_base.is_zero()) {
        spent.push_back({*on, shown_now.support_base});
    }
    const auto less = of.debt.base - shown_now.base - shown_now.support_base;
    release_of_closed(
        run, of.agreement,
        {.receivable = of.debt.receivable_id,
         .on = of.on,
         .freed = less,
         .lost = less,
         .spent = spent},
        of.shares
    );
    write_settlement(run, of);
    run.post(
        domain::later_documents_posted(subject_of(of.agreement), of.on, of.debt, spent), of.shares
    );
    return shown_now;
}

}  // namespace

receipt approve_settlement(command_run& run, const settlement_approval_body& body) {
    const auto id = run.path_id(entity::settlement_proposal);
    auto first = run.load({proposed_settlement(id)});
    const auto receivable =
        run.the_row(first[0], entity::settlement_proposal).integer("receivable_id");
    auto found = run.load(
        {persistence::lock_project_of(entity::receivable, receivable), proposed_settlement(id),
         receivable_facts(receivable), agreement_facts(of_receivable, receivable, body.approved_on),
         persistence::shares_of_project_of(entity::receivable, receivable, body.approved_on),
         approval_levels(run, instrument_of_receivable, receivable)}
    );
    const auto row = run.the_row(found[1], entity::settlement_proposal);
    run.check_version(row);
    const std::string next{
        state_after(domain::settlement_proposal_lifecycle(), "approve", row.text("state"))};
    check_other_person(run, row, "proposed", "propose");
    check_not_future(run, "/approved_on", body.approved_on);
    check_not_before(run, "/approved_on", body.approved_on, row.day("proposed_on"));
    const auto debt = run.the_row(found[2], entity::receivable);
    const auto amount = row.money("amount", "currency");
    check_open(run, debt, amount);
    const auto agreement = run.the_row(found[3], entity::receivable);
    const bool is_offset = row.text("kind") == "offset";
    std::optional<std::int64_t> line_base, support_base;
    if (!is_offset) {
        // What the fund bears takes as high an authority as what it pays.
        check_level(run, found[5], debt_base(debt, amount, agreement.currency("base_currency")));
        const settling of{
            id,
            row,
            agreement,
            {persistence::random_id(), receivable, amount,
             debt_base(debt, amount, agreement.currency("base_currency"))},
            body.approved_on,
            persistence::shares_of(found[4])};
        if (row.text("kind") == "write_off") {
            write_off(run, of);
        } else {
            const auto shown_now = accept_documents(run, of);
            line_base = shown_now.base.minor();
            support_base = shown_now.support_base.minor();
        }
    }
    run.update(
        entity::settlement_proposal, id,
        {{"approved_by", run.who().user_id},
         {"approved_on", body.approved_on},
         {"line_base", line_base},
         {"support_base", support_base},
         {"settled_on", is_offset ? std::nullopt : std::optional{body.approved_on}}}
    );
    return {
        .what = entity::settlement_proposal,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

receipt refuse_settlement(command_run& run, const settlement_refusal_body& body) {
    const auto id = run.path_id(entity::settlement_proposal);
    auto first = run.load({proposed_settlement(id)});
    const auto receivable =
        run.the_row(first[0], entity::settlement_proposal).integer("receivable_id");
    auto found = run.load(
        {persistence::lock_project_of(entity::receivable, receivable), proposed_settlement(id)}
    );
    const auto row = run.the_row(found[1], entity::settlement_proposal);
    run.check_version(row);
    const std::string next{
        state_after(domain::settlement_proposal_lifecycle(), "refuse", row.text("state"))};
    run.require(row.is_null("settled_on"), "", "settled_already");
    run.settle();
    run.note("reason", body.reason);
    run.update(
        entity::settlement_proposal, id,
        {{"refused_by", run.who().user_id}, {"refused_on", run.today()}}
    );
    return {
        .what = entity::settlement_proposal,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

}  // namespace tranche::server
