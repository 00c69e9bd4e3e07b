// Reports of an agreement that somebody still has to look at, or to mend, on a day.
#include "server/routes/agreements/release_checks.hpp"

#include <algorithm>

namespace tranche::server {

// The round that was handed in last by that day, and was not taken back by then. What finance asked
// about single lines is with the partner until all of it is answered.
persistence::query reports_in_review(std::int64_t tranche, domain::date on) {
    return {
        {"reports_in_review",
         R"(
             select r.id, r.code, r.period_first, r.period_last, n.number, n.submitted_on,
                 o.kind as outcome, o.decided_on, m.asked_on, m.answered_on, m.unanswered
               from partner.tranche t
               join partner.expenditure_report r on r.agreement_id = t.agreement_id
               cross join lateral (select * from partner.report_round n where n.report_id = r.id
                   and n.submitted_on <= $2::date
                   and not exists (select 1 from partner.round_outcome w where w.round_id = n.id
                       and w.kind = 'withdrawn' and w.decided_on <= $2::date)
                   order by n.number desc limit 1) n
               left join partner.round_outcome o on o.round_id = n.id
                and o.decided_on <= $2::date
               cross join lateral (select
                       min(m.made_on) filter (where a.id is null) as asked_on,
                       max(a.answered_on) as answered_on,
                       count(*) filter (where a.id is null) as unanswered
                   from partner.review_remark m
                   left join lateral (select a.id, a.answered_on from partner.remark_answer a
                       where a.remark_id = m.id and a.answered_on <= $2::date
                       order by a.answered_on limit 1) a on true
                   where m.round_id = n.id and m.made_on <= $2::date) m
               where t.id = $1
                and o.kind is distinct from 'reviewed')"},
        {tranche, on}};
}

std::vector<waiting_report> waiting_reports(const persistence::rows& found, domain::date on) {
    std::vector<waiting_report> all;
    for (const auto row : found) {
        const auto submitted = row.day("submitted_on");
        waiting_report one{
            .id = row.integer("id"),
            .code = row.text("code"),
            .round = row.integer("number"),
            .period_first = row.day("period_first"),
            .period_last = row.day("period_last"),
            .submitted_on = submitted,
            .waits_for = "partner",
            .since = submitted,
            .days = 0,
            .words = {}};
        if (!row.is_null("outcome")) {
            one.since = row.day("decided_on");
        } else if (row.integer("unanswered") != 0) {
            one.since = row.day("asked_on");
        } else {
            one.waits_for = "finance";
            one.since = std::max(submitted, row.maybe_day("answered_on").value_or(submitted));
        }
        one.days = domain::days_between(one.since, on);
        one.words = {
            one.waits_for == "finance" ? "report_waits_for_finance" : "report_waits_for_partner",
            {{"report", one.code},
             {"first", domain::to_string(one.period_first)},
             {"last", domain::to_string(one.period_last)},
             {"submitted", domain::to_string(one.submitted_on)},
             {"date", domain::to_string(one.since)},
             {"days", std::to_string(one.days)}}};
        all.push_back(std::move(one));
    }
    std::ranges::stable_sort(all, std::ranges::greater{}, &waiting_report::days);
    return all;
}

}  // namespace tranche::server
