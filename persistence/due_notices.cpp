#include "persistence/due_notices.hpp"

#include "persistence/round_trip.hpp"

namespace tranche::persistence {

query remember_what_projects_owe(domain::date today) {
    return {
        {"remember_what_projects_owe",
         R"(
             insert into notify.event (name, subject_type, subject_id, actor_id, part, number, due_on)
             select case when o.state = 'overdue' then 'obligation_overdue'
                      else 'obligation_due_soon' end,
                 'project', o.project_id, 0, o.kind, o.number, o.due_on
               from funding.obligations_as_of($1, null, true) o
               join funding.project p on p.id = o.project_id
               left join lateral (select t.remind_days from funding.project_terms t
                    where t.instrument_id = p.instrument_id and t.valid_from <= p.start_on
                    order by t.valid_from desc limit 1) t on true
               where o.waits_for = 'programme_officer'
                and o.due_on between $1::date - $2::integer and $1::date + coalesce(t.remind_days::integer, 14)
             on conflict do nothing)"},
        {today, days_said_overdue}};
}

query remember_what_partners_owe(domain::date today) {
    return {
        {"remember_what_partners_owe",
         R"(
             insert into notify.event (name, subject_type, subject_id, actor_id, part, number, due_on)
             select case when o.state = 'overdue' then 'partner_report_overdue'
                      else 'partner_report_due_soon' end,
                 'agreement', o.agreement_id, 0, o.kind, o.number, o.due_on
               from partner.report_obligations_as_of($1, null, true) o
               join lateral (select s.remind_days from partner.reporting_schedule s
                    where s.agreement_id = o.agreement_id and s.valid_from <= o.period_first
                    order by s.valid_from desc limit 1) s on true
               where o.waits_for = 'partner'
                and o.due_on between $1::date - $2::integer and $1::date + s.remind_days
             on conflict do nothing)"},
        {today, days_said_overdue}};
}

query remember_what_expires(domain::date today) {
    return {
        {"remember_what_expires",
         R"(
             insert into notify.event (name, subject_type, subject_id, actor_id, part, number, due_on)
             select told.name, 'partner', x.partner_id, 0, x.kind, 0, x.expires_on
               from partner.papers_expiring($1) x
               cross join (values ('paper_expires'), ('own_paper_expires')) told (name)
             on conflict do nothing)"},
        {today}};
}

query remember_findings_to_answer(domain::date today) {
    return {
        {"remember_findings_to_answer",
         R"(
             insert into notify.event (name, subject_type, subject_id, actor_id, part, number, due_on)
             select told.name, 'finding', f.id, 0, 'answer', f.number, f.answer_due_on
               from partner.finding f
               join partner.agreement a on a.id = f.agreement_id
               join funding.project p on p.id = a.project_id
               left join lateral (select t.remind_days from funding.project_terms t
                    where t.instrument_id = p.instrument_id and t.valid_from <= $1
                    order by t.valid_from desc limit 1) t on true
               join (values ('finding_answer_due_soon', false), ('finding_answer_overdue', true),
                    ('finding_not_answered', true)) told (name, late)
                 on told.late = (f.answer_due_on < $1)
               where f.state = 'open'
                and f.answer_due_on between $1::date - $2::integer and $1::date + coalesce(t.remind_days::integer, 14)
             on conflict do nothing)"},
        {today, days_said_overdue}};
}

query remember_letters_of_the_day(domain::date day) {
    return {
        {"remember_letters_of_the_day",
         R"(
             insert into notify.event (name, subject_type, subject_id, actor_id, part, number, due_on)
             select 'letter_of_the_day', 'user_account', u.id, u.id, 'letter', 1, $1
               from people.user_account u
               where u.notices = 'digest' and u.active and u.mail_address is not null
             on conflict do nothing)"},
        {day}};
}

query deliver_letter_of_the_day(const outbox_event& one) {
    return {
        {"deliver_letter_of_the_day",
         R"(
             insert into notify.delivery (event_id, user_id)
             select $1::bigint, u.id
               from people.user_account u
               where u.id = $2 and u.active and u.mail_address is not null
             on conflict do nothing)"},
        {one.id, one.subject_id}};
}

std::optional<subject_facts> facts_of_what_is_due(
    session& with, const outbox_event& one, domain::date today
) {
    constexpr statement of_project{
        "facts_of_what_a_project_owes",
        R"(
            select p.code, null as partner_id
              from funding.obligations_as_of($5, $1) o
              join funding.project p on p.id = o.project_id
              where o.waits_for = 'programme_officer' and o.kind = $2 and o.number = $3
               and o.due_on = $4)"};
    constexpr statement of_partner{
        "facts_of_what_a_partner_owes",
        R"(
            select a.code, a.partner_id
              from partner.agreement a
              join partner.report_obligations_as_of($5, a.project_id) o on o.agreement_id = a.id
              where a.id = $1 and o.waits_for = 'partner' and o.kind = $2 and o.number = $3
               and o.due_on = $4)"};
    constexpr statement of_paper{
        "facts_of_what_expires",
        R"(
            select r.code, null as partner_id
              from partner.papers_expiring($5) x
              join partner.partner r on r.id = x.partner_id
              where x.partner_id = $1 and x.kind = $2 and $3::integer = 0 and x.expires_on = $4)"};
    // In a session of the partner too, which does not see what its funds ask for.
    constexpr statement of_own_paper{
        "facts_of_what_expires_of_ones_own",
        R"(
            select r.code, r.id as partner_id
              from partner.due_diligence_document d
              join partner.partner r on r.id = d.partner_id
              where d.partner_id = $1 and d.kind = $2 and $3::integer = 0 and d.expires_on = $4
               and d.expires_on >= $5::date - 30
               and not exists (select 1 from document.attachment x
                   where x.id = d.attachment_id and x.removed_by is not null)
               and not exists (select 1 from partner.due_diligence_document n
                   where n.partner_id = d.partner_id and n.kind = d.kind and n.issued_on > d.issued_on
                    and not exists (select 1 from document.attachment x
                       where x.id = n.attachment_id and x.removed_by is not null)))"};
    constexpr statement of_finding{
        "facts_of_a_finding_to_answer",
        R"(
            select v.code || ':' || f.number as code, v.partner_id
              from partner.finding f
              join partner.assurance_activity v on v.id = f.activity_id
              where f.id = $1 and f.state = 'open' and $2::text = 'answer' and f.number = $3
               and f.answer_due_on = $4 and $5::date is not null)"};
    const auto& of = one.subject_type == "project" ? of_project
        : one.name == "own_paper_expires"          ? of_own_paper
        : one.subject_type == "partner"            ? of_paper
        : one.subject_type == "finding"            ? of_finding
                                                   : of_partner;
    const auto found =
        ask(with, {of, {one.subject_id, one.due->part, one.due->number, one.due->on, today}});
    if (found.empty()) {
        return std::nullopt;
    }
    return subject_facts{
        .code = found[0].text("code"),
        .amount = {},
        .currency = {},
        .partner_id = found[0].maybe_integer("partner_id"),
        .due = one.due};
}

query set_notices(std::int64_t user_id, std::string_view wanted) {
    return {
        {"set_notices",
         R"(
             update people.user_account
               set notices = $2, version = version + 1
               where id = $1)"},
        {user_id, wanted}};
}

query notices_of(std::int64_t user_id) {
    return {{"notices_of", "select notices from people.user_account where id = $1"}, {user_id}};
}

}  // namespace tranche::persistence
