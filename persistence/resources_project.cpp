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
        .columns = {
            {.name = "code", .type = text, .sql = "p.code", .about = "Project code", .filter = true, .sort = true},
            {.name = "prima_id", .type = text, .sql = "p.prima_id", .about = "PRIMA code", .filter = true},
            {.name = "title_en", .type = text, .sql = "p.title_en", .about = "English title", .sort = true},
            {.name = "title_fr", .type = text, .sql = "p.title_fr", .about = "French title"},
            {.name = "title_es", .type = text, .sql = "p.title_es", .about = "Spanish title"},
            {.name = "instrument", .type = text, .sql = "i.code", .about = "Code of its instrument", .filter = true},
            {.name = "project_type", .type = text, .sql = "p.project_type", .about = "Two-letter type", .filter = true},
            {.name = "coverage", .type = text, .sql = "p.coverage", .about = "national, regional ...", .filter = true},
            {.name = "sector", .type = text, .sql = "p.sector", .about = "DAC purpose code", .filter = true},
            {.name = "state", .type = text, .sql = "p.state", .about = "Step of its life", .filter = true, .sort = true},
            {.name = "start_on", .type = date, .sql = "p.start_on", .about = "First day", .sort = true},
            {.name = "end_on", .type = date, .sql = "p.end_on", .about = "Last day", .sort = true},
            {.name = "date_precision", .type = text, .sql = "p.date_precision", .about = "What the dates are exact to"},
            {.name = "focal_point", .type = text, .sql = "p.focal_point", .about = "Of the government (R12)"},
            {.name = "protection", .type = truth, .sql = "p.protection", .about = "Shows its country, never a site"},
            {.name = "origin", .type = text, .sql = "p.origin", .about = "current or historical", .filter = true},
            {.name = "illustrative", .type = truth, .sql = "p.illustrative", .about = "Invented for the demo"},
            {.name = "published_amount", .type = money, .sql = "p.published_amount",
             .about = "As a public listing states it; in no sum", .unit = "p.published_currency"},
            {.name = "published_year", .type = integer, .sql = "p.published_year",
             .about = "Allocation year as published", .filter = true, .sort = true},
            {.name = "note", .type = text, .sql = "p.note", .about = "Remark", .detail = true},
            {.name = "states", .type = json,
             .sql = "coalesce((select json_agg(json_build_object('state', b.state, 'share', trim_scale(b.share)::text,"
                    " 'member', b.member, 'valid_from', nullif(b.valid_from, '0001-01-01')) order by b.valid_from, b.state)"
                    " from funding.benefiting_state b where b.project_id = p.id), '[]')",
             .about = "Benefiting States and their shares", .detail = true},
            {.name = "allocated", .type = money, .sql = "coalesce(k.allocated, 0)", .about = "Given by lines",
             .unit = "i.base_currency", .detail = true},
            {.name = "budgeted", .type = money, .sql = "coalesce(k.budgeted, 0)", .about = "In the approved budget",
             .unit = "i.base_currency", .detail = true},
            {.name = "obligated", .type = money, .sql = "coalesce(k.obligated, 0)", .about = "Signed and not yet spent",
             .unit = "i.base_currency", .detail = true},
            {.name = "disbursed", .type = money, .sql = "coalesce(k.disbursed, 0)", .about = "Paid to partners, gross",
             .unit = "i.base_currency", .detail = true},
            {.name = "refunded", .type = money, .sql = "coalesce(k.refunded, 0)", .about = "Paid back by partners",
             .unit = "i.base_currency", .detail = true},
            {.name = "accepted", .type = money, .sql = "coalesce(k.accepted, 0)", .about = "Partner expenditure accepted",
             .unit = "i.base_currency", .detail = true},
            {.name = "direct", .type = money, .sql = "coalesce(k.direct, 0)", .about = "The office's own expenditure",
             .unit = "i.base_currency", .detail = true},
            {.name = "available", .type = money, .sql = "coalesce(k.available, 0)", .about = "Budgeted and free",
             .unit = "i.base_currency", .detail = true},
            {.name = "advance", .type = money, .sql = "coalesce(k.advance, 0)", .about = "Held by partners",
             .unit = "i.base_currency", .detail = true},
            {.name = "receivable", .type = money, .sql = "coalesce(k.receivable, 0)", .about = "Owed by partners",
             .unit = "i.base_currency", .detail = true},
            {.name = "exchange_difference", .type = money, .sql = "coalesce(k.exchange_difference, 0)",
             .about = "Loss positive", .unit = "i.base_currency", .detail = true},
            {.name = "returned", .type = money, .sql = "coalesce(k.returned, 0)", .about = "Back to the lines",
             .unit = "i.base_currency", .detail = true},
        },
        .children = {{"phases", &phase_resource(), "s.project_id"},
                     {"endorsements", &endorsement_resource(), "e.project_id"},
                     {"budget_versions", &budget_version_resource(), "v.project_id"}},
        .search_sql = "(p.code || ' ' || p.title_en)",
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
            " sum(c.base_amount) filter (where c.measure = 'exchange_difference')::bigint as exchange_difference,"
            " sum(c.base_amount) filter (where c.measure = 'returned')::bigint as returned"
            " from ledger.cell c where c.project_id = p.id) k on true",
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
        .columns = {
            {.name = "code", .type = text, .sql = "s.code", .about = "Short code", .filter = true, .sort = true},
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "name_en", .type = text, .sql = "s.name_en", .about = "English name"},
            {.name = "name_fr", .type = text, .sql = "s.name_fr", .about = "French name"},
            {.name = "name_es", .type = text, .sql = "s.name_es", .about = "Spanish name"},
            {.name = "amount", .type = money, .sql = "s.amount", .about = "What it is to cost", .unit = "s.currency"},
            {.name = "start_on", .type = date, .sql = "s.start_on", .about = "First day"},
            {.name = "end_on", .type = date, .sql = "s.end_on", .about = "Last day"},
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
        .columns = {
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "kind", .type = text, .sql = "e.kind", .about = "government_letter, regional_office, fund_review"},
            {.name = "state", .type = text, .sql = "e.state", .about = "Whose letter"},
            {.name = "endorsed_on", .type = date, .sql = "e.endorsed_on", .about = "Its date", .sort = true},
            {.name = "document", .type = text, .sql = "e.document", .about = "Reference of the document"},
        },
    };
    return declared;
}

