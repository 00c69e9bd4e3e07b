// Donors' money: what they promised, what arrived, what went back.
#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

constexpr const char* unapplied_now =
    "exists (select 1 from ledger.account a join ledger.balance b on b.account_id = a.id"
    " where a.owner_id = c.id and a.kind = 'unapplied_receipt' and b.amount <> 0)";

// Instalments are met in their order by whatever arrived.
constexpr const char* outstanding =
    "greatest(0, least(x.amount, (select sum(y.amount) from funding.expected_receipt y"
    " where y.contribution_id = x.contribution_id and y.schedule = x.schedule"
    " and y.expected_on <= x.expected_on) - coalesce((select sum(r.amount)"
    " from funding.contribution_receipt r where r.contribution_id = x.contribution_id), 0)))::bigint";

constexpr const char* of_contribution =
    " join funding.contribution c on c.id = x.contribution_id"
    " join funding.funding_line l on l.id = c.line_id";

// The last schedule alone counts. Due or overdue follows from the day it is read.
const resource& expected_receipt_resource() {
    static const std::string from = "funding.expected_receipt x" + std::string{of_contribution} +
        " join (select contribution_id, max(schedule) as schedule from funding.expected_receipt"
        " group by 1) n on n.contribution_id = x.contribution_id and n.schedule = x.schedule";
    static const std::string state = "case when " + std::string{outstanding} +
        " = 0 then 'received' when x.expected_on < (now() at time zone 'UTC')::date"
        " then 'overdue' else 'expected' end";
    static const resource declared{
        .what = entity::contribution,
        .about = "When money of a contribution is expected",
        .from = from,
        .id_sql = "(x.expected_on - date '0001-01-01')",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "expected_on",
        .columns =
            {
                shows(date, "expected_on", "x.expected_on", "Day it is expected").sorted(),
                shows(money, "amount", "x.amount", "How much").in("x.currency"),
                shows(money, "outstanding", outstanding, "Of it, what has not arrived yet")
                    .in("x.currency"),
                shows(text, "state", state, "expected, received or overdue"),
            },
        .row_name = "expected_receipt",
    };
    return declared;
}

}  // namespace

const resource& commitment_change_resource() {
    static const std::string from = "funding.commitment_change x" + std::string{of_contribution};
    static const resource declared{
        .what = entity::commitment_change,
        .about = "Another amount that was agreed after the first signature",
        .from = from,
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "changed_on",
        .columns =
            {
                shows(text, "contribution", "c.code", "Code of the contribution").filtered(),
                shows(date, "changed_on", "x.changed_on", "Day it was agreed").sorted(),
                shows(money, "amount", "x.amount", "More, or less").in("x.currency"),
                shows(text, "document", "x.document", "Where it is agreed"),
            },
    };
    return declared;
}

const resource& contribution_resource() {
    static const std::string overdue =
        "exists (select 1 from funding.expected_receipt x where x.contribution_id = c.id"
        " and x.schedule = (select max(s.schedule) from funding.expected_receipt s"
        " where s.contribution_id = c.id) and x.expected_on < (now() at time zone 'UTC')::date"
        " and " +
        std::string{outstanding} + " > 0)";
    static const resource declared{
        .what = entity::contribution,
        .about = "A donor's gift to a line: pledged, committed, received",
        .from =
            "funding.contribution c join funding.donor d on d.id = c.donor_id"
            " join funding.funding_line l on l.id = c.line_id"
            " left join funding.project p on p.id = c.project_id",
        .id_sql = "c.id",
        .version_sql = "c.version",
        .partner_sql = closed_to_partners,
        .default_sort = "code",
        .columns =
            {
                shows(text, "code", "c.code", "Short code").filtered().sorted(),
                shows(text, "donor", "d.code", "Code of the donor").filtered(),
                shows(text, "line", "l.code", "Code of the line").filtered(),
                shows(money, "pledged", "c.pledged_amount", "Announced, binds nobody (R23)")
                    .in("c.currency"),
                shows(date, "pledged_on", "c.pledged_on", "Day of the pledge").sorted(),
                shows(money, "committed", "c.committed_amount", "Signed (R23)").in("c.currency"),
                shows(
                    money, "original_commitment", "c.original_amount",
                    "As first signed, whatever was agreed since"
                )
                    .in("c.currency"),
                shows(date, "committed_on", "c.committed_on", "Day of signature"),
                shows(
                    money, "received",
                    "coalesce((select sum(r.amount)::bigint from funding.contribution_receipt r"
                    " where r.contribution_id = c.id), 0)",
                    "Arrived so far, unapplied receipts included"
                )
                    .in("c.currency"),
                shows(
                    money, "unapplied",
                    "coalesce((select b.amount from ledger.account a join ledger.balance b"
                    " on b.account_id = a.id where a.owner_id = c.id and a.kind ="
                    " 'unapplied_receipt'), 0)",
                    "Arrived beyond what was signed and not yet applied (R24)"
                )
                    .in("c.currency"),
                shows(
                    money, "held",
                    "coalesce((select sum(m.amount)::bigint from funding.money_source m"
                    " where m.contribution_id = c.id and m.held), 0)",
                    "Came back of projects and waits for the donor's consent"
                )
                    .in("l.currency"),
                shows(truth, "overdue", overdue, "Expected by now and not there").filtered(),
                shows(truth, "flagged", unapplied_now, "Has unapplied money (R24)").filtered(),
                shows(text, "earmarking", "c.earmarking", "Grand Bargain category A to L"),
                shows(text, "restriction", "c.restriction", "What it is tied to, in words"),
                shows(text, "project", "p.code", "The one project it is tied to (R25)"),
                shows(text, "region", "c.region", "Region it is tied to (R25)").filtered(),
                shows(text, "objective", "c.objective", "Type of project it is tied to (R25)")
                    .filtered(),
                shows(truth, "illustrative", "c.illustrative", "Invented for the demo"),
            },
        .children =
            {{"receipts", &contribution_receipt_resource(), "r.contribution_id"},
             {"applications", &receipt_application_resource(), "x.contribution_id"},
             {"changes", &commitment_change_resource(), "x.contribution_id"},
             {"expected", &expected_receipt_resource(), "x.contribution_id"},
             {"refunds", &donor_refund_resource(), "x.contribution_id"},
             {"releases", &return_release_resource(), "x.contribution_id"}},
        .state_sql = "case when c.committed_on is null then 'pledged' else 'committed' end",
        .since_sql = "c.pledged_on",
    };
    return declared;
}

