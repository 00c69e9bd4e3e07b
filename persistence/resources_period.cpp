#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

}  // namespace

const resource& accounting_period_step_resource() {
    static const resource declared{
        .what = entity::accounting_period,
        .about = "A closing or reopening of a period",
        .from =
            "funding.accounting_period_step s left join people.user_account u on u.id = "
            "s.decided_by",
        .id_sql = "s.period_id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "number",
        .columns =
            {
                shows(integer, "number", "s.number", "In order").sorted(),
                shows(text, "act", "s.act", "close or reopen"),
                shows(text, "decided_by", "u.name", "Who decided it"),
                shows(timestamp, "recorded_at", "s.recorded_at", "When"),
                shows(date, "open_until", "s.open_until", "Last day entries are taken since then"),
                shows(text, "reason", "s.reason", "Why"),
            },
        .row_name = "accounting_period_step",
    };
    return declared;
}

const resource& accounting_period_resource() {
    static const resource declared{
        .what = entity::accounting_period,
        .about = "Days of an instrument that are closed together",
        .from =
            "(select x.*, case when x.open_until is null then 'open'"
            " when x.open_until < (clock_timestamp() at time zone 'UTC')::date then 'closed'"
            " when x.reported_on >= x.open_until then 'closing' else 'reopened' end as state"
            " from funding.accounting_period x) a"
            " join funding.instrument i on i.id = a.instrument_id"
            " left join people.user_account u on u.id = a.closed_by",
        .id_sql = "a.id",
        .version_sql = "a.version",
        .partner_sql = closed_to_partners,
        .default_sort = "first_day",
        .columns =
            {
                shows(text, "instrument", "i.code", "Code of the instrument").filtered(),
                shows(text, "code", "a.code", "e.g. 2026-Q1").filtered(),
                shows(date, "first_day", "a.first_day", "First day").sorted(),
                shows(date, "last_day", "a.last_day", "Last day, included").sorted(),
                shows(text, "state", "a.state", "open, closing (in grace), closed or reopened")
                    .filtered(),
                shows(date, "open_until", "a.open_until", "Last day (UTC) it takes entries"),
                shows(
                    date, "reported_on", "a.reported_on",
                    "As reported is as known on this day, whatever came later"
                ),
                shows(text, "closed_by", "u.name", "Who closed it"),
                shows(date, "on", {}, "Only the period of this day")
                    .filtered()
                    .filtered_by("? between a.first_day and a.last_day"),
            },
        .children = {{"steps", &accounting_period_step_resource(), "s.period_id"}},
        .state_sql = "a.state",
    };
    return declared;
}

}  // namespace tranche::persistence
