// What projects and partners owe in reports and plans (R49 to R53), by when, and who has to move:
// as it stood at the end of a day. Everything is computed from the days of the project or agreement
// and the terms of the fund or agreement.
#include "persistence/round_trip.hpp"
#include "reports/ics.hpp"
#include "reports/obligation_calendar.hpp"
#include "reports/obligation_names.hpp"
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>
#include <utility>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array kinds{
    word{"results_framework", {"results framework", "cadre de résultats", "marco de resultados"}},
    word{"workplan", {"workplan", "plan de travail", "plan de trabajo"}},
    word{"interim_report", {"interim report", "rapport intérimaire", "informe provisional"}},
    word{"final_report", {"final report", "rapport final", "informe final"}},
    word{"evaluation", {"evaluation", "évaluation", "evaluación"}},
    word{"partner_report", {"partner’s report", "rapport du partenaire", "informe del asociado"}},
    word{
        "partner_final_report",
        {"partner’s final report", "rapport final du partenaire", "informe final del asociado"}},
};

constexpr std::array states{
    word{"upcoming", {"upcoming", "à venir", "por venir"}},
    word{"due", {"due", "à remettre", "por entregar"}},
    word{"overdue", {"overdue", "en retard", "vencido"}},
    word{"submitted", {"submitted", "remis", "entregado"}},
    word{"sent_back", {"sent back", "renvoyé", "devuelto"}},
    word{"accepted", {"accepted", "accepté", "aceptado"}},
};

constexpr std::array waited_for{
    word{"programme_officer", {"programme officer", "chargé de programme", "oficial de programa"}},
    word{"partner", {"partner", "partenaire", "asociado"}},
    word{"reviewer", {"reviewer", "examinateur", "revisor"}},
};

// What projects owe, and what partners owe under agreements, which a partner's session sees of its
// own: `what` is due at the end of a day, of one project or of all.
std::string due_of_projects(const std::string& day, const std::string& project) {
    return "select o.project_id, null::bigint as agreement_id, o.kind, o.number, o.period_first,"
           " o.period_last, o.opens_on, o.due_on, o.state, o.waits_for, o.waits_since,"
           " o.submitted_on, o.document, o.reason from funding.obligations_as_of(" +
        day + ", " + project + ") o";
}
std::string due_of_partners(const std::string& day, const std::string& project) {
    return "select o.project_id, o.agreement_id, o.kind, o.number, o.period_first, o.period_last,"
           " o.opens_on, o.due_on, o.state, o.waits_for, o.waits_since, o.submitted_on, o.document,"
           " o.reason from partner.report_obligations_as_of(" +
        day + ", " + project + ") o";
}
std::string due_of_all(const std::string& day, const std::string& project) {
    return due_of_projects(day, project) + " union all " + due_of_partners(day, project);
}

persistence::query calendar_query(const calendar_request& asked) {
    const auto text = [](const std::string& due) {
        return "select o.project_id, o.agreement_id, coalesce(a.code, p.code) as code, o.kind, o.number,"
               " o.due_on, o.period_first, o.period_last, o.state from (" +
            due +
            ") o join funding.project p on p.id = o.project_id"
            " left join partner.agreement a on a.id = o.agreement_id"
            " where o.state not in ('accepted', 'submitted')"
            " and ($2::bigint is null or p.instrument_id = $2)"
            " and ($4::bigint is null or a.partner_id = $4)"
            " order by o.due_on, p.code, a.code, o.kind, o.number";
    };
    static const auto of_all = text(due_of_all("$1", "$3"));
    static const auto of_partner = text(due_of_partners("$1", "$3"));
    return {
        asked.partner ? persistence::statement{"calendar_of_partner", of_partner}
                      : persistence::statement{"obligation_calendar", of_all},
        {asked.on, asked.instrument, asked.project, asked.partner}};
}