const resource& contribution_receipt_resource() {
    static const resource declared{
        .what = entity::contribution_receipt,
        .about = "Money of a contribution that arrived",
        .from =
            "funding.contribution_receipt r join funding.contribution c on c.id = r.contribution_id"
            " join funding.funding_line l on l.id = c.line_id",
        .id_sql = "r.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "received_on",
        .columns =
            {
                shows(text, "contribution", "c.code", "Code of the contribution").filtered(),
                shows(date, "received_on", "r.received_on", "Day it arrived").sorted(),
                shows(money, "amount", "r.amount", "As it arrived").in("r.currency"),
                shows(number, "rate", "trim_scale(r.rate)", "Units per unit of base currency"),
                shows(money, "base_amount", "r.base_amount", "In the line's currency")
                    .in("l.currency"),
                shows(money, "unapplied", "r.unapplied_amount", "Beyond what was committed (R24)")
                    .in("r.currency"),
                shows(
                    money, "overhead", "r.overhead_amount",
                    "What the agency takes of it, by the line's terms"
                )
                    .in("l.currency"),
                shows(text, "external_reference", "r.external_reference", "Of bank or books"),
                shows(id, "reverses", "r.reverses_id", "The receipt it takes back")
                    .naming(entity::contribution_receipt)
                    .filtered(),
                shows(
                    id, "reversed_by",
                    "(select b.id from funding.contribution_receipt b where b.reverses_id = r.id)",
                    "The receipt that took it back"
                )
                    .naming(entity::contribution_receipt),
                shows(id, "corrects", "r.corrects_id", "The receipt it replaces")
                    .naming(entity::contribution_receipt)
                    .filtered(),
                shows(date, "until", {}, "Only what counts until this day, included")
                    .filtered_by("r.received_on <= ?"),
                shows(
                    date, "as_known_on", {}, "Only what was recorded by the end of this day (UTC)"
                )
                    .filtered_by("exists (select 1 from ledger.entry e where e.source_id = r.id"
                                 " and e.source_type = 'contribution_receipt' and e.recorded_at <"
                                 " (? + 1)::timestamp at time zone 'UTC')"),
            },
    };
    return declared;
}

const resource& receipt_application_resource() {
    static const std::string from = "funding.receipt_application x" + std::string{of_contribution};
    static const resource declared{
        .what = entity::receipt_application,
        .about = "Unapplied money that became the line's once it was covered (R24)",
        .from = from,
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "applied_on",
        .columns =
            {
                shows(text, "contribution", "c.code", "Code of the contribution").filtered(),
                shows(date, "applied_on", "x.applied_on", "Day it counts for").sorted(),
                shows(money, "amount", "x.amount", "Of what was unapplied").in("x.currency"),
                shows(money, "base_amount", "x.base_amount", "At the rates it was received at")
                    .in("l.currency"),
                shows(
                    money, "overhead", "x.overhead_amount",
                    "What the agency takes of it, by the line's terms"
                )
                    .in("l.currency"),
                shows(id, "reverses", "x.reverses_id", "What it takes back")
                    .naming(entity::receipt_application)
                    .filtered(),
                shows(
                    id, "reversed_by",
                    "(select b.id from funding.receipt_application b where b.reverses_id = x.id)",
                    "What took it back"
                )
                    .naming(entity::receipt_application),
            },
    };
    return declared;
}

const resource& money_source_resource() {
    static const resource declared{
        .what = entity::allocation,
        .about = "Whose money it is; no contribution: money of the line without a gift on record",
        .from =
            "funding.money_source m join funding.funding_line l on l.id = m.line_id"
            " left join funding.contribution c on c.id = m.contribution_id",
        .id_sql = "m.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "contribution",
        .columns =
            {
                shows(text, "contribution", "c.code", "Code of the contribution").sorted(),
                shows(money, "amount", "-m.amount", "Its part").in("l.currency"),
            },
        .row_name = "money_source",
    };
    return declared;
}

}  // namespace tranche::persistence