const resource& budget_version_resource() {
    static const resource declared{
        .what = entity::budget_version,
        .about = "One version of a project's budget; an approved one never changes",
        .from = "funding.budget_version v join funding.project p on p.id = v.project_id",
        .id_sql = "v.id",
        .version_sql = "v.version",
        .partner_sql = closed_to_partners,
        .default_sort = "number",
        .columns = {
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "number", .type = integer, .sql = "v.number", .about = "Counts up within the project", .sort = true},
            {.name = "state", .type = text, .sql = "v.state", .about = "draft, submitted, approved", .filter = true},
            {.name = "reason", .type = text, .sql = "v.reason", .about = "Why it was made"},
            {.name = "total", .type = money,
             .sql = "(select coalesce(sum(n.amount), 0)::bigint from funding.budget_version_line n where n.version_id = v.id)",
             .about = "Sum of its lines", .unit = "v.currency"},
            {.name = "approved_on", .type = date, .sql = "v.approved_on", .about = "Day of approval"},
            {.name = "lines", .type = json,
             .sql = "coalesce((select json_agg(json_build_object('code', l.code, 'title_en', l.title_en, 'kind', l.kind,"
                    " 'category', l.category, 'quantity', trim_scale(n.quantity)::text,"
                    " 'unit_price_minor', n.unit_price, 'amount_minor', n.amount) order by l.code)"
                    " from funding.budget_version_line n join funding.budget_line l on l.id = n.line_id"
                    " where n.version_id = v.id), '[]')",
             .about = "Its lines; amounts in minor units of the version's currency", .detail = true},
        },
    };
    return declared;
}

const resource& budget_line_resource() {
    static const resource declared{
        .what = entity::budget_line,
        .about = "A budget line over all versions, with what became of its money",
        .from = "funding.budget_line l join funding.project p on p.id = l.project_id"
                " join funding.instrument i on i.id = p.instrument_id"
                " left join result.result r on r.id = l.result_id",
        .id_sql = "l.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "code",
        .columns = {
            {.name = "code", .type = text, .sql = "l.code", .about = "Line number", .filter = true, .sort = true},
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "title_en", .type = text, .sql = "l.title_en", .about = "English title"},
            {.name = "title_fr", .type = text, .sql = "l.title_fr", .about = "French title"},
            {.name = "title_es", .type = text, .sql = "l.title_es", .about = "Spanish title"},
            {.name = "kind", .type = text, .sql = "l.kind", .about = "staff, office, operational ...", .filter = true},
            {.name = "category", .type = text, .sql = "l.category", .about = "UNDG cost category", .filter = true},
            {.name = "result", .type = text, .sql = "r.code", .about = "Result it serves"},
            {.name = "flexibility_percent", .type = percent, .sql = "trim_scale(l.flexibility)",
             .about = "How far it may bend (R21)"},
            {.name = "available", .type = money,
             .sql = "coalesce((select sum(b.amount)::bigint from ledger.account a join ledger.balance b on b.account_id = a.id"
                    " where a.owner_id = l.id and a.kind = 'budget_available'), 0)",
             .about = "Neither obligated nor spent", .unit = "i.base_currency"},
            {.name = "spent", .type = money,
             .sql = "coalesce((select sum(b.amount)::bigint from ledger.account a join ledger.balance b on b.account_id = a.id"
                    " where a.owner_id = l.id and a.kind in ('spent', 'spent_direct')), 0)",
             .about = "Accepted or direct", .unit = "i.base_currency"},
        },
    };
    return declared;
}

const resource& direct_expenditure_resource() {
    static const resource declared{
        .what = entity::direct_expenditure,
        .about = "What the fund's own office spent on a project",
        .from = "funding.direct_expenditure x join funding.project p on p.id = x.project_id"
                " join funding.instrument i on i.id = p.instrument_id"
                " join funding.budget_line l on l.id = x.budget_line_id",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "spent_on",
        .columns = {
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "budget_line", .type = text, .sql = "l.code", .about = "Line number", .filter = true},
            {.name = "document", .type = text, .sql = "x.document", .about = "Voucher or invoice"},
            {.name = "spent_on", .type = date, .sql = "x.spent_on", .about = "Day of the expense", .sort = true},
            {.name = "payee_kind", .type = text, .sql = "x.payee_kind", .about = "Sort of payee, never a name"},
            {.name = "description", .type = text, .sql = "x.description", .about = "What for"},
            {.name = "amount", .type = money, .sql = "x.amount", .about = "As spent", .unit = "x.currency"},
            {.name = "rate", .type = number, .sql = "trim_scale(x.rate)", .about = "Frozen rate"},
            {.name = "base_amount", .type = money, .sql = "x.base_amount", .about = "In base currency",
             .unit = "i.base_currency"},
            {.name = "external_reference", .type = text, .sql = "x.external_reference",
             .about = "In the accounting system", .filter = true},
            {.name = "illustrative", .type = truth, .sql = "x.illustrative", .about = "Invented for the demo"},
        },
    };
    return declared;
}

}  // namespace tranche::persistence
