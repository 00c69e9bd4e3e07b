#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

constexpr std::string_view places =
    " left join funding.instrument i on i.id = x.instrument_id"
    " left join funding.project p on p.id = x.project_id";

}  // namespace

const resource& exception_resource() {
    static const std::string from = "funding.rule_exception x" + std::string{places} +
        " left join people.user_account u1 on u1.id = x.requested_by"
        " left join people.user_account u2 on u2.id = x.decided_by"
        " left join people.user_account u3 on u3.id = x.used_by";
    static const resource declared{
        .what = entity::exception,
        .about = "Leave for one act that a rule would refuse: asked for, granted by another, used",
        .from = from,
        .id_sql = "x.id",
        .version_sql = "x.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-requested_on",
        .columns =
            {
                shows(text, "rule", "x.rule", "Code of the rule").filtered(),
                shows(
                    text, "state",
                    "case when x.state = 'granted' and x.expires_on <"
                    " (now() at time zone 'UTC')::date then 'expired' else x.state end",
                    "requested, withdrawn, granted, refused, used, expired"
                )
                    .filtered(),
                shows(text, "operation", "x.operation", "The act, by the API's name").filtered(),
                shows(subject, "subject", "x.subject_id", "What the act is done to")
                    .in("x.subject_type")
                    .filtered(),
                shows(text, "part", "nullif(x.part, '')", "Line, State or document of it"),
                shows(text, "instrument", "i.code", "Code of the instrument").filtered(),
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(money, "most_amount", "x.most_amount", "The rule is exceeded by no more")
                    .in("x.most_currency"),
                shows(integer, "most_count", "x.most_count", "The same in days or things"),
                shows(text, "reason", "x.reason", "Why it was asked for"),
                shows(text, "requested_by", "u1.name", "Who asked").filtered(),
                shows(date, "requested_on", "x.requested_on", "When").filtered().sorted(),
                shows(date, "expires_on", "x.expires_on", "Last day it may be used").sorted(),
                shows(text, "decided_by", "u2.name", "Who granted or refused").filtered(),
                shows(date, "decided_on", "x.decided_on", "When"),
                shows(text, "decision_reason", "x.decision_reason", "Why"),
                shows(date, "withdrawn_on", "x.withdrawn_on", "When who asked took it back"),
                shows(text, "used_by", "u3.name", "Whose act it let through").filtered(),
                shows(date, "used_on", "x.used_on", "When"),
                shows(id, "audit_event", "x.audit_event_id", "That act in the audit trail")
                    .naming(entity::audit_event),
            },
        .state_sql = "x.state",
        .since_sql = "x.requested_on",
    };
    return declared;
}

const resource& remark_resource() {
    static const std::string from = "funding.remark x" + std::string{places} +
        " left join people.user_account u on u.id = x.acknowledged_by";
    static const resource declared{
        .what = entity::remark,
        .about = "A warning that somebody acknowledged, with a reason, and went on",
        .from = from,
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "-acknowledged_on",
        .columns =
            {
                shows(text, "rule", "x.rule", "Code of the rule").filtered(),
                shows(text, "operation", "x.operation", "The act, by the API's name").filtered(),
                shows(subject, "subject", "x.subject_id", "What the act was done to")
                    .in("x.subject_type")
                    .filtered(),
                shows(text, "part", "nullif(x.part, '')", "Line, State, document or rate"),
                shows(text, "instrument", "i.code", "Code of the instrument").filtered(),
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "reason", "x.reason", "Why it was all right"),
                shows(text, "acknowledged_by", "u.name", "Who said so").filtered(),
                shows(date, "acknowledged_on", "x.acknowledged_on", "When").filtered().sorted(),
                shows(id, "audit_event", "x.audit_event_id", "The act in the audit trail")
                    .naming(entity::audit_event),
            },
    };
    return declared;
}

const resource& rule_kind_resource() {
    static const resource declared{
        .what = entity::rule_kind,
        .about = "What sort a rule is for a fund from a day on; counts once confirmed",
        .from =
            "funding.rule_kind x join funding.instrument i on i.id = x.instrument_id"
            " left join people.user_account u1 on u1.id = x.proposed_by"
            " left join people.user_account u2 on u2.id = x.confirmed_by",
        .id_sql = "x.id",
        .version_sql = "x.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-valid_from",
        .columns =
            {
                shows(text, "instrument", "i.code", "Code of the instrument").filtered(),
                shows(text, "rule", "x.rule", "Code of the rule").filtered(),
                shows(date, "valid_from", "x.valid_from", "First day it counts").sorted(),
                shows(text, "kind", "x.kind", "wall, gate or remark").filtered(),
                shows(text, "default_kind", "x.default_kind", "What it is otherwise"),
                shows(text, "reason", "x.reason", "Why it was changed"),
                shows(truth, "confirmed", "(x.confirmed_by is not null)", "Only then it counts")
                    .filtered(),
                shows(text, "proposed_by", "u1.name", "Who proposed it"),
                shows(date, "proposed_on", "x.proposed_on", "When"),
                shows(text, "confirmed_by", "u2.name", "Who confirmed it"),
                shows(date, "confirmed_on", "x.confirmed_on", "When"),
            },
        .state_sql = "case when x.confirmed_by is null then 'proposed' else 'confirmed' end",
        .since_sql = "x.proposed_on",
    };
    return declared;
}

}  // namespace tranche::persistence
