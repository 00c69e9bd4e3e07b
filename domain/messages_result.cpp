// Messages about indicators, their targets and what was measured.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"period_overlaps",
     "A value for {first} to {last} is already there, and this period overlaps it.",
     "Une valeur existe déjà du {first} au {last} et cette période la recoupe.",
     "Ya hay un valor del {first} al {last} y este período se solapa con él."},
    {"period_reported_already", "A value for a part of this period was reported already.",
     "Une valeur a déjà été déclarée pour une partie de cette période.",
     "Ya se informó un valor para una parte de este período."},
    {"not_a_measure", "{value} is not a value of at most 14 digits before and 4 after the point.",
     "{value} n'est pas une valeur d'au plus 14 chiffres avant et 4 après le point.",
     "{value} no es un valor de 14 cifras como máximo antes del punto y 4 después."},
    {"counts_do_not_add_up", "The counts by kind add up to {sum}, not to {expected}.",
     "Les nombres par catégorie totalisent {sum} et non {expected}.",
     "Los números por categoría suman {sum} y no {expected}."},
    {"only_units_add_up", "Only counted units add up; percentages and grades do not.",
     "Seules des unités comptées s'additionnent, pas des pourcentages ni des degrés.",
     "Solo se suman unidades contadas, no porcentajes ni grados.", "Take max or latest (R56).",
     "Prenez max ou latest (R56).", "Elija max o latest (R56)."},
    {"units_say_what_they_count", "Of counted units it is said what they count, and of those only.",
     "On précise ce qui est compté pour des unités, et pour elles seules.",
     "De las unidades contadas se dice qué cuentan, y solo de ellas.",
     "new: since the period before; present: in the period; cumulative: since the start.",
     "new : depuis la période précédente ; present : pendant la période ; cumulative : depuis le début.",
     "new: desde el período anterior; present: en el período; cumulative: desde el inicio."},
    {"new_ones_add_up",
     "What is new in each period adds up; what is present or cumulative does not.",
     "Ce qui est nouveau à chaque période s'additionne, pas ce qui est présent ou cumulé.",
     "Lo que es nuevo en cada período se suma; lo presente o acumulado, no.",
     "new goes with sum, present and cumulative with max or latest (R56).",
     "new va avec sum, present et cumulative avec max ou latest (R56).",
     "new va con sum; present y cumulative, con max o latest (R56)."},
    {"capacity_does_not_add_up", "Places do not add up over periods (R57).",
     "Des places ne s'additionnent pas d'une période à l'autre (R57).",
     "Las plazas no se suman de un período a otro (R57).", "Take max or latest.",
     "Prenez max ou latest.", "Elija max o latest."},
    {"people_are_counted_in_units", "People are counted as an achievement, in units.",
     "Les personnes se comptent comme une réalisation, en unités.",
     "Las personas se cuentan como un logro, en unidades."},
    {"category_unknown", "This indicator is not broken down by {value}.",
     "Cet indicateur n'est pas ventilé par {value}.", "Este indicador no se desglosa por {value}.",
     "Its kinds are: {known}.", "Ses catégories sont : {known}.", "Sus categorías son: {known}."},
    {"revision_needs_reason", "A target of this period is set already.",
     "Une cible de cette période est déjà fixée.", "Ya hay una meta de este período.",
     "Say why it is changed.", "Indiquez pourquoi elle change.", "Indique por qué se cambia."},
    {"target_set_today", "A target of this period was set today.",
     "Une cible de cette période a été fixée aujourd'hui.",
     "Hoy se fijó ya una meta de este período.", "It can be changed again tomorrow.",
     "Elle pourra changer à nouveau demain.", "Se puede volver a cambiar mañana."},
    {"reported_before_return", "A value of this period was taken back after that day.",
     "Une valeur de cette période a été retirée après ce jour.",
     "Un valor de este período se retiró después de ese día.", "Give the day of the new report.",
     "Indiquez le jour de la nouvelle déclaration.", "Indique el día del nuevo informe."},
    {"actual_returned", "This value was taken back.", "Cette valeur a été retirée.",
     "Este valor se retiró.", "Report the period again.", "Déclarez à nouveau la période.",
     "Informe de nuevo el período."},
};

}  // namespace

std::span<const message_row> result_messages() {
    return rows;
}

}  // namespace tranche::domain
