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
        .columns =
            {
                shows(text, "code", "i.code", "Short code").filtered().sorted(),
                shows(text, "name_en", "i.name_en", "English name").sorted(),
                shows(text, "name_fr", "i.name_fr", "French name"),
                shows(text, "name_es", "i.name_es", "Spanish name"),
                shows(date, "established_on", "i.established_on", "Founding decision"),
                shows(text, "base_currency", "i.base_currency", "Currency of its books"),
                shows(integer, "fiscal_year_start", "i.fiscal_year_start", "Month 1 to 12"),
                shows(text, "rate_series", "i.rate_series", "Rates it converts by"),
            },
        .children = {{"funding_lines", &funding_line_resource(), "l.instrument_id"}},
    };
    return declared;
}

namespace {

// Shown inside a line only.
const resource& line_terms_resource() {
    static const resource declared{
        .what = entity::funding_line,
        .about = "Terms of a line from a day on; null sets no limit",
        .from = "funding.line_terms t join funding.funding_line l on l.id = t.line_id",
        .id_sql = "t.line_id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "valid_from",
        .columns =
            {
                shows(date, "valid_from", "t.valid_from", "First day they count").sorted(),
                shows(
                    money, "ceiling_national", "t.ceiling_national",
                    "Most a national project gets (R9)"
                )
                    .in("l.currency"),
                shows(
                    money, "ceiling_regional", "t.ceiling_regional",
                    "Most a regional project gets, and a wider one without a ceiling of its own"
                )
                    .in("l.currency"),
                shows(
                    money, "ceiling_multi_regional", "t.ceiling_multi_regional",
                    "Most a multi-regional project gets"
                )
                    .in("l.currency"),
                shows(money, "ceiling_global", "t.ceiling_global", "Most a global project gets")
                    .in("l.currency"),
                shows(
                    truth, "excludes_article_4", "t.excludes_article_4",
                    "States under Article 4 are excluded (R4)"
                ),
                shows(
                    percent, "staff_office_cap", "t.staff_office_cap",
                    "Most staff and office may cost (R15)"
                ),
                shows(
                    percent, "evaluation_minimum", "t.evaluation_minimum",
                    "Least evaluation must have (R16)"
                ),
                shows(
                    percent, "overhead_percent", "t.overhead_percent",
                    "What the agency takes of receipts"
                ),
                shows(
                    json, "excluded_types", "to_jsonb(t.excluded_types)",
                    "Types of project it never funds (R10)"
                ),
                shows(
                    integer, "endorsements_national", "t.endorsements_national",
                    "Letters a national project needs (R8)"
                ),
                shows(
                    integer, "endorsements_regional", "t.endorsements_regional",
                    "Letters any other project needs (R8)"
                ),
                shows(
                    money, "residue_waiver", "t.residue_waiver",
                    "Unspent balance that need not come back (R60)"
                )
                    .in("l.currency"),
                shows(
                    money, "prefinancing_limit", "t.prefinancing_limit",
                    "How much may be allocated before signed money is there (R23)"
                )
                    .in("l.currency"),
                shows(text, "source", "t.source", "Where they stand"),
                shows(truth, "illustrative", "t.illustrative", "Invented for the demo"),
            },
    };
    return declared;
}

}  // namespace

