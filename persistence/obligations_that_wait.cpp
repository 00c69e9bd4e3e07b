#include "persistence/obligations_that_wait.hpp"

namespace tranche::persistence {

query project_obligations_that_wait(domain::date on, std::int64_t at_most) {
    return {
        {"project_obligations_that_wait",
         R"(
             select o.project_id as _id, p.state as _state, o.waits_since as _since,
                 p.code as project, null as agreement, o.kind, o.number, o.due_on, o.state
               from funding.obligations_as_of($1, null, true) o
               join funding.project p on p.id = o.project_id
               where o.waits_for = 'programme_officer'
               order by o.waits_since, o.due_on, o.kind, p.code
               limit $2)"},
        {on, at_most}};
}

query own_reports_that_wait(domain::date on, std::int64_t partner, std::int64_t at_most) {
    return {
        {"own_reports_that_wait",
         R"(
             select a.id as _id, a.state as _state, o.waits_since as _since, p.code as project,
                 a.code as agreement, o.kind, o.number, o.due_on, o.state
               from partner.report_obligations_as_of($1, null, true) o
               join partner.agreement a on a.id = o.agreement_id
               join funding.project p on p.id = o.project_id
               where o.waits_for = 'partner' and a.partner_id = $2
                and not exists (select 1 from partner.expenditure_report r
                     where r.agreement_id = a.id and r.state in ('draft', 'sent_back')
                      and r.period_first <= o.period_last and r.period_last >= o.period_last
                      and (r.final or o.kind = 'partner_report'))
               order by o.waits_since, o.due_on, a.code
               limit $3)"},
        {on, partner, at_most}};
}

query late_reports_of_partners(domain::date on, std::int64_t at_most) {
    return {
        {"late_reports_of_partners",
         R"(
             select a.id as _id, a.state as _state, o.waits_since as _since, p.code as project,
                 a.code as agreement, o.kind, o.number, o.due_on, o.state
               from partner.report_obligations_as_of($1, null, true) o
               join partner.agreement a on a.id = o.agreement_id
               join funding.project p on p.id = o.project_id
               where o.state = 'overdue'
               order by o.waits_since, o.due_on, a.code
               limit $2)"},
        {on, at_most}};
}

}  // namespace tranche::persistence
