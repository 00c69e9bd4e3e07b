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
    {"notice_exception_requested", "An exception is requested: {code}.",
     "Une exception est demandée : {code}.", "Se solicita una excepción: {code}.",
     "Please grant or refuse it.", "Veuillez l'accorder ou la refuser.", "Concédala o deniéguela."},
    {"notice_donor_refund_requested", "A refund of {amount} to the donor of {code} is requested.",
     "Un remboursement de {amount} au donateur de {code} est demandé.",
     "Se solicita un reembolso de {amount} al donante de {code}.", "Please pay or refuse it.",
     "Veuillez le payer ou le refuser.", "Páguelo o rechácelo."},
    {"notice_project_transfer_requested", "A transfer of {amount} is requested: {code}.",
     "Un transfert de {amount} est demandé : {code}.",
     "Se solicita una transferencia de {amount}: {code}.", "Please approve or refuse it.",
     "Veuillez l'approuver ou le refuser.", "Apruébela o deniéguela."},
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
