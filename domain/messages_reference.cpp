// Messages about lists, rates and results.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"known_or_not_known", "{value} is no fact of a status, or the same row states it.",
     "{value} n'est pas un élément du statut, ou la même ligne l'indique.",
     "{value} no es un dato del estado, o la misma fila lo indica."},
    {"given_twice", "{value} is given a second time; row {row} has it already.",
     "{value} figure une deuxième fois ; la ligne {row} l'a déjà.",
     "{value} figura por segunda vez; la fila {row} ya lo tiene.",
     "Correct one of the two, or take it out.", "Corrigez l'un des deux, ou retirez-le.",
     "Corrija uno de los dos, o quítelo."},
    {"not_a_country", "{value} is not a country code of two capital letters.",
     "{value} n'est pas un code de pays de deux lettres majuscules.",
     "{value} no es un código de país de dos letras mayúsculas."},
    {"not_capitals", "{value} is not made of {count} capital letters.",
     "{value} n'est pas fait de {count} lettres majuscules.",
     "{value} no consta de {count} letras mayúsculas."},
    {"period_reversed", "The period ends before it begins.",
     "La période se termine avant de commencer.", "El período termina antes de empezar."},
    {"not_a_month_end", "{date} is not the last day of a month.",
     "{date} n'est pas le dernier jour d'un mois.", "{date} no es el último día de un mes.",
     "Rates of this series are quoted on the last day of a month and hold in the next.",
     "Les taux de cette série sont relevés le dernier jour d'un mois et valent le mois suivant.",
     "Los tipos de esta serie se toman el último día de un mes y valen en el siguiente."},
    {"validity_is_derived",
     "In this series the days a rate holds on follow from the day of the quotation.",
     "Dans cette série, la validité d'un taux découle du jour où il est relevé.",
     "En esta serie la validez de un tipo se deduce del día en que se tomó.", "Leave this out.",
     "Omettez ce champ.", "Omita este campo."},
    {"rate_known_otherwise", "For these days the rate {known} is recorded already.",
     "Pour ces jours, le taux {known} est déjà enregistré.",
     "Para esos días ya está registrado el tipo {known}.",
     "If that was wrong, propose a correction of rates; another person approves it.",
     "S'il était faux, proposez une correction de taux ; une autre personne l'approuve.",
     "Si era erróneo, proponga una corrección de tipos; otra persona la aprueba."},
    {"no_rate_to_correct", "No rate of {currency} quoted on {date} is in place.",
     "Aucun taux de {currency} relevé le {date} n'est en vigueur.",
     "No hay ningún tipo de {currency} tomado el {date} en vigor.",
     "Load a rate that is missing; correct one that is wrong.",
     "Chargez un taux qui manque ; corrigez un taux qui est faux.",
     "Cargue un tipo que falta; corrija uno que es erróneo."},
    {"rate_is_the_same", "The rate recorded is {known} already.",
     "Le taux enregistré est déjà {known}.", "El tipo registrado ya es {known}.",
     "Leave this row out.", "Omettez cette ligne.", "Omita esta fila."},
    {"rate_replaced_meanwhile", "The rate {rate} has been replaced since this was proposed.",
     "Le taux {rate} a été remplacé depuis cette proposition.",
     "El tipo {rate} fue sustituido después de esta propuesta.",
     "Refuse this correction and propose one of the rates as they are now.",
     "Refusez cette correction et proposez-en une des taux actuels.",
     "Deniegue esta corrección y proponga otra de los tipos actuales."},
};

}  // namespace

std::span<const message_row> reference_messages() {
    return rows;
}

}  // namespace tranche::domain
