#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

}  // namespace

const resource& project_resource() {
    static const resource declared{
        .what = entity::project,
        .about = "What is funded, with its financial position",
        .from = "funding.project p join funding.instrument i on i.id = p.instrument_id",
        .id_sql = "p.id",
        .version_sql = "p.version",
        .partner_sql = closed_to_partners,
        .default_sort = "code",
        .columns =
            {
                shows(text, "code", "p.code", "Project code").filtered().sorted(),
                shows(text, "prima_id", "p.prima_id", "PRIMA code").filtered(),
                shows(text, "title_en", "p.title_en", "English title").sorted(),
                shows(text, "title_fr", "p.title_fr", "French title"),
                shows(text, "title_es", "p.title_es", "Spanish title"),
                shows(text, "instrument", "i.code", "Code of its instrument").filtered(),
                shows(text, "project_type", "p.project_type", "Two-letter type").filtered(),
                shows(text, "coverage", "p.coverage", "national, regional ...").filtered(),
                shows(text, "sector", "p.sector", "DAC purpose code").filtered(),
                shows(text, "state", "p.state", "Step of its life").filtered().sorted(),
                shows(date, "start_on", "p.start_on", "First day").sorted(),
                shows(date, "end_on", "p.end_on", "Last day").sorted(),
                shows(text, "date_precision", "p.date_precision", "What the dates are exact to"),
                shows(text, "focal_point", "p.focal_point", "Of the government (R12)"),
                shows(truth, "protection", "p.protection", "Shows its country, never a site"),
                shows(text, "origin", "p.origin", "current or historical").filtered(),
                shows(truth, "illustrative", "p.illustrative", "Invented for the demo"),
                shows(
                    money, "published_amount", "p.published_amount",
                    "As a public listing states it; in no sum"
                )
                    .in("p.published_currency"),
                shows(integer, "published_year", "p.published_year", "Allocation year as published")
                    .filtered()
                    .sorted(),
                shows(text, "note", "p.note", "Remark").detailed(),
                shows(json, "goals", "to_json(p.goals)", "Goals served, like sdg:8.7").detailed(),
                shows(
                    integer, "gender_marker", "p.gender_marker",
                    "0 not targeted, 1 significant, 2 principal"
                )
                    .detailed(),
                shows(
                    json, "states",
                    "coalesce((select json_agg(json_build_object('state', b.state, 'share', "
                    "trim_scale(b.share)::text,"
                    " 'member', b.member, 'valid_from', nullif(b.valid_from, '0001-01-01')) order "
                    "by b.valid_from, b.state)"
                    " from funding.benefiting_state b where b.project_id = p.id), '[]')",
                    "Benefiting States and their shares"
                )
                    .detailed(),
                shows(money, "allocated", "coalesce(k.allocated, 0)", "Given by lines")
                    .in("i.base_currency")
                    .detailed(),
                shows(money, "budgeted", "coalesce(k.budgeted, 0)", "In the approved budget")
                    .in("i.base_currency")
                    .detailed(),
                shows(money, "obligated", "coalesce(k.obligated, 0)", "Signed and not yet spent")
                    .in("i.base_currency")
                    .detailed(),
                shows(money, "disbursed", "coalesce(k.disbursed, 0)", "Paid to partners, gross")
                    .in("i.base_currency")
                    .detailed(),
                shows(money, "refunded", "coalesce(k.refunded, 0)", "Paid back by partners")
                    .in("i.base_currency")
                    .detailed(),
                shows(money, "accepted", "coalesce(k.accepted, 0)", "Partner expenditure accepted")
                    .in("i.base_currency")
                    .detailed(),
                shows(money, "direct", "coalesce(k.direct, 0)", "The office's own expenditure")
                    .in("i.base_currency")
                    .detailed(),
                shows(money, "available", "coalesce(k.available, 0)", "Budgeted and free")
                    .in("i.base_currency")
                    .detailed(),
                shows(money, "advance", "coalesce(k.advance, 0)", "Held by partners")
                    .in("i.base_currency")
                    .detailed(),
                shows(money, "receivable", "coalesce(k.receivable, 0)", "Owed by partners")
                    .in("i.base_currency")
                    .detailed(),
                shows(
                    money, "exchange_difference", "coalesce(k.exchange_difference, 0)",
                    "Loss positive"
                )
                    .in("i.base_currency")
                    .detailed(),
                shows(money, "returned", "coalesce(k.returned, 0)", "Back to the lines")
                    .in("i.base_currency")
                    .detailed(),
            },
        .children =
            {{"phases", &phase_resource(), "s.project_id"},
             {"endorsements", &endorsement_resource(), "e.project_id"},
             {"budget_versions", &budget_version_resource(), "v.project_id"}},
        // As the index project_search says it.
        .search_sql =
            "p.code || ' ' || coalesce(p.prima_id, '') || ' ' || p.title_en || ' ' ||"
            " coalesce(p.title_fr, '') || ' ' || coalesce(p.title_es, '')",
        .detail_from =
            " left join lateral (select"
            " sum(c.base_amount) filter (where c.measure = 'allocated')::bigint as allocated,"
            " sum(c.base_amount) filter (where c.measure = 'budgeted')::bigint as budgeted,"
            " sum(c.base_amount) filter (where c.measure = 'obligated')::bigint as obligated,"
            " sum(c.base_amount) filter (where c.measure = 'disbursed')::bigint as disbursed,"
            " sum(c.base_amount) filter (where c.measure = 'refunded')::bigint as refunded,"
            " sum(c.base_amount) filter (where c.measure = 'accepted')::bigint as accepted,"
            " sum(c.base_amount) filter (where c.measure = 'direct')::bigint as direct,"
            " sum(c.base_amount) filter (where c.measure = 'available')::bigint as available,"
            " sum(c.base_amount) filter (where c.measure = 'advance')::bigint as advance,"
            " sum(c.base_amount) filter (where c.measure = 'receivable')::bigint as receivable,"
            " sum(c.base_amount) filter (where c.measure = 'exchange_difference')::bigint as "
            "exchange_difference,"
            " sum(c.base_amount) filter (where c.measure = 'returned')::bigint as returned"
            " from ledger.cell c where c.project_id = p.id) k on true",
        .dated_figures = true,
        .state_sql = "p.state",
        .since_sql =
            "(select w.taken_on from funding.project_step w where w.project_id = p.id"
            " and w.to_state = p.state order by w.number desc limit 1)",
    };
    return declared;
}

