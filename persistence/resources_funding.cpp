#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

}  // namespace

const resource& instrument_resource() {
    static const resource declared{
        .what = entity::instrument,
        .about = "A fund with rules of its own, such as the 1035 Facility",
        .from = "funding.instrument i",
        .id_sql = "i.id",
        .version_sql = "i.version",
        .partner_sql = open_to_partners,
        .default_sort = "code",
        .columns = {
            {.name = "code", .type = text, .sql = "i.code", .about = "Short code", .filter = true, .sort = true},
            {.name = "name_en", .type = text, .sql = "i.name_en", .about = "English name", .sort = true},
            {.name = "name_fr", .type = text, .sql = "i.name_fr", .about = "French name"},
            {.name = "name_es", .type = text, .sql = "i.name_es", .about = "Spanish name"},
            {.name = "established_on", .type = date, .sql = "i.established_on", .about = "Founding decision"},
            {.name = "base_currency", .type = text, .sql = "i.base_currency", .about = "Currency of its books"},
            {.name = "fiscal_year_start", .type = integer, .sql = "i.fiscal_year_start", .about = "Month 1 to 12"},
            {.name = "rate_series", .type = text, .sql = "i.rate_series", .about = "Rates it converts by"},
        },
        .children = {{"funding_lines", &funding_line_resource(), "l.instrument_id"}},
    };
    return declared;
}

const resource& funding_line_resource() {
    static const resource declared{
        .what = entity::funding_line,
        .about = "A pot of an instrument with its own dated terms",
        .from = "funding.funding_line l join funding.instrument i on i.id = l.instrument_id",
        .id_sql = "l.id",
        .version_sql = "l.version",
        .partner_sql = closed_to_partners,
        .default_sort = "code",
        .columns = {
            {.name = "code", .type = text, .sql = "l.code", .about = "Short code", .filter = true, .sort = true},
            {.name = "instrument", .type = text, .sql = "i.code", .about = "Code of its instrument", .filter = true},
            {.name = "name_en", .type = text, .sql = "l.name_en", .about = "English name"},
            {.name = "name_fr", .type = text, .sql = "l.name_fr", .about = "French name"},
            {.name = "name_es", .type = text, .sql = "l.name_es", .about = "Spanish name"},
            {.name = "available", .type = money,
             .sql = "coalesce((select sum(b.amount)::bigint from ledger.account a"
                    " join ledger.balance b on b.account_id = a.id"
                    " where a.owner_id = l.id and a.kind = 'line_available'), 0)",
             .about = "Received or returned, and not allocated", .unit = "l.currency"},
        },
    };
    return declared;
}

const resource& donor_resource() {
    static const resource declared{
        .what = entity::donor,
        .about = "Who gives",
        .from = "funding.donor d",
        .id_sql = "d.id",
        .version_sql = "d.version",
        .partner_sql = closed_to_partners,
        .default_sort = "code",
        .columns = {
            {.name = "code", .type = text, .sql = "d.code", .about = "Short code", .filter = true, .sort = true},
            {.name = "name", .type = text, .sql = "d.name", .about = "Name", .sort = true},
            {.name = "kind", .type = text, .sql = "d.kind", .about = "Sort of donor", .filter = true},
            {.name = "country", .type = text, .sql = "d.country", .about = "ISO 3166 alpha-2", .filter = true},
            {.name = "organisation_ref", .type = text, .sql = "d.organisation_ref",
             .about = "Organisation identifier (IATI)"},
        },
        .search_sql = "d.name",
    };
    return declared;
}

const resource& contribution_resource() {
    static const resource declared{
        .what = entity::contribution,
        .about = "A donor's gift to a line: pledged, committed, received",
        .from = "funding.contribution c join funding.donor d on d.id = c.donor_id"
                " join funding.funding_line l on l.id = c.line_id",
        .id_sql = "c.id",
        .version_sql = "c.version",
        .partner_sql = closed_to_partners,
        .default_sort = "code",
        .columns = {
            {.name = "code", .type = text, .sql = "c.code", .about = "Short code", .filter = true, .sort = true},
            {.name = "donor", .type = text, .sql = "d.code", .about = "Code of the donor", .filter = true},
            {.name = "line", .type = text, .sql = "l.code", .about = "Code of the line", .filter = true},
            {.name = "pledged", .type = money, .sql = "c.pledged_amount",
             .about = "Announced, binds nobody (R23)", .unit = "c.currency"},
            {.name = "pledged_on", .type = date, .sql = "c.pledged_on", .about = "Day of the pledge", .sort = true},
            {.name = "committed", .type = money, .sql = "c.committed_amount",
             .about = "Signed (R23)", .unit = "c.currency"},
            {.name = "committed_on", .type = date, .sql = "c.committed_on", .about = "Day of signature"},
            {.name = "received", .type = money,
             .sql = "coalesce((select sum(r.amount)::bigint from funding.contribution_receipt r"
                    " where r.contribution_id = c.id), 0)",
             .about = "Arrived so far, unapplied receipts included", .unit = "c.currency"},
            {.name = "earmarking", .type = text, .sql = "c.earmarking", .about = "Grand Bargain category A to L"},
            {.name = "restriction", .type = text, .sql = "c.restriction", .about = "What it is tied to"},
            {.name = "illustrative", .type = truth, .sql = "c.illustrative", .about = "Invented for the demo"},
        },
        .children = {{"receipts", &contribution_receipt_resource(), "r.contribution_id"}},
    };
    return declared;
}

