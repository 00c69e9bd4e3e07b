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
    {"due_open", "{amount} is still owed to partners.", "{amount} restent dus aux partenaires.",
     "Todavía se deben {amount} a los socios."},
};

}  // namespace

std::span<const message_row> project_messages() {
    return rows;
}

}  // namespace tranche::domain