const resource& project_step_resource() {
    static const resource declared{
        .what = entity::project_step,
        .about = "A step of a project's life, with its reason and the days agreed with it",
        .from = "funding.project_step w join funding.project p on p.id = w.project_id",
        .id_sql = "w.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "number",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(integer, "number", "w.number", "In the order they were taken").sorted(),
                shows(text, "step", "w.step", "submit, approve, extend, terminate ...").filtered(),
                shows(text, "from_state", "w.from_state", "State before"),
                shows(text, "to_state", "w.to_state", "State after").filtered(),
                shows(date, "taken_on", "w.taken_on", "Its day").sorted(),
                shows(date, "filed_on", "w.filed_on", "Day an extension was asked for"),
                shows(text, "reason", "w.reason", "Why"),
                shows(text, "document", "w.document", "Reference of the document"),
                shows(date, "start_on", "w.start_on", "First day of the project as agreed then"),
                shows(date, "end_on", "w.end_on", "Last day of the project as agreed then"),
            },
    };
    return declared;
}

const resource& project_relation_resource() {
    static const resource declared{
        .what = entity::project_relation,
        .about = "A project that goes on from another, or belongs beside it (R18)",
        .from =
            "funding.project_relation c join funding.project p on p.id = c.project_id"
            " join funding.project o on o.id = c.other_id",
        .id_sql = "c.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "project",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered().sorted(),
                shows(text, "kind", "c.kind", "successor_of, related_to").filtered(),
                shows(text, "other", "o.code", "Code of the other project").filtered(),
                shows(text, "reason", "c.reason", "How they belong together"),
            },
    };
    return declared;
}

const resource& project_location_resource() {
    static const resource declared{
        .what = entity::project_location,
        .about = "Where a project works; never one of protection (R63)",
        .from = "funding.project_location c join funding.project p on p.id = c.project_id",
        .id_sql = "c.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "project",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered().sorted(),
                shows(text, "name", "c.name", "Name of the place"),
                shows(number, "latitude", "c.latitude", "Degrees, north positive"),
                shows(number, "longitude", "c.longitude", "Degrees, east positive"),
                shows(text, "exactness", "c.exactness", "exact, approximate, administrative_area"),
            },
    };
    return declared;
}

const resource& phase_resource() {
    static const resource declared{
        .what = entity::phase,
        .about = "A part of a project with its own dates and money",
        .from = "funding.phase s join funding.project p on p.id = s.project_id",
        .id_sql = "s.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "code",
        .columns =
            {
                shows(text, "code", "s.code", "Short code").filtered().sorted(),
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "name_en", "s.name_en", "English name"),
                shows(text, "name_fr", "s.name_fr", "French name"),
                shows(text, "name_es", "s.name_es", "Spanish name"),
                shows(money, "amount", "s.amount", "What it is to cost").in("s.currency"),
                shows(date, "start_on", "s.start_on", "First day"),
                shows(date, "end_on", "s.end_on", "Last day"),
            },
    };
    return declared;
}

