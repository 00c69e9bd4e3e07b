#include "domain/rule.hpp"

#include "domain/message_catalogue.hpp"

#include <algorithm>
#include <array>

namespace tranche::domain {
namespace {

using enum rule_kind;

constexpr std::array kinds{
    std::string_view{"wall"}, std::string_view{"gate"}, std::string_view{"remark"}};

constexpr std::array rules{
    rule{
        rule_id::r1, "R1", wall, false, "A line gives no more than it has",
        "Une ligne ne donne pas plus qu'elle n'a", "Una línea no da más de lo que tiene"},
    rule{
        rule_id::r3, "R3", gate, false, "Every State that benefits is eligible",
        "Tous les États bénéficiaires sont admissibles",
        "Todos los Estados beneficiarios son admisibles"},
    rule{
        rule_id::r4, "R4", gate, false, "No State under Article 4 on a line that excludes it",
        "Aucun État visé par l'article 4 sur une ligne qui l'exclut",
        "Ningún Estado sujeto al artículo 4 en una línea que lo excluye"},
    rule{
        rule_id::r6, "R6", wall, false, "Eligible member States are the majority",
        "Les États membres admissibles sont majoritaires",
        "Los Estados miembros admisibles son mayoría"},
    rule{
        rule_id::r7, "R7", wall, false, "A State that is no member does not apply",
        "Un État non membre ne présente pas de demande",
        "Un Estado que no es miembro no presenta solicitudes"},
    rule{
        rule_id::r8, "R8", gate, false, "Governments have endorsed the project in writing",
        "Les gouvernements ont appuyé le projet par écrit",
        "Los gobiernos han avalado el proyecto por escrito"},
    rule{
        rule_id::r9, "R9", gate, false, "A project stays below the ceiling of its line",
        "Un projet reste sous le plafond de sa ligne",
        "Un proyecto no supera el límite máximo de su línea"},
    rule{
        rule_id::r10, "R10", wall, false, "The line funds this type of project",
        "La ligne finance ce type de projet", "La línea financia este tipo de proyecto"},
    rule{
        rule_id::r12, "R12", gate, false, "A focal point of the government is named",
        "Un point focal du gouvernement est désigné",
        "Se ha designado un punto focal del gobierno"},
    rule{
        rule_id::r13_timing, "R13-timing", remark, false,
        "A project is approved after it was endorsed and reviewed",
        "Un projet est approuvé après avoir été appuyé et examiné",
        "Un proyecto se aprueba tras su aval y su revisión"},
    rule{
        rule_id::r15, "R15", gate, false, "Staff and office cost no more than the cap",
        "Le personnel et le bureau ne dépassent pas le plafond",
        "El personal y la oficina no superan el límite"},
    rule{
        rule_id::r15_near, "R15-near", remark, false, "Staff and office stay well below the cap",
        "Le personnel et le bureau restent nettement sous le plafond",
        "El personal y la oficina quedan claramente por debajo del límite"},
    rule{
        rule_id::r16, "R16", gate, false, "Evaluation has its share, and is paid after the end",
        "L'évaluation a sa part et se paie après la fin",
        "La evaluación tiene su parte y se paga después del final"},
    rule{
        rule_id::r18, "R18", wall, false, "A project has money of one fund only",
        "Un projet n'a l'argent que d'un seul fonds", "Un proyecto solo tiene dinero de un fondo"},
    rule{
        rule_id::r19, "R19", gate, false, "No expense before the project starts",
        "Aucune dépense avant le début du projet", "Ningún gasto antes del inicio del proyecto"},
    rule{
        rule_id::r20, "R20", wall, false, "A budget's total changes only with its money",
        "Le total d'un budget ne change qu'avec son argent",
        "El total de un presupuesto solo cambia con su dinero"},
    rule{
        rule_id::r21, "R21", gate, false, "A budget line bends no further than its flexibility",
        "Une ligne budgétaire ne dépasse pas sa souplesse",
        "Una partida no supera su flexibilidad"},
    rule{
        rule_id::r22, "R22", gate, false, "A change is filed a month before the end",
        "Une modification se demande un mois avant la fin",
        "Un cambio se pide un mes antes del final"},
    rule{
        rule_id::r25, "R25", wall, false, "Tied money goes where it is tied to",
        "L'argent affecté va à son affectation", "El dinero vinculado va a lo que está vinculado"},
    rule{
        rule_id::r25_soft, "R25-soft", remark, false, "Money goes where its donor wanted it",
        "L'argent va où son donateur l'a voulu", "El dinero va adonde quiso su donante"},
    rule{
        rule_id::r26, "R26", wall, false, "A contribution gives no more than was received of it",
        "Une contribution ne donne pas plus que ce qui en a été reçu",
        "Una contribución no da más de lo que se recibió de ella"},
    rule{
        rule_id::r27, "R27", wall, false, "Agreements promise no more than the budget line has",
        "Les accords ne promettent pas plus que la ligne budgétaire n'a",
        "Los acuerdos no prometen más de lo que tiene la partida"},
    rule{
        rule_id::r28, "R28", gate, false, "An agreement lies in the project and starts once signed",
        "Un accord reste dans le projet et commence une fois signé",
        "Un acuerdo cae dentro del proyecto y empieza una vez firmado"},
    rule{
        rule_id::r30, "R30", wall, false, "Nothing is signed with or paid to a blocked partner",
        "Rien n'est signé avec un partenaire bloqué ni payé à lui",
        "No se firma con un asociado bloqueado ni se le paga"},
    rule{
        rule_id::r30_assessed, "R30-assessed", gate, false,
        "A partner's assessment has not expired", "L'évaluation d'un partenaire n'a pas expiré",
        "La evaluación de un asociado no ha caducado"},
    rule{
        rule_id::r30_diligence, "R30-diligence", gate, false,
        "The documents about a partner are there and in force",
        "Les documents relatifs à un partenaire existent et sont en vigueur",
        "Los documentos sobre un asociado existen y están en vigor"},
    rule{
        rule_id::r34, "R34", wall, false, "No more is paid than the tranche holds",
        "On ne paie pas plus que la tranche ne contient",
        "No se paga más de lo que contiene el tramo"},
    rule{
        rule_id::r35, "R35", gate, false, "A tranche's conditions are met before it is asked for",
        "Les conditions d'une tranche sont remplies avant qu'elle soit demandée",
        "Las condiciones de un tramo se cumplen antes de pedirlo"},
    rule{
        rule_id::r36, "R36", gate, false, "Earlier advances are accounted for",
        "Les avances précédentes sont justifiées", "Los anticipos anteriores están justificados"},
    rule{
        rule_id::r37, "R37", gate, false, "No advance is open for too long",
        "Aucune avance n'est ouverte depuis trop longtemps",
        "Ningún anticipo lleva abierto demasiado tiempo"},
    rule{
        rule_id::r38, "R38", gate, false, "An officer asks for a few months of needs",
        "Un responsable demande pour quelques mois de besoins",
        "Un responsable pide para unos meses de necesidades"},
    rule{
        rule_id::r39, "R39", wall, false, "Different persons request, approve and pay",
        "Des personnes différentes demandent, approuvent et paient",
        "Personas distintas solicitan, aprueban y pagan"},
    rule{
        rule_id::r40, "R40", gate, false, "The retention is paid after the final report",
        "La retenue se paie après le rapport final", "La retención se paga tras el informe final"},
    rule{
        rule_id::r41, "R41", gate, false, "An expense lies in the period of the agreement",
        "Une dépense tombe dans la période de l'accord", "Un gasto cae en el período del acuerdo"},
    rule{
        rule_id::r42_age, "R42-age", remark, true, "A rate is recent", "Un taux est récent",
        "Un tipo de cambio es reciente"},
    rule{
        rule_id::r46, "R46", gate, false, "A document is charged to a budget line once",
        "Une pièce est imputée une fois à une ligne budgétaire",
        "Un documento se carga una vez a una partida"},
    rule{
        rule_id::r51, "R51", remark, false, "What is due is handed in by its day",
        "Ce qui est dû est remis à sa date", "Lo debido se entrega en su fecha"},
    rule{
        rule_id::r53, "R53", remark, false, "A project is evaluated 6 to 12 months after its end",
        "Un projet est évalué 6 à 12 mois après sa fin",
        "Un proyecto se evalúa de 6 a 12 meses después de su final"},
    rule{
        rule_id::r55, "R55", remark, false, "Counts by kind add to the value",
        "Les décomptes par catégorie s'additionnent à la valeur",
        "Los recuentos por categoría suman el valor"},
    rule{
        rule_id::r58, "R58", gate, false, "No advance follows completed activities",
        "Aucune avance ne suit des activités achevées",
        "Ningún anticipo sigue a actividades terminadas"},
    rule{
        rule_id::r59, "R59", gate, false, "A project that closes has settled its agreements",
        "Un projet qui se clôt a soldé ses accords",
        "Un proyecto que se cierra ha liquidado sus acuerdos"},
    rule{
        rule_id::r60, "R60", gate, false, "No more than the fund's residue is written off",
        "On ne passe pas en pertes plus que le reliquat du fonds",
        "No se cancela contablemente más que el remanente del fondo"},
    rule{
        rule_id::r63, "R63", wall, false, "A protection project names no site",
        "Un projet de protection ne nomme aucun lieu",
        "Un proyecto de protección no nombra ningún lugar"},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (static_cast<std::size_t>(rules[i].id) != i) return false;
    }
    return rules.back().id == rule_id::r63;
}
static_assert(in_order(), "rules: one row per rule, in the order of the enumeration");

// Where the act makes something new its own amount is a limit too, beside the rule's measure: leave
// for ten dollars is no leave for a thousand.
constexpr std::array acts{
    guarded_act{rule_id::r3, "create_allocation", entity::project, measure::amount},
    guarded_act{rule_id::r4, "create_allocation", entity::project, measure::amount},
    guarded_act{rule_id::r8, "submit_project", entity::project, measure::count},
    guarded_act{rule_id::r8, "create_allocation", entity::project, measure::count},
    guarded_act{rule_id::r8, "create_allocation", entity::project, measure::amount},
    guarded_act{rule_id::r9, "create_allocation", entity::project, measure::amount},
    guarded_act{rule_id::r12, "activate_project", entity::project, measure::nothing},
    guarded_act{rule_id::r13_timing, "approve_project", entity::project, measure::count},
    guarded_act{rule_id::r15, "approve_budget_version", entity::budget_version, measure::amount},
    guarded_act{
        rule_id::r15_near, "approve_budget_version", entity::budget_version, measure::amount},
    guarded_act{rule_id::r15, "submit_budget_version", entity::budget_version, measure::amount},
    guarded_act{
        rule_id::r15_near, "submit_budget_version", entity::budget_version, measure::amount},
    guarded_act{rule_id::r16, "submit_budget_version", entity::budget_version, measure::amount},
    guarded_act{rule_id::r16, "approve_budget_version", entity::budget_version, measure::amount},
    guarded_act{rule_id::r16, "create_direct_expenditure", entity::project, measure::count},
    guarded_act{rule_id::r16, "create_direct_expenditure", entity::project, measure::amount},
    guarded_act{rule_id::r19, "create_direct_expenditure", entity::project, measure::count},
    guarded_act{rule_id::r19, "create_direct_expenditure", entity::project, measure::amount},
    guarded_act{rule_id::r21, "create_direct_expenditure", entity::project, measure::amount},
    guarded_act{
        rule_id::r21, "review_expenditure_report", entity::expenditure_report, measure::amount},
    guarded_act{rule_id::r21, "create_obligation", entity::project, measure::amount},
    guarded_act{rule_id::r22, "submit_budget_version", entity::budget_version, measure::count},
    guarded_act{rule_id::r22, "approve_budget_version", entity::budget_version, measure::count},
    guarded_act{rule_id::r22, "extend_project", entity::project, measure::count},
    guarded_act{rule_id::r25_soft, "create_allocation", entity::project, measure::amount},
    guarded_act{rule_id::r3, "approve_project_transfer", entity::project, measure::amount},
    guarded_act{rule_id::r4, "approve_project_transfer", entity::project, measure::amount},
    guarded_act{rule_id::r8, "approve_project_transfer", entity::project, measure::count},
    guarded_act{rule_id::r8, "approve_project_transfer", entity::project, measure::amount},
    guarded_act{rule_id::r9, "approve_project_transfer", entity::project, measure::amount},
    guarded_act{rule_id::r25_soft, "approve_project_transfer", entity::project, measure::amount},
    guarded_act{rule_id::r28, "create_agreement", entity::project, measure::count},
    guarded_act{rule_id::r28, "create_agreement", entity::project, measure::amount},
    guarded_act{rule_id::r28, "sign_agreement", entity::agreement, measure::count},
    guarded_act{rule_id::r28, "approve_amendment", entity::agreement_amendment, measure::count},
    guarded_act{rule_id::r30_assessed, "sign_agreement", entity::agreement, measure::count},
    guarded_act{
        rule_id::r30_assessed, "approve_disbursement", entity::disbursement_request,
        measure::count},
    guarded_act{rule_id::r30_diligence, "sign_agreement", entity::agreement, measure::count},
    guarded_act{
        rule_id::r30_diligence, "approve_disbursement", entity::disbursement_request,
        measure::count},
    guarded_act{rule_id::r35, "create_disbursement_request", entity::tranche, measure::amount},
    guarded_act{rule_id::r38, "create_disbursement_request", entity::tranche, measure::count},
    guarded_act{rule_id::r38, "create_disbursement_request", entity::tranche, measure::amount},
    guarded_act{
        rule_id::r35, "approve_disbursement", entity::disbursement_request, measure::amount},
    guarded_act{
        rule_id::r36, "approve_disbursement", entity::disbursement_request, measure::amount},
    guarded_act{rule_id::r37, "approve_disbursement", entity::disbursement_request, measure::count},
    guarded_act{
        rule_id::r40, "approve_disbursement", entity::disbursement_request, measure::amount},
    guarded_act{rule_id::r41, "create_expenditure_report", entity::agreement, measure::count},
    guarded_act{rule_id::r41, "create_expenditure_report", entity::agreement, measure::amount},
    guarded_act{
        rule_id::r41, "revise_expenditure_report", entity::expenditure_report, measure::count},
    guarded_act{
        rule_id::r41, "revise_expenditure_report", entity::expenditure_report, measure::amount},
    guarded_act{
        rule_id::r41, "review_expenditure_report", entity::expenditure_report, measure::count},
    guarded_act{
        rule_id::r41, "review_expenditure_report", entity::expenditure_report, measure::amount},
    guarded_act{rule_id::r42_age, "pay_disbursement", entity::disbursement_request, measure::count},
    guarded_act{rule_id::r42_age, "release_payment_batch", entity::payment_batch, measure::count},
    guarded_act{
        rule_id::r42_age, "review_expenditure_report", entity::expenditure_report, measure::count},
    guarded_act{rule_id::r42_age, "create_direct_expenditure", entity::project, measure::count},
    guarded_act{rule_id::r42_age, "create_direct_expenditure", entity::project, measure::amount},
    guarded_act{rule_id::r42_age, "create_obligation", entity::project, measure::count},
    guarded_act{rule_id::r42_age, "create_obligation", entity::project, measure::amount},
    guarded_act{rule_id::r46, "create_expenditure_report", entity::agreement, measure::amount},
    guarded_act{
        rule_id::r46, "revise_expenditure_report", entity::expenditure_report, measure::amount},
    guarded_act{rule_id::r51, "submit_obligation", entity::project, measure::count},
    guarded_act{rule_id::r53, "submit_obligation", entity::project, measure::count},
    guarded_act{rule_id::r55, "report_actual", entity::indicator, measure::nothing},
    guarded_act{
        rule_id::r58, "approve_disbursement", entity::disbursement_request, measure::amount},
    guarded_act{rule_id::r58, "complete_project", entity::project, measure::count},
    // Its advance and what is due are amounts, its open agreements are not.
    guarded_act{rule_id::r59, "close_project", entity::project, measure::nothing},
    guarded_act{rule_id::r59, "close_agreement", entity::agreement, measure::nothing},
    guarded_act{rule_id::r60, "close_project", entity::project, measure::amount},
};

}  // namespace

