// Words of what the release of a tranche rests on: what is met, and what waits.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"condition_met_report",
     "Condition {number}: an expenditure report since the tranche before was paid is accepted.",
     "Condition {number} : un rapport de dépenses postérieur au paiement de la tranche précédente est "
     "accepté.",
     "Condición {number}: un informe de gastos posterior al pago del tramo anterior está aceptado."},
    {"condition_met_period", "Condition {number}: the accepted reports cover {first} to {last}.",
     "Condition {number} : les rapports acceptés couvrent la période du {first} au {last}.",
     "Condición {number}: los informes aceptados cubren del {first} al {last}."},
    {"condition_met_no_advance", "Condition {number}: there is no advance to be accounted for.",
     "Condition {number} : il n'y a pas d'avance à justifier.",
     "Condición {number}: no hay anticipo por justificar."},
    {"condition_met_advances",
     "Condition {number}: {needed} of the advances had to be accounted for; {reached} is.",
     "Condition {number} : {needed} des avances étaient à justifier ; {reached} le sont.",
     "Condición {number}: debían justificarse {needed} de los anticipos; lo están {reached}."},
    {"condition_met_day", "Condition {number}: {date} is reached.",
     "Condition {number} : la date du {date} est atteinte.",
     "Condición {number}: el {date} se ha alcanzado."},
    {"condition_met_finding", "Condition {number}: the findings are settled.",
     "Condition {number} : les constatations sont réglées.",
     "Condición {number}: los hallazgos están resueltos."},
    {"condition_met_document", "Condition {number}: a file of this title is attached: {text}",
     "Condition {number} : un fichier de ce titre est joint : {text}",
     "Condición {number}: hay un archivo adjunto con este título: {text}"},
    {"condition_met_confirmed", "Condition {number}: confirmed as of {date}: {text}",
     "Condition {number} : confirmé au {date} : {text}",
     "Condición {number}: confirmado al {date}: {text}"},
    {"advance_is_accounted_for",
     "Of the advance {tranche}, {needed} had to be accounted for; {reached} is.",
     "De l'avance {tranche}, {needed} étaient à justifier ; {reached} le sont.",
     "Del anticipo {tranche} debían justificarse {needed}; lo están {reached}."},
    {"advance_is_held_until",
     "Of the advance {tranche}, {held} is still held, which it may be until {date}.",
     "De l'avance {tranche}, {held} sont encore détenus, ce qui est permis jusqu'au {date}.",
     "Del anticipo {tranche} aún se tienen {held}, lo que se permite hasta el {date}."},
    {"interest_is_held_until",
     "Of interest earned, {held} is still held, which it may be until {date}.",
     "Des intérêts perçus, {held} sont encore détenus, ce qui est permis jusqu'au {date}.",
     "De los intereses percibidos aún se tienen {held}, lo que se permite hasta el {date}."},
    {"interest_held_too_long",
     "Of interest earned, {held} is still held; it was to be accounted for by {date}.",
     "Des intérêts perçus, {held} sont encore détenus ; ils étaient à justifier au plus tard le {date}.",
     "De los intereses percibidos aún se tienen {held}; debían justificarse a más tardar el {date}.",
     "The partner reports its expenditure or gives the rest back.",
     "Le partenaire déclare ses dépenses ou rend le reste.",
     "El asociado informa de sus gastos o devuelve el resto."},
    {"report_waits_for_finance",
     "Report {report} ({first} to {last}), handed in on {submitted}, waits for finance since {date}; "
     "days: {days}.",
     "Le rapport {report} (du {first} au {last}), remis le {submitted}, attend les finances depuis le "
     "{date} ; jours : {days}.",
     "El informe {report} (del {first} al {last}), presentado el {submitted}, espera a finanzas desde "
     "el {date}; días: {days}."},
    {"report_waits_for_partner",
     "Report {report} ({first} to {last}), handed in on {submitted}, waits for the partner since "
     "{date}; days: {days}.",
     "Le rapport {report} (du {first} au {last}), remis le {submitted}, attend le partenaire depuis le "
     "{date} ; jours : {days}.",
     "El informe {report} (del {first} al {last}), presentado el {submitted}, espera al asociado desde "
     "el {date}; días: {days}."},
    {"agreement_is_in_force", "The agreement is in force.", "L'accord est en vigueur.",
     "El acuerdo está en vigor."},
    {"ended_agreement_settles",
     "The agreement has ended: {available} that fell due is still paid, and nothing else.",
     "L'accord a pris fin : {available} échus sont encore payés, et rien d'autre.",
     "El acuerdo ha terminado: aún se pagan {available} vencidos, y nada más."},
    {"partner_is_not_blocked", "The partner is not blocked.", "Le partenaire n'est pas bloqué.",
     "El asociado no está bloqueado."},
    {"partner_is_screened", "No match with a list of sanctions bars the partner.",
     "Aucune correspondance avec une liste de sanctions n'exclut le partenaire.",
     "Ninguna coincidencia con una lista de sanciones excluye al asociado."},
    {"papers_are_there", "The papers the fund asks of the partner are there and in force.",
     "Les pièces que le fonds demande au partenaire sont présentes et en vigueur.",
     "Los documentos que el fondo pide al asociado están presentes y vigentes."},
    {"assessment_is_in_force", "The partner's assessment has not expired.",
     "L'évaluation du partenaire n'a pas expiré.", "La evaluación del asociado no ha caducado."},
    {"other_advances_are_in_time",
     "No advance to the partner by another agreement has been open for too long.",
     "Aucune avance au partenaire par un autre accord n'est ouverte depuis trop longtemps.",
     "Ningún anticipo al asociado por otro acuerdo está abierto desde hace demasiado."},
    {"project_is_in_work", "The state of the project {project} lets this be paid.",
     "L'état du projet {project} permet ce paiement.",
     "El estado del proyecto {project} permite este pago."},
    {"tranche_has_rest", "Of the tranche's {amount}, {available} is still to be paid.",
     "Sur les {amount} de la tranche, {available} restent à payer.",
     "De los {amount} del tramo quedan {available} por pagar."},
    {"tranche_has_no_rest", "Of the tranche's {amount}, nothing is left to be paid.",
     "Sur les {amount} de la tranche, rien ne reste à payer.",
     "De los {amount} del tramo no queda nada por pagar."},
    {"tranche_has_rest_beside",
     "Of the tranche's {amount}, {available} may still be asked for; {promised} is approved and not "
     "paid yet.",
     "Sur les {amount} de la tranche, {available} peuvent encore être demandés ; {promised} sont "
     "approuvés et pas encore payés.",
     "De los {amount} del tramo aún pueden pedirse {available}; {promised} están aprobados y no "
     "pagados todavía."},
    {"tranche_rest_promised",
     "Of the tranche's {amount}, nothing more may be asked for: {promised} is approved and not paid "
     "yet.",
     "Sur les {amount} de la tranche, rien de plus ne peut être demandé : {promised} sont approuvés et "
     "pas encore payés.",
     "De los {amount} del tramo no puede pedirse nada más: {promised} están aprobados y no pagados "
     "todavía."},
    {"tranche_rest_is_due",
     "Of the tranche's {amount}, nothing is left to be advanced; {available} of what was spent is due "
     "on it.",
     "Sur les {amount} de la tranche, rien ne reste à avancer ; {available} de ce qui a été dépensé "
     "sont dus sur elle.",
     "De los {amount} del tramo no queda nada por anticipar; en él se deben {available} de lo gastado."},
    {"amount_is_due_beside",
     "{available} of what the partner spent is due on this tranche, and {promised} more is approved and "
     "not paid yet.",
     "{available} de ce que le partenaire a dépensé sont dus sur cette tranche, et {promised} de plus "
     "sont approuvés et pas encore payés.",
     "De lo gastado por el asociado se deben {available} en este tramo, y {promised} más están aprobados "
     "y no pagados todavía."},
    {"due_is_promised",
     "All that is due on this tranche, {promised}, is approved and not paid yet.",
     "Tout ce qui est dû sur cette tranche, {promised}, est approuvé et pas encore payé.",
     "Todo lo que se debe en este tramo, {promised}, está aprobado y no pagado todavía."},
    {"amount_is_due", "{available} of what the partner spent is due on this tranche.",
     "{available} de ce que le partenaire a dépensé sont dus sur cette tranche.",
     "De lo gastado por el asociado se deben {available} en este tramo."},
    {"nothing_is_due", "Nothing of what the partner spent is due on this tranche.",
     "Rien de ce que le partenaire a dépensé n'est dû sur cette tranche.",
     "No se debe en este tramo nada de lo gastado por el asociado.",
     "It falls due when a report is accepted that spent more than the advances.",
     "Le montant devient dû quand un rapport accepté dépasse les avances.",
     "Vence cuando se acepta un informe que gasta más que los anticipos."},
    {"final_report_is_accepted", "The final report is accepted; the retention may be paid.",
     "Le rapport final est accepté ; la retenue peut être payée.",
     "El informe final está aceptado; la retención puede pagarse."},
    {"persons_differ",
     "Asking, certifying, approving and paying take at least {persons} persons; nobody has taken two "
     "steps that exclude each other.",
     "Demander, certifier, approuver et payer font intervenir au moins {persons} personnes ; nul n'a "
     "franchi deux étapes qui s'excluent.",
     "Pedir, certificar, aprobar y pagar requieren al menos {persons} personas; nadie ha dado dos "
     "pasos que se excluyan."},
    {"no_person_took_two_steps", "Nobody has taken two steps of a payment that exclude each other.",
     "Nul n'a franchi deux étapes d'un paiement qui s'excluent.",
     "Nadie ha dado dos pasos de un pago que se excluyan."},
    {"funds_were_received", "The money is there: the project was given what had been received.",
     "L'argent est là : le projet a reçu ce qui était déjà encaissé.",
     "El dinero está: al proyecto se le dio lo que ya se había recibido."},
    {"funds_are_received", "The donors' money for this payment has been received.",
     "Les fonds des donateurs pour ce paiement sont reçus.",
     "Los fondos de los donantes para este pago se han recibido."},
    {"funds_awaited", "The donors' money for this payment has not been received yet.",
     "Les fonds des donateurs pour ce paiement ne sont pas encore reçus.",
     "Los fondos de los donantes para este pago aún no se han recibido."},
    {"account_is_confirmed", "The partner's account is confirmed.",
     "Le compte du partenaire est confirmé.", "La cuenta del asociado está confirmada."},
    {"account_is_missing", "The partner has no confirmed account: no bank is sent this payment.",
     "Le partenaire n'a pas de compte confirmé : aucune banque ne reçoit ce paiement.",
     "El asociado no tiene cuenta confirmada: no se envía este pago a ningún banco.",
     "Propose one and have another person confirm it.",
     "Proposez-en un et faites-le confirmer par une autre personne.",
     "Proponga una y haga que otra persona la confirme."},
    {"rate_is_in_force", "The rate of {date} is there: 1 {base} = {rate} {currency}.",
     "Le taux du {date} est là : 1 {base} = {rate} {currency}.",
     "El tipo del {date} está: 1 {base} = {rate} {currency}."},
};

}  // namespace

std::span<const message_row> release_messages() {
    return rows;
}

}  // namespace tranche::domain
