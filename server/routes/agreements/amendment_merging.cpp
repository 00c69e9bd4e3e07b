// An amendment that both sides have signed becomes what is in force: rows, terms and journal.
#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "persistence/random_id.hpp"
#include "server/routes/access/authority.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/amendment_decisions.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

constexpr std::string_view instrument_of_amendment =
    "(select p.instrument_id from partner.agreement_amendment m"
    " join partner.agreement a on a.id = m.agreement_id"
    " join funding.project p on p.id = a.project_id where m.id = $1)";

std::vector<persistence::rows> facts_of(command_run& run, std::int64_t id, domain::date on) {
    const auto asked = facts_of_proposal(of_amendment, version_of_amendment, id);
    return run.load(
        {persistence::lock_project_of(entity::agreement_amendment, id), amendment_facts(id),
         agreement_facts(of_amendment, id, on), asked[0], asked[1], asked[2],
         persistence::shares_of_project_of(entity::agreement_amendment, id, on),
         approval_levels(run, instrument_of_amendment, id)}
    );
}

// What changes of lines and instalments, in the journal and in the rows.
void merge_money(command_run& run, const decided_amendment& amendment, domain::date on) {
    const auto flexibility = amendment.agreement.percent("flexibility_percent");
    std::vector<domain::obligation_line> lines;
    for (const auto& line : amendment.proposed.lines) {
        const auto step = line.amounts.after - line.amounts.before;
        if (!step.is_zero()) {
            lines.push_back(
                {line.id, step, money{-flexibility.of(line.amounts.after.minor()), amendment.base}}
            );
        }
    }
    std::vector<domain::tranche_amount> tranches;
    for (const auto& one : amendment.proposed.tranches) {
        const auto id = one.id == 0 ? persistence::random_id() : one.id;
        const auto step = one.after - one.before;
        if (!step.is_zero()) {
            tranches.push_back({id, step, step});
        }
        if (one.id == 0) {
            run.insert(
                "partner.tranche",
                {{"id", id},
                 {"agreement_id", amendment.row.integer("agreement_id")},
                 {"code", one.code},
                 {"number", one.number},
                 {"kind", one.kind},
                 {"amount", one.after.minor()},
                 {"planned_on", one.planned_after}}
            );
        } else if (!step.is_zero() || one.planned_before != one.planned_after) {
            run.update(
                entity::tranche, id,
                {{"amount", one.after.minor()}, {"planned_on", one.planned_after}}
            );
        }
    }
    run.post(
        domain::agreement_amendment_posted(
            subject_of(amendment.agreement), on, amendment.id, lines, tranches
        ),
        persistence::shares_of(amendment.found[6])
    );
}

void merge_terms(command_run& run, const decided_amendment& amendment, domain::date on) {
    const auto from = amendment.row.maybe_day("terms_from").value_or(on);
    const auto last = amendment.found[5][0].day("last_terms_from");
    run.require(
        from > last, "", "date_before",
        {{"date", domain::to_string(from)},
         {"earliest", domain::to_string(domain::add_days(last, 1))}}
    );
    // Whatever terms there are: those the amendment says nothing about are carried on, and of those
    // that its versions did not know yet the last.
    run.write(
        {{"agreement_terms_amended",
          R"(
              insert into partner.agreement_terms
                select r.*
                  from partner.agreement_version v
                  cross join lateral (select m as terms from partner.agreement_terms m
                      where m.agreement_id = v.agreement_id order by m.valid_from desc limit 1) l
                  cross join lateral jsonb_populate_record(l.terms, v.terms
                      || jsonb_build_object('valid_from', $2::date)) r
                  where v.id = $1)"},
         {amendment.row.integer("version_id"), from}}
    );
}

