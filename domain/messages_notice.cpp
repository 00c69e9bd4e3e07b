// What people are told by mail: a sentence, and what is to be done.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"notice_disbursement_requested", "{amount} are requested on {code}.",
     "{amount} sont demandés sur {code}.", "Se solicitan {amount} con cargo a {code}.",
     "Please certify or reject the request.", "Veuillez certifier ou rejeter la demande.",
     "Certifique o rechace la solicitud."},
    {"notice_disbursement_certified", "The request of {amount} on {code} is certified.",
     "La demande de {amount} sur {code} est certifiée.",
     "La solicitud de {amount} con cargo a {code} está certificada.",
     "Please approve or reject it.", "Veuillez l'approuver ou la rejeter.",
     "Apruébela o rechácela."},
    {"notice_disbursement_approved", "{amount} on {code} are approved.",
     "{amount} sur {code} sont approuvés.", "Se aprobaron {amount} con cargo a {code}.",
     "Please pay them.", "Veuillez les payer.", "Páguelos."},
    {"notice_disbursement_paid", "{amount} on {code} were paid.",
     "{amount} sur {code} ont été payés.", "Se pagaron {amount} con cargo a {code}.",
     "Please watch your bank account.", "Veuillez surveiller votre compte bancaire.",
     "Vigile su cuenta bancaria."},
    {"notice_report_submitted", "The expenditure report {code} was submitted.",
     "Le rapport de dépenses {code} a été remis.", "Se presentó el informe de gastos {code}.",
     "Please review its lines or send it back.", "Veuillez en examiner les lignes ou le renvoyer.",
     "Revise sus líneas o devuélvalo."},
    {"notice_report_sent_back", "The expenditure report {code} was sent back.",
     "Le rapport de dépenses {code} a été renvoyé.", "Se devolvió el informe de gastos {code}.",
     "Please correct it and submit it again.", "Veuillez le corriger et le remettre à nouveau.",
     "Corríjalo y preséntelo de nuevo."},
    {"notice_report_reviewed", "The expenditure report {code} was reviewed.",
     "Le rapport de dépenses {code} a été examiné.", "Se revisó el informe de gastos {code}.",
     "Please see what was accepted of each line.",
     "Veuillez voir ce qui a été accepté de chaque ligne.", "Vea qué se aceptó de cada línea."},
    {"notice_budget_submitted", "The budget {code} waits for approval.",
     "Le budget {code} attend d'être approuvé.", "El presupuesto {code} espera su aprobación.",
     "Please approve it.", "Veuillez l'approuver.", "Apruébelo."},
    {"notice_bank_account_proposed", "Another bank account is proposed for {code}.",
     "Un autre compte bancaire est proposé pour {code}.",
     "Se propone otra cuenta bancaria para {code}.",
     "Please ask the partner by another way, and confirm or refuse it.",
     "Veuillez interroger le partenaire par une autre voie, puis confirmer ou refuser.",
     "Pregunte al socio por otra vía y confírmela o rechácela."},
    {"notice_bank_account_confirmed", "Payments to {code} go to another bank account from now on.",
     "Les paiements à {code} vont désormais à un autre compte bancaire.",
     "Los pagos a {code} van desde ahora a otra cuenta bancaria.",
     "Please say at once if you did not ask for that.",
     "Veuillez le dire aussitôt si vous ne l'avez pas demandé.",
     "Avise de inmediato si no lo ha pedido."},
    {"notice_obligation_submitted", "{code}: {what} was handed in.", "{code} : {what} remis.",
     "{code}: {what} presentado.", "Please accept it or send it back.",
     "Veuillez l'accepter ou le renvoyer.", "Acéptelo o devuélvalo."},
    {"notice_obligation_accepted", "{code}: {what} was accepted.", "{code} : {what} accepté.",
     "{code}: {what} aceptado.", "Nothing is left to do.", "Il n'y a plus rien à faire.",
     "No queda nada por hacer."},
    {"notice_obligation_sent_back", "{code}: {what} was sent back.", "{code} : {what} renvoyé.",
     "{code}: {what} devuelto.", "Please mend it; it is due on the same day as before.",
     "Veuillez le corriger ; l'échéance reste la même.", "Corríjalo; el vencimiento no cambia."},
    {"notice_due_soon", "{code}: {what} is due on {due}.", "{code} : {what}, échéance le {due}.",
     "{code}: {what} vence el {due}.", "Please hand it in by then.",
     "Veuillez le remettre d'ici là.", "Preséntelo antes de esa fecha."},
    {"notice_overdue", "{code}: {what} was due on {due}.",
     "{code} : {what}, échéance passée le {due}.", "{code}: {what} venció el {due}.",
     "Please hand it in.", "Veuillez le remettre.", "Preséntelo."},
    {"notice_letter_of_the_day", "What waits for you: {count}.", "Ce qui vous attend : {count}.",
     "Lo que le espera: {count}.", "Please see your queue.", "Veuillez consulter votre file.",
     "Consulte su cola."},
    {"notice_exception_requested", "An exception is requested: {code}.",
     "Une exception est demandée : {code}.", "Se solicita una excepción: {code}.",
     "Please grant or refuse it.", "Veuillez l'accorder ou la refuser.", "Concédala o deniéguela."},
    {"webhook_address_refused", "Nothing is sent to this address: it {why}.",
     "Rien n'est envoyé à cette adresse ({why}).", "No se envía nada a esta dirección ({why}).",
     "Give an https address, or http on this machine.",
     "Donnez une adresse https, ou http sur cette machine.",
     "Indique una dirección https, o http en esta máquina."},
};

}  // namespace

std::span<const message_row> notice_messages() {
    return rows;
}

}  // namespace tranche::domain
