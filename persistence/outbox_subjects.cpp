// What a notice says of its subject, read when it is sent: what is no longer so is told to nobody.
#include "persistence/outbox.hpp"
#include "persistence/round_trip.hpp"

#include <map>

namespace tranche::persistence {
namespace {

// A partner's session sees its own rows of each of these and no others.
const std::map<std::string_view, statement>& statements_of_facts() {
    static const std::map<std::string_view, statement> all{
        {"disbursement_request",
         {"facts_of_request",
          R"(
              select a.code || ':' || t.code as code, coalesce(r.approved_amount, r.requested_amount) as amount,
                  r.currency, a.partner_id, true as finance_too
                from partner.disbursement_request r
                join partner.tranche t on t.id = r.tranche_id
                join partner.agreement a on a.id = r.agreement_id
                where r.id = $1)"}},
        {"payment_batch",
         {"facts_of_batch",
          R"(
              select b.code, null as amount, '' as currency, null as partner_id, true as finance_too
                from partner.payment_batch b
                where b.id = $1 and b.state = 'gathering')"}},
        {"expenditure_report",
         {"facts_of_report",
          R"(
              select a.code || ':' || r.code as code, null as amount, '' as currency, a.partner_id,
                  true as finance_too
                from partner.expenditure_report r
                join partner.agreement a on a.id = r.agreement_id
                where r.id = $1)"}},
        // One letter of all that somebody asked: by the remark that was answered last.
        {"review_remark",
         {"facts_of_remark",
          R"(
              select a.code || ':' || r.code as code, null as amount, '' as currency, a.partner_id,
                  true as finance_too
                from partner.review_remark m
                join partner.report_round n on n.id = m.round_id
                join partner.expenditure_report r on r.id = n.report_id
                join partner.agreement a on a.id = r.agreement_id
                where m.id = $1
                 and r.state = 'under_verification'
                 and n.number = (select max(w.number) from partner.report_round w
                     where w.report_id = n.report_id)
                 and not exists (select 1 from partner.review_remark o
                     where o.round_id = m.round_id and o.made_by = m.made_by
                      and o.made_for is not distinct from m.made_for
                      and not exists (select 1 from partner.remark_answer s
                          where s.remark_id = o.id))
                 and m.id = (select o.id from partner.review_remark o
                     join partner.remark_answer s on s.remark_id = o.id
                     where o.round_id = m.round_id and o.made_by = m.made_by
                      and o.made_for is not distinct from m.made_for
                     order by s.recorded_at desc, s.id desc limit 1))"}},
        {"budget_version",
         {"facts_of_budget",
          R"(
              select p.code || ':' || v.number as code, null as amount, '' as currency, null as partner_id,
                  true as finance_too
                from funding.budget_version v
                join funding.project p on p.id = v.project_id
                where v.id = $1 and v.state = 'submitted')"}},
        {"bank_account",
         {"facts_of_bank_account",
          R"(
              select r.code, null as amount, '' as currency, b.partner_id, true as finance_too
                from partner.bank_account b
                join partner.partner r on r.id = b.partner_id
                where b.id = $1)"}},
        {"finding",
         {"facts_of_finding",
          R"(
              select v.code || ':' || f.number as code, f.amount, coalesce(f.currency, '') as currency,
                  v.partner_id, true as finance_too
                from partner.finding f
                join partner.assurance_activity v on v.id = f.activity_id
                where f.id = $1)"}},
        {"sanctions_list",
         {"facts_of_sanctions_list",
          R"(
              select l.code, null as amount, '' as currency, null as partner_id, true as finance_too
                from partner.sanctions_list l
                where l.id = $1
                 and l.state = 'loaded')"}},
        {"screening_match",
         {"facts_of_match",
          R"(
              select r.code, null as amount, '' as currency, null as partner_id, true as finance_too
                from partner.screening_match m
                join partner.partner r on r.id = m.partner_id
                where m.id = $1)"}},
        {"comment",
         {"facts_of_comment",
          R"(
              select c.about as code, null as amount, '' as currency, c.partner_id, true as finance_too
                from document.comment c
                where c.id = $1)"}},
        {"obligation_submission",
         {"facts_of_submission",
          R"(
              select p.code, null as amount, '' as currency, null as partner_id, true as finance_too,
                  b.kind as part, b.number, b.submitted_on as due_on
                from funding.obligation_submission b
                join funding.project p on p.id = b.project_id
                where b.id = $1)"}},
        {"exception",
         {"facts_of_exception",
          R"(
              select x.rule || coalesce(' ' || p.code, '') as code, null as amount, '' as currency,
                  null as partner_id, coalesce((select t.finance_opens_gates
                     from funding.instrument_terms t
                     where t.instrument_id = x.instrument_id
                      and t.valid_from <= (clock_timestamp() at time zone 'UTC')::date
                     order by t.valid_from desc limit 1), false) as finance_too
                from funding.rule_exception x
                left join funding.project p on p.id = x.project_id
                where x.id = $1)"}},
        {"project_transfer",
         {"facts_of_project_transfer",
          R"(
              select f.code || ' > ' || g.code as code, t.amount, t.currency, null as partner_id,
                  true as finance_too
                from funding.project_transfer t
                join funding.project f on f.id = t.from_project_id
                join funding.project g on g.id = t.to_project_id
                where t.id = $1)"}},
        {"settlement_proposal",
         {"facts_of_settlement_proposal",
          R"(
              select a.code, s.amount, s.currency, null as partner_id, false as finance_too
                from partner.settlement_proposal s
                join partner.receivable c on c.id = s.receivable_id
                join partner.agreement a on a.id = c.agreement_id
                where s.id = $1)"}},
        {"rate_correction",
         {"facts_of_rate_correction",
          R"(
              select c.reason as code, null as amount, '' as currency, null as partner_id, true as finance_too
                from reference.rate_correction c
                where c.id = $1)"}},
        {"donor_refund",
         {"facts_of_donor_refund",
          R"(
              select c.code, r.amount, r.currency, null as partner_id, true as finance_too
                from funding.donor_refund r
                join funding.contribution c on c.id = r.contribution_id
                where r.id = $1)"}}};
    return all;
}

}  // namespace

std::optional<subject_facts> facts_of_subject(
    session& with, std::string_view subject_type, std::int64_t subject_id
) {
    const auto known = statements_of_facts().find(subject_type);
    if (known == statements_of_facts().end()) {
        return std::nullopt;
    }
    const auto found = ask(with, {known->second, {subject_id}});
    if (found.empty()) {
        return std::nullopt;
    }
    const auto row = found[0];
    subject_facts facts{
        row.text("code"), row.maybe_integer("amount"), row.text("currency"),
        row.maybe_integer("partner_id"), row.truth("finance_too")};
    if (subject_type == "obligation_submission") {
        facts.due = due_thing{row.text("part"), row.integer("number"), row.day("due_on")};
    }
    return facts;
}

}  // namespace tranche::persistence
