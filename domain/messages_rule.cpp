// Messages about rules, exceptions and remarks.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"staff_office_cap_near", "Staff and office at {amount} nearly reach {percent} % of {total}.",
     "Le personnel et le bureau, {amount}, atteignent presque {percent} % de {total}.",
     "El personal y la oficina, {amount}, casi alcanzan el {percent} % de {total}.",
     "Acknowledge it with a reason, or lower these lines.",
     "Confirmez en indiquant le motif ou réduisez ces lignes.",
     "Confírmelo indicando el motivo o reduzca esas partidas."},
    {"rate_is_old", "The rate of {currency} was quoted on {quoted}, {days} days before its use.",
     "Le taux de {currency} a été coté le {quoted}, {days} jours avant son emploi.",
     "El tipo de {currency} se cotizó el {quoted}, {days} días antes de su uso.",
     "Acknowledge it with a reason, or load a newer rate.",
     "Confirmez en indiquant le motif ou chargez un taux plus récent.",
     "Confírmelo indicando el motivo o cargue un tipo más reciente."},
    {"advance_overdue", "An advance of {date} is still open after more than {months} months.",
     "Une avance du {date} est encore ouverte après plus de {months} mois.",
     "Un anticipo del {date} sigue abierto tras más de {months} meses.",
     "The partner reports its expenditure or gives the rest back.",
     "Le partenaire déclare ses dépenses ou rend le reste.",
     "El asociado informa de sus gastos o devuelve el resto."},
    {"rule_is_not_gate", "Rule {rule} is a {kind} here: no exception opens it.",
     "La règle {rule} est ici de type {kind} : aucune exception ne l'ouvre.",
     "La regla {rule} es aquí de tipo {kind}: ninguna excepción la abre.",
     "A wall stands; a remark is acknowledged with the act itself.",
     "Un mur (wall) tient ; une remarque (remark) se confirme avec l'acte lui-même.",
     "Un muro (wall) no se abre; una observación (remark) se confirma con el propio acto."},
    {"rule_is_wall", "Rule {rule} is a wall and stays one.",
     "La règle {rule} est un mur et le reste.", "La regla {rule} es un muro y lo sigue siendo."},
    {"rule_not_asked", "The act {operation} does not ask rule {rule}.",
     "L'acte {operation} ne consulte pas la règle {rule}.",
     "El acto {operation} no consulta la regla {rule}."},
    {"exception_not_open", "The exception was used, refused or has expired in the meantime.",
     "L'exception a entre-temps été utilisée, refusée ou a expiré.",
     "La excepción ya se ha utilizado, rechazado o ha caducado.", "Ask for a new one.",
     "Demandez-en une nouvelle.", "Solicite una nueva."},
};

}  // namespace

std::span<const message_row> rule_messages() {
    return rows;
}

}  // namespace tranche::domain
