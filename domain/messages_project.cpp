// Messages about projects: what they are made of, and what must be done before they move on.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"share_of_other_country", "Only Member States have a share; this country has none.",
     "Seuls les États membres ont une part ; ce pays n'en a pas.",
     "Solo los Estados miembros tienen una parte; este país no la tiene."},
    {"historical_only", "Only a project of the historical record takes this field.",
     "Seul un projet du registre historique admet ce champ.",
     "Solo un proyecto del registro histórico admite este campo."},
    {"only_for_letters", "Only the letter of a government names a State.",
     "Seule la lettre d'un gouvernement nomme un État.",
     "Solo la carta de un gobierno nombra un Estado."},
    {"dates_missing", "The project has no start or no end.",
     "Le projet n'a pas de début ou pas de fin.", "El proyecto no tiene inicio o no tiene fin.",
     "Enter both dates first.", "Saisissez d'abord les deux dates.",
     "Registre antes las dos fechas."},
    {"budget_missing", "The project has no approved budget.",
     "Le projet n'a pas de budget approuvé.", "El proyecto no tiene un presupuesto aprobado.",
     "Write a budget and have it approved.", "Rédigez un budget et faites-le approuver.",
     "Redacte un presupuesto y hágalo aprobar."},
    {"agreements_open", "{count} agreements of this project are still open.",
     "Accords de ce projet encore ouverts : {count}.",
     "Acuerdos de este proyecto todavía abiertos: {count}.", "Close them first.",
     "Clôturez-les d'abord.", "Ciérrelos antes."},
    {"advance_open", "Advances of {amount} are not settled yet.",
     "Des avances de {amount} ne sont pas encore soldées.",
     "Todavía no se han liquidado anticipos de {amount}."},
    {"receivable_open", "{amount} is still to be paid back.", "{amount} restent à rembourser.",
     "Quedan {amount} por devolver."},
    {"budget_exceeds_allocation", "A budget of {total} is more than the {allocated} allocated.",
     "Un budget de {total} dépasse les {allocated} alloués.",
     "Un presupuesto de {total} supera los {allocated} asignados.",
     "Have the difference allocated first, or keep the total (R20).",
     "Faites d'abord allouer la différence, ou gardez le total (R20).",
     "Haga asignar antes la diferencia, o mantenga el total (R20)."},
    {"budget_line_fixed", "Line {code} is in force with another value here.",
     "La ligne {code} est en vigueur avec une autre valeur ici.",
     "La partida {code} está en vigor con otro valor aquí.",
     "Give the new purpose a line number of its own.",
     "Donnez à ce nouvel objet son propre numéro de ligne.",
     "Dé al nuevo fin su propio número de partida."},
    {"budget_route_differs", "The change of this budget was not decided the way it had to be.",
     "La modification de ce budget n'a pas été décidée par la voie requise.",
     "La modificación de este presupuesto no se decidió por la vía requerida.",
     "Read the version again: another one may have been approved meanwhile.",
     "Relisez la version : une autre a pu être approuvée entre-temps.",
     "Lea de nuevo la versión: puede haberse aprobado otra entretanto."},
    {"not_a_quarter", "This is no quarter.", "Ce n'est pas un trimestre.",
     "Esto no es un trimestre.", "Write it like 2026-Q3.", "Écrivez-le comme 2026-Q3.",
     "Escríbalo como 2026-Q3."},
    {"quarter_over", "{quarter} is over; what was spent in it is known.",
     "{quarter} est terminé ; ce qui y a été dépensé est connu.",
     "{quarter} ha terminado; lo gastado en él se conoce."},
    {"explanation_missing",
     "In {quarter} {actual} was spent where {forecast} was forecast: more than {percent} % apart.",
     "En {quarter}, {actual} ont été dépensés pour {forecast} prévus : plus de {percent} % d'écart.",
     "En {quarter} se gastaron {actual} frente a {forecast} previstos: más de {percent} % de "
     "diferencia.",
     "Say why in explanations.", "Dites pourquoi dans explanations.",
     "Diga por qué en explanations."},
    {"quarter_not_forecast", "{quarter} is not over, or the last forecast does not name it.",
     "{quarter} n'est pas terminé, ou la dernière prévision ne le mentionne pas.",
     "{quarter} no ha terminado, o la última previsión no lo menciona."},
    {"before_last_version", "This is before {date}, the day of the last one.",
     "C'est avant le {date}, jour de la dernière.", "Esto es anterior al {date}, día de la última.",
     "Take that day or a later one.", "Prenez ce jour ou un jour postérieur.",
     "Tome ese día o uno posterior."},
    {"overspent_after_closure",
     "The project is closed, and this agreement leaves {amount} that nothing pays for.",
     "Le projet est clos, et cet accord laisse {amount} que rien ne couvre.",
     "El proyecto está cerrado, y este acuerdo deja {amount} que nada cubre.",
     "Have an expense taken back or the project's money corrected first.",
     "Faites d'abord annuler une dépense ou corriger les fonds du projet.",
     "Haga primero revertir un gasto o corregir los fondos del proyecto."},
    {"due_open", "{amount} is still owed to partners.", "{amount} restent dus aux partenaires.",
     "Todavía se deben {amount} a los socios."},
};

}  // namespace

std::span<const message_row> project_messages() {
    return rows;
}

}  // namespace tranche::domain
