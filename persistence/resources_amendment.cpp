#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

const resource& agreement_amendment_resource() {
    static const resource declared{
        .what = entity::agreement_amendment,
        .about = "A change of a signed agreement, from its draft to its signatures",
        .from =
            "partner.agreement_amendment m join partner.agreement a on a.id = m.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " join partner.agreement_version o on o.id = m.from_version_id"
            " join partner.agreement_version n on n.id = m.version_id",
        .id_sql = "m.id",
        .version_sql = "m.version",
        .partner_sql = "a.partner_id",
        .default_sort = "number",
        .columns =
            {
                shows(text, "code", "a.code || ':' || m.number", "Agreement and number").filtered(),
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(integer, "number", "m.number", "Which of the agreement's").sorted(),
                shows(text, "state", "m.state", "draft, submitted, approved, merged, withdrawn")
                    .filtered(),
                shows(text, "kind", "m.kind", "Sort of change, computed").filtered(),
                shows(text, "route", "m.route", "notice, approval or full, computed").filtered(),
                shows(text, "reason", "m.reason", "Why"),
                shows(text, "results_change", "m.results_change", "What becomes of the results"),
                shows(money, "value_before", "o.value", "Value in force when it was drafted")
                    .in("a.currency"),
                shows(money, "value", "n.value", "Value it gives the agreement").in("a.currency"),
                shows(date, "end_on", "n.end_on", "Last day it gives the agreement"),
                shows(date, "terms_from", "m.terms_from", "When its terms begin"),
                shows(date, "drafted_on", "m.drafted_on", "When it was drafted"),
                shows(date, "submitted_on", "m.submitted_on", "When it was filed"),
                shows(date, "approved_on", "m.approved_on", "When it was approved"),
                shows(date, "partner_signed_on", "m.partner_signed_on", "Partner's signature"),
                shows(text, "partner_signatory", "m.partner_signatory", "Who signed for it"),
                shows(date, "office_signed_on", "m.office_signed_on", "The fund's signature"),
            },
        .state_sql = "m.state",
        .since_sql = "coalesce(m.approved_on, m.submitted_on, m.drafted_on)",
    };
    return declared;
}

}  // namespace tranche::persistence