const resource& endorsement_resource() {
    static const resource declared{
        .what = entity::endorsement,
        .about = "A letter of a capital, or a review on the way to approval",
        .from = "funding.endorsement e join funding.project p on p.id = e.project_id",
        .id_sql = "e.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "endorsed_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "kind", "e.kind", "government_letter, regional_office, fund_review"),
                shows(text, "state", "e.state", "Whose letter"),
                shows(date, "endorsed_on", "e.endorsed_on", "Its date").sorted(),
                shows(text, "document", "e.document", "Reference of the document"),
            },
    };
    return declared;
}

const resource& direct_expenditure_resource() {
    static const resource declared{
        .what = entity::direct_expenditure,
        .about = "What the fund's own office spent on a project",
        .from =
            "funding.direct_expenditure x join funding.project p on p.id = x.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " join funding.budget_line l on l.id = x.budget_line_id",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "spent_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "budget_line", "l.code", "Line number").filtered(),
                shows(text, "document", "x.document", "Voucher or invoice"),
                shows(date, "spent_on", "x.spent_on", "Day of the expense").sorted(),
                shows(text, "payee_kind", "x.payee_kind", "Sort of payee, never a name"),
                shows(text, "description", "x.description", "What for"),
                shows(money, "amount", "x.amount", "As spent").in("x.currency"),
                shows(number, "rate", "trim_scale(x.rate)", "Frozen rate"),
                shows(money, "base_amount", "x.base_amount", "In base currency")
                    .in("i.base_currency"),
                shows(text, "source_system", "x.source_system", "Accounting system it comes from")
                    .filtered(),
                shows(
                    text, "external_reference", "x.external_reference", "In the accounting system"
                )
                    .filtered(),
                shows(id, "reverses", "x.reverses_id", "The expense it takes back")
                    .naming(entity::direct_expenditure)
                    .filtered(),
                shows(id, "obligation", "x.obligation_id", "What had set the money aside")
                    .naming(entity::obligation)
                    .filtered(),
                shows(id, "corrects", "x.corrects_id", "The expense it replaces")
                    .naming(entity::direct_expenditure)
                    .filtered(),
                shows(truth, "illustrative", "x.illustrative", "Invented for the demo"),
                shows(date, "until", {}, "Only what counts until this day, included")
                    .filtered_by("x.spent_on <= ?"),
                shows(
                    date, "as_known_on", {}, "Only what was recorded by the end of this day (UTC)"
                )
                    .filtered_by("exists (select 1 from ledger.entry e where e.source_id = x.id"
                                 " and e.source_type = 'direct_expenditure' and e.recorded_at <"
                                 " (? + 1)::timestamp at time zone 'UTC')"),
            },
    };
    return declared;
}

const resource& matched_effort_resource() {
    static const resource declared{
        .what = entity::matched_effort,
        .about = "What others bring to a project beside the instrument's money (R17)",
        .from =
            "funding.matched_effort x join funding.project p on p.id = x.project_id"
            " left join people.user_account u1 on u1.id = x.recorded_by",
        .id_sql = "x.id",
        .version_sql = "x.version",
        .partner_sql = closed_to_partners,
        .default_sort = "valued_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "kind", "x.kind", "cash or in_kind").filtered(),
                shows(text, "provider_kind", "x.provider_kind", "government, partner, donor, other")
                    .filtered(),
                shows(text, "provider", "x.provider", "Who brings it"),
                shows(text, "description", "x.description", "What it is"),
                shows(money, "amount", "x.amount", "What it is worth").in("x.currency"),
                shows(date, "valued_on", "x.valued_on", "Day of the valuation").sorted(),
                shows(text, "basis", "x.basis", "How the value was come by"),
                shows(text, "recorded_by", "u1.name", "Who recorded it"),
                shows(date, "withdrawn_on", "x.withdrawn_on", "Day it was struck out"),
                shows(text, "withdrawal_reason", "x.withdrawal_reason", "Why"),
                shows(truth, "illustrative", "x.illustrative", "Invented for the demo"),
            },
        .state_sql = "case when x.withdrawn_by is null then 'recorded' else 'withdrawn' end",
    };
    return declared;
}

}  // namespace tranche::persistence
