// What an auditor asks for first: every gate that was opened or asked to be, every remark that was
// acknowledged, every rule that a fund made stricter or milder, and what was booked long after the
// day it counts for.
#include "reports/plan.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array kinds{
    word{"gate", {"exception", "exception", "excepción"}},
    word{"remark", {"remark", "remarque", "observación"}},
    word{"waiver", {"changed rule", "règle modifiée", "regla modificada"}},
    word{"back_dated", {"late entry", "écriture tardive", "asiento tardío"}},
};

constexpr std::array states{
    word{"requested", {"requested", "demandée", "solicitada"}},
    word{"granted", {"granted", "accordée", "concedida"}},
    word{"refused", {"refused", "refusée", "denegada"}},
    word{"withdrawn", {"withdrawn", "retirée", "retirada"}},
    word{"used", {"used", "utilisée", "utilizada"}},
    word{"expired", {"expired", "expirée", "caducada"}},
    word{"acknowledged", {"acknowledged", "confirmée", "confirmada"}},
    word{"proposed", {"proposed", "proposée", "propuesta"}},
    word{"confirmed", {"confirmed", "en vigueur", "en vigor"}},
    word{"recorded", {"recorded", "enregistrée", "registrado"}},
};

// The subject of an act "x" as people call it.
constexpr const char* subject_named =
    "case x.subject_type"
    " when 'project' then (select s.code from funding.project s where s.id = x.subject_id)"
    " when 'agreement' then (select s.code from partner.agreement s where s.id = x.subject_id)"
    " when 'budget_version' then (select s.code || ':' || v.number from funding.budget_version v"
    " join funding.project s on s.id = v.project_id where v.id = x.subject_id)"
    " when 'tranche' then (select a.code || ':' || t.code from partner.tranche t"
    " join partner.agreement a on a.id = t.agreement_id where t.id = x.subject_id)"
    " when 'disbursement_request' then (select a.code || ':' || t.code"
    " from partner.disbursement_request q join partner.agreement a on a.id = q.agreement_id"
    " join partner.tranche t on t.id = q.tranche_id where q.id = x.subject_id)"
    " when 'expenditure_report' then (select a.code || ':' || r.code"
    " from partner.expenditure_report r join partner.agreement a on a.id = r.agreement_id"
    " where r.id = x.subject_id)"
    " when 'indicator' then (select s.code || ':' || r.code || ':' || d.code"
    " from result.indicator d join result.result r on r.id = d.result_id"
    " join funding.project s on s.id = r.project_id where d.id = x.subject_id) end";

// One row each: (kind, rule, state, instrument_id, project_id, subject, part, what, asked_by,
// asked_on, reason, agreed_by, expires_on, used_by, used_on, days_late, day, number).
std::string opened_gates() {
    return std::string{
               "select 'gate' as kind, x.rule, case when x.state = 'granted' and"
               " x.expires_on < (now() at time zone 'UTC')::date then 'expired'"
               " else x.state end as state, x.instrument_id, x.project_id, "} +
        subject_named +
        " as subject, nullif(x.part, '') as part, x.operation as what, x.requested_by as asked_by,"
        " x.requested_on as asked_on, x.reason, x.decided_by as agreed_by, x.expires_on, x.used_by,"
        " x.used_on, null::integer as days_late, x.requested_on as day, 0::bigint as number"
        " from funding.rule_exception x";
}

std::string acknowledged_remarks() {
    return std::string{"select 'remark', x.rule, 'acknowledged', x.instrument_id, x.project_id, "} +
        subject_named +
        ", nullif(x.part, ''), x.operation, x.acknowledged_by, x.acknowledged_on, x.reason, null,"
        " null, x.acknowledged_by, x.acknowledged_on, null, x.acknowledged_on, 0"
        " from funding.remark x";
}

constexpr const char* changed_rules =
    "select 'waiver', x.rule, case when x.confirmed_by is null then 'proposed' else 'confirmed' end,"
    " x.instrument_id, null, (select i.code from funding.instrument i where i.id = x.instrument_id),"
    " null, x.default_kind || ' > ' || x.kind || ', ' || x.valid_from, x.proposed_by, x.proposed_on,"
    " x.reason, x.confirmed_by, null, null, null, null, x.proposed_on, 0 from funding.rule_kind x";