plan make_plan(const request& asked) {
    plan made;
    add_project_scope(made, asked);
    add_benefiting_state(made, asked);
    const auto day = asked.until ? made.bind(*asked.until, "date")
                                 : std::string{"(now() at time zone 'UTC')::date"};
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"obligation",
         {"Obligation", "Obligation", "Obligación"},
         code,
         "o.kind",
         shown::everywhere,
         kinds},
        {"number", {"Number", "Numéro", "Número"}, integer, "o.number"},
        {"period_first", {"Period from", "Période du", "Período desde"}, date, "o.period_first"},
        {"period_last", {"Period to", "Période au", "Período hasta"}, date, "o.period_last"},
        {"due_on", {"Due on", "Échéance", "Vence el"}, date, "o.due_on"},
        {"state", {"State", "État", "Situación"}, code, "o.state", shown::everywhere, states},
        {"days_overdue",
         {"Days overdue", "Jours de retard", "Días de retraso"},
         integer,
         "case when o.state = 'overdue' then " + day + " - o.due_on end"},
        {"waits_for",
         {"Waits for", "Attend", "Espera a"},
         code,
         "o.waits_for",
         shown::everywhere,
         waited_for},
        {"waits_since", {"Since", "Depuis le", "Desde"}, date, "o.waits_since"},
        {"submitted_on", {"Submitted on", "Remis le", "Entregado el"}, date, "o.submitted_on"},
        {"document", {"Document", "Document", "Documento"}, text, "o.document"},
        {"reason",
         {"Reason sent back", "Motif du renvoi", "Motivo de la devolución"},
         text,
         "o.reason"},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "a.code"},
    };
    const auto of = asked.project ? made.bind(*asked.project, "bigint") : std::string{"null"};
    made.from = "from (" + due_of_all(day, of) +
        ") o join funding.project p on p.id = o.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " left join partner.agreement a on a.id = o.agreement_id";
    made.where.emplace_back("o.state <> 'accepted'");
    made.order_by = "o.due_on, i.code, p.code, a.code nulls first, o.opens_on, o.kind, o.number";
    made.notes = {
        {"What was accepted is left out. A report sent back stays due on the same day.",
         "Ce qui a été accepté n’y figure pas. Un rapport renvoyé garde son échéance.",
         "Lo aceptado no figura. Un informe devuelto conserva su vencimiento."}};
    return made;
}

}  // namespace

std::string obligation_name(std::string_view kind, std::int64_t number, domain::language language) {
    std::string name{label_of(kinds, kind, language)};
    if (kind == "interim_report" || kind == "partner_report") {
        name.append(" ").append(std::to_string(number));
    }
    return name;
}

std::string obligation_standing(std::string_view state, domain::language language) {
    return std::string{label_of(states, state, language)};
}

std::string obligation_calendar(persistence::session& with, const calendar_request& asked) {
    const auto found = persistence::ask(with, calendar_query(asked));
    ics_calendar calendar{
        asked.software, obligations_report().title.in(asked.language), asked.stamp};
    for (const auto row : found) {
        const auto kind = row.text("kind");
        const auto name = obligation_name(kind, row.integer("number"), asked.language);
        auto uid = row.is_null("agreement_id")
            ? domain::public_id(domain::entity::project, row.integer("project_id"))
            : domain::public_id(domain::entity::agreement, row.integer("agreement_id"));
        uid.append("-").append(kind).append("-").append(row.text("number")).append("@tranche");
        calendar.add(
            {.uid = uid,
             .on = row.day("due_on"),
             .summary = row.text("code") + ": " + name + " (" +
                 obligation_standing(row.text("state"), asked.language) + ')',
             .description = row.text("period_first") + " – " + row.text("period_last")}
        );
    }
    return std::move(calendar).finished();
}

report obligations_report() {
    return {
        .name = "obligations",
        .title = {"Obligations", "Obligations", "Obligaciones"},
        .question =
            {"What is due or overdue, and who has it been waiting for since when?",
             "Qu’est-ce qui est dû ou en retard, et qui cela attend-il depuis quand ?",
             "¿Qué vence o está vencido, y a quién espera desde cuándo?"},
        .parameters = {"instrument", "project", "state", "until"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
