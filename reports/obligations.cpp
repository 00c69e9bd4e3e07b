// What projects owe in reports and plans (R49 to R53), by when, and who has to move: as it stood at
// the end of a day. Everything is computed from the days of the project and the terms of its fund.
#include "persistence/round_trip.hpp"
#include "reports/ics.hpp"
#include "reports/obligation_calendar.hpp"
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
    word{"reviewer", {"reviewer", "examinateur", "revisor"}},
};

std::string_view label_of(vocabulary words, std::string_view code, domain::language language) {
    for (const auto& one : words) {
        if (one.code == code) return one.label.in(language);
    }
    return code;
}

constexpr persistence::statement waiting_statement{
    "obligation_calendar",
    "select o.project_id, p.code, o.kind, o.number, o.due_on, o.period_first, o.period_last, o.state"
    " from funding.obligations_as_of($1, $3) o join funding.project p on p.id = o.project_id"
    " where o.state not in ('accepted', 'submitted')"
    " and ($2::bigint is null or p.instrument_id = $2)"
    " order by o.due_on, p.code, o.kind, o.number"};

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
    };
    const auto of = asked.project ? made.bind(*asked.project, "bigint") : std::string{"null"};
    made.from = "from funding.obligations_as_of(" + day + ", " + of +
        ") o join funding.project p on p.id = o.project_id"
        " join funding.instrument i on i.id = p.instrument_id";
    made.where.emplace_back("o.state <> 'accepted'");
    made.order_by = "o.due_on, i.code, p.code, o.opens_on, o.kind, o.number";
    made.notes = {
        {"What was accepted is left out. A report sent back stays due on the same day.",
         "Ce qui a été accepté n’y figure pas. Un rapport renvoyé garde son échéance.",
         "Lo aceptado no figura. Un informe devuelto conserva su vencimiento."}};
    return made;
}

}  // namespace

std::string obligation_calendar(persistence::session& with, const calendar_request& asked) {
    const auto found =
        persistence::ask(with, {waiting_statement, {asked.on, asked.instrument, asked.project}});
    ics_calendar calendar{
        asked.software, obligations_report().title.in(asked.language), asked.stamp};
    for (const auto row : found) {
        const auto kind = row.text("kind");
        const auto number = row.text("number");
        std::string name{label_of(kinds, kind, asked.language)};
        if (kind == "interim_report") name.append(" ").append(number);
        calendar.add(
            {.uid = domain::public_id(domain::entity::project, row.integer("project_id")) + '-' +
                 kind + '-' + number + "@tranche",
             .on = row.day("due_on"),
             .summary = row.text("code") + ": " + name + " (" +
                 std::string{label_of(states, row.text("state"), asked.language)} + ')',
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