std::string_view name(rule_kind kind) {
    return kinds.at(static_cast<std::size_t>(kind));
}

std::optional<rule_kind> rule_kind_from(std::string_view name) {
    const auto* found = std::ranges::find(kinds, name);
    return found == kinds.end() ? std::nullopt
                                : std::optional{static_cast<rule_kind>(found - kinds.begin())};
}

std::string_view rule::name_in(language which) const {
    switch (which) {
        case language::fr:
            return fr;
        case language::es:
            return es;
        default:
            return en;
    }
}

std::span<const rule> all_rules() {
    return rules;
}

const rule& rule_of(rule_id id) {
    return rules.at(static_cast<std::size_t>(id));
}

const rule* find_rule(std::string_view code) {
    const auto* found = std::ranges::find(rules, code, &rule::code);
    return found == rules.end() ? nullptr : found;
}

std::span<const guarded_act> guarded_acts() {
    return acts;
}

bool covers(const exception_limit& granted, const breach& broken) {
    const bool money_fits = !broken.amount ||
        (granted.amount && granted.amount->currency_unit() == broken.amount->currency_unit() &&
         *broken.amount <= *granted.amount);
    const bool count_fits = !broken.count || (granted.count && *broken.count <= *granted.count);
    return money_fits && count_fits;
}

}  // namespace tranche::domain
