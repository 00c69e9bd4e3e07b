// Messages about money, budgets, rates and dates.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"amount_exceeds_available",
     "{amount} is more than the {available} available.",
     "{amount} dépasse les {available} disponibles.",
     "{amount} supera los {available} disponibles.",
     "Lower the amount, or make more available first.",
     "Réduisez le montant ou augmentez d'abord le disponible.",
     "Reduzca el importe o aumente antes lo disponible."},
    {"amounts_do_not_add_up",
     "The parts add up to {sum}, not to {expected}.",
     "Les parties totalisent {sum} et non {expected}.",
     "Las partes suman {sum} y no {expected}."},
    {"currency_mismatch",
     "The currency here is {expected}, not {given}.",
     "La monnaie est ici {expected} et non {given}.",
     "La moneda aquí es {expected} y no {given}."},
    {"date_outside_period",
     "{date} is outside the period {first} to {last}.",
     "{date} est hors de la période du {first} au {last}.",
     "{date} está fuera del período del {first} al {last}."},
    {"date_before",
     "{date} is too early; the earliest date is {earliest}.",
     "{date} est trop tôt ; la première date possible est {earliest}.",
     "{date} es demasiado pronto; la primera fecha posible es {earliest}."},
    {"date_in_future",
     "{date} is in the future.",
     "{date} est dans le futur.",
     "{date} está en el futuro."},
    {"rate_not_in_force",
     "There is no {currency} rate in force on {date} in the series {series}.",
     "Aucun taux {currency} n'est en vigueur le {date} dans la série {series}.",
     "No hay tipo de cambio de {currency} vigente el {date} en la serie {series}.",
     "Enter and confirm the rate first.",
     "Saisissez et confirmez d'abord le taux.",
     "Registre y confirme antes el tipo de cambio."},
    {"not_enough_funds",
     "There is not enough money for this.",
     "Les fonds ne suffisent pas.",
     "Los fondos no son suficientes."},
    {"overdrawn",
     "This would leave a balance below zero.",
     "Un solde deviendrait négatif.",
     "Un saldo quedaría por debajo de cero."},
    {"ceiling_exceeded",
     "{amount} is above the ceiling of {ceiling}.",
     "{amount} dépasse le plafond de {ceiling}.",
     "{amount} supera el tope de {ceiling}."},
    {"budget_not_fully_allocated",
     "{unbudgeted} of the allocation is in no budget line.",
     "{unbudgeted} de l'allocation ne figure dans aucune ligne budgétaire.",
     "{unbudgeted} de la asignación no está en ninguna línea presupuestaria.",
     "Put the rest into budget lines, then try again.",
     "Répartissez le reste dans les lignes budgétaires, puis réessayez.",
     "Reparta el resto en líneas presupuestarias e inténtelo de nuevo."},
    {"shares_must_add_to_100",
     "The shares add up to {sum} %, not to 100 %.",
     "Les parts totalisent {sum} % et non 100 %.",
     "Las partes suman {sum} % y no 100 %."},
    {"duplicate_code",
     "The code {code} is already in use.",
     "Le code {code} est déjà utilisé.",
     "El código {code} ya está en uso."},
    {"unknown_reference",
     "There is no {type} {value}.",
     "{type} {value} n'existe pas.",
     "{type} {value} no existe.",
     "Check the id or code; it may also be one you may not see.",
     "Vérifiez l'identifiant ou le code ; il se peut aussi que vous n'y ayez pas accès.",
     "Compruebe el identificador o el código; también puede ser uno al que usted no tiene acceso."},
    {"already_exists", "This exists already.", "Cet élément existe déjà.", "Esto ya existe."},
};

}  // namespace

std::span<const message_row> funding_messages() {
    return rows;
}

}  // namespace tranche::domain