void check_signatures(
    command_run& run, const decided_amendment& amendment, const amendment_signing_body& body
) {
    check_not_future(run, "/partner_signed_on", body.partner_signed_on);
    check_not_future(run, "/office_signed_on", body.office_signed_on);
    const auto decided = amendment.row.maybe_day("approved_on");
    check_not_before(
        run, "/office_signed_on", body.office_signed_on,
        decided ? decided : amendment.row.maybe_day("submitted_on")
    );
    run.rule(domain::rule_id::r30, !amendment.agreement.truth("blocked"), "", "partner_blocked");
    run.rule(domain::rule_id::r30, !amendment.agreement.truth("matched"), "", "partner_matched");
    const auto found = run.load(
        {{{"signatory_of_partner",
           R"(
               select count(*) as named, count(*) filter (where o.name = $2 and o.valid_from <= $3::date
                   and (o.valid_until is null or o.valid_until >= $3::date)
                   and (o.ended_on is null or o.ended_on > $3::date)) as entitled
                 from partner.authorised_officer o
                 where o.partner_id = $1)"},
          {amendment.agreement.integer("partner_id"), body.partner_signatory,
           body.partner_signed_on}}}
    );
    run.require(
        found[0][0].integer("named") == 0 || found[0][0].integer("entitled") > 0,
        "/partner_signatory", "signatory_not_authorised",
        {{"name", body.partner_signatory}, {"date", domain::to_string(body.partner_signed_on)}}
    );
}

}  // namespace

decided_amendment::decided_amendment(command_run& run, domain::date on)
    : id{run.path_id(entity::agreement_amendment)},
      found{facts_of(run, id, on)},
      row{run.the_row(found[1], entity::agreement_amendment)},
      agreement{found[2][0]},
      base{agreement.currency("currency")},
      proposed{proposal_in(std::span{found}.subspan(3, 3), base)} {
    run.check_version(row);
    state_after(domain::agreement_lifecycle(), "amend", agreement.text("state"));
    proposed.results_change = row.truth("results_change");
    kind = proposed.kind(agreement.percent("amendment_percent"));
    route = domain::route_of(kind);
}

std::string decided_amendment::after(std::string_view action) const {
    return std::string{
        state_after(domain::agreement_amendment_lifecycle(), action, row.text("state"))};
}

receipt decided_amendment::done(std::string state) const {
    return {
        .what = entity::agreement_amendment,
        .id = id,
        .code = agreement.text("code") + ':' + row.text("number"),
        .state = std::move(state),
        .version = row.integer("version") + 1};
}

void check_project(command_run& run, const decided_amendment& amendment) {
    const auto state = amendment.agreement.text("project_state");
    const auto project = amendment.agreement.text("project_code");
    run.require(state != "financially_closed", "", "project_is_closed", {{"project", project}});
    const auto& proposed = amendment.proposed;
    run.require(
        proposed.value(amendment.base) <= proposed.value_before(amendment.base) ||
            state == "approved" || state == "allocated" || state == "active",
        "", "project_stopped", {{"project", project}}
    );
}

receipt sign_amendment(command_run& run, const amendment_signing_body& body) {
    const auto on = std::max(body.partner_signed_on, body.office_signed_on);
    const decided_amendment amendment{run, on};
    const auto next = amendment.after("sign");
    check_signatures(run, amendment, body);
    check_proposal(run, amendment.proposed, amendment.base);
    check_project(run, amendment);
    if (amendment.proposed.terms_change) {
        merge_terms(run, amendment, on);
    }
    run.settle();
    merge_money(run, amendment, on);
    const auto& proposed = amendment.proposed;
    run.update(
        entity::agreement, amendment.row.integer("agreement_id"),
        {{"title", proposed.title},
         {"value", proposed.value(amendment.base).minor()},
         {"start_on", proposed.start_on},
         {"end_on", proposed.end_on}}
    );
    run.update(
        entity::agreement_amendment, amendment.id,
        {{"state", next},
         {"partner_signed_on", body.partner_signed_on},
         {"partner_signatory", body.partner_signatory},
         {"office_signed_on", body.office_signed_on},
         {"signed_by", run.who().user_id}}
    );
    run.write({{"amendment_lines_merged", "select partner.merge_lines($1)"}, {amendment.id}});
    return amendment.done(next);
}

}  // namespace tranche::server
