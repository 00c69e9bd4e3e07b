// What is kept about partners and the lives of their agreements.
#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

const resource& agreement_step_resource() {
    static const resource declared{
        .what = entity::agreement_step,
        .about = "A step of an agreement's life, when it was taken and why",
        .from =
            "partner.agreement_step s join partner.agreement a on a.id = s.agreement_id"
            " join people.user_account u on u.id = s.taken_by",
        .id_sql = "s.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "number",
        .columns =
            {
                shows(integer, "number", "s.number", "Order of recording").sorted(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "step", "s.step", "What was done").filtered(),
                shows(text, "from_state", "s.from_state", "State before"),
                shows(text, "to_state", "s.to_state", "State after"),
                shows(date, "taken_on", "s.taken_on", "Day of the decision").sorted(),
                shows(text, "reason", "s.reason", "Why"),
                shows(text, "document", "s.document", "Letter or minutes"),
                shows(text, "taken_by", "u.display_name", "Who took it"),
            },
    };
    return declared;
}

const resource& partner_identifier_resource() {
    static const resource declared{
        .what = entity::partner_identifier,
        .about = "A number by which others know a partner",
        .from = "partner.partner_identifier i join partner.partner r on r.id = i.partner_id",
        .id_sql = "i.id",
        .version_sql = "1",
        .partner_sql = "i.partner_id",
        .default_sort = "value",
        .columns =
            {
                shows(text, "partner", "r.code", "Its partner").filtered(),
                shows(text, "kind", "i.kind", "tax, registration, iati, un_vendor, other")
                    .filtered(),
                shows(text, "value", "i.value", "The number").filtered().sorted(),
                shows(date, "recorded_on", "i.recorded_on", "When it was recorded"),
            },
    };
    return declared;
}

const resource& partner_assessment_resource() {
    static const resource declared{
        .what = entity::partner_assessment,
        .about = "How far a partner is trusted, until when; the last one made counts (R30)",
        .from =
            "partner.partner_assessment s join partner.partner r on r.id = s.partner_id"
            " join people.user_account u on u.id = s.recorded_by",
        .id_sql = "s.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "-assessed_on",
        .columns =
            {
                shows(text, "partner", "r.code", "Its partner").filtered(),
                shows(text, "risk", "s.risk", "low, medium, significant, high").filtered(),
                shows(date, "assessed_on", "s.assessed_on", "When it was made").sorted(),
                shows(date, "expires_on", "s.expires_on", "Its last day").sorted(),
                shows(text, "document", "s.document", "Where it is written"),
                shows(text, "recorded_by", "u.display_name", "Who recorded it"),
            },
    };
    return declared;
}

const resource& bank_account_resource() {
    static const resource declared{
        .what = entity::bank_account,
        .about = "Where a partner's money goes; the one confirmed last counts",
        .from = "partner.bank_account b join partner.partner r on r.id = b.partner_id",
        .id_sql = "b.id",
        .version_sql = "b.version",
        .partner_sql = "b.partner_id",
        .default_sort = "-proposed_on",
        .columns =
            {
                shows(text, "partner", "r.code", "Its partner").filtered(),
                shows(text, "code", "r.code", "Whose it is"),
                shows(text, "holder", "b.holder", "In whose name"),
                shows(text, "bank", "b.bank", "Bank"),
                shows(text, "account", "b.account", "Number of the account"),
                shows(text, "bic", "b.bic", "The bank's identifier (ISO 9362)"),
                shows(text, "state", "b.state", "proposed, confirmed, refused").filtered(),
                shows(
                    truth, "in_force", "coalesce(b.id = partner.account_in_force(r.id), false)",
                    "Whether payments go there now"
                ),
                shows(date, "proposed_on", "b.proposed_on", "When it was proposed").sorted(),
                shows(date, "decided_on", "b.decided_on", "When it was confirmed or refused"),
            },
        .state_sql = "b.state",
        .since_sql = "b.proposed_on",
    };
    return declared;
}

const resource& authorised_officer_resource() {
    static const resource declared{
        .what = entity::authorised_officer,
        .about = "Who signs for a partner, from when until when",
        .from =
            "partner.authorised_officer o join partner.partner r on r.id = o.partner_id"
            " left join people.user_account u on u.id = o.user_id",
        .id_sql = "o.id",
        .version_sql = "o.version",
        .partner_sql = "o.partner_id",
        .default_sort = "name",
        .columns =
            {
                shows(text, "partner", "r.code", "Its partner").filtered(),
                shows(text, "name", "o.name", "Name").sorted(),
                shows(text, "position", "o.position", "What they are there"),
                shows(text, "user", "u.name", "Whom they sign in as"),
                shows(date, "valid_from", "o.valid_from", "First day").sorted(),
                shows(
                    date, "valid_until", "least(o.valid_until, o.ended_on)",
                    "Last day; null: until somebody ends it"
                ),
            },
        .state_sql = "case when o.ended_on is null then 'named' else 'ended' end",
    };
    return declared;
}

}  // namespace tranche::persistence