// Openings and records of before Tranche are late by nature.
std::string late_entries(const std::string& days) {
    return "select 'back_dated', null, 'recorded', e.instrument_id, e.project_id,"
           " coalesce((select a.code from partner.agreement a where a.id = e.agreement_id),"
           " (select s.code from funding.project s where s.id = e.project_id)),"
           " null, e.event, e.actor_id, e.effective_on, e.reason, null, null, e.actor_id, r.day,"
           " r.day - e.effective_on, r.day, e.id from ledger.entry e"
           " cross join lateral (select (e.recorded_at at time zone 'UTC')::date as day) r"
           " where e.origin = 'current' and r.day - e.effective_on > " +
        days;
}

std::string person_sql(const std::string& id) {
    return "(select u.name from people.user_account u where u.id = " + id + ")";
}

std::vector<column> columns_of() {
    const auto kept = shown::everywhere;
    return {
        {"rule", {"Rule", "Règle", "Regla"}, code, "h.rule"},
        {"kind", {"Kind", "Genre", "Clase"}, code, "h.kind", kept, kinds},
        {"state", {"State", "État", "Situación"}, code, "h.state", kept, states},
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"subject", {"Subject", "Objet", "Objeto"}, code, "h.subject"},
        {"part", {"Part", "Élément", "Elemento"}, text, "h.part"},
        {"what", {"What", "Acte", "Acto"}, code, "h.what"},
        {"asked_by", {"Asked by", "Demandé par", "Solicitado por"}, text, person_sql("h.asked_by")},
        {"asked_on", {"Asked on", "Demandé le", "Solicitado el"}, date, "h.asked_on"},
        {"reason", {"Reason", "Motif", "Motivo"}, text, "h.reason"},
        {"agreed_by",
         {"Agreed by", "Accordé par", "Acordado por"},
         text,
         person_sql("h.agreed_by")},
        {"until", {"Until", "Jusqu’au", "Hasta"}, date, "h.expires_on"},
        {"used_by", {"Used by", "Utilisé par", "Utilizado por"}, text, person_sql("h.used_by")},
        {"used_on", {"Used on", "Utilisé le", "Utilizado el"}, date, "h.used_on"},
        {"days_late", {"Days late", "Jours de retard", "Días de retraso"}, integer, "h.days_late"},
    };
}

plan make_plan(const request& asked) {
    plan made;
    made.columns = columns_of();
    const auto days = made.bind(asked.late_days, "integer");
    made.with = "with happened as (" + opened_gates() + " union all " + acknowledged_remarks() +
        " union all " + changed_rules + " union all " + late_entries(days) + ")";
    made.from =
        "from happened h left join funding.instrument i on i.id = h.instrument_id"
        " left join funding.project p on p.id = h.project_id";
    if (asked.instrument) {
        made.where.push_back("h.instrument_id = " + made.bind(*asked.instrument, "bigint"));
    }
    if (asked.project) {
        made.where.push_back("h.project_id = " + made.bind(*asked.project, "bigint"));
    }
    if (asked.since) made.where.push_back("h.day >= " + made.bind(*asked.since, "date"));
    if (asked.until) made.where.push_back("h.day <= " + made.bind(*asked.until, "date"));
    made.order_by = "h.day, h.kind, h.rule, h.subject, h.part, h.number, h.asked_on, h.expires_on";
    made.notes = {
        {"Of a late entry, asked on is the day it counts for, used on the day it was recorded.",
         "D’une écriture tardive, « demandé le » est sa date d’effet, « utilisé le » le jour de son"
         " enregistrement.",
         "De un asiento tardío, «solicitado el» es su fecha efectiva y «utilizado el» el día en que"
         " se registró."}};
    return made;
}

}  // namespace

report exceptions_report() {
    return {
        .name = "exceptions",
        .title = {"Exceptions", "Exceptions", "Excepciones"},
        .question =
            {"Which rules were opened, passed over or changed, by whom and why, and what was booked "
             "late?",
             "Quelles règles ont été ouvertes, franchies ou modifiées, par qui et pourquoi, et "
             "qu’a-t-on comptabilisé tard ?",
             "¿Qué reglas se abrieron, se pasaron o se cambiaron, por quién y por qué, y qué se "
             "asentó tarde?"},
        .parameters = {"instrument", "project", "since", "until", "late_days"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