const resource& contribution_receipt_resource() {
    static const resource declared{
        .what = entity::contribution_receipt,
        .about = "Money of a contribution that arrived",
        .from = "funding.contribution_receipt r join funding.contribution c on c.id = r.contribution_id"
                " join funding.funding_line l on l.id = c.line_id",
        .id_sql = "r.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "received_on",
        .columns = {
            {.name = "contribution", .type = text, .sql = "c.code", .about = "Code of the contribution", .filter = true},
            {.name = "received_on", .type = date, .sql = "r.received_on", .about = "Day it arrived", .sort = true},
            {.name = "amount", .type = money, .sql = "r.amount", .about = "As it arrived", .unit = "r.currency"},
            {.name = "rate", .type = number, .sql = "trim_scale(r.rate)", .about = "Units per unit of base currency"},
            {.name = "base_amount", .type = money, .sql = "r.base_amount", .about = "In the line's currency",
             .unit = "l.currency"},
            {.name = "unapplied", .type = money, .sql = "r.unapplied_amount",
             .about = "Beyond what was committed (R24)", .unit = "r.currency"},
            {.name = "external_reference", .type = text, .sql = "r.external_reference", .about = "Of bank or books"},
        },
    };
    return declared;
}

const resource& opening_balance_resource() {
    static const resource declared{
        .what = entity::opening_balance,
        .about = "What a line held when a running fund moved in",
        .from = "funding.opening_balance o join funding.funding_line l on l.id = o.line_id",
        .id_sql = "o.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "opened_on",
        .columns = {
            {.name = "line", .type = text, .sql = "l.code", .about = "Code of the line", .filter = true},
            {.name = "opened_on", .type = date, .sql = "o.opened_on", .about = "Day of the balance", .sort = true},
            {.name = "amount", .type = money, .sql = "o.amount", .about = "Balance", .unit = "o.currency"},
            {.name = "source", .type = text, .sql = "o.source", .about = "What the figure rests on"},
            {.name = "illustrative", .type = truth, .sql = "o.illustrative", .about = "Invented for the demo"},
        },
    };
    return declared;
}

const resource& allocation_resource() {
    static const resource declared{
        .what = entity::allocation,
        .about = "Money of a line given to a project",
        .from = "funding.allocation a join funding.project p on p.id = a.project_id"
                " join funding.funding_line l on l.id = a.line_id"
                " left join funding.phase s on s.id = a.phase_id"
                " left join funding.contribution c on c.id = a.contribution_id",
        .id_sql = "a.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "allocated_on",
        .columns = {
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "phase", .type = text, .sql = "s.code", .about = "Code of the phase"},
            {.name = "line", .type = text, .sql = "l.code", .about = "Code of the line", .filter = true},
            {.name = "contribution", .type = text, .sql = "c.code", .about = "Named source; none: the line's pool"},
            {.name = "amount", .type = money, .sql = "a.amount", .about = "Given", .unit = "a.currency"},
            {.name = "allocated_on", .type = date, .sql = "a.allocated_on", .about = "Day of the decision", .sort = true},
            {.name = "allocation_year", .type = integer, .sql = "a.allocation_year",
             .about = "Year of the fund it counts for", .filter = true, .sort = true},
            {.name = "eligibility", .type = json, .sql = "a.eligibility",
             .about = "What was known of the States that day (R11)"},
            {.name = "rules_checked", .type = truth, .sql = "a.rules_checked",
             .about = "False for records from before Tranche"},
            {.name = "origin", .type = text, .sql = "a.origin", .about = "current, historical or opening", .filter = true},
            {.name = "illustrative", .type = truth, .sql = "a.illustrative", .about = "Invented for the demo"},
        },
    };
    return declared;
}

}  // namespace tranche::persistence
