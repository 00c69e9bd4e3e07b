// Messages about agreements and partners.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"state_forbids_action", "The action {action} is not possible while the state is {state}.",
     "L'action {action} n'est pas possible dans l'état {state}.",
     "La acción {action} no es posible en el estado {state}."},
    {"partner_blocked", "This partner is blocked.", "Ce partenaire est bloqué.",
     "Este socio está bloqueado.", "Nothing new can be signed or paid until the block is lifted.",
     "Rien de nouveau ne peut être signé ni payé tant que le blocage dure.",
     "No se puede firmar ni pagar nada nuevo hasta que se levante el bloqueo."},
    {"kind_not_of_tranche", "A tranche of kind {tranche_kind} is not paid as {kind}.",
     "Une tranche de type {tranche_kind} ne se paie pas comme {kind}.",
     "Un tramo de tipo {tranche_kind} no se paga como {kind}."},
    {"signed_after_start", "The signature of {date} would come after the start on {start}.",
     "La signature du {date} viendrait après le début, le {start}.",
     "La firma del {date} sería posterior al inicio, el {start}.",
     "An agreement starts once it is signed; correct its dates.",
     "Un accord commence une fois signé ; corrigez ses dates.",
     "Un acuerdo empieza cuando está firmado; corrija sus fechas."},
    {"line_amount_exceeds_available", "Budget line {line} has {available} left, not {amount}.",
     "La ligne budgétaire {line} dispose encore de {available} et non de {amount}.",
     "A la línea presupuestaria {line} le quedan {available} y no {amount}.",
     "Lower the amount, or revise the budget first.",
     "Réduisez le montant ou révisez d'abord le budget.",
     "Reduzca el importe o revise antes el presupuesto."},
    {"reports_open", "{count} expenditure reports of this agreement are still open.",
     "Rapports de dépenses de cet accord encore ouverts : {count}.",
     "Informes de gastos de este acuerdo todavía abiertos: {count}.", "Review them first.",
     "Examinez-les d'abord.", "Revíselos antes."},
    {"requests_open", "{count} payment requests of this agreement are still open.",
     "Demandes de paiement de cet accord encore ouvertes : {count}.",
     "Solicitudes de pago de este acuerdo todavía abiertas: {count}.",
     "Pay, reject or cancel them first.", "Payez-les, rejetez-les ou annulez-les d'abord.",
     "Páguelas, rechácelas o cancélelas antes."},
    {"tranches_unpaid", "{amount} of the tranches is neither paid nor cancelled.",
     "{amount} des tranches ne sont ni payés ni annulés.",
     "{amount} de los tramos no están pagados ni cancelados.",
     "Pay it, or cancel the rest of the tranches.", "Payez-le ou annulez le reste des tranches.",
     "Páguelo o cancele el resto de los tramos."},
    {"advances_not_liquidated",
     "{percent} % of the earlier advances must be accounted for first; {missing} is missing.",
     "{percent} % des avances précédentes doivent d'abord être justifiés ; il manque {missing}.",
     "Antes debe justificarse el {percent} % de los anticipos anteriores; faltan {missing}.",
     "The partner reports its expenditure, and finance reviews the report.",
     "Le partenaire déclare ses dépenses et les finances examinent le rapport.",
     "El socio informa de sus gastos y finanzas revisa el informe."},
    {"document_repeated", "The document {document} is charged twice to the same budget line.",
     "La pièce {document} est imputée deux fois à la même ligne budgétaire.",
     "El documento {document} se carga dos veces a la misma línea presupuestaria."},
    {"document_on_several_lines",
     "The document {document} is charged to several budget lines; say which one is meant.",
     "La pièce {document} est imputée à plusieurs lignes budgétaires ; précisez laquelle.",
     "El documento {document} está cargado a varias líneas presupuestarias; indique cuál."},
    {"line_flexibility_exceeded", "Budget line {line} can bear {available} more, not {amount}.",
     "La ligne budgétaire {line} peut encore supporter {available} et non {amount}.",
     "La línea presupuestaria {line} admite todavía {available} y no {amount}.",
     "Reject part of the cost, or revise the agreement.",
     "Rejetez une partie du coût ou révisez l'accord.",
     "Rechace parte del coste o revise el acuerdo."},
    {"accepted_beyond_agreement", "The accepted cost goes {amount} beyond the agreement.",
     "Les coûts acceptés dépassent l'accord de {amount}.",
     "El coste aceptado supera el acuerdo en {amount}."},
};

}  // namespace

std::span<const message_row> partner_messages() {
    return rows;
}

}  // namespace tranche::domain
