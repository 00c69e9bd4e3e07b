// Messages about who may act: four eyes, endorsements, focal points.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"same_person", "This step needs another person than the one who took an earlier step.",
     "Cette étape revient à une autre personne que celle d'une étape précédente.",
     "Este paso corresponde a otra persona que la de un paso anterior.",
     "Ask a colleague with the role.", "Demandez à un collègue qui a ce rôle.",
     "Pídaselo a un colega que tenga el rol."},
    {"beyond_approval_level", "{amount} is more than the {limit} you may approve here.",
     "{amount} dépasse les {limit} que vous pouvez approuver ici.",
     "{amount} supera los {limit} que usted puede aprobar aquí.",
     "It takes level {level}: ask {who}.", "Il faut le niveau {level} : demandez à {who}.",
     "Hace falta el nivel {level}: pídaselo a {who}."},
    {"beyond_level_together",
     "With what was approved before on this tranche it comes to {amount}, more than the {limit} you may "
     "approve here.",
     "Avec ce qui a déjà été approuvé sur cette tranche, cela fait {amount}, plus que les {limit} que vous "
     "pouvez approuver ici.",
     "Con lo ya aprobado en este tramo son {amount}, más que los {limit} que usted puede aprobar aquí.",
     "It takes level {level}: ask {who}.", "Il faut le niveau {level} : demandez à {who}.",
     "Hace falta el nivel {level}: pídaselo a {who}."},
    {"approval_level_vacant",
     "{amount} is more than the {limit} you may approve here, and nobody may approve it now.",
     "{amount} dépasse les {limit} que vous pouvez approuver ici, et personne ne peut l'approuver "
     "maintenant.",
     "{amount} supera los {limit} que usted puede aprobar aquí, y nadie puede aprobarlo ahora.",
     "An administrator grants somebody a level that is high enough.",
     "Un administrateur accorde à quelqu'un un niveau suffisant.",
     "Un administrador concede a alguien un nivel suficiente."},
    {"levels_do_not_grow",
     "Each level's limit is higher than the one below; only the last has none.",
     "La limite de chaque niveau dépasse celle du niveau inférieur ; seul le dernier n'en a pas.",
     "El límite de cada nivel supera el del inferior; solo el último no tiene."},
    {"not_to_oneself", "Nobody gives this to themselves.", "Nul ne se l'accorde à soi-même.",
     "Nadie se lo concede a sí mismo.", "Ask another administrator.",
     "Demandez à un autre administrateur.", "Pídaselo a otro administrador."},
    {"delegation_sides",
     "Powers are handed on within the office or within one partner, never to or from a donor's viewer.",
     "Les pouvoirs se délèguent au sein du bureau ou d'un même partenaire, jamais avec un observateur "
     "d'un donateur.",
     "Los poderes se delegan dentro de la oficina o de un mismo asociado, nunca con un observador de un "
     "donante."},
    {"delegation_too_long", "A delegation lasts at most {days} days.",
     "Une délégation dure au plus {days} jours.", "Una delegación dura como máximo {days} días."},
    {"delegation_not_yours", "Only the person who is away, or an administrator, decides this.",
     "Seule la personne absente ou un administrateur en décide.",
     "Solo lo decide la persona ausente o un administrador."},
    {"protection_stays_closed",
     "A protection project is opened to no donor: words could lead to its site.",
     "Un projet de protection ne s'ouvre à aucun donateur : des mots pourraient mener à son lieu.",
     "Un proyecto de protección no se abre a ningún donante: las palabras podrían llevar a su sede.",
     "Answer the donor in figures; results and sums are there.",
     "Répondez au donateur par des chiffres ; les résultats et les totaux y sont.",
     "Responda al donante con cifras; los resultados y los totales están ahí."},
    {"payees_need_lines", "Payees are opened together with the lines that name them.",
     "Les bénéficiaires s'ouvrent avec les lignes qui les nomment.",
     "Los beneficiarios se abren junto con las líneas que los nombran.", "Add lines to opens.",
     "Ajoutez lines à opens.", "Añada lines a opens."},
    {"role_not_held", "{name} does not have the role {role}.", "{name} n'a pas le rôle {role}.",
     "{name} no tiene el rol {role}."},
    {"on_behalf_refused", "You may not do this on behalf of {name}.",
     "Vous ne pouvez pas le faire au nom de {name}.", "No puede hacerlo en nombre de {name}.",
     "GET /api/v1/me names those you may act for now. Administration, tokens and sessions are one's "
     "own.",
     "GET /api/v1/me nomme ceux pour qui vous pouvez agir. L'administration, les jetons et les "
     "sessions restent personnels.",
     "GET /api/v1/me nombra a quienes puede representar. La administración, los tokens y las "
     "sesiones son personales."},
    {"first_endorsement_missing", "{needed} endorsements are needed; {given} were given.",
     "Il faut {needed} validations ; {given} ont été données.",
     "Se necesitan {needed} avales; se han dado {given}."},
    {"focal_point_missing", "No focal point is named.", "Aucun point focal n'est désigné.",
     "No se ha designado ningún punto focal.", "Name a focal point, then try again.",
     "Désignez un point focal, puis réessayez.", "Designe un punto focal e inténtelo de nuevo."},
};

}  // namespace

std::span<const message_row> people_messages() {
    return rows;
}

}  // namespace tranche::domain