const resource& funding_line_resource() {
    static const resource declared{
        .what = entity::funding_line,
        .about = "A pot of an instrument with its own dated terms",
        .from = "funding.funding_line l join funding.instrument i on i.id = l.instrument_id",
        .id_sql = "l.id",
        .version_sql = "l.version",
        .partner_sql = closed_to_partners,
        .default_sort = "code",
        .columns =
            {
                shows(text, "code", "l.code", "Short code").filtered().sorted(),
                shows(text, "instrument", "i.code", "Code of its instrument").filtered(),
                shows(text, "name_en", "l.name_en", "English name"),
                shows(text, "name_fr", "l.name_fr", "French name"),
                shows(text, "name_es", "l.name_es", "Spanish name"),
                shows(
                    money, "available",
                    "coalesce((select sum(b.amount)::bigint from ledger.account a"
                    " join ledger.balance b on b.account_id = a.id"
                    " where a.owner_id = l.id and a.kind = 'line_available'), 0)",
                    "Received or returned, and not allocated"
                )
                    .in("l.currency"),
            },
        .children = {{"terms", &line_terms_resource(), "t.line_id"}},
        .dated_figures = true,
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
        .columns =
            {
                shows(text, "code", "d.code", "Short code").filtered().sorted(),
                shows(text, "name", "d.name", "Name").sorted(),
                shows(text, "kind", "d.kind", "Sort of donor").filtered(),
                shows(text, "country", "d.country", "ISO 3166 alpha-2").filtered(),
                shows(
                    text, "organisation_ref", "d.organisation_ref", "Organisation identifier (IATI)"
                ),
            },
        .children = {{"grants", &donor_grant_resource(), "g.donor_id"}},
        .search_sql = "d.name",
    };
    return declared;
}

const resource& opening_balance_resource() {
    static const resource declared{
        .what = entity::opening_balance,
        .about = "Money of a line without a record behind it: held, recovered or allocated",
        .from =
            "funding.opening_balance o join funding.funding_line l on l.id = o.line_id"
            " left join funding.project p on p.id = o.project_id",
        .id_sql = "o.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "opened_on",
        .columns =
            {
                shows(text, "line", "l.code", "Code of the line").filtered(),
                shows(text, "kind", "o.kind", "opening, recovered (R62) or allocated").filtered(),
                shows(
                    text, "project", "p.code", "Code of the project it came back from or went to"
                ),
                shows(date, "opened_on", "o.opened_on", "Day it counts for").sorted(),
                shows(money, "amount", "o.amount", "How much").in("o.currency"),
                shows(text, "source", "o.source", "What the figure rests on"),
                shows(truth, "illustrative", "o.illustrative", "Invented for the demo"),
            },
    };
    return declared;
}

const resource& allocation_resource() {
    static const resource declared{
        .what = entity::allocation,
        .about = "Money of a line given to a project",
        .from =
            "funding.allocation a join funding.project p on p.id = a.project_id"
            " join funding.funding_line l on l.id = a.line_id"
            " left join funding.phase s on s.id = a.phase_id"
            " left join funding.contribution c on c.id = a.contribution_id",
        .id_sql = "a.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "allocated_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "phase", "s.code", "Code of the phase"),
                shows(text, "line", "l.code", "Code of the line").filtered(),
                shows(text, "contribution", "c.code", "Named source; none: the line's pool"),
                shows(money, "amount", "a.amount", "Given; below zero: given back")
                    .in("a.currency"),
                shows(id, "transfer", "a.transfer_id", "The transfer of which it is one side")
                    .naming(entity::project_transfer)
                    .filtered(),
                shows(date, "allocated_on", "a.allocated_on", "Day of the decision").sorted(),
                shows(
                    integer, "allocation_year", "a.allocation_year",
                    "Year of the fund it counts for"
                )
                    .filtered()
                    .sorted(),
                shows(
                    json, "eligibility", "a.eligibility",
                    "What was known of the States that day (R11)"
                ),
                shows(
                    truth, "rules_checked", "a.rules_checked",
                    "False for records from before Tranche"
                ),
                shows(text, "origin", "a.origin", "current, historical or opening").filtered(),
                shows(truth, "illustrative", "a.illustrative", "Invented for the demo"),
                shows(date, "until", {}, "Only what counts until this day, included")
                    .filtered_by("a.allocated_on <= ?"),
                shows(
                    date, "as_known_on", {}, "Only what was recorded by the end of this day (UTC)"
                )
                    .filtered_by("exists (select 1 from ledger.entry e where e.source_id = a.id"
                                 " and e.source_type = 'allocation' and e.recorded_at <"
                                 " (? + 1)::timestamp at time zone 'UTC')"),
            },
        .children =
            {{"sources", &money_source_resource(),
              "m.source_type = 'allocation' and m.source_id = ?"}},
    };
    return declared;
}

}  // namespace tranche::persistence
